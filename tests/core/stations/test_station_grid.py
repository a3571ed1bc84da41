"""Stations to grid: interpolation laws, brute-force reference, oddities."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.errors import ParameterError, RasterError, TableError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.crs import spatial_reference
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.stations import idw, station_grid
from carbon_service_flow.core.stations.idw import InverseDistance, geocentric
from carbon_service_flow.core.stations.observations import Observations
from carbon_service_flow.core.stations.station_grid import (
    GRID_OUTPUTS,
    DirectionMethod,
    WindFromStations,
    interpolated_directions,
    leave_one_out_error,
    station_field,
    wind_grid,
)
from carbon_service_flow.core.stations.station_layer import StationTable
from carbon_service_flow.core.stations.station_roses import prevailing_at_stations
from carbon_service_flow.core.wind.bilinear import centres_in
from carbon_service_flow.core.wind.direction_codes import DirectionFormat
from carbon_service_flow.core.wind.directions import ROSE_FIELDS, angular_difference, components, direction_from
from osgeo import gdal
from support.common import Recorder

WGS84 = spatial_reference("EPSG:4326").ExportToWkt()
ALBERS = spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=WGS84").ExportToWkt()
FREQUENCY, VECTOR = DirectionMethod
GRID = Grid(20, 30, (100.0, 0.5, 0.0, 35.0, 0.0, -0.5), WGS84)


def station_row(name, direction, speed=5.0, calm=0.0, **changes):
    """A station that always has one wind, but for its calms."""
    row = {"station": name, "records": 100, "resultant_dir": direction, "constancy": 1.0, "mean_speed": speed}
    row.update(dict.fromkeys(ROSE_FIELDS, 0.0))
    row["calm_freq"] = calm
    row[ROSE_FIELDS[int((direction + 11.25) // 22.5) % 16]] = 1.0 - calm
    return {**row, **changes}


def table(rows, x, y, crs=WGS84):
    return StationTable.from_rows("winds", rows, x, y, crs)


def random_table(count, seed, crs=WGS84):
    rng = np.random.default_rng(seed)
    rose = rng.dirichlet(np.ones(17), count)
    rows = [
        {
            "station": f"S{k}",
            "records": int(rng.integers(1, 500)),
            "resultant_dir": float(rng.uniform(0, 360)),
            "constancy": float(rng.uniform(0.1, 1)),
            "mean_speed": float(rng.uniform(1, 6)),
            **dict(zip(ROSE_FIELDS, rose[k])),
        }
        for k in range(count)
    ]
    return table(rows, rng.uniform(99, 116, count), rng.uniform(24, 36, count), crs)


@pytest.fixture
def calculate(tmp_path):
    def run(stations, grid=GRID, log=None, **options):
        paths = {name: str(tmp_path / f"{name}.tif") for name in GRID_OUTPUTS}
        summary = wind_grid(stations, grid, paths, progress=log, **options)
        out = {}
        for name, path in paths.items():
            dataset = gdal.Open(path)
            values = dataset.ReadAsArray().astype(float)
            out[name] = np.where(values == dataset.GetRasterBand(1).GetNoDataValue(), np.nan, values)
        return summary, out

    return run


def brute(stations, lon, lat, power, neighbours, method):
    """One point: (direction, rose, reliability), straight from the definitions."""
    here = geocentric(np.array([lon]), np.array([lat]))[0]
    there = geocentric(stations.x, stations.y)
    d = [math.dist(here, place) for place in there]
    near = sorted(range(len(d)), key=lambda k: d[k])[:neighbours]
    w = [d[k] ** -power for k in near]
    rose = sum(a * stations.rose[k] for a, k in zip(w, near)) / sum(w)
    u = v = cu = cv = 0.0
    for a, k in zip(w, near):
        east, north = components(stations.resultant[k], stations.constancy[k])
        u, v = u + a * east * stations.mean_speed[k], v + a * north * stations.mean_speed[k]
        cu, cv = cu + a * east, cv + a * north
    direction = direction_from(u, v) if method is VECTOR else rose[:16].argmax() * 22.5
    return float(direction), rose, math.hypot(cu, cv) / sum(w)


@pytest.mark.parametrize("method", [FREQUENCY, VECTOR])
@pytest.mark.parametrize(("power", "neighbours"), [(2.0, 5), (1.0, 12), (3.5, 1), (2.0, 500)])
def test_against_brute_force(calculate, method, power, neighbours):
    stations = random_table(60, 1)
    _, out = calculate(stations, power=power, neighbours=neighbours, method=method)
    for row, col in [(0, 0), (19, 29), (7, 13), (12, 2)]:
        direction, rose, reliability = brute(stations, *GRID.centre(row, col), power, neighbours, method)
        assert angular_difference(out["direction"][row, col], direction) < 1e-3
        assert out["rose"][:, row, col] == pytest.approx(rose, abs=1e-6)
        assert out["reliability"][row, col] == pytest.approx(reliability, abs=1e-6)
    np.testing.assert_allclose(out["rose"].sum(axis=0), 1, atol=1e-6)
    assert out["reliability"].min() >= 0
    assert out["reliability"].max() <= 1


@pytest.mark.parametrize("method", [FREQUENCY, VECTOR])
def test_interpolating_at_a_station_gives_the_station(calculate, method):
    # stations in cell centres
    lon, lat = np.array([GRID.centre(3, 4), GRID.centre(10, 20), GRID.centre(18, 1)]).T
    rows = [
        station_row("A", 200.0, calm=0.3, constancy=0.4),
        station_row("B", 20.0, constancy=0.9),
        station_row("C", 100.0),
    ]
    _, out = calculate(table(rows, lon, lat), method=method)
    for (row, col), station in zip([(3, 4), (10, 20), (18, 1)], rows):
        assert out["rose"][:, row, col] == pytest.approx([station[field] for field in ROSE_FIELDS], abs=1e-6)
        assert out["reliability"][row, col] == pytest.approx(station["constancy"], abs=1e-6)
        expected = station["resultant_dir"] if method is VECTOR else round(station["resultant_dir"] / 22.5) * 22.5
        assert out["direction"][row, col] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("method", [FREQUENCY, VECTOR])
def test_half_way_between_350_and_10(calculate, method):
    # Cell centre 105.25 E, half way between the stations on its parallel.
    grid = Grid(1, 1, (105.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    stations = table([station_row("W", 350.0), station_row("E", 10.0)], [104.25, 106.25], [29.75, 29.75])
    _, out = calculate(stations, grid, method=method)
    assert angular_difference(out["direction"].item(), 0) < 1e-3
    assert out["rose"][0].item() == pytest.approx(1)
    assert out["reliability"].item() == pytest.approx(math.cos(math.radians(10)), abs=1e-6)


def test_winds_that_cancel_have_no_direction(calculate):
    grid = Grid(1, 1, (105.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    stations = table([station_row("W", 90.0), station_row("E", 270.0)], [104.25, 106.25], [29.75, 29.75])
    summary, out = calculate(stations, grid, method=VECTOR)
    assert np.isnan(out["direction"].item())
    assert out["reliability"].item() == pytest.approx(0, abs=1e-6)
    assert summary.cells_without_direction == 1
    # by frequency E and W tie: the first clockwise from north
    _, out = calculate(stations, grid, method=FREQUENCY)
    assert out["direction"].item() == 90


def test_projected_grid_agrees_with_its_positions(calculate):
    grid = Grid(40, 50, (-4e5, 2e4, 0, 3.7e6, 0, -2e4), ALBERS)
    stations = random_table(40, 2)
    _, out = calculate(stations, grid, neighbours=6, method=VECTOR)
    for row, col in [(0, 0), (39, 49), (20, 11)]:
        x, y = grid.centre(row, col)
        lon, lat = transform_points(np.array([x]), np.array([y]), ALBERS, WGS84)
        direction, rose, _ = brute(stations, lon[0], lat[0], 2.0, 6, VECTOR)
        assert angular_difference(out["direction"][row, col], direction) < 0.1
        assert out["rose"][:, row, col] == pytest.approx(rose, abs=1e-3)


def test_stations_in_another_crs(calculate):
    stations = random_table(20, 3)
    x, y = transform_points(stations.x, stations.y, WGS84, ALBERS)
    rows = [
        {"station": n, "records": r, "resultant_dir": d, "constancy": c, "mean_speed": s, **dict(zip(ROSE_FIELDS, f))}
        for n, r, d, c, s, f in zip(
            stations.names,
            stations.records,
            stations.resultant,
            stations.constancy,
            stations.mean_speed,
            stations.rose,
        )
    ]
    _, expected = calculate(stations)
    _, out = calculate(table(rows, x, y, ALBERS))
    np.testing.assert_allclose(out["rose"], expected["rose"], atol=1e-6)


def test_order_of_stations_does_not_matter(calculate):
    # A lattice makes ties in distance on purpose.
    lon, lat = (a.ravel() for a in np.meshgrid(np.arange(100.0, 115), np.arange(25.0, 35)))
    stations = random_table(len(lon), 4)
    stations = table_at(stations, lon, lat)
    order = np.random.default_rng(5).permutation(len(lon))
    _, out = calculate(stations, neighbours=3)
    _, shuffled = calculate(stations.take(order), neighbours=3)
    for name in GRID_OUTPUTS:
        np.testing.assert_array_equal(out[name], shuffled[name])


def test_of_places_equally_far_the_choice_does_not_depend_on_order(calculate):
    # Mirror images on either side of the meridian of the cell's centre: equal to the last bit.
    grid = Grid(1, 1, (-0.5, 1.0, 0.0, 0.5, 0.0, -1.0), WGS84)
    rows, lon = [station_row("W", 90.0), station_row("E", 270.0)], [-1, 1]
    _, out = calculate(table(rows, lon, [0, 0]), grid, neighbours=1)
    _, swapped = calculate(table(rows[::-1], lon[::-1], [0, 0]), grid, neighbours=1)
    assert out["direction"].item() == swapped["direction"].item()


def table_at(stations, lon, lat):
    return replace(stations, x=lon, y=lat)


def test_independent_of_tiles(monkeypatch):
    stations = random_table(80, 6)
    field = station_field(stations, 2.0, 7, Progress())
    lon, lat = np.meshgrid(np.linspace(95, 120, 70), np.linspace(22, 38, 50))
    expected = field.over(lon, lat)
    for tile in (5, 17, 100):
        monkeypatch.setattr(idw, "TILE_CELLS", tile)
        np.testing.assert_allclose(field.over(lon, lat), expected, rtol=1e-12, atol=1e-15)
    lon[3, 4] = np.nan
    assert np.isnan(field.over(lon, lat)[3, 4]).all()


def test_no_seam_at_the_antimeridian(calculate):
    grid = Grid(1, 4, (179.0, 0.5, 0.0, 1.0, 0.0, -1.0), WGS84)
    stations = table([station_row("near", 90.0), station_row("far", 180.0)], [-179.9, 170.0], [0.5, 0.5])
    _, out = calculate(stations, grid, neighbours=1)
    assert (out["direction"] == 90).all()


def test_single_station_is_everywhere(calculate):
    log = Recorder()
    summary, out = calculate(table([station_row("A", 135.0, calm=0.25)], [105], [30]), log=log)
    assert (out["direction"] == 135).all()
    assert (out["rose"][16] == 0.25).all()
    assert any("single place" in text for text in log.warnings)
    assert math.isnan(summary.error)


def test_coincident_stations_are_pooled(calculate):
    log = Recorder()
    rows = [station_row("A", 0.0), station_row("B", 180.0, records=300), station_row("C", 90.0)]
    summary, out = calculate(table(rows, [105.25, 105.25, 110.25], [29.75, 29.75, 29.75]), log=log)
    assert (summary.stations, summary.places) == (3, 2)
    assert any("share their place" in text and "A, B" in text for text in log.warnings)
    row, col = GRID.cell_at(105.25, 29.75)
    # 100 records from N, 300 from S
    assert out["rose"][[0, 8], row, col] == pytest.approx([0.25, 0.75])
    assert out["reliability"][row, col] == pytest.approx(0.5)


def test_outside_stations_are_used_and_said(calculate):
    log = Recorder()
    rows = [station_row("in", 0.0), station_row("out", 180.0)]
    summary, out = calculate(table(rows, [105, 99], [30, 30]), log=log)
    assert summary.outside == 1
    assert any("outside the grid and are used: out." in text for text in log.infos)
    assert out["direction"][10, 0] == 180
    assert log.warnings == []
    log = Recorder()
    calculate(table(rows, [5, 9], [30, 30]), log=log)
    assert any("All stations lie outside" in text for text in log.warnings)


@pytest.mark.formula("leave-one-out")
def test_leave_one_out_by_hand():
    # Three places in a row, nearest neighbour only: A takes B, B takes A (the nearer), C takes B.
    rows = [station_row("A", 0.0), station_row("B", 45.0), station_row("C", 180.0)]
    field = station_field(table(rows, [100, 101, 103], [30, 30, 30]), 2.0, 1, Progress())
    error, compared = leave_one_out_error(field, VECTOR)
    assert compared == 3
    assert error == pytest.approx((45 + 45 + 135) / 3)


def test_a_constant_wind_has_no_error(calculate):
    rng = np.random.default_rng(8)
    rows = [station_row(f"S{k}", 67.5) for k in range(15)]
    for method in DirectionMethod:
        summary, out = calculate(
            table(rows, rng.uniform(100, 115, 15), rng.uniform(25, 35, 15)), method=method, neighbours=4
        )
        assert summary.error == pytest.approx(0, abs=1e-6)
        assert summary.compared == 15
        np.testing.assert_allclose(out["direction"], 67.5, atol=1e-3)
        np.testing.assert_allclose(out["reliability"], 1, atol=1e-6)


def test_calm_stations_weigh_in_the_rose_but_have_no_direction(calculate):
    calm = {"station": "calm", "records": 10, "resultant_dir": None, "constancy": None, "mean_speed": 0.0}
    calm.update(dict.fromkeys(ROSE_FIELDS, 0.0), calm_freq=1.0)
    log = Recorder()
    summary, out = calculate(table([calm], [105], [30]), log=log)
    assert np.isnan(out["direction"]).all()
    assert (out["rose"][16] == 1).all()
    assert (out["reliability"] == 0).all()
    assert summary.cells_without_direction == GRID.cells
    _, out = calculate(table([calm, station_row("A", 90.0)], [105, 110], [30, 30]))
    assert (out["direction"] == 90).all()


def test_stations_without_speed(calculate):
    log = Recorder()
    rows = [station_row("A", 0.0, speed=None), station_row("B", 90.0, speed=50.0)]
    grid = Grid(1, 1, (105.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    _, out = calculate(table(rows, [104.25, 106.25], [29.75, 29.75]), grid, log=log, method=VECTOR)
    assert out["direction"].item() == pytest.approx(45, abs=1e-3)
    assert any("constancy alone" in text for text in log.warnings)


def test_from_the_observations_on(calculate):
    observed = Observations(
        "obs", ["A"] * 4 + ["B"] * 2, ["N", "NNE", "N", "C", "S", "S"], x=[105] * 4 + [110] * 2, y=[30] * 6
    )
    winds = prevailing_at_stations(observed, DirectionFormat.COMPASS)
    _, out = calculate(table(winds.rows(), winds.x, winds.y))
    row, col = GRID.cell_at(104.9, 30.1)
    assert out["direction"][row, col] == 0
    assert out["rose"][[0, 1, 16], row, col] == pytest.approx([0.5, 0.25, 0.25], abs=0.01)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"f_n": 0.5}, "station B: the 17 frequencies .* sum to 1.5"),
        ({"f_n": -0.5, "f_e": 1.5}, "sum to 1"),
        ({"resultant_dir": 400.0}, "resultant is 400"),
        ({"constancy": 1.5}, "constancy is 1.5"),
        ({"mean_speed": -1.0}, "mean_speed is -1"),
    ],
)
def test_impossible_stations(calculate, changes, message):
    rows = [station_row("A", 0.0), station_row("B", 90.0, **changes)]
    with pytest.raises(TableError, match=message):
        calculate(table(rows, [105, 106], [30, 30]))


def test_refusals(calculate):
    good = table([station_row("A", 0.0)], [105], [30])
    for power in (0, -1, math.nan, math.inf):
        with pytest.raises(ParameterError, match="power"):
            calculate(good, power=power)
    for neighbours in (0, -3, 1.5):
        with pytest.raises(ParameterError, match="neighbours"):
            calculate(good, neighbours=neighbours)
    with pytest.raises(TableError, match="nowhere on the Earth"):
        calculate(table([station_row("A", 0.0)], [105], [300]))
    with pytest.raises(TableError, match="nowhere on the Earth"):
        calculate(table([station_row("A", 0.0)], [math.nan], [30]))
    with pytest.raises(TableError, match="no station with wind frequencies"):
        calculate(table([{"station": "A"}], [105], [30]))
    with pytest.raises(RasterError, match="GRID"):
        calculate(good, Grid(2, 2, (0, 1, 0, 0, 0, -1), ""))
    log = Recorder()
    calculate(table([station_row("A", 0.0), {"station": "B"}], [105, 106], [30, 30]), log=log)
    assert any("no frequencies and are not used: B" in text for text in log.warnings)


def test_field_needs_no_scipy_and_is_picklable():
    field = station_field(random_table(5, 9), 2.0, 3, Progress())
    again = pickle.loads(pickle.dumps(field))
    assert isinstance(again, InverseDistance)
    np.testing.assert_array_equal(again.at(field.places), field.at(field.places))


def test_vectors_are_constancy_times_mean_speed(calculate):
    # Half way between E, constancy 0.5 at 4 m/s, and N, constancy 1 at 2 m/s: vectors of 2 and 2, so 45 degrees;
    # agreement |0.5 E + 1 N| / 2 = sqrt(1.25) / 2.
    grid = Grid(1, 1, (105.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    rows = [station_row("W", 90.0, speed=4.0, constancy=0.5), station_row("E", 0.0, speed=2.0)]
    _, out = calculate(table(rows, [104.25, 106.25], [29.75, 29.75]), grid, method=VECTOR)
    assert out["direction"].item() == pytest.approx(45, abs=1e-3)
    assert out["reliability"].item() == pytest.approx(math.sqrt(1.25) / 2, abs=1e-6)
    # Without one of the speeds, constancy alone: 0.5 E and 1 N are atan(0.5).
    rows[0]["mean_speed"] = None
    _, out = calculate(table(rows, [104.25, 106.25], [29.75, 29.75]), grid, method=VECTOR)
    assert out["direction"].item() == pytest.approx(math.degrees(math.atan(0.5)), abs=1e-3)


def test_pooled_stations_without_records_count_alike():
    def pooled(first, second):
        rows = [station_row("A", 0.0, records=first), station_row("B", 180.0, records=second)]
        return station_field(table(rows, [105, 105], [30, 30]), 2.0, 3, Progress()).values[0, [0, 8]]

    assert pooled(0, 0) == pytest.approx([0.5, 0.5])
    assert pooled(None, None) == pytest.approx([0.5, 0.5])
    # A missing number counts as one record.
    assert pooled(3, None) == pytest.approx([0.75, 0.25])
    assert pooled(3, 0) == pytest.approx([1, 0])


def test_places_within_a_metre_are_one():
    # A degree of latitude is 110.57 km at the equator: 0.9 m and 1.1 m of it.
    for metres, places in ((0.9, 1), (1.1, 2)):
        rows = [station_row("A", 0.0), station_row("B", 180.0)]
        field = station_field(table(rows, [105, 105], [0.0, metres / 110_574]), 2.0, 3, Progress())
        assert len(field.places) == places


def test_frequencies_that_differ_by_rounding_are_equal():
    values = np.zeros(21)
    values[[2, 5]] = 0.3, 0.1 + 0.2  # the second is larger by 6e-17
    assert interpolated_directions(values, FREQUENCY) == 45
    values[5] += 1e-9
    assert interpolated_directions(values, FREQUENCY) == 112.5


def test_reliability_is_never_above_1():
    class TooLong:
        """A field whose agreement came out a little too long."""

        def over(self, lon, lat):
            values = np.zeros((*lon.shape, 21))
            values[..., 0], values[..., 19] = 1.0, 1.0001
            return values

    operation = WindFromStations(TooLong(), FREQUENCY, ("reliability",))
    frame = Grid(1, 2, (105.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    result = operation(Block(frame, Window(0, 0, 1, 2), ()))
    assert result.bands[0].tolist() == [[1, 1]]


def test_cells_that_are_nowhere_are_in_no_mean(calculate):
    # The whole Earth in Mollweide, 2000 km a cell: the corners of its rectangle lie outside the ellipse.
    world = spatial_reference("+proj=moll +ellps=WGS84").ExportToWkt()
    grid = Grid(9, 18, (-18e6, 2e6, 0, 9e6, 0, -2e6), world)
    log = Recorder()
    rows = [station_row("A", 90.0, calm=0.25, constancy=0.5)]
    summary, out = calculate(table(rows, [105], [30]), grid, log=log)
    nowhere = np.isnan(out["reliability"])
    assert 0 < nowhere.sum() < grid.cells / 2
    assert np.isnan(out["direction"][nowhere]).all()
    assert f"{nowhere.sum()} cells have no place on the Earth in the grid's CRS and become nodata." in log.warnings
    assert summary.cells_without_direction == 0
    assert summary.mean_reliability == pytest.approx(0.5)
    assert summary.mean_rose[[4, 16]] == pytest.approx([0.75, 0.25])
    # A grid that lies nowhere altogether has means of 0, not a division by 0.
    summary, _ = calculate(table(rows, [105], [30]), Grid(1, 1, (30e6, 1e3, 0, 30e6, 0, -1e3), world))
    assert summary.mean_reliability == 0


@pytest.mark.parametrize(
    ("x", "y", "outside"),
    [
        (100.0, 30.0, 0),
        (99.99, 30.0, 1),
        (115.0, 30.0, 0),
        (115.01, 30.0, 1),
        (105.0, 35.0, 0),
        (105.0, 35.01, 1),
        (105.0, 25.0, 0),
        (105.0, 24.99, 1),
    ],
)
def test_edges_of_the_grid_are_inside(calculate, x, y, outside):
    # 20 x 30 cells of half a degree: 100 to 115 E, 25 to 35 N.
    summary, _ = calculate(table([station_row("A", 0.0), station_row("in", 0.0)], [x, 105], [y, 30]))
    assert summary.outside == outside


def test_positions_are_as_exact_as_the_smaller_side_of_a_cell_needs(monkeypatch):
    # 1 % of 500 m, in degrees of 111 km.
    tolerances = []

    def watched(grid, window, crs, tolerance):
        tolerances.append(tolerance)
        return centres_in(grid, window, crs, tolerance)

    monkeypatch.setattr(station_grid, "centres_in", watched)
    operation = WindFromStations(station_field(random_table(5, 1), 2.0, 3, Progress()), FREQUENCY, ("rose",))
    for width, height in ((2000.0, 500.0), (500.0, 2000.0)):
        frame = Grid(2, 2, (0, width, 0, 3.4e6, 0, -height), ALBERS)
        operation(Block(frame, Window(0, 0, 2, 2), ()))
    assert tolerances == pytest.approx([5 / 111_000] * 2)


def test_error_of_two_places_and_of_one():
    rows = [station_row("A", 0.0), station_row("B", 45.0)]
    error, compared = leave_one_out_error(station_field(table(rows, [100, 101], [30, 30]), 2.0, 1, Progress()), VECTOR)
    assert (error, compared) == (pytest.approx(45), 2)
    error, compared = leave_one_out_error(station_field(table(rows[:1], [100], [30]), 2.0, 1, Progress()), VECTOR)
    assert math.isnan(error)
    assert compared == 0


def test_error_is_the_mean_of_the_angles(calculate):
    # Nearest neighbours: A and B differ by 90, C from B by 0.
    rows = [station_row("A", 0.0), station_row("B", 90.0), station_row("C", 90.0)]
    log = Recorder()
    summary, _ = calculate(table(rows, [101, 102, 103.5], [30, 30, 30]), log=log, neighbours=1)
    assert summary.error == pytest.approx((90 + 90 + 0) / 3)
    assert "Leave-one-out: mean angle 60.0 degrees over 3 places." in log.infos
    assert "3 stations at 3 places, 1 neighbours, power 2." in log.infos
