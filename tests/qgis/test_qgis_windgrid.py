"""Winds of stations on a grid through QGIS, the chain from daily files to routed carbon, and qgis_process."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
import stations_world as wind
from conftest import PROGRAM, is_clean
from osgeo import osr
from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

LEFT, TOP, CELL = 110.0, 35.0, 0.1
SHAPE = (6, 10)


@pytest.fixture
def files(tmp_path):
    return wind.daily_files(tmp_path, wind.CODES)


@pytest.fixture
def grid(folder):
    return world.write_raster(
        folder / "grid.tif", np.ones(SHAPE, np.float32), crs="EPSG:4326", origin=(LEFT, TOP), size=CELL
    )


def on_grid(run, folder, stations, grid, **more):
    names = {f"OUTPUT_{name}": str(folder / f"{name}.tif") for name in ("DIRECTION", "ROSE", "RELIABILITY")}
    result = run("windgrid", STATIONS=stations, GRID=grid, **names, **more)
    return [world.read_raster(result[name]) for name in names], result


def chords(lon: float, lat: float) -> np.ndarray:
    """Distance in metres, through the Earth, of every cell centre from a point: by PROJ's geocentric CRS."""
    here, there = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromEPSG(4979)
    here.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    there.ImportFromEPSG(4978)
    transform = osr.CoordinateTransformation(here, there)
    place = np.array(transform.TransformPoint(lon, lat, 0.0))
    return np.array(
        [
            [
                np.linalg.norm(
                    np.array(transform.TransformPoint(LEFT + (c + 0.5) * CELL, TOP - (r + 0.5) * CELL, 0.0)) - place
                )
                for c in range(SHAPE[1])
            ]
            for r in range(SHAPE[0])
        ]
    )


def test_grid_against_weights_by_hand(run, folder, grid):
    """Two stations; power 3."""
    stations = [
        wind.station_row("A", (110.22, 34.71), {"n": 0.5, "e": 0.3}, 30.0, 0.6),
        wind.station_row("B", (110.83, 34.57), {"n": 0.2, "e": 0.7, "sw": 0.1}, 80.0, 0.9),
    ]
    path = wind.write_records(folder / "stations.gpkg", stations)
    (direction, rose, reliability), result = on_grid(run, folder, path, grid, POWER=3)
    weight = [chords(*station["at"]) ** -3.0 for station in stations]
    share = weight[0] / (weight[0] + weight[1])
    north, east = 0.5 * share + 0.2 * (1 - share), 0.3 * share + 0.7 * (1 - share)
    np.testing.assert_allclose(rose[0], north, rtol=1e-5)
    np.testing.assert_allclose(rose[4], east, rtol=1e-5)
    np.testing.assert_allclose(rose.sum(axis=0), 1, rtol=1e-6)
    np.testing.assert_array_equal(direction, np.where(north >= east, 0.0, 90.0))
    parts = [part * c * np.exp(1j * np.radians(d)) for part, c, d in ((share, 0.6, 30.0), (1 - share, 0.9, 80.0))]
    np.testing.assert_allclose(reliability, np.abs(sum(parts)), rtol=1e-5)
    assert result["STATIONS_USED"] == 2
    # Each is predicted from the other: N against E, 90 degrees.
    assert result["DIRECTION_ERROR"] == pytest.approx(90.0)
    assert result["MEAN_RELIABILITY"] == pytest.approx(np.abs(sum(parts)).mean(), rel=1e-6)
    (by_vector, _, _), _ = on_grid(run, folder, path, grid, POWER=3, METHOD=1)
    # Both have a mean speed of 2 m/s, so that the vectors are those of the reliability.
    np.testing.assert_allclose(by_vector, np.degrees(np.angle(sum(parts))), rtol=1e-5)


def test_one_neighbour_in_another_crs(run, folder, grid):
    """Stations in UTM 49N; each cell has the wind of the nearest one."""
    here, there = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromEPSG(4326)
    here.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    there.ImportFromEPSG(32649)
    there.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(here, there)
    places = [(110.1, 34.9), (110.9, 34.9), (110.5, 34.5)]
    shares = ["s", "wnw", "ene"]
    rows = [
        wind.station_row(f"{k}", transform.TransformPoint(*place)[:2], {share: 1.0}, 22.5 * wind.SECTORS.index(share))
        for k, (place, share) in enumerate(zip(places, shares))
    ]
    path = wind.write_records(folder / "stations.gpkg", rows, crs="EPSG:32649")
    (direction, _, reliability), _ = on_grid(run, folder, path, grid, NEIGHBOURS=1)
    nearest = np.argmin([chords(*place) for place in places], axis=0)
    expected = np.array([22.5 * wind.SECTORS.index(share) for share in shares])[nearest]
    np.testing.assert_array_equal(direction, expected)
    np.testing.assert_allclose(reliability, 1.0, rtol=1e-6)


def test_one_station_outside_the_grid(run, folder, grid, feedback):
    path = wind.write_records(
        folder / "stations.gpkg", [wind.station_row("far", (120.0, 30.0), {"w": 0.8}, 270.0, 0.8)]
    )
    (direction, rose, reliability), result = on_grid(run, folder, path, grid)
    np.testing.assert_array_equal(direction, np.full(SHAPE, 270.0))
    np.testing.assert_allclose(rose[16], 0.2, rtol=1e-6)
    np.testing.assert_allclose(reliability, 0.8, rtol=1e-6)
    assert feedback.warned("All stations lie outside the grid")
    assert feedback.warned("single place")
    assert "DIRECTION_ERROR" not in result


def test_only_calm_has_no_direction(run, folder, grid, feedback):
    path = wind.write_records(folder / "stations.gpkg", [wind.station_row("still", (110.5, 34.5), {}, None, 0.0)])
    (direction, rose, reliability), _ = on_grid(run, folder, path, grid)
    assert np.isnan(direction).all()
    np.testing.assert_array_equal(rose[16], np.ones(SHAPE))
    np.testing.assert_array_equal(reliability, np.zeros(SHAPE))
    assert feedback.warned(f"{SHAPE[0] * SHAPE[1]} cells have no direction")


def test_outputs_of_windgrid_are_optional(run, folder, grid):
    path = wind.write_records(folder / "stations.gpkg", [wind.station_row("A", (110.5, 34.5), {"n": 1.0}, 0.0)])
    result = run("windgrid", STATIONS=path, GRID=grid, OUTPUT_RELIABILITY=str(folder / "r.tif"))
    assert "OUTPUT_DIRECTION" not in result
    assert is_clean(folder, "grid.tif", "stations.gpkg", "r.tif")


def test_stations_that_cannot_be(fails, folder, grid):
    good = wind.station_row("A", (110.5, 34.5), {"n": 1.0}, 0.0)
    target = str(folder / "d.tif")

    def told(rows, **more):
        path = folder / "stations.gpkg"
        path.unlink(missing_ok=True)
        wind.write_records(path, rows)
        return fails("windgrid", STATIONS=str(path), GRID=grid, OUTPUT_DIRECTION=target, **more)

    def without(*names):
        return {name: value for name, value in good.items() if name not in names}

    assert "has no column f_ne" in told([without("f_ne")])
    assert "station A: the 17 frequencies" in told([{**good, "f_n": 0.5}])
    assert "station A: constancy is 7.0" in told([{**good, "constancy": 7.0}])
    assert "station B: the row has no point" in told([good, {**good, "station": "B", "at": None}])
    assert "nowhere on the Earth" in told([{**good, "at": (110.5, 340.5)}])
    assert "The distance power is 0.0" in told([good], POWER=0)
    assert "f_s" in told([{**good, "f_s": "much"}])
    assert is_clean(folder, "grid.tif", "stations.gpkg")
    layer = QgsVectorLayer(wind.write_records(folder / "unplaced.gpkg", [good]), "unplaced", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem())
    text = fails("windgrid", STATIONS=layer, GRID=grid, OUTPUT_DIRECTION=target)
    assert "Layer unplaced has no coordinate reference system" in text
    csv = world.write_text(folder / "s.csv", ",".join(without("at")) + "\n" + ",".join("1" for _ in without("at")))
    assert "holds no points" in fails("windgrid", STATIONS=csv, GRID=grid, OUTPUT_DIRECTION=target)


# From files to routed carbon


def test_chain_from_daily_files_to_routing(run, files, inputs, folder):
    """Each step takes what the one before made; a temporary layer once, files otherwise."""
    daily = run("importcmadaily", INPUT=files, OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    stations = run(
        "prevailingwindstations",
        INPUT=daily,
        STATION_FIELD="station",
        DIRECTION_FIELD="max_dir",
        SPEED_FIELD="max_speed",
        CALM_FIELD="max_calm",
        TIME_FIELD="date",
        OUTPUT=str(folder / "stations.gpkg"),
    )["OUTPUT"]
    rows = {row["station"]: row for row in world.read_rows(stations)}
    for k, (name, *_) in enumerate(wind.STATIONS[:2]):
        observed = [
            (None if code == 17 else 22.5 * (code - 1), (30 + day) / 10)
            for day, code in enumerate(wind.CODES[k])
            if code != 32766
        ]
        expected = wind.wind_of(observed)
        assert {field: rows[name][field] for field in expected} == pytest.approx(expected), name
    assert rows["57003"]["calm_freq"] == 1.0
    grids = run(
        "windgrid",
        STATIONS=stations,
        GRID=inputs["emission"],
        OUTPUT_DIRECTION=str(folder / "direction.tif"),
        OUTPUT_ROSE=str(folder / "rose.tif"),
    )
    direction = world.read_raster(grids["OUTPUT_DIRECTION"])
    assert set(np.unique(direction)) <= {22.5 * k for k in range(16)}
    for method, winds in ((0, {"WIND": grids["OUTPUT_DIRECTION"]}), (2, {"ROSE": grids["OUTPUT_ROSE"]})):
        routed = run(
            "windflowrouting",
            EMISSION=inputs["emission"],
            SEQUESTRATION=inputs["stock"],
            METHOD=method,
            OUTPUT_FLUX=str(folder / "flux.tif"),
            **winds,
        )
        assert routed["BALANCE_ERROR"] <= 1e-9
        assert routed["EMISSION_T"] > 0


@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
def test_the_chain_as_commands(qgis_process, files, inputs, folder):
    """As the help texts give them."""

    def command(name, *parameters):
        done = qgis_process("--json", "run", f"carbonflow:{name}", "--", *parameters)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["results"]

    daily, stations, direction = (str(folder / name) for name in ("daily.gpkg", "stations.gpkg", "direction.tif"))
    read = command("importcmadaily", *(f"INPUT={path}" for path in files), f"OUTPUT={daily}")
    assert (read["RECORDS"], read["REJECTED"]) == (3 * wind.DAYS, 0)
    fields = ("STATION_FIELD=station", "DIRECTION_FIELD=max_dir", "SPEED_FIELD=max_speed", "CALM_FIELD=max_calm")
    page = f"HTML={folder / 'roses.html'}"
    found = command("prevailingwindstations", f"INPUT={daily}", *fields, f"OUTPUT={stations}", page)
    # One of the 30 records has no direction (32766).
    assert (found["STATIONS"], found["RECORDS"]) == (3, 29)
    grids = command("windgrid", f"STATIONS={stations}", f"GRID={inputs['emission']}", f"OUTPUT_DIRECTION={direction}")
    assert grids["STATIONS_USED"] == 3
    assert is_clean(folder, "daily.gpkg", "stations.gpkg", "direction.tif", "roses.html")


def test_mean_rose_as_a_page(run, folder, grid):
    """One station: every cell has its rose, and so has the page."""
    path = wind.write_records(folder / "stations.gpkg", [wind.station_row("A", (110.5, 34.5), {"n": 0.75}, 0.0)])
    result = run("windgrid", STATIONS=path, GRID=grid, HTML=str(folder / "玫瑰 rose.html"))
    text = Path(result["HTML"]).read_text(encoding="utf-8")
    assert "All cells together" in text
    assert "25.0 %" in text
    assert is_clean(folder, "grid.tif", "stations.gpkg", "玫瑰 rose.html")
