"""Prevailing wind and routing through QGIS, against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
import qgis_world as world
from osgeo import gdal, ogr

RASTER = {"rtol": 1e-5, "atol": 1e-4, "equal_nan": True}
ACCOUNTS = ("ABSORBED_HOME_T", "ABSORBED_DOWNWIND_T", "EXPORTED_T", "GAPS_T", "DISPERSED_T", "TRAPPED_T", "CALM_T")


def test_prevailing_wind(run, folder):
    random = np.random.default_rng(1)
    u, v = random.normal(-2, 2, (2, 40, 3, 4))
    u[:5, 1, 1] = v[:5, 1, 1] = 0.0
    paths = [world.write_raster(folder / f"{name} 风.tif", array) for name, array in (("u", u), ("v", v))]
    names = ("DIRECTION", "RESULTANT", "SPEED", "CONSTANCY", "ROSE")
    result = run(
        "prevailingwinduv",
        U=paths[0],
        V=paths[1],
        CALM_BELOW=0.5,
        **{f"OUTPUT_{name}": str(folder / f"{name}.tif") for name in names},
    )
    direction, resultant, speed, constancy, rose = (world.read_raster(result[f"OUTPUT_{name}"]) for name in names)
    for row in range(3):
        for col in range(4):
            counts, calms, speeds = [0] * 16, 0, []
            for east, north in zip(u[:, row, col], v[:, row, col]):
                speeds.append(math.hypot(east, north))
                if speeds[-1] < 0.5:
                    calms += 1
                    continue
                # Where the wind comes from, then the sector of 22.5 degrees around N, NNE, ...
                from_degrees = math.degrees(math.atan2(-east, -north)) % 360
                counts[int((from_degrees + 11.25) // 22.5) % 16] += 1
            assert direction[row, col] == pytest.approx(22.5 * counts.index(max(counts)))
            np.testing.assert_allclose(rose[:, row, col], np.array([*counts, calms]) / 40, rtol=1e-5)
            mean_u, mean_v = u[:, row, col].mean(), v[:, row, col].mean()
            assert resultant[row, col] == pytest.approx(math.degrees(math.atan2(-mean_u, -mean_v)) % 360, rel=1e-5)
            assert speed[row, col] == pytest.approx(np.mean(speeds), rel=1e-5)
            assert constancy[row, col] == pytest.approx(math.hypot(mean_u, mean_v) / np.mean(speeds), rel=1e-5)


def stack(path, order):
    """A GeoTIFF of hours whose bands say what they are: constant winds of 2 m/s from the west."""
    values = np.stack([np.full((3, 4), 2.0 if name == "u10" else 0.0) for name, _ in order])
    path = world.write_raster(path, values, crs="EPSG:4326", origin=(105.0, 35.0), size=0.25)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, (name, time) in enumerate(order, 1):
        dataset.GetRasterBand(number).SetDescription(f"{name} {time}")
    return path


def test_one_file_with_both_components(run, fails, folder):
    hours = [f"2020-01-01T0{hour}:00Z" for hour in range(5)]
    both = stack(folder / "both.tif", [(name, hour) for hour in hours for name in ("u10", "v10")])
    result = run("prevailingwinduv", U=both, OUTPUT_DIRECTION=str(folder / "d.tif"))
    np.testing.assert_array_equal(world.read_raster(result["OUTPUT_DIRECTION"]), np.full((3, 4), 270.0))
    heights = stack(folder / "heights.tif", [(name, hour) for hour in hours for name in ("u10", "v10", "u100", "v100")])
    said = fails("prevailingwinduv", U=heights, OUTPUT_DIRECTION=str(folder / "e.tif"))
    assert 'LEVEL="10"' in said
    result = run("prevailingwinduv", U=heights, LEVEL="10", OUTPUT_DIRECTION=str(folder / "e.tif"))
    np.testing.assert_array_equal(world.read_raster(result["OUTPUT_DIRECTION"]), np.full((3, 4), 270.0))
    alone = stack(folder / "alone.tif", [("u10", hour) for hour in hours])
    assert "no northward wind" in fails("prevailingwinduv", U=alone, OUTPUT_DIRECTION=str(folder / "f.tif"))


def test_wind_on_another_grid(run, inputs, folder):
    """A wind that is the same everywhere stays so: degrees are relative to true north on every grid."""
    u = np.full((3, 6, 6), -3.0)
    paths = [
        world.write_raster(folder / f"{name}.tif", array, crs="EPSG:4326", origin=(106.0, 37.0), size=1.0)
        for name, array in (("u", u), ("v", np.zeros_like(u)))
    ]
    result = run(
        "prevailingwinduv", U=paths[0], V=paths[1], GRID=inputs["stock"], OUTPUT_DIRECTION=str(folder / "d.tif")
    )
    values = world.read_raster(result["OUTPUT_DIRECTION"])
    np.testing.assert_array_equal(values, np.full((world.ROWS, world.COLS), 90.0))


def sweep_south(emission: np.ndarray, capacity: np.ndarray, zone: np.ndarray) -> dict[str, np.ndarray]:
    """Wind from the north, one neighbour: every column by itself, cells without data passed over; tonnes."""
    shape = emission.shape
    flux, absorbed = np.full(shape, np.nan), np.full(shape, np.nan)
    flows = np.zeros((2, 3))
    for col in range(shape[1]):
        carried = np.zeros(2)
        for row in range(shape[0]):
            if np.isnan(emission[row, col]):
                continue
            total = carried.copy()
            total[zone[row, col]] += emission[row, col]
            absorbed[row, col] = min(total.sum(), capacity[row, col])
            share = absorbed[row, col] / total.sum() if total.sum() else 0.0
            flows[:, zone[row, col]] += share * total
            carried = (1 - share) * total
            flux[row, col] = carried.sum()
        flows[:, 2] += carried
    return {"flux": flux, "absorbed": absorbed, "flows": flows}


@pytest.fixture
def routed(run, inputs, folder):
    """Emission and sequestration of the same size, so that much travels; wind from the north; one neighbour."""
    emission, random = world.read_raster(inputs["emission"]), np.random.default_rng(11)
    capacity = random.uniform(0, 500, emission.shape)
    paths = {
        "SEQUESTRATION": world.write_raster(folder / "uptake.tif", capacity),
        "WIND": world.write_raster(folder / "north.tif", np.zeros(emission.shape, np.float32)),
    }

    def call(**more):
        return run(
            "windflowrouting",
            EMISSION=inputs["emission"],
            **{**paths, "METHOD": 1, "ZONES": inputs["zones"], "ZONE_FIELD": "name", **more},
            OUTPUT_FLUX=str(folder / "flux.tif"),
            OUTPUT_ABSORBED=str(folder / "absorbed.tif"),
            OUTPUT_IMPORTED=str(folder / "imported.tif"),
            OUTPUT_REMAINDER=str(folder / "remainder.tif"),
            ZONE_TABLE=str(folder / "zones.csv"),
            OD_TABLE=str(folder / "od.csv"),
        )

    return call, emission, np.where(np.isnan(emission), np.nan, capacity)


def test_routing_one_neighbour(routed):
    call, emission, capacity = routed
    zone = np.repeat([0, 1], 4)[:, None] * np.ones(world.COLS, int)
    expected = sweep_south(emission * 100, capacity * 100, zone)
    result = call()
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_FLUX"]), expected["flux"], **RASTER)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_ABSORBED"]), expected["absorbed"] / 100, **RASTER)
    home = np.minimum(emission, capacity)
    imported = world.read_raster(result["OUTPUT_IMPORTED"])
    np.testing.assert_allclose(imported, expected["absorbed"] / 100 - home, **RASTER)
    assert np.nanmax(world.read_raster(result["OUTPUT_REMAINDER"])) == 0
    assert result["EMISSION_T"] == pytest.approx(np.nansum(emission) * 100)
    assert result["ABSORBED_HOME_T"] == pytest.approx(np.nansum(home) * 100)
    assert result["EXPORTED_T"] == pytest.approx(expected["flows"][:, 2].sum())
    assert result["BALANCE_ERROR"] <= 1e-9
    assert sum(result[name] for name in ACCOUNTS) == pytest.approx(result["EMISSION_T"], rel=1e-9)
    flows = {(row["from_zone"], row["to_zone"]): float(row["flow_t"]) for row in world.read_csv(result["OD_TABLE"])}
    for origin, name in enumerate(world.ZONES):
        for target, other in enumerate((*world.ZONES, "(left the region)")):
            assert flows.get((name, other), 0.0) == pytest.approx(expected["flows"][origin, target], abs=1e-6)
    rows = world.read_csv(result["ZONE_TABLE"])
    for index, row in enumerate(rows):
        assert float(row["emission_t"]) == pytest.approx(expected["flows"][index].sum())
        assert float(row["absorbed_home_t"]) == pytest.approx(expected["flows"][index, index])
        assert float(row["exported_to_zones_t"]) == pytest.approx(expected["flows"][index, 1 - index])
        assert float(row["imported_t"]) == pytest.approx(expected["flows"][1 - index, index])
        assert float(row["left_region_t"]) == pytest.approx(expected["flows"][index, 2])


@pytest.mark.parametrize("method", [0, 1, 2, 3])
@pytest.mark.parametrize("more", [{}, {"DECAY_LENGTH": 3.0, "GAPS": 1}], ids=["plain", "decay and gaps"])
def test_routing_keeps_mass(routed, inputs, folder, method, more):
    call, emission, _ = routed
    frequencies = np.random.default_rng(12).uniform(0, 1, (17, world.ROWS, world.COLS)).astype(np.float32)
    rose = world.write_raster(folder / "rose.tif", frequencies / frequencies.sum(axis=0))
    result = call(METHOD=method, ROSE=rose, WIND=inputs["wind"], **more)
    assert result["EMISSION_T"] == pytest.approx(np.nansum(emission) * 100)
    assert sum(result[name] for name in ACCOUNTS) == pytest.approx(result["EMISSION_T"], rel=1e-9)
    assert result["BALANCE_ERROR"] <= 1e-9
    absorbed = np.nansum(world.read_raster(result["OUTPUT_ABSORBED"])) * 100
    assert absorbed == pytest.approx(result["ABSORBED_HOME_T"] + result["ABSORBED_DOWNWIND_T"], rel=1e-5)
    if more and method < 3:
        assert result["DISPERSED_T"] > 0
        assert result["GAPS_T"] > 0
    flows = world.read_csv(result["OD_TABLE"])
    assert sum(float(row["flow_t"]) for row in flows) == pytest.approx(result["EMISSION_T"], rel=1e-6)


def test_lines_in_a_format_without_shapes_are_told(run, inputs, folder, feedback):
    wind = world.write_raster(folder / "wind.tif", np.full((world.ROWS, world.COLS), 270.0))
    layers = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"], "WIND": wind, "ZONES": inputs["zones"]}
    run("windflowrouting", **layers, ZONE_FIELD="name", OD_LINES=str(folder / "od.csv"))
    assert feedback.warned("OD_LINES has the columns only")
    assert not feedback.warned("OUTPUT_NETWORK has the columns only")


def test_carbon_that_goes_round_is_told_and_not_drawn(run, folder, feedback):
    """Two cells pass 1000 t to and fro, 20 % of each km is dispersed: 1000 / (1 - 0.8^(2 w)) t pass the first.

    w is the width of a cell, 1 km on the map, on the ground: Albers shows it at 34.4 N by 1 / 1.0178. That is 2739 t.
    Network, classes of the map and its record have the 1000 t that there are; the raster has what passes.
    """
    from carbon_service_flow.algorithms.styling.apply import style_layer
    from qgis.core import QgsRasterLayer

    shape = (world.ROWS, world.COLS)
    wind, emission = np.full(shape, 270.0), np.zeros(shape)
    wind[3, :5] = wind[3, 6] = 90
    emission[3, 5], emission[6, 6], emission[0, 0] = 10, 0.02, 0.02
    rasters = {"WIND": wind, "EMISSION": emission, "SEQUESTRATION": np.zeros(shape)}
    wind[0, 0] = -1  # 2 t without wind are 0.2 % of all: told, and no warning
    inputs = {name: world.write_raster(folder / f"{name}.tif", values, -1) for name, values in rasters.items()}
    result = run(
        "windflowrouting",
        **inputs,
        METHOD=1,
        DECAY_LENGTH=1 / math.log(1 / 0.8),
        OUTPUT_FLUX=str(folder / "flux.tif"),
        OUTPUT_NETWORK=str(folder / "network.gpkg"),
    )
    assert (result["LOOP_CELLS"], result["CALM_CELLS"], result["GAP_CELLS"]) == (2, 1, 0)
    assert feedback.warned("The flux counts laps: in 2 cells")
    assert feedback.warned("wind rose")
    assert not feedback.warned("no wind")
    flux = world.read_raster(result["OUTPUT_FLUX"])
    assert flux.max() == pytest.approx(1000 / (1 - 0.8 ** (2 * 1.0178)), rel=1e-3)
    lines = ogr.Open(result["OUTPUT_NETWORK"])
    assert max(line["flux_t"] for line in lines.GetLayer(0)) == pytest.approx(1000)
    layer = QgsRasterLayer(result["OUTPUT_FLUX"], "flux")
    style_layer(layer, "flux")
    items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    assert max(item.value for item in items if math.isfinite(item.value)) == 100
    warnings = gdal.Open(result["OUTPUT_FLUX"]).GetMetadata("CARBON_SERVICE_FLOW").values()
    assert any(text.startswith("The flux counts laps") for text in warnings)
