"""Route what cells cannot sequester to the cells downwind, on arrays.

Everything happens in one array that all stages share, `amounts`, (cells, 2) float64, t:

    stage                      column 0                                           column 1
    1 given                    emission E                                         capacity C
    2 state, while routing     what has arrived, E included: E + inflow so far    C
    3 final state              outflow x = E + inflow - C where that is above 0,  C
                               else minus what is absorbed, -(E + inflow)
    4 result                   flux: x where carbon moves on, else 0              absorbed: C where x > 0,
                                                                                  else E + inflow

From 2 to 3 cells go one after the other, each after all its donors (`ordered`), the cells of a cycle together
(`cycles`); with a wind rose, all cells from which an outlet is reached at once (`rose`). From 3 to 4 is `final_state`.
What is trapped in closed cycles is in neither column, but in a list of `Trapped`.

Worked example, D8, a row of three cells, west wind, E 10 1 0, C 4 5 4: column 0 is 10 1 0, then 6 7 0, 6 2 2 and
finally 6 2 -2; the flux is 6 2 0, absorbed are 4 5 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..progress import Progress
from .cycles.policy_iteration import Trapped, solve_components
from .final_state import FinalState, emitted_and_absorbed_at_home
from .graph.arrays import Mask, Raster
from .graph.graph import Graph
from .graph.result import Flow, Loops, Routed
from .graph.strips import map_strips, row_strips
from .messages import INFINITE_AMOUNT, NEGATIVE_AMOUNT, SHAPE_DIFFERS
from .ordered.backend import Backend, choose_backend
from .ordered.d8_paths import Paths
from .ordered.state import RoutingState
from .ordered.topological import Components, route_in_order
from .rose.solve_rose import solve_rose

_TOLERANCE = 1e-12  # of all emission, that may still be under way in cycles


def route(
    emission: Raster,
    capacity: Raster,
    graph: Graph,
    progress: Progress | None = None,
    *,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Routed:
    """Return where the emission of each cell goes along the wind: the least fixed point.

    Parameters
    ----------
    emission, capacity : (rows, cols) float64, t per cell, read in the study area only
    graph : Graph
    progress : Progress or None
    use_scipy, use_numba : bool or None; False to do without, None to use it where it is installed

    Returns
    -------
    Routed

    Raises
    ------
    RasterError
        An amount is negative or not finite, or shapes differ.
    NotEnoughMemoryError
        The cells of a large cycle do not fit.
    """
    valid = graph.valid
    check_amounts(emission, capacity, valid)
    amounts = np.empty((*valid.shape, 2))

    def fill_strip(rows: slice) -> None:
        for column, values in enumerate((emission, capacity)):
            np.copyto(amounts[rows, :, column], 0.0)
            np.copyto(amounts[rows, :, column], values[rows], where=valid[rows])

    map_strips(fill_strip, row_strips(*valid.shape))
    return route_amounts(amounts, emission, graph, progress, use_scipy=use_scipy, use_numba=use_numba)


def route_flux(
    amounts: NDArray[np.float64],
    graph: Graph,
    progress: Progress | None = None,
    *,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Flow:
    """Return the flux and the mass balance alone, in less memory.

    Parameters
    ----------
    amounts : (rows, cols, 2) float64, contiguous, emission and capacity, t per cell, finite, >= 0, and 0 outside the
        study area; overwritten, by the flux in the place of the emission
    graph : Graph
    progress : Progress or None
    use_scipy, use_numba : bool or None, as of `route`

    Returns
    -------
    Flow

    Raises
    ------
    NotEnoughMemoryError
        The cells of a large cycle do not fit.
    """
    return _run(amounts, graph, choose_backend(use_scipy, use_numba), progress or Progress()).flux_alone()


def route_amounts(
    amounts: NDArray[np.float64],
    emission: Raster,
    graph: Graph,
    progress: Progress | None = None,
    *,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Routed:
    """Return the same as `route`, without checks and without a copy of the amounts.

    Parameters
    ----------
    amounts : (rows, cols, 2) float64, as of `route_flux`; overwritten by the flux and what is absorbed
    emission : (rows, cols) float64, t per cell, read in the study area only
    graph : Graph
    progress : Progress or None
    use_scipy, use_numba : bool or None, as of `route`

    Returns
    -------
    Routed

    Raises
    ------
    NotEnoughMemoryError
        The cells of a large cycle do not fit.
    """
    final = _run(amounts, graph, choose_backend(use_scipy, use_numba), progress or Progress(), emission)
    return final.rasters(emission.ravel())


def _run(
    amounts: NDArray[np.float64], graph: Graph, backend: Backend, progress: Progress, emission: Raster | None = None
) -> FinalState:
    """Route in place; emission: t, (rows, cols), where it is at hand."""
    progress.info(f"Routing with {backend}.")
    by_cell = amounts.reshape(-1, 2)
    emitted, absorbed_home = emitted_and_absorbed_at_home(by_cell)
    trapped, loops = _route(graph, by_cell, emission, _TOLERANCE * emitted, backend, progress=progress)
    return FinalState(by_cell, graph, trapped, emitted, absorbed_home, loops)


def _route(
    graph: Graph,
    amounts: NDArray[np.float64],
    emission: Raster | None,
    tolerance: float,
    backend: Backend,
    *,
    progress: Progress,
) -> tuple[list[Trapped], Loops]:
    """Turn what cells emit, t, into their final state; return what is trapped, and the loops.

    tolerance: t that may stay under way.
    """
    if graph.slots == 1:
        paths = Paths.start(graph, amounts)
        backend.route_paths(paths, progress)
        if not paths.open.any():
            return [], Loops.none()
        state = RoutingState.resume(graph, amounts, paths.open)
        del paths
    else:
        if graph.slots == 8:
            if emission is None:
                emission = amounts[:, 0].copy().reshape(graph.shape)
            graph = solve_rose(graph, emission, amounts[:, 1], amounts[:, 0], tolerance=tolerance, progress=progress)
            if not graph.member.any():
                return [], Loops.none()
        state = RoutingState.start(graph, amounts, graph.links.copy())
    trapped: list[Trapped] = []
    loops: list[Loops] = []

    def solve(components: Components) -> None:
        held, found = solve_components(state, components, tolerance, backend, progress)
        trapped.extend(held)
        loops.append(found)

    route_in_order(state, solve, backend, progress)
    return trapped, sum(loops, Loops.none())


def check_amounts(emission: Raster, capacity: Raster, valid: Mask) -> None:
    """Require that amounts are finite and not negative in the study area, and of its shape.

    Parameters
    ----------
    emission, capacity : (rows, cols) float64, t per cell
    valid : (rows, cols) bool, the study area

    Raises
    ------
    RasterError
        An amount is negative or not finite where `valid`, or shapes differ.
    """
    for what, values in (("The emission", emission), ("The sequestration", capacity)):
        if values.shape != valid.shape:
            given, expected = (" x ".join(map(str, array.shape)) for array in (values, valid))
            raise RasterError(SHAPE_DIFFERS, what=what, shape=given, expected=expected)
    for what, values in (("The emission", emission), ("The sequestration", capacity)):
        for template, wrong in ((NEGATIVE_AMOUNT, values < 0), (INFINITE_AMOUNT, ~np.isfinite(values))):
            cells = np.flatnonzero((wrong & valid).ravel())
            if cells.size:
                row, column = divmod(int(cells[0]), valid.shape[1])
                raise RasterError(template, what=what, count=cells.size, row=row + 1, column=column + 1)
