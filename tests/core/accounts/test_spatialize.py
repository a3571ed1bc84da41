"""One total per zone allocated to cells: plain loops, units, weights that are densities or amounts, points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.accounts.spatialize import AmountBasis, spatialize
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, band, box, file_laws, load, save, target, zones_of

NAN = float("nan")


def spatialized(
    folder, extent, boxes, totals, weight=None, basis=AmountBasis.PER_CELL, per_cell=False, where=(KM, ALBERS)
):
    area = band(save(folder / "extent.tif", extent, *where, nodata=-1))
    heavy = None if weight is None else band(save(folder / "w.tif", weight, *where, nodata=-9999))
    zones = boxes if isinstance(boxes, Zones) else zones_of(area.grid, **boxes)
    log = Recorder()
    out = target(folder / "out.tif")
    sums = spatialize(
        zones,
        np.array(totals, float),
        area,
        area.grid,
        weight=heavy,
        target=out,
        basis=basis,
        weight_per_cell=per_cell,
        progress=log,
    )
    return sums, load(out.path), log


def test_docstring_s_zone(tmp_path) -> None:
    """T = 12 t on weights 1, 2, 3 of 100 ha: 2, 4, 6 t per cell; 0.02, 0.04, 0.06 t/ha; 2, 4, 6 t/km2."""
    for unit, factor in ((AmountBasis.PER_CELL, 1), (AmountBasis.PER_HECTARE, 0.01), (AmountBasis.PER_KM2, 1)):
        sums, found, _ = spatialized(tmp_path, [[1, 1, 1]], {"a": (0, 0, 1, 3)}, [12], [[1, 2, 3]], unit)
        assert sums == (12, pytest.approx(12))
        np.testing.assert_allclose(found, np.array([[2, 4, 6]]) * factor, rtol=1e-6)


def test_the_weight_of_a_cell_that_gets_nothing_does_not_count(tmp_path) -> None:
    """Weights 1, 5, 3 and -2, of which the second has no extent: 12 t go 1 : 3, and one negative weight is counted."""
    _, found, log = spatialized(tmp_path, [[1, -1, 1, 1, -1]], {"a": (0, 0, 1, 5)}, [12], [[1, 5, 3, -2, -7]])
    assert found.tolist() == [[3, None, 9, 0, None]]
    assert "1 negative weights of w.tif count as 0." in log.warnings
    # Three of the zone's five cells can take it.
    (partly,) = [text for text in log.warnings if "its whole total of 12 goes to the 60.00 % of it" in text]
    assert "Extend the grid" in partly


def test_cells_without_a_weight_are_told(tmp_path) -> None:
    """Five cells, four with data; of these the second and the fourth have no weight: 2."""
    _, found, log = spatialized(tmp_path, [[1, 1, 1, 1, -1]], {"a": (0, 0, 1, 5)}, [12], [[1, NAN, 3, NAN, NAN]])
    assert found.tolist() == [[3, 0, 9, 0, None]]
    assert log.warnings[-1] == "2 cells with data have no value in the weight w.tif: they get 0."
    _, _, log = spatialized(tmp_path, [[1, 1, -1]], {"a": (0, 0, 1, 3)}, [12], [[1, 2, NAN]])
    assert not any("no value in the weight" in text for text in log.warnings)


weights = st.one_of(st.sampled_from([0.0, -1.0, -9999.0, NAN]), st.floats(0.01, 1e4))


@file_laws
@given(
    arrays(np.float64, (4, 6), elements=weights),
    arrays(np.int16, (4, 6), elements=st.sampled_from([1, 1, 1, -1])),
    st.floats(0.001, 1e9),
    st.floats(0.001, 1e9),
    st.booleans(),
    st.booleans(),
)
def test_allocating_against_plain_loops(tmp_path_factory, weight, extent, first, second, geographic, per_cell) -> None:
    """Two zones; missing and negative weights count as 0; on degrees a density weighs by the cell's area."""
    folder = tmp_path_factory.mktemp("loops")
    where = (DEGREES, WGS84) if geographic else (KM, ALBERS)
    boxes = {"a": (0, 0, 4, 3), "b": (0, 3, 4, 2)}
    (total_in, total_out), found, log = spatialized(
        folder, extent, boxes, [first, second], weight, AmountBasis.PER_CELL, per_cell, where
    )
    area = np.broadcast_to(band(folder / "extent.tif").grid.cell_area_ha(), weight.shape)
    placed = 0.0
    for total, cols, name in ((first, range(3), "a"), (second, range(3, 5), "b")):
        cells = [(i, j) for i in range(4) for j in cols if extent[i, j] == 1]
        share = {}
        for cell in cells:
            amount = weight[cell] if weight[cell] > 0 else 0.0
            share[cell] = amount if per_cell else amount * area[cell]
        if not any(share.values()):
            share = {cell: area[cell] for cell in cells}
            assert not cells or any(f"Zone {name}: the weight" in text for text in log.warnings)
        for cell in cells:
            assert found[cell] == pytest.approx(total * share[cell] / sum(share.values()), rel=1e-6)
        placed += total if cells else 0
    assert total_in == pytest.approx(first + second, rel=1e-12)
    assert total_out == pytest.approx(placed, rel=1e-9)
    assert found[:, 5].mask.all()
    negative = ((weight < 0) & (weight != -9999) & (extent == 1)).sum()
    assert any(f"{negative} negative weights of w.tif" in text for text in log.warnings) == (negative > 0)


@pytest.mark.parametrize("per_cell", [True, False])
def test_a_weight_is_an_amount_or_a_density(tmp_path, per_cell) -> None:
    """Equal weights in two rows of a degree grid: as amounts both cells get half; as densities the larger one more."""
    frame = (104.0, 20.0, 0.0, 80.0, 0.0, -40.0), WGS84
    _, found, _ = spatialized(
        tmp_path, [[1], [1]], {"a": (0, 0, 2, 1)}, [10], [[3], [3]], AmountBasis.PER_CELL, per_cell, frame
    )
    area = band(tmp_path / "extent.tif").grid.cell_area_ha()[:, 0]
    share = np.array([0.5, 0.5]) if per_cell else area / area.sum()
    np.testing.assert_allclose(found[:, 0], 10 * share, rtol=1e-6)
    # On a sphere (sin 40 - sin 0) : (sin 80 - sin 40) = 1.88.
    assert area[1] == pytest.approx(1.88 * area[0], rel=0.01)


def test_a_tiny_zone_outside_every_centre_keeps_its_total(tmp_path) -> None:
    boxes = {"a": (0, 0, 1, 1), "tiny": (0.1, 2.1, 0.2, 0.2)}
    (_, out), found, log = spatialized(tmp_path, [[1, 1, 1]], boxes, [5, 7])
    assert out == pytest.approx(12)
    assert found.filled(NAN).tolist()[0][::2] == [5, 7]
    assert found.mask.tolist() == [[False, True, False]]
    assert any("Zone tiny holds no cell centre" in text for text in log.warnings)


@pytest.mark.parametrize("unit", AmountBasis)
def test_a_tiny_zone_in_a_smaller_row_keeps_its_total(tmp_path, unit) -> None:
    """The second row is 10 % smaller (2 cos d - 1 = 0.9 on a sphere): 7 people per cell, 7 / 0.9 a per hectare."""
    rows = (100.0, 10.0, 0.0, 0.0, 0.0, math.degrees(math.acos(0.95)))
    boxes = {"a": (0, 0, 2, 1), "tiny": (1.1, 2.1, 0.2, 0.2)}
    (_, out), found, _ = spatialized(tmp_path, np.ones((2, 3)), boxes, [0, 7], None, unit, where=(rows, WGS84))
    area = band(tmp_path / "extent.tif").grid.cell_area_ha()[:, 0]
    assert area[1] == pytest.approx(0.9 * area[0], rel=3e-3)
    hectares = {AmountBasis.PER_CELL: 1.0, AmountBasis.PER_HECTARE: area[1], AmountBasis.PER_KM2: area[1] / 100}[unit]
    assert found[1, 2] * hectares == pytest.approx(7, rel=1e-6)
    assert out == pytest.approx(7, rel=1e-12)
    assert found.mask.tolist() == [[False, True, True], [False, True, False]]


def test_a_tiny_zone_on_a_gap_is_left_out_and_named(tmp_path) -> None:
    boxes = {"a": (0, 0, 1, 1), "tiny": (0.1, 2.1, 0.2, 0.2)}
    (total_in, total_out), _, log = spatialized(tmp_path, [[1, 1, -1]], boxes, [5, 7])
    assert (total_in, total_out) == (12, 5)
    assert any("its totals are left out (the total 7)" in text for text in log.warnings)


def test_order_of_zones_does_not_matter(tmp_path) -> None:
    extent = np.ones((3, 4))
    first, one, _ = spatialized(tmp_path, extent, {"a": (0, 0, 3, 2), "b": (0, 2, 3, 2)}, [6, 12])
    second, two, _ = spatialized(tmp_path, extent, {"b": (0, 2, 3, 2), "a": (0, 0, 3, 2)}, [12, 6])
    assert first == second
    np.testing.assert_array_equal(one, two)


def test_zones_in_degrees_on_an_albers_grid(tmp_path) -> None:
    """The central meridian splits the columns in two; totals 4 and 8 on two cells each."""
    features = [("west", box(100, 20, 105, 40)), ("east", box(105, 20, 110, 40))]
    zones = Zones.from_features("degrees", WGS84, features)
    where = ((-2000.0, 1000.0, 0.0, 3_200_000.0, 0.0, -1000.0), ALBERS)
    _, found, _ = spatialized(tmp_path, [[1, 1, 1, 1]], zones, [4, 8], where=where)
    assert found.tolist() == [[2, 2, 4, 4]]


def test_a_zone_without_a_total_holds_zeros(tmp_path) -> None:
    _, found, log = spatialized(tmp_path, [[1, 1]], {"a": (0, 0, 1, 1), "b": (0, 1, 1, 1)}, [0, 3], [[0, 0]])
    assert found.tolist() == [[0, 3]]
    assert log.warnings == ["Zone b: the weight of the total is 0 everywhere; spread evenly."]
