"""Emissions: each rule of the allocation, hand-worked cells, plain loops, totals kept."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.accounts.emissions import EmissionInputs, emission_account, emissions, source_bands
from carbon_service_flow.core.accounts.soil_respiration import SoilRespiration
from carbon_service_flow.core.accounts.yearbook.partial_zones import PartialZones
from carbon_service_flow.core.engine.operation import Sums
from carbon_service_flow.core.errors import ParameterError, UnknownCodeError
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import gdal
from support.common import (
    ALBERS,
    DEGREES,
    KM,
    WGS84,
    Recorder,
    band,
    cells_box,
    file_laws,
    grid,
    load,
    part_files,
    save,
    target,
    zones_of,
)

# One code per class, and a soil respiration that is easy to follow.
SOIL = SoilRespiration((1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6), (16.0, 23.0, 21.0, 0.0, 0.0, 0.0), "six classes")
NAN = float("nan")


def run_emissions(folder, codes, zones, totals, proxies, where=(KM, ALBERS), rasters=None, **options):
    """`totals`: {zone: [t C per source]}; zones that it leaves out are inactive."""
    path = save(folder / "codes.tif", codes, *where, nodata=0, kind=gdal.GDT_Int16)
    landuse = band(path)
    frame = landuse.grid
    zones = zones(frame) if callable(zones) else zones
    given_rasters = {
        name: band(save(folder / f"{name}.tif", values, *where, nodata=-9999))
        for name, values in (rasters or {}).items()
    }
    study = options.pop("study", None)
    inputs = EmissionInputs(
        landuse,
        options.pop("soil", SOIL),
        zones,
        tuple(name in totals for name in zones.names),
        tuple(f"s{i}" for i in range(len(proxies))),
        tuple(proxies),
        np.array([totals.get(name, [0.0] * len(proxies)) for name in zones.names]).T.reshape(len(proxies), len(zones)),
        study_area=study(frame) if study else None,
        partial_zones=options.pop("partial", PartialZones.WHOLE_TOTAL),
        **given_rasters,
    )
    log = Recorder()
    total = target(folder / "total.tif")
    parts = target(folder / "parts.tif", *source_bands(inputs.sources))
    result = emissions(inputs, frame, total, parts, progress=log, **options)
    bands = [load(parts.path, number) for number in range(1, len(proxies) + 2)]
    return result, load(total.path), bands, log


def one_zone(frame):
    return zones_of(frame, all=(0, 0, frame.rows, frame.cols))


def test_docstring_s_zone(tmp_path) -> None:
    """Two built-up cells and a woodland cell, 100 ha each; 1000 people * 0.079 = 79 t, 0.395 t/ha on built-up."""
    result, total, _, _ = run_emissions(tmp_path, [[5, 5, 2]], one_zone, {"all": [79.0]}, ["builtup"])
    np.testing.assert_allclose(total, [[0.395, 0.395, 23.0]], rtol=1e-6)
    assert result.emission_t == pytest.approx(79 + 2300)
    assert result.area_ha == 300
    assert result.allocation_error < 1e-12
    row = result.zone_rows[0]
    assert row == {
        "zone": "all",
        "area_ha": 300,
        "s0_t": pytest.approx(79),
        "soil_t": pytest.approx(2300),
        "total_t": pytest.approx(2379),
        "mean_t_ha": pytest.approx(7.93),
    }


@pytest.mark.formula("allocation")
def test_every_proxy_on_a_3_by_3_by_hand(tmp_path) -> None:
    """Codes 1 cropland, 2 woodland, 3 grassland, 5 built-up; 100 ha cells; 900 t per source.

    cropland (two cells) 4.5 t/ha each; woodland (three) 3; grassland (one) 9; built-up (two) 4.5; even (eight cells,
    the ninth has no land use) 900 / 800 = 1.125; population 1, 2, 6 persons/km2 in three cells: 100, 200, 600 t.
    """
    codes = [[1, 2, 3], [5, 2, 0], [1, 2, 5]]
    population = [[1, -9999, 2], [0, 0, 50], [-3, 6, NAN]]
    proxies = ["cropland", "woodland", "grassland", "builtup", "even", "population"]
    result, _, bands, log = run_emissions(
        tmp_path, codes, one_zone, {"all": [900.0] * 6}, proxies, rasters={"population": population}
    )
    found = [part.filled(NAN) for part in bands]
    np.testing.assert_allclose(found[0], [[4.5, 0, 0], [0, 0, NAN], [4.5, 0, 0]])
    np.testing.assert_allclose(found[1], [[0, 3, 0], [0, 3, NAN], [0, 3, 0]])
    np.testing.assert_allclose(found[2], [[0, 0, 9], [0, 0, NAN], [0, 0, 0]])
    np.testing.assert_allclose(found[3], [[0, 0, 0], [4.5, 0, NAN], [0, 0, 4.5]])
    np.testing.assert_allclose(found[4], [[1.125] * 3, [1.125, 1.125, NAN], [1.125] * 3])
    np.testing.assert_allclose(found[5], [[1, 0, 2], [0, 0, NAN], [0, 6, 0]], rtol=1e-6)
    np.testing.assert_allclose(found[6], [[16, 23, 21], [0, 23, NAN], [16, 23, 0]])
    assert "1 negative values of the proxy population count as 0." in log.warnings
    assert "2 cells with land use have no value of the proxy population: none of it goes there." in log.warnings
    assert result.allocation_error < 1e-12


codes_of = arrays(np.int16, (5, 8), elements=st.sampled_from([0, 1, 2, 3, 4, 5, 6]))
amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e9))


@pytest.mark.formula("allocation")
@file_laws
@given(codes_of, st.lists(amounts, min_size=4, max_size=4), st.booleans(), st.integers(0, 2**31))
def test_allocation_against_plain_loops_and_zone_totals_kept(tmp_path_factory, codes, totals, geographic, seed) -> None:
    """Built-up land and GDP density as proxies; totals per zone and source to 1e-9, each cell as a loop finds it."""
    folder = tmp_path_factory.mktemp("loops")
    gdp = np.random.default_rng(seed).choice([-5.0, -9999.0, 0.0, 2.5, 7.0], codes.shape)
    where = (DEGREES, WGS84) if geographic else (KM, ALBERS)
    wanted = {"west": totals[:2], "east": totals[2:]}
    boxes = {"west": (0, 0, 5, 4), "east": (0, 4, 5, 4)}
    result, _, bands, log = run_emissions(
        folder, codes, lambda frame: zones_of(frame, **boxes), wanted, ["builtup", "gdp"], where, {"gdp": gdp}
    )
    area = np.broadcast_to(band(folder / "codes.tif").grid.cell_area_ha(), codes.shape)
    for name, first in (("west", 0), ("east", 4)):
        row = next(row for row in result.zone_rows if row["zone"] == name)
        cells = [(i, j) for i in range(5) for j in range(first, first + 4) if codes[i, j]]
        for source in (0, 1):
            total = wanted[name][source]
            weight = {cell: float(codes[cell] == 5) if source == 0 else max(gdp[cell], 0.0) for cell in cells}
            weight_sum = sum(weight[cell] * area[cell] for cell in cells)
            if not cells:
                assert row[f"s{source}_t"] == 0
                continue
            assert row[f"s{source}_t"] == pytest.approx(total, rel=1e-9)
            warned = f"Zone {name}: the weight of s{source} is 0 everywhere; spread evenly."
            assert (warned in log.warnings) == (weight_sum == 0 and total > 0)
            for cell in cells:
                even = total / sum(area[cell] for cell in cells)
                density = total * weight[cell] / weight_sum if weight_sum else even
                assert bands[source][cell] == pytest.approx(density, rel=1e-6)
        if not cells and any(wanted[name]):
            assert any(f"Zone {name} has no usable cell" in text for text in log.warnings)
    assert result.allocation_error < 1e-9


@pytest.mark.formula("proxy-zero")
def test_the_same_density_everywhere_when_the_proxy_is_0_everywhere_names_the_zone(tmp_path) -> None:
    result, _, bands, log = run_emissions(tmp_path, [[1, 2]], one_zone, {"all": [400.0]}, ["builtup"])
    np.testing.assert_allclose(bands[0], [[2, 2]])
    assert log.warnings == ["Zone all: the weight of s0 is 0 everywhere; spread evenly."]
    assert result.allocation_error < 1e-12


@pytest.mark.formula("zone-point")
@pytest.mark.parametrize("around", [True, False])
def test_zone_without_a_cell_centre_gives_to_the_cell_under_its_interior_point(tmp_path, around) -> None:
    """A zone of a fifth of a cell, off the centre, inside another zone or alone; 50 t on 100 ha are 0.5 t/ha."""

    def zones(frame):
        tiny = {"tiny": (1.05, 1.05, 0.2, 0.2)}
        return zones_of(frame, around=(0, 0, 3, 3), **tiny) if around else zones_of(frame, far=(0, 0, 1, 1), **tiny)

    totals = {"tiny": [50.0], "around": [900.0], "far": [900.0]}
    result, _, bands, log = run_emissions(tmp_path, np.full((3, 3), 1), zones, totals, ["even"])
    assert "Zone tiny holds no cell centre: its totals go to the cell under its interior point." in log.warnings, (
        log.warnings
    )
    expected = np.full((3, 3), 1.0) if around else np.diag([9.0, 0, 0])
    expected[1, 1] += 0.5
    np.testing.assert_allclose(bands[0].filled(0), expected, rtol=1e-6)
    rows = {row["zone"]: row for row in result.zone_rows}
    assert rows["tiny"]["s0_t"] == pytest.approx(50)
    assert rows["tiny"]["area_ha"] == 0
    assert rows["tiny"]["mean_t_ha"] is None
    assert rows["around" if around else "far"]["s0_t"] == pytest.approx(900)
    assert result.allocation_error < 1e-12
    assert result.emission_t == pytest.approx(950 + (9 if around else 1) * 1600)


# Two rows of a south-up grid, of which the second is 10 % smaller: on a sphere (sin 2d - sin d) / sin d = 2 cos d - 1,
# which is 0.9 for cos d = 0.95.
TWO_ROWS = (100.0, 10.0, 0.0, 0.0, 0.0, math.degrees(math.acos(0.95)))


def test_a_zone_without_a_cell_centre_keeps_its_total_in_a_smaller_row(tmp_path) -> None:
    """50 t in a row of 0.9 a hectares are 50 / 0.9 a t/ha: the cell holds 50 t again, and not 45 or 55.6."""

    def zones(frame):
        return zones_of(frame, other=(0, 0, 2, 1), tiny=(1.1, 2.1, 0.2, 0.2))

    result, _, bands, log = run_emissions(
        tmp_path, np.full((2, 3), 4), zones, {"tiny": [50.0], "other": [0.0]}, ["even"], (TWO_ROWS, WGS84)
    )
    area = band(tmp_path / "codes.tif").grid.cell_area_ha()[:, 0]
    assert area[1] == pytest.approx(0.9 * area[0], rel=3e-3)
    assert bands[0][1, 2] * area[1] == pytest.approx(50, rel=1e-6)
    rows = {row["zone"]: row for row in result.zone_rows}
    assert rows["tiny"]["s0_t"] == pytest.approx(50, rel=1e-12)
    assert rows["other"]["s0_t"] == 0
    assert result.emission_t == pytest.approx(50, rel=1e-12)
    assert result.allocation_error < 1e-12
    assert "s0: 50 t C in, 50 t C in cells." in log.infos


@pytest.mark.parametrize("inside", [True, False])
def test_a_zone_without_a_cell_centre_counts_where_its_point_lies_in_the_study_area(tmp_path, inside) -> None:
    """Cells of 100 ha, one row. Zone a: columns 0 and 1, 400 t, 2 t/ha. Tiny: 50 t in column 3, in no other zone.

    The study area is column 0, with column 3 or without: 200 t, with tiny 250 t. What is left out is logged: all of
    both totals went into cells (400 and 50 t), and the zone's row says how much of it lies in the study area.
    """

    def zones(frame):
        return zones_of(frame, a=(0, 0, 1, 2), tiny=(0.1, 3.1, 0.2, 0.2))

    def study(frame):
        boxes = [cells_box(frame, 0, 0, 1, 1), *([cells_box(frame, 0, 3, 1, 1)] if inside else [])]
        return Zones.from_features("basin", frame.crs, [("basin", box) for box in boxes])

    result, total, bands, log = run_emissions(
        tmp_path, [[4, 4, 4, 4]], zones, {"a": [400.0], "tiny": [50.0]}, ["even"], study=study
    )
    expected = [[2.0, NAN, NAN, 0.5 if inside else NAN]]
    np.testing.assert_array_equal(total.filled(NAN), expected)
    np.testing.assert_array_equal(bands[0].filled(NAN), expected)
    assert result.emission_t == pytest.approx(250 if inside else 200)
    # A point's cell belongs to no zone, and so to no zone's area.
    assert result.area_ha == 100
    rows = {row["zone"]: row for row in result.zone_rows}
    assert rows["a"] == {"zone": "a", "area_ha": 100, "s0_t": 200, "soil_t": 0, "total_t": 200, "mean_t_ha": 2}
    assert rows["tiny"]["s0_t"] == (50 if inside else 0)
    assert rows["tiny"]["total_t"] == (50 if inside else 0)
    assert "Zone tiny holds no cell centre: its totals go to the cell under its interior point." in log.warnings
    assert "s0: 450 t C in, 450 t C in cells." in log.infos
    # All of its total lay in a cell before the study area was cut out: that is no misplacement.
    assert result.allocation_error < 1e-12


def test_what_is_left_out_is_no_misplacement_but_is_logged(tmp_path) -> None:
    """Zone a's 5 t have no cell, b's 7 t have one: 12 t in, 7 t in cells, and the error is that of b alone, 0."""

    def zones(frame):
        return zones_of(frame, a=(0, 0, 1, 1), b=(0, 1, 1, 1))

    result, _, _, log = run_emissions(tmp_path, [[0, 1, 2]], zones, {"a": [5.0], "b": [7.0]}, ["even"])
    assert "s0: 12 t C in, 7 t C in cells." in log.infos
    assert result.allocation_error < 1e-12
    # Column 2 has land use, and lies in no zone.
    assert "1 cells with land use lie in no zone: they have no value in the result." in log.infos
    assert result.mean_t_ha == pytest.approx((7 + 1600) / 100)


def test_the_largest_misplacement_of_a_placed_zone() -> None:
    """Of 100 t there are 99 in cells, of 200 t 204, of nothing 0.25: errors 1 %, 2 %, 0.25; none of what is missing."""
    grid_zones = zones_of(grid(1, 4), a=(0, 0, 1, 1), b=(0, 1, 1, 1), c=(0, 2, 1, 1), d=(0, 3, 1, 1))
    totals = np.array([[100.0, 200.0, 0.0, 9.0]])
    landuse = band("unread.tif")
    inputs = EmissionInputs(landuse, SOIL, grid_zones, (True,) * 4, ("s",), ("even",), totals)
    for in_cells, error in (([99, 204, 0, 0], 0.02), ([99, 200, 0, 0], 0.01), ([100, 200, 0.25, 0], 0.25)):
        held = np.array([[*in_cells, 0.0], [0.0] * 5])
        sums = Sums(allocated=held, in_study_area=held, area=np.full(5, 100.0))
        account = emission_account(inputs, sums, np.array([True, True, True, False]), Recorder())
        assert account.allocation_error == pytest.approx(error)
        assert account.emission_t == pytest.approx(sum(in_cells))


def test_zone_without_a_usable_cell_anywhere_is_left_out_and_named(tmp_path) -> None:
    """The zone's only cell has no land use: nothing can take its 5 t; the log says so."""
    _, _, bands, log = run_emissions(
        tmp_path, [[0, 1]], lambda f: zones_of(f, a=(0, 0, 1, 1), b=(0, 1, 1, 1)), {"a": [5.0], "b": [7.0]}, ["even"]
    )
    assert bands[0].sum() * 100 == pytest.approx(7)
    assert any(
        "Zone a has no usable cell on the grid: its totals are left out (s0 5 t C)" in text for text in log.warnings
    )


@pytest.mark.formula("zone-whole")
def test_a_province_s_total_is_allocated_to_all_of_it_and_only_then_clipped(tmp_path) -> None:
    """Four built-up cells, 400 t: 1 t/ha each. The study area holds one of them: 100 t stay, not 400."""
    result, total, _, _ = run_emissions(
        tmp_path,
        [[5, 5, 5, 5]],
        one_zone,
        {"all": [400.0]},
        ["builtup"],
        study=lambda frame: Zones.from_features("basin", frame.crs, [("basin", cells_box(frame, 0, 3, 1, 5))]),
    )
    np.testing.assert_allclose(total.filled(NAN), [[NAN, NAN, NAN, 1.0]])
    assert result.emission_t == pytest.approx(100)
    assert result.area_ha == 100
    assert result.allocation_error < 1e-12


def test_a_province_partly_off_the_grid_is_warned_about_with_the_percentage(tmp_path) -> None:
    """4 of 5 columns on the grid are 80 %; 99.5 % are close enough."""
    for cols, warned in ((5, True), (4.02, False)):
        _, _, _, log = run_emissions(
            tmp_path, [[5, 5, 5, 5]], lambda f, n=cols: zones_of(f, all=(0, 0, 1, n)), {"all": [1.0]}, ["builtup"]
        )
        assert ("The grid covers only 80.00 % of zone all." in log.warnings) == warned


def test_inactive_zones_get_nothing_not_even_soil(tmp_path) -> None:
    zones = {"with": (0, 0, 1, 1), "without": (0, 1, 1, 1)}
    result, total, _, _ = run_emissions(tmp_path, [[2, 2]], lambda f: zones_of(f, **zones), {"with": [10.0]}, ["even"])
    assert total.filled(NAN)[0, 0] == pytest.approx(23.1)
    assert total.mask[0, 1]
    assert [row["zone"] for row in result.zone_rows] == ["with"]


def test_unknown_codes_are_all_listed_and_leave_nothing(tmp_path) -> None:
    save(tmp_path / "codes.tif", [[77, 5, 77], [88, 99, 77]], nodata=0, kind=gdal.GDT_Int16)
    landuse = band(tmp_path / "codes.tif")
    zones = one_zone(landuse.grid)
    inputs = EmissionInputs(landuse, SOIL, zones, (True,), ("s",), ("even",), np.ones((1, 1)))
    with Staging() as staging, pytest.raises(UnknownCodeError, match=r"77 \(3 cells\), 88 \(1 cells\), 99 \(1 cells\)"):
        emissions(inputs, landuse.grid, target(staging.reserve(str(tmp_path / "out.tif"))))
    assert [path.name for path in tmp_path.iterdir()] == ["codes.tif"]
    assert part_files(tmp_path) == []
    log = Recorder()
    found = emissions(inputs, landuse.grid, target(tmp_path / "out.tif"), None, unknown_as_nodata=True, progress=log)
    assert found.area_ha == 100
    assert any("77 (3 cells)" in text for text in log.warnings)


def test_a_proxy_without_its_raster_is_an_error_before_anything_is_read(tmp_path) -> None:
    with pytest.raises(ParameterError, match="s0 is spread by population, but no population raster"):
        run_emissions(tmp_path, [[5]], one_zone, {"all": [1.0]}, ["population"])
    gdp = {"gdp": [[1.0]]}
    with pytest.raises(ParameterError, match="s0 is spread by population, but no population raster"):
        run_emissions(tmp_path, [[5]], one_zone, {"all": [1.0]}, ["population"], rasters=gdp)
    result, _, _, _ = run_emissions(tmp_path, [[5]], one_zone, {"all": [1.0]}, ["gdp"], rasters=gdp)
    assert result.emission_t == pytest.approx(1)


def test_codes_of_no_class_are_usable_for_a_proxy_of_every_cell(tmp_path) -> None:
    own = SoilRespiration((5,), (-1,), (1.0,), "own.csv")
    result, _, _, _ = run_emissions(tmp_path, [[5]], one_zone, {"all": [1.0]}, ["even"], soil=own)
    assert result.emission_t == pytest.approx(101)


def test_population_and_gdp_are_not_mixed_up(tmp_path) -> None:
    """300 t by population 1, 2 and 400 t by GDP 3, 1 in two cells of 100 ha: 1, 2 t/ha and 3, 1 t/ha."""
    rasters = {"population": [[1.0, 2.0]], "gdp": [[3.0, 1.0]]}
    _, _, bands, _ = run_emissions(
        tmp_path, [[4, 4]], one_zone, {"all": [300.0, 400.0]}, ["population", "gdp"], rasters=rasters
    )
    np.testing.assert_allclose(bands[0], [[1, 2]])
    np.testing.assert_allclose(bands[1], [[3, 1]])


@pytest.mark.formula("partial-zone")
def test_a_zone_partly_on_the_grid_gets_its_share_and_soil_is_not_scaled(tmp_path) -> None:
    """Zone a: 2 of 9 cells, 900 t -> 200 t, 1 t/ha; b is whole: 50 t. Soil of woodland is 23 t/ha in all cells."""

    def zones(frame):
        return zones_of(frame, a=(0, 2, 1, 9), b=(0, 0, 1, 2))

    codes, totals = [[2, 2, 2, 2]], {"a": [900.0], "b": [50.0]}
    result, total, bands, log = run_emissions(
        tmp_path, codes, zones, totals, ["even"], partial=PartialZones.COVERED_SHARE
    )
    np.testing.assert_allclose(bands[0], [[0.25, 0.25, 1, 1]])
    np.testing.assert_allclose(total, np.array([[0.25, 0.25, 1, 1]]) + 23)
    assert result.emission_t == pytest.approx(250 + 4 * 2300)
    assert result.allocation_error < 1e-12
    assert any("22.22 %" in text and "700 are left out (s0 700 t C)" in text for text in log.warnings)
    folder = tmp_path / "whole"
    folder.mkdir()
    _, _, bands, log = run_emissions(folder, codes, zones, totals, ["even"])
    np.testing.assert_allclose(bands[0], [[0.25, 0.25, 4.5, 4.5]])
    assert any("PARTIAL_ZONES 1" in text for text in log.warnings)


def test_towns_that_the_class_of_a_coarse_cell_hides_stay_where_they_are(tmp_path) -> None:
    """Two 10 km cells of woodland; 12 % and 4 % of their 1 km cells are towns: by class none, so 160 t evenly.

    By share, 12 : 4: 120 and 40 t on 10 000 ha each.
    """
    fine = np.zeros((10, 20))
    fine[:3, :4] = fine[:2, 10:12] = 1
    blocks = fine.reshape(10, 2, 10).swapaxes(0, 1)
    majority = np.where(blocks.mean(axis=(1, 2)) > 0.5, 5, 2)[None]
    where = ((0.0, 10_000.0, 0.0, 3_400_000.0, 0.0, -10_000.0), ALBERS)
    _, _, by_class, log = run_emissions(tmp_path, majority, one_zone, {"all": [160.0]}, ["builtup"], where)
    np.testing.assert_allclose(by_class[0], [[0.008, 0.008]], rtol=1e-6)
    assert any("is 0 everywhere; spread evenly" in text for text in log.warnings)
    shares = {"builtup": blocks.mean(axis=(1, 2))[None]}
    _, _, by_share, log = run_emissions(tmp_path, majority, one_zone, {"all": [160.0]}, ["builtup"], where, shares)
    np.testing.assert_allclose(by_share[0], [[0.012, 0.004]], rtol=1e-6)
    assert log.warnings == []
