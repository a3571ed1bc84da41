"""What is said of trapped carbon, laps, cells without wind and gaps, and that nothing is said without any."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.legend_breaks import decade_breaks
from carbon_service_flow.core.routing import build_graph, from_direction, from_rose, route
from carbon_service_flow.core.routing.graph import strips
from carbon_service_flow.core.routing.remarks import count_calm_cells, flux_class_breaks, log_gaps, warn_of_accounts
from support.common import Recorder
from support.networks import wind_graph
from support.routing_cases import square


def told(graph, emission, capacity=None, calm=(0, 0)):
    capacity = np.zeros(graph.shape) if capacity is None else capacity
    recorder = Recorder()
    texts = warn_of_accounts(route(np.asarray(emission, float), capacity, graph), graph, calm, recorder)
    return texts, recorder


@pytest.mark.parametrize(("amount", "warned"), [(1.0, True), (0.011, True), (0.0099, False)])
def test_trapped_above_one_percent_of_the_surplus(amount, warned):
    """Two cells that send all to each other trap `amount`; 100 t less 1 t taken up at home: 1 % of 99 t and it."""
    graph = wind_graph([[270, 90], [270, 270]], one=True)
    emission = np.array([[0.0, amount], [1.0, 1.0]])
    texts, recorder = told(graph, emission, np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert bool(texts) == warned
    assert recorder.warnings == texts
    if warned:
        share = 100 * amount / (1 + amount)
        assert f"{amount:.6g} t, {share:.3g} % of the surplus, is trapped: it circles in 1 closed loop " in texts[0]
        assert "wind rose" in texts[0]


def test_a_rose_is_not_told_to_take_the_rose():
    rose = np.zeros((17, 1, 2))
    rose[12, 0, 0] = rose[4, 0, 1] = 1.0
    graph = build_graph(from_rose(lambda a, b: rose[:, a:b], square((1, 2))), np.ones((1, 2), bool))
    (text,), _ = told(graph, [[3.0, 0.0]])
    assert "METHOD 2" not in text


def test_laps_are_counted():
    """Two cells pass 10 t to and fro; 20 % of each step is dispersed: 10 / (1 - 0.64) = 27.8 pass the first, 22.2 the
    second, 2.78 times the 10 t that entered.
    """
    graph = wind_graph([[270, 90]], one=True, decay=1000.0 / np.log(1 / 0.8))
    (text,), _ = told(graph, [[10.0, 0.0]])
    assert "in 2 cells it is above what entered" in text
    assert "Largest multiple: 2.778, flux 27.7778 t where 10 t entered. LOOP_CELLS: 2, in 1 loop." in text


def test_small_laps_are_not_worth_a_warning():
    """0.5 % of 10 t comes back: below 1 %."""
    graph = wind_graph([[270, 90]], one=True, decay=1000.0 / np.log(1 / np.sqrt(0.005)))
    assert told(graph, [[10.0, 0.0]])[0] == []


def test_cells_without_wind(monkeypatch):
    """Three cells without wind, two of which emit 3 + 5 t and keep 1 t each: 6 t of 10 - 2 - 0 stay there."""
    monkeypatch.setattr(strips, "STRIP_CELLS", 2)
    graph = wind_graph([[270, np.nan, 270], [np.nan, 270, np.nan]])
    emission = np.array([[0.0, 3.0, 2.0], [5.0, 0.0, 0.0]])
    capacity = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    calm = count_calm_cells(graph, np.stack([emission, capacity], axis=2))
    assert calm == (3, 2)
    _, recorder = told(graph, emission, capacity, calm)
    (text,) = recorder.warnings
    assert text.startswith("2 cells with emission have no wind")
    assert "cells without wind: 3." in text
    assert "6 t, 75 % of the surplus, stays" in text


def test_few_calm_cells_are_told_without_a_warning():
    graph = wind_graph([[270, np.nan, 270]])
    _, recorder = told(graph, [[0.0, 0.001, 1.0]], calm=(1, 1))
    assert not recorder.warnings
    assert any("1 cells with emission" in text for text in recorder.infos)
    assert told(graph, [[0.0, 0.0, 1.0]], calm=(1, 0))[1].infos[-1].endswith("Nothing is left in them.")


def test_what_gaps_keep_is_told():
    valid = np.ones((3, 3), bool)
    valid[1, 1] = False
    graph = build_graph(from_direction(np.full((3, 3), 270.0), square((3, 3))), valid, gaps_lost=True)
    _, recorder = told(graph, np.ones((3, 3)))
    assert "is lost in 1 cells without data" in recorder.warnings[0]


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("corner_inlets", [False, True])
def test_gaps_and_inlets_are_counted_in_the_log(lost, corner_inlets):
    """One gap with valid cells all around, one that touches a hole in the border at a corner."""
    valid = np.ones((7, 7), bool)
    valid[[5, 0, 1], [5, 0, 1]] = False
    transport = from_direction(np.full((7, 7), 270.0), square((7, 7)))
    graph = build_graph(transport, valid, gaps_lost=lost, corner_inlets=corner_inlets)
    assert (graph.gap_cells, graph.inlets.tolist()) == (1 if corner_inlets else 2, [8])
    recorder = Recorder()
    log_gaps(graph, corner_inlets, recorder)
    gaps, inlets = recorder.infos
    assert gaps.startswith(f"{graph.gap_cells} cells without data inside")
    assert ("lost" in gaps) == lost
    assert ("exported." in inlets) == corner_inlets
    assert inlets.startswith("1 ")


def test_nothing_is_said_without_gaps():
    graph = wind_graph(np.full((3, 3), 300.0))
    recorder = Recorder()
    log_gaps(graph, False, recorder)
    assert told(graph, np.ones((3, 3)))[1].warnings == recorder.infos == []


def test_map_classes_do_not_follow_laps():
    """To and fro 80 % of 1000 t: a flux of 2778 t; beside it 5 t leave. What entered, 1000 t, is above 10 and 100.

    By the values themselves there would be a class above 1000 t.
    """
    graph = wind_graph([[270, 90, 270]], one=True, decay=1000.0 / np.log(1 / 0.8))
    routed = route(np.array([[1000.0, 0.0, 5.0]]), np.zeros((1, 3)), graph)
    assert flux_class_breaks(routed) == [10.0, 100.0]
    assert decade_breaks(routed.flux.ravel()) == [10.0, 100.0, 1000.0]
    straight = wind_graph([[270, 270, 270]], one=True)
    assert flux_class_breaks(route(np.array([[1000.0, 0.0, 5.0]]), np.zeros((1, 3)), straight)) == []


def test_flux_above_the_surplus_is_told_of_a_rose_too():
    """Half of what leaves a cell goes to a neighbour that sends all back: 10 / (1 - 0.5) = 20 t pass it."""
    rose = np.zeros((17, 1, 4))
    rose[[4, 12], 0, 1] = 0.5  # to both sides
    rose[12, 0, 0] = 1.0  # back
    rose[12, 0, 2:] = 1.0  # out
    graph = build_graph(from_rose(lambda a, b: rose[:, a:b], square((1, 4))), np.ones((1, 4), bool))
    (text,), _ = told(graph, [[0.0, 10.0, 0.0, 0.0]])
    assert "The flux is above the whole surplus of 10 t in 1 cell, 2 times it at most." in text
    assert told(graph, [[0.0, 10.0, 0.0, 20.0]])[0] == []


@pytest.mark.parametrize(("share", "warned"), [(1.0, True), (0.009, False)])
@pytest.mark.parametrize("corner_inlets", [False, True])
def test_what_passes_over_inlets_is_told(share, warned, corner_inlets):
    """West wind; the second and third cell of row 1 are an inlet, which gets `share` of all 1 t from the first one."""
    valid = np.ones((4, 5), bool)
    valid[1, 1] = valid[1, 2] = valid[0, 0] = False
    transport = from_direction(np.full((4, 5), 270.0), square((4, 5)))
    graph = build_graph(transport, valid, corner_inlets=corner_inlets)
    emission = np.zeros((4, 5))
    emission[1, 0], emission[3, 4] = share, 1 - share
    _, recorder = told(graph, emission)
    assert bool(recorder.warnings) == (warned and not corner_inlets)
    if recorder.warnings:
        assert recorder.warnings[0].startswith("1 t, 100 % of the surplus, flows into 2 cells without data")
