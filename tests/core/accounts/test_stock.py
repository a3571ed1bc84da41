"""Carbon stock against plain loops: areas and stocks by class and zone, unknown codes, holes, grids south up."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.class_densities import POOLS, ClassDensities
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.errors import RasterError, UnknownCodeError
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.tables.read import make_table
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import gdal
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, band, file_laws, grid, load, save, target, zones_of


def own(*rows: list) -> ClassDensities:
    return ClassDensities.build(Scheme.OWN_CODES, make_table("own pools.csv", ["lucode", *POOLS], rows))


codes_of = arrays(np.int16, (5, 6), elements=st.sampled_from([-7, 0, 1, 2, 300]))


@pytest.mark.formula("stock")
@file_laws
@given(codes_of, st.booleans(), st.lists(st.floats(0, 500), min_size=12, max_size=12))
def test_stock_against_plain_loops(tmp_path_factory, codes, geographic, numbers) -> None:
    """Areas and stocks per class and zone, the four pools; 0 is nodata; sums of classes and zones agree."""
    folder = tmp_path_factory.mktemp("stock")
    where = (DEGREES, WGS84) if geographic else (KM, ALBERS)
    landuse = band(save(folder / "codes.tif", codes, *where, nodata=0, kind=gdal.GDT_Int16))
    table = {-7: numbers[:4], 1: numbers[4:8], 300: numbers[8:], 2: [1, 0, 2, 0]}
    densities = own(*([code, *row] for code, row in table.items()))
    zones = zones_of(landuse.grid, a=(0, 0, 5, 2), b=(0, 2, 5, 4))
    total, four = target(folder / "total.tif"), target(folder / "four.tif", *POOLS)
    stock = carbon_stock(
        landuse,
        landuse.grid,
        densities,
        total,
        four,
        zones=zones.source(landuse.grid),
        zone_count=2,
        progress=Recorder(),
    )
    areas = landuse.grid.cell_area_ha()[:, 0]
    by_class = {code: [0.0, 0.0] for code in table}
    by_zone = {"a": [0.0, 0.0], "b": [0.0, 0.0]}
    rasters = [load(four.path, number) for number in range(1, 5)]
    written = load(total.path)
    for i in range(5):
        for j in range(6):
            if codes[i, j] == 0:
                assert written.mask[i, j]
                continue
            row = table[codes[i, j]]
            density = sum(row)
            assert written[i, j] == pytest.approx(density, rel=1e-6)
            assert [raster[i, j] for raster in rasters] == pytest.approx(row, rel=1e-6)
            for sums in (by_class[codes[i, j]], by_zone["a" if j < 2 else "b"]):
                sums[0] += areas[i]
                sums[1] += areas[i] * density
    for row in stock.class_rows:
        assert [row["area_ha"], row["stock_t"]] == pytest.approx(by_class[row["code"]], rel=1e-9)
    for row in stock.zone_rows(zones.names):
        assert [row["area_ha"], row["stock_t"]] == pytest.approx(by_zone[row["zone"]], rel=1e-9)
        assert (row["mean_t_ha"] is None) == (row["area_ha"] == 0)
    assert stock.stock_t == pytest.approx(sum(row["stock_t"] for row in stock.class_rows), rel=1e-12)
    if stock.stock_t:
        assert sum(row["share_percent"] for row in stock.class_rows) == pytest.approx(100)


def test_unknown_codes_are_all_listed_and_nothing_stays(tmp_path) -> None:
    codes = np.full((3, 600), 11)
    codes[0, 0] = codes[2, 599] = 77
    codes[1, 300] = 78
    landuse = band(save(tmp_path / "my land.tif", codes, kind=gdal.GDT_Int16))
    with Staging() as staging:
        out = target(staging.reserve(str(tmp_path / "out.tif")))
        with pytest.raises(UnknownCodeError) as caught:
            carbon_stock(landuse, landuse.grid, ClassDensities.build(Scheme.CNLUCC, None), out, None)
    text = str(caught.value)
    assert "my land.tif has codes" in text
    assert "77 (2 cells), 78 (1 cells)" in text
    assert "crosswalk_cnlucc.csv" in text
    assert [path.name for path in tmp_path.iterdir()] == ["my land.tif"]
    log = Recorder()
    out = target(tmp_path / "out.tif")
    stock = carbon_stock(
        landuse,
        landuse.grid,
        ClassDensities.build(Scheme.CNLUCC, None),
        out,
        None,
        unknown_as_nodata=True,
        progress=log,
    )
    assert stock.area_ha == 100 * (1800 - 3)
    assert any("77 (2 cells), 78 (1 cells)" in text for text in log.warnings)
    assert load(out.path).mask.sum() == 3


def test_many_unknown_codes_are_cut_short(tmp_path) -> None:
    landuse = band(save(tmp_path / "a.tif", np.arange(1000, 1030)[None], kind=gdal.GDT_Int16))
    with pytest.raises(UnknownCodeError, match=r"1019 \(1 cells\), \.\.\. 10 more codes"):
        carbon_stock(landuse, landuse.grid, own([1, 1, 1, 1, 1]), None, None)


def test_codes_in_a_float_raster_must_be_whole(tmp_path) -> None:
    densities = own([11, 1, 0, 0, 0])
    whole = band(save(tmp_path / "whole.tif", [[11.0, np.nan]]))
    assert carbon_stock(whole, whole.grid, densities, None, None).stock_t == 100
    broken = band(save(tmp_path / "broken.tif", [[11.0, 11.5]]))
    with pytest.raises(RasterError, match=r"broken\.tif holds 11\.5: land-use codes"):
        carbon_stock(broken, broken.grid, densities, None, None)


def test_a_raster_without_any_known_cell_has_no_mean(tmp_path) -> None:
    empty = band(save(tmp_path / "a.tif", [[0, 0]], kind=gdal.GDT_Byte, nodata=0))
    stock = carbon_stock(empty, grid(1, 2), ClassDensities.build(Scheme.CNLUCC, None), None, None)
    assert (stock.area_ha, stock.stock_t, stock.mean_t_ha) == (0, 0, None)
    assert all(row["share_percent"] is None for row in stock.class_rows)


def test_codes_that_a_scheme_calls_nodata_are_told(tmp_path) -> None:
    landuse = band(save(tmp_path / "a.tif", [[0, 11, 255]], kind=gdal.GDT_Byte))
    log = Recorder()
    carbon_stock(landuse, grid(1, 3), ClassDensities.build(Scheme.CNLUCC, None), None, None, progress=log)
    assert any(text.startswith("2 cells hold codes that") for text in log.infos)


def test_south_up_and_north_up_give_the_same_stock(tmp_path) -> None:
    """The same cells stored from south to north, in degrees: areas go with the rows."""
    codes = np.array([[1, 2], [2, 2], [1, 1]])
    densities = own([1, 1, 0, 0, 0], [2, 5, 0, 0, 0])
    north = band(save(tmp_path / "n.tif", codes, DEGREES, WGS84, kind=gdal.GDT_Byte))
    flipped = (DEGREES[0], 0.25, 0.0, DEGREES[3] - 0.75, 0.0, 0.25)
    south = band(save(tmp_path / "s.tif", codes[::-1], flipped, WGS84, kind=gdal.GDT_Byte))
    first, second = (carbon_stock(source, source.grid, densities, None, None) for source in (north, south))
    assert first.stock_t == pytest.approx(second.stock_t, rel=1e-12)
    assert first.zone_rows(()) == []


def test_cells_of_a_scheme_s_nodata_and_outside_every_zone(tmp_path) -> None:
    """Cells of 100 ha: class 1 of 5 t/ha, code 0 that the scheme calls no data, nodata of the raster, class 1 again.

    Zones hold the first three cells: 500 t; the last one counts in all only.
    """
    landuse = band(save(tmp_path / "codes.tif", [[1, 0, 255, 1]], nodata=255, kind=gdal.GDT_Byte))
    densities = ClassDensities((1, 0), (0, -1), (1,), ("one",), np.array([[2.0, 1.0, 1.0, 1.0]]), "own.csv")
    zones, log, out = zones_of(landuse.grid, a=(0, 0, 1, 3)), Recorder(), target(tmp_path / "out.tif")
    source = zones.source(landuse.grid)
    found = carbon_stock(landuse, landuse.grid, densities, out, None, zones=source, zone_count=1, progress=log)
    assert load(out.path).tolist() == [[5, None, None, 5]]
    assert log.infos[-1] == "1 cells hold codes that own.csv lists as nodata."
    assert (found.area_ha, found.stock_t) == (200, 1000)
    assert found.zone_rows(("a",)) == [{"zone": "a", "area_ha": 100, "stock_t": 500, "mean_t_ha": 5}]
