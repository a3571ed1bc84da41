"""What a routing says of itself: amounts that show that the method does not fit the wind, and cells that were skipped.

A warning where more than 1 % of the surplus is trapped, left in cells without wind, or lost in gaps; and where a flux
counts laps, being above what entered its loop by more than 1 %. Below that, cells without wind are told all the same.

Example: 100 t surplus, 10 t of them trapped in one loop of two cells: 10 %, a warning; of 0.5 t there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from ..raster.legend_breaks import decade_breaks
from .graph.arrays import Raster
from .graph.graph import Graph
from .graph.result import Flow
from .graph.shares import NO_RECEIVER_CODE
from .graph.strips import map_strips, row_strips
from .graph.study_area import step_to

WARNED_FROM = 0.01  # of the surplus; and of what entered a loop
_SAMPLE_CELLS = 1 << 18  # so many are enough for the classes of a map


def count_calm_cells(graph: Graph, amounts: Raster) -> tuple[int, int]:
    """Return how many cells have no wind.

    Parameters
    ----------
    graph : Graph
    amounts : (rows, cols, 2) float64, t, emission and capacity, before they are routed

    Returns
    -------
    cells, emitting : int
        cells of the study area without wind, and those of them with emission
    """

    def count(rows: slice) -> tuple[int, int]:
        calm = graph.valid[rows] & (graph.transport.first[rows] == NO_RECEIVER_CODE)
        if not calm.any():
            return 0, 0
        return int(np.count_nonzero(calm)), int(np.count_nonzero(amounts[rows][calm][:, 0] > 0))

    cells, emitting = zip(*map_strips(count, row_strips(*graph.shape)))
    return sum(cells), sum(emitting)


def log_gaps(graph: Graph, corner_inlets: bool, progress: Progress) -> None:
    """Say how many cells without data lie inside the area, and what becomes of carbon that comes there.

    Parameters
    ----------
    graph : Graph
    corner_inlets : bool; as of `build_graph`
    progress : Progress
    """
    if graph.gap_cells and graph.gaps is None:
        progress.info(
            f"{graph.gap_cells} cells without data inside the area are passed over: carbon crosses them and goes on, "
            "none of it is exported or absorbed there."
        )
    elif graph.gap_cells:
        progress.info(f"{graph.gap_cells} cells without data inside the area keep what flows into them: it is lost.")
    if graph.inlets.size and corner_inlets:
        progress.info(
            f"{graph.inlets.size} cells without data are linked to the outside by corners of cells alone: they count "
            "as outside, and what flows into them is exported."
        )
    elif graph.inlets.size:
        fate = "passed over" if graph.gaps is None else "lost"
        progress.info(
            f"{graph.inlets.size} of these are linked to the outside by corners of cells alone (inlets, estuaries). "
            f"What flows into them is {fate}; with CORNER_INLETS it is exported, which can change the accounts much."
        )


def warn_of_accounts(routed: Flow, graph: Graph, calm: tuple[int, int], progress: Progress) -> list[str]:
    """Warn of what is trapped, calm or lost above `WARNED_FROM` of the surplus, and of flux that counts laps.

    Parameters
    ----------
    routed : Flow
    graph : Graph
    calm : (cells, emitting), of `count_calm_cells`
    progress : Progress

    Returns
    -------
    list of str, the warnings about loops
    """
    accounts = routed.accounts
    warned_from = WARNED_FROM * accounts.surplus
    by_loops = [_trapped_text(routed, graph)] if accounts.trapped > warned_from else []
    recirculation = _rose_recirculation_text(routed) if graph.slots == 8 else _recirculation_text(routed)
    if recirculation:
        by_loops.append(recirculation)
    for text in by_loops:
        progress.warning(text)
    calm_text = _calm_text(routed, graph, *calm)
    if calm_text:
        (progress.warning if accounts.calm > warned_from else progress.info)(calm_text)
    if accounts.gaps > warned_from:
        progress.warning(
            f"{_amount(routed, accounts.gaps)} is lost in {graph.gap_cells} cells without data inside the area. With "
            "GAPS 0 (pass over) it goes on to the cells behind them."
        )
    if graph.inlets.size and graph.member[graph.inlets[0]]:
        passing = _carbon_into(graph.inlets, routed, graph)
        if passing > warned_from:
            progress.warning(
                f"{_amount(routed, passing)} flows into {graph.inlets.size} cells without data that corners of cells "
                "alone link to the outside (inlets, estuaries), and passes over them. If they are sea, CORNER_INLETS "
                "exports it."
            )
    return by_loops


def flux_class_breaks(routed: Flow) -> list[float]:
    """Return where the classes of a map of the flux begin when each tonne counts once a loop.

    Parameters
    ----------
    routed : Flow

    Returns
    -------
    list of float, t, ascending; empty where no flux is above its cap, as the values themselves give the classes then
    """
    capped = routed.capped_flux()
    if capped is routed.flux:
        return []
    return decade_breaks(capped.ravel()[:: max(1, capped.size // _SAMPLE_CELLS)])


def _amount(routed: Flow, amount: float) -> str:
    """Return an amount with its share of the surplus, in words."""
    return f"{amount:.6g} t, {100 * amount / routed.accounts.surplus:.3g} % of the surplus,"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _trapped_text(routed: Flow, graph: Graph) -> str:
    loops = routed.loops
    text = (
        f"{_amount(routed, routed.accounts.trapped)} is trapped: it circles in {_counted(loops.closed, 'closed loop')}"
    )
    if graph.slots == 8:
        return (
            f"{text} of {loops.cells} cells from which the wind rose leads nowhere. No method helps there: is the rose "
            "complete?"
        )
    return (
        f"{text} of cells that are full (LOOP_CELLS, with loops that leak: {loops.cells}). One wind direction per "
        "cell, frozen for the whole period, makes such loops; METHOD 2 (wind rose) does not."
    )


def _recirculation_text(routed: Flow) -> str:
    """Return what to say of flux above what entered its loop, "" where there is none."""
    cells, entered = routed.loops.repeated, routed.loops.entered
    row, col = np.divmod(cells, routed.flux.shape[1])
    flux = routed.flux[row, col]
    multiple = flux / entered
    above = int(np.count_nonzero(multiple > 1.0 + WARNED_FROM))
    if not above:
        return ""
    most = int(multiple.argmax())
    return (
        f"The flux counts laps: in {_counted(above, 'cell')} it is above what entered their loop, as carbon goes "
        f"round and passes them again. Largest multiple: {multiple[most]:.4g}, flux {flux[most]:.6g} t where "
        f"{entered[most]:.6g} t entered. LOOP_CELLS: {routed.loops.cells}, in {_counted(routed.loops.count, 'loop')}. "
        "Network, arrows and map classes take such cells at what entered; METHOD 2 (wind rose) makes no such loops."
    )


def _rose_recirculation_text(routed: Flow) -> str:
    """Return what to say of flux above all that travels, with a wind rose; "" where there is none."""
    surplus, largest = routed.accounts.surplus, float(routed.flux.max())
    if not largest > surplus * (1.0 + WARNED_FROM):
        return ""
    above = int(np.count_nonzero(routed.flux > surplus * (1.0 + WARNED_FROM)))
    return (
        f"The flux counts carbon that comes back: with a wind rose it goes back and forth. The flux is above the whole "
        f"surplus of {surplus:.6g} t in {_counted(above, 'cell')}, {largest / surplus:.4g} times it at most. Network, "
        "arrows and map classes take such cells at the surplus."
    )


def _calm_text(routed: Flow, graph: Graph, cells: int, emitting: int) -> str:
    """Return what to say of cells without wind, "" where there are none."""
    calm = routed.accounts.calm
    if not cells:
        return ""
    text = f"{emitting} cells with emission have no wind (calm, or no value there); cells without wind: {cells}."
    if not calm:
        return f"{text} Nothing is left in them."
    cure = "A rose that covers them" if graph.slots == 8 else "A wind raster that covers them, or METHOD 2 (wind rose),"
    return f"{text} What they cannot absorb, {_amount(routed, calm)} stays there. {cure} takes it on."


def _carbon_into(inlets: NDArray[np.int64], routed: Flow, graph: Graph) -> float:
    """Return what other cells send into cells that are passed over, t."""
    near = graph.neighbourhood
    around = np.unique(np.concatenate([step_to(inlets, code, near) for code in range(8)]))
    around = np.setdiff1d(around[around >= 0], inlets)
    flux = routed.capped_flux()[np.divmod(around, near.cols)]
    return sum(
        float((graph.weights(slot, around) * flux)[np.isin(graph.receivers(slot, around), inlets)].sum())
        for slot in range(graph.slots)
    )
