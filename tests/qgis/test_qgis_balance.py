"""Balance, correlation and grids through QGIS, against numpy."""

from __future__ import annotations

import numpy as np
import pytest
import qgis_world as world
from conftest import is_clean
from qgis.core import QgsVectorLayer

RASTER = {"rtol": 1e-5, "atol": 1e-5, "equal_nan": True}


def test_balance(run, inputs, folder, feedback):
    emission, stock = world.read_raster(inputs["emission"]), world.read_raster(inputs["stock"])
    stock[5, 5:7] = 0.0
    zeroed = world.write_raster(folder / "with zeros.tif", np.where(np.isnan(stock), -9999, stock), nodata=-9999)
    result = run(
        "supplydemandratio",
        EMISSION=inputs["emission"],
        SEQUESTRATION=zeroed,
        ZONES=inputs["zones"],
        ZONE_FIELD="name",
        OUTPUT_DIFFERENCE=str(folder / "difference.tif"),
        OUTPUT_RATIO=str(folder / "ratio.tif"),
        OUTPUT_FLOW=str(folder / "flow.tif"),
        ZONE_TABLE=str(folder / "zones.csv"),
    )
    both = np.isfinite(emission) & np.isfinite(stock)
    e, c = np.where(both, emission, np.nan), np.where(both, stock, np.nan)
    ratio = np.divide(e, c, out=np.full(e.shape, np.nan), where=c > 0)
    flow = np.minimum(e, c)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_DIFFERENCE"]), c - e, **RASTER)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_RATIO"]), ratio, **RASTER)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_FLOW"]), flow, **RASTER)
    assert result["EMISSION_T"] == pytest.approx(np.nansum(e) * 100)
    assert result["SEQUESTRATION_T"] == pytest.approx(np.nansum(c) * 100)
    assert result["FLOW_T"] == pytest.approx(np.nansum(flow) * 100)
    assert result["RATIO_OF_TOTALS"] == pytest.approx(np.nansum(e) / np.nansum(c))
    assert result["MEAN_RATIO"] == pytest.approx(np.nanmean(ratio))
    assert result["ZERO_SEQUESTRATION_CELLS"] == 2
    assert feedback.warned("2 cells sequester nothing")
    rows = world.read_csv(result["ZONE_TABLE"])
    for zone, row in enumerate(rows):
        part = world.zone_rows(zone)
        numbers = {
            "area_ha": both[part].sum() * 100,
            "emission_t": np.nansum(e[part]) * 100,
            "sequestration_t": np.nansum(c[part]) * 100,
            "emission_t_ha": np.nanmean(e[part]),
            "sequestration_t_ha": np.nanmean(c[part]),
            "difference_t_ha": np.nanmean((c - e)[part]),
            "ratio_of_totals": np.nansum(e[part]) / np.nansum(c[part]),
            "mean_ratio": np.nanmean(ratio[part]),
            "median_ratio": np.nanmedian(ratio[part]),
            "flow_t": np.nansum(flow[part]) * 100,
            "flow_t_km2": np.nanmean(flow[part]) * 100,
        }
        assert row["zone"] == world.ZONES[zone]
        for name, number in numbers.items():
            assert float(row[name]) == pytest.approx(number, rel=1e-6), name
    by_rank = sorted(rows, key=lambda row: int(row["rank"]))
    assert float(by_rank[0]["mean_ratio"]) >= float(by_rank[1]["mean_ratio"])


@pytest.fixture
def layers(folder):
    """Three layers that hang together, two of them with gaps."""
    random = np.random.default_rng(9)
    target = random.normal(size=(world.ROWS, world.COLS))
    first = 2 * target + random.normal(size=target.shape) + 1e6
    second = -target + 3 * random.normal(size=target.shape)
    first[0, :3] = np.nan
    second[5, 2:5] = np.nan
    arrays = {"target": target, "first": first, "second": second}
    paths = {
        name: world.write_raster(folder / f"{name}.tif", np.where(np.isnan(array), -9999, array), nodata=-9999)
        for name, array in arrays.items()
    }
    return arrays, paths


def pairs(arrays: dict[str, np.ndarray], missing: int) -> tuple[np.ndarray, np.ndarray]:
    """Correlation and covariance, entry by entry, listwise (0) or pairwise (1)."""
    names = list(arrays)
    every = np.all([np.isfinite(array) for array in arrays.values()], axis=0)
    r, covariance = np.zeros((3, 3)), np.zeros((3, 3))
    for i, a in enumerate(names):
        for j, b in enumerate(names):
            use = every if missing == 0 else np.isfinite(arrays[a]) & np.isfinite(arrays[b])
            x, y = arrays[a][use], arrays[b][use]
            covariance[i, j] = np.cov(x, y)[0, 1]
            r[i, j] = np.corrcoef(x, y)[0, 1]
    return r, covariance


@pytest.mark.parametrize("missing", [0, 1])
def test_correlation(run, layers, folder, missing):
    arrays, paths = layers
    result = run(
        "rastercorrelationmatrix",
        TARGET=paths["target"],
        LAYERS=[paths["first"], paths["second"]],
        MISSING=missing,
        CORRELATION=str(folder / "r.csv"),
        COVARIANCE=str(folder / "covariance.csv"),
        RANKING=str(folder / "ranking.csv"),
    )
    r, covariance = pairs(arrays, missing)
    for name, expected in (("CORRELATION", r), ("COVARIANCE", covariance)):
        rows = world.read_csv(result[name])
        assert [row["layer"] for row in rows] == list(arrays)
        assert list(rows[0]) == ["layer", *arrays]
        values = np.array([[float(row[column]) for column in arrays] for row in rows])
        np.testing.assert_allclose(values, expected, rtol=1e-6)
    ranking = world.read_csv(result["RANKING"])
    order = sorted(("first", "second"), key=lambda name: -abs(r[0, list(arrays).index(name)]))
    assert [row["layer"] for row in ranking] == order
    assert float(ranking[0]["r"]) == pytest.approx(r[0, list(arrays).index(order[0])])
    assert result["N"] == np.isfinite(arrays["target"]).sum() - 6 * (missing == 0)


def test_rank_correlation(run, layers, folder):
    arrays, paths = layers
    result = run(
        "rastercorrelationmatrix",
        TARGET=paths["target"],
        LAYERS=[paths["first"], paths["second"]],
        METHOD=1,
        CORRELATION=str(folder / "r.csv"),
    )
    use = np.all([np.isfinite(array) for array in arrays.values()], axis=0)
    # No ties: the rank of a value is how many are smaller.
    ranks = [np.argsort(np.argsort(array[use])) for array in arrays.values()]
    values = [[float(row[name]) for name in arrays] for row in world.read_csv(result["CORRELATION"])]
    np.testing.assert_allclose(values, np.corrcoef(ranks), rtol=1e-6)


def test_constant_layer_has_no_correlation(run, layers, folder, feedback):
    _, paths = layers
    flat = world.write_raster(folder / "flat.tif", np.full((world.ROWS, world.COLS), 7.0))
    result = run(
        "rastercorrelationmatrix",
        TARGET=paths["target"],
        LAYERS=[flat],
        CORRELATION=str(folder / "r.gpkg"),
        RANKING=str(folder / "k.gpkg"),
    )
    rows = world.read_rows(result["CORRELATION"])
    assert rows[1]["target"] is None
    assert rows[0]["target"] == 1.0
    assert world.read_rows(result["RANKING"])[0]["rank"] is None
    assert feedback.warned("flat")


def test_study_grid(run, inputs, folder):
    """The zones lie on the cells of the world, so a grid of 2 km made for them has half its rows and columns."""
    result = run(
        "studygrid", AREA=inputs["zones"], CRS=f"PROJ4:{world.CRS}", CELL_SIZE=2000, OUTPUT=str(folder / "g.tif")
    )
    values = world.read_raster(result["OUTPUT"])
    np.testing.assert_array_equal(values, np.ones((world.ROWS // 2, world.COLS // 2)))


def test_study_grid_makes_an_equal_area_crs(run, inputs, folder, feedback):
    from osgeo import gdal

    result = run("studygrid", AREA=inputs["zones"], CELL_SIZE=500, OUTPUT=str(folder / "g.tif"))
    values = world.read_raster(result["OUTPUT"])
    # 96 km2 in cells of 25 ha; cells are counted by their centres.
    assert np.nansum(values) == pytest.approx(384, abs=16)
    assert "Albers" in gdal.Open(result["OUTPUT"]).GetProjection()
    assert not feedback.warnings


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_align_to_coarser_cells(run, inputs, folder, kind):
    """Cells of 2 km: the mode, the mean, the sum of four."""
    grid = world.write_raster(folder / "grid.tif", np.ones((4, 6), np.uint8), size=2 * world.SIZE)
    random = np.random.default_rng(2)
    values = random.integers(1, 4, (8, 12)) if kind == 0 else random.uniform(0, 9, (8, 12))
    if kind == 0:
        # Three alike in every four: no ties.
        values = np.kron(values[::2, ::2], np.ones((2, 2), int))
        values[1::2, 1::2] = 9
    path = world.write_raster(folder / "values.tif", values.astype(np.float32))
    result = run("aligntogrid", INPUT=path, KIND=kind, GRID=grid, OUTPUT=str(folder / "on grid.tif"))
    fours = values.astype(np.float32).reshape(4, 2, 6, 2).swapaxes(1, 2).reshape(4, 6, 4)
    expected = (fours[..., 0], fours.mean(axis=-1), fours.sum(axis=-1))[kind]
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, rtol=1e-5)


def test_align_takes_one_band_or_all(run, inputs, folder):
    bands = np.arange(3 * 96, dtype=np.float32).reshape(3, 8, 12)
    path = world.write_raster(folder / "bands.tif", bands)
    every = run("aligntogrid", INPUT=path, KIND=1, GRID=inputs["stock"], OUTPUT=str(folder / "all.tif"))
    second = run("aligntogrid", INPUT=path, BAND=2, KIND=1, GRID=inputs["stock"], OUTPUT=str(folder / "one.tif"))
    np.testing.assert_allclose(world.read_raster(every["OUTPUT"]), bands, rtol=1e-6)
    np.testing.assert_allclose(world.read_raster(second["OUTPUT"]), bands[1], rtol=1e-6)


def test_align_keeps_only_the_inside_of_a_grid_when_asked(run, inputs, folder):
    values = world.write_raster(folder / "values.tif", np.arange(96, dtype=np.float32).reshape(8, 12))
    parameters = {"INPUT": values, "KIND": 1, "GRID": inputs["stock"]}
    whole = world.read_raster(run("aligntogrid", **parameters, OUTPUT=str(folder / "a.tif"))["OUTPUT"])
    inside = world.read_raster(run("aligntogrid", **parameters, MASK=True, OUTPUT=str(folder / "b.tif"))["OUTPUT"])
    expected = np.where(np.isnan(world.read_raster(inputs["stock"])), np.nan, whole)
    np.testing.assert_array_equal(inside, expected)
    assert np.isfinite(whole).all()


def test_numbers_without_a_value_are_none(run, inputs, folder):
    """No ratio without sequestration, no value without a price: neither nan nor 0."""
    zeros = world.write_raster(folder / "zeros.tif", np.zeros((world.ROWS, world.COLS)))
    balance = run("supplydemandratio", EMISSION=inputs["emission"], SEQUESTRATION=zeros, OUTPUT_FLOW="TEMPORARY_OUTPUT")
    assert balance["RATIO_OF_TOTALS"] is None
    assert balance["MEAN_RATIO"] is None
    assert balance["SEQUESTRATION_T"] == 0
    change = run("carbonstockchange", BEFORE=zeros, AFTER=inputs["stock"], OUTPUT="TEMPORARY_OUTPUT")
    assert change["VALUE"] is None
    assert change["CHANGE_PERCENT"] is None


@pytest.mark.parametrize(("ending", "lost"), [("gpkg", False), ("csv", True), ("xlsx", True)])
def test_zones_by_ratio(run, inputs, folder, feedback, ending, lost):
    """The zones' polygons with the rows of the table by zone; a format without polygons is told."""
    layers = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"]}
    zones = {"ZONES": inputs["zones"], "ZONE_FIELD": "name"}
    paths = {"OUTPUT_ZONES": str(folder / f"z.{ending}"), "ZONE_TABLE": str(folder / "t.gpkg")}
    result = run("supplydemandratio", **layers, **zones, **paths)
    assert feedback.warned("polygons") == lost
    if not lost:
        assert world.read_rows(result["OUTPUT_ZONES"]) == world.read_rows(result["ZONE_TABLE"])
        layer = QgsVectorLayer(result["OUTPUT_ZONES"], "z", "ogr")
        # Two rectangles of 4 x 12 cells of 100 ha.
        assert [feature.geometry().area() for feature in layer.getFeatures()] == [48e6, 48e6]


def test_zones_by_ratio_need_zones(fails, inputs, folder):
    layers = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"]}
    text = fails("supplydemandratio", **layers, OUTPUT_ZONES=str(folder / "z.gpkg"))
    assert "need a zone layer" in text
    assert is_clean(folder)
