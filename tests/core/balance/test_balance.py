"""Supply and demand: hand-worked cells, plain loops, laws, and inputs that must be refused."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.balance.balance import balance
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import GridMismatchError, RasterError
from carbon_service_flow.core.raster.sources import common_grid
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import DEGREES, KM, WGS84, Recorder, band, box, file_laws, load, save, target, zones_of

NAN = float("nan")


ALL = ("difference", "ratio", "flow")


def run_balance(folder, emission, sequestration, zones=None, transform=KM, crs=None, write=ALL):
    options = {"transform": transform} if crs is None else {"transform": transform, "crs": crs}
    e = band(save(folder / "e.tif", emission, nodata=-9999, **options))
    c = band(save(folder / "c.tif", sequestration, nodata=-9999, **options))
    outs = [target(folder / f"{name}.tif") if name in write else None for name in ALL]
    log = Recorder()
    source, names = (None, ()) if zones is None else (zones(e.grid).source(e.grid), zones(e.grid).names)
    account = balance(e, c, common_grid([e, c]), outs, zones=source, zone_names=names, progress=log)
    return account, [load(out.path) for out in outs if out], log


@pytest.mark.formula("difference", "ratio-zero")
def test_nine_cells_worked_by_hand(tmp_path) -> None:
    """1 km2 cells. Row 0: E < C, E = C, E > C. Row 1: C = 0, E = 0, both 0. Row 2: E missing, C missing, both.

    Valid in both: six cells, 600 ha; E = 1+2+6+5+0+0 = 14, C = 4+2+3+0+8+0 = 17, F = 1+2+3+0+0+0 = 6 t/ha-cells.
    Ratios: 1/4, 1, 2, -, 0, -: mean 3.25 / 4 = 0.8125; median of 0, 0.25, 1, 2 = 0.625.
    """
    emission = [[1, 2, 6], [5, 0, 0], [-9999, 3, NAN]]
    sequestration = [[4, 2, 3], [0, 8, 0], [7, -9999, -9999]]
    account, rasters, log = run_balance(
        tmp_path, emission, sequestration, lambda frame: zones_of(frame, all=(0, 0, 3, 3))
    )
    difference, ratio, flow = (raster.filled(NAN) for raster in rasters)
    np.testing.assert_array_equal(difference, [[3, 0, -3], [-5, 8, 0], [NAN] * 3])
    np.testing.assert_array_equal(ratio, [[0.25, 1, 2], [NAN, 0, NAN], [NAN] * 3])
    np.testing.assert_array_equal(flow, [[1, 2, 3], [0, 0, 0], [NAN] * 3])
    assert (account.emission_t, account.sequestration_t, account.flow_t) == (1400, 1700, 600)
    assert account.ratio_of_totals == pytest.approx(14 / 17)
    assert account.mean_ratio == pytest.approx(0.8125)
    assert account.zero_sequestration_cells == 2
    row = account.zone_rows[0]
    assert row["median_ratio"] == pytest.approx(0.625)
    assert (row["area_ha"], row["flow_t"], row["flow_t_km2"]) == (600, 600, pytest.approx(100))
    assert row["difference_t_ha"] == pytest.approx(0.5)
    assert "2 cells sequester nothing: they have no ratio." in log.warnings
    assert any("1 cells of e.tif have no value in c.tif" in text for text in log.warnings)
    assert any("1 cells of c.tif have no value in e.tif" in text for text in log.warnings)


def test_two_cells_of_the_docstring(tmp_path) -> None:
    account, _, _ = run_balance(tmp_path, [[1, 146.63]], [[331.21, 30]])
    assert account.ratio_of_totals == pytest.approx(0.409, abs=5e-4)
    assert account.mean_ratio == pytest.approx(2.445, abs=5e-4)


densities = st.one_of(st.just(0.0), st.just(NAN), st.floats(0.015625, 400, width=32))


@pytest.mark.formula("difference")
@file_laws
@given(
    emission=arrays(np.float64, (6, 7), elements=densities),
    sequestration=arrays(np.float64, (6, 7), elements=densities),
    geographic=st.booleans(),
)
def test_balance_against_plain_loops(tmp_path_factory, emission, sequestration, geographic) -> None:
    """Rasters cell by cell; area, totals, three ratios and flow of two zones and of all, areas by row."""
    folder = tmp_path_factory.mktemp("loops")
    where = {"transform": DEGREES, "crs": WGS84} if geographic else {}
    account, (difference, ratio, flow), _ = run_balance(
        folder, emission, sequestration, lambda frame: zones_of(frame, west=(0, 0, 6, 3), east=(0, 3, 6, 2)), **where
    )
    area_of_row = band(folder / "e.tif").grid.cell_area_ha()[:, 0]
    for name, cols in (("west", range(3)), ("east", range(3, 5)), (None, range(7))):
        area = e = c = f = 0.0
        ratios = []
        for i in range(6):
            for j in cols:
                if np.isnan(emission[i, j]) or np.isnan(sequestration[i, j]):
                    assert all(raster.mask[i, j] for raster in (difference, flow, ratio))
                    continue
                a = area_of_row[i]
                area, e, c = area + a, e + a * emission[i, j], c + a * sequestration[i, j]
                f += a * min(emission[i, j], sequestration[i, j])
                assert flow[i, j] == pytest.approx(min(emission[i, j], sequestration[i, j]), rel=1e-6)
                assert difference[i, j] == pytest.approx(sequestration[i, j] - emission[i, j], rel=1e-6)
                if sequestration[i, j] > 0:
                    ratios.append(emission[i, j] / sequestration[i, j])
                    assert ratio[i, j] == pytest.approx(ratios[-1], rel=1e-6)
                else:
                    assert ratio.mask[i, j]
        if name is None:
            found = {
                "area_ha": account.area_ha,
                "emission_t": account.emission_t,
                "sequestration_t": account.sequestration_t,
                "flow_t": account.flow_t,
                "mean_ratio": account.mean_ratio,
            }
        else:
            found = next(row for row in account.zone_rows if row["zone"] == name)
            expected = np.median(np.array(ratios, dtype=np.float32).astype(float)) if ratios else None
            assert found["median_ratio"] == (pytest.approx(expected, rel=1e-12) if ratios else None)
            assert found["ratio_of_totals"] == (pytest.approx(e / c) if c else None)
        assert found["area_ha"] == pytest.approx(area, rel=1e-12)
        assert (found["emission_t"], found["sequestration_t"]) == (pytest.approx(e), pytest.approx(c))
        assert found["flow_t"] == pytest.approx(f)
        assert found["mean_ratio"] == (pytest.approx(np.mean(ratios)) if ratios else None)


@file_laws
@given(st.lists(st.just(0.0) | st.floats(2.0**-20, 1000, width=32), min_size=1, max_size=40), st.integers(0, 3))
def test_flow_plus_surplus_is_emission(tmp_path_factory, values, missing) -> None:
    """F + max(E - C, 0) = E and F + max(C - E, 0) = C, summed; and F never exceeds either."""
    folder = tmp_path_factory.mktemp("law")
    emission = np.array([values])
    sequestration = emission[:, ::-1] * 0.7 + missing
    account, (difference, _, flow), _ = run_balance(folder, emission, sequestration)
    surplus = np.maximum(-difference, 0).sum() * 100
    assert account.flow_t + surplus == pytest.approx(account.emission_t, rel=1e-6, abs=1e-6)
    assert account.flow_t <= min(account.emission_t, account.sequestration_t) * (1 + 1e-12)
    assert (flow.data <= sequestration * (1 + 1e-6)).all()


def test_ranks_follow_the_mean_ratio_and_a_zone_without_cells_has_none(tmp_path) -> None:
    """Zones a, b, c have mean ratios 0.5, 2 and none (C = 0); the zone off the grid has area 0 and no rank."""

    def zones(frame):
        return zones_of(frame, a=(0, 0, 1, 1), b=(0, 1, 1, 1), c=(0, 2, 1, 1), off=(5, 5, 1, 1))

    account, _, _ = run_balance(tmp_path, [[1, 4, 1]], [[2, 2, 0]], zones)
    assert {row["zone"]: row["rank"] for row in account.zone_rows} == {"a": 2, "b": 1, "c": None, "off": None}
    off = account.zone_rows[3]
    assert off["area_ha"] == 0
    assert off["emission_t_ha"] is off["median_ratio"] is off["flow_t_km2"] is off["ratio_of_totals"] is None


def test_a_zone_s_row_by_hand(tmp_path) -> None:
    """Cells of 100 ha, one per column: E 1 4 0 9, C 2 1 5 0, all of them zone a; b is the second column alone.

    a: E 14, C 8, F 1 + 1 + 0 + 0 = 2 t/ha-cells; ratios 0.5, 4, 0: mean 1.5, median 0.5, of totals 14 / 8 = 1.75;
    difference -6 / 4 = -1.5 t/ha; flow 200 t on 4 km2. The fourth cell has no ratio, and outside lies a fifth one.
    """
    account, _, _ = run_balance(
        tmp_path, [[1, 4, 0, 9, 30]], [[2, 1, 5, 0, 10]], lambda frame: zones_of(frame, a=(0, 0, 1, 4))
    )
    assert account.zone_rows == [
        {
            "zone": "a",
            "area_ha": 400,
            "emission_t": 1400,
            "sequestration_t": 800,
            "emission_t_ha": 3.5,
            "sequestration_t_ha": 2,
            "difference_t_ha": -1.5,
            "ratio_of_totals": 1.75,
            "mean_ratio": 1.5,
            "median_ratio": 0.5,
            "flow_t": 200,
            "flow_t_km2": 50,
            "rank": 1,
        }
    ]
    # All five: ratios 0.5, 4, 0, 3 of four cells.
    assert account.mean_ratio == pytest.approx(7.5 / 4)
    assert (account.area_ha, account.emission_t, account.flow_t) == (500, 4400, 1200)


@pytest.mark.parametrize("write", [(), ("difference",), ("flow",), ("ratio",), ("difference", "flow"), ALL])
def test_what_is_not_wanted_is_not_written_and_changes_no_number(tmp_path, write) -> None:
    """Without a ratio raster medians are taken from emission and sequestration: to the bit the same, in Float32."""
    rng = np.random.default_rng(7)
    emission = rng.choice([0.0, 0.3, NAN, 5.5], (9, 9)) * rng.random((9, 9))
    sequestration = rng.choice([0.0, 0.7, 2.0, NAN], (9, 9))

    def zones(frame):
        return zones_of(frame, a=(0, 0, 9, 4), b=(0, 4, 5, 5))

    for name in ("some", "all"):
        (tmp_path / name).mkdir()
    account, rasters, _ = run_balance(tmp_path / "some", emission, sequestration, zones, write=write)
    whole, every, _ = run_balance(tmp_path / "all", emission, sequestration, zones)
    assert account == whole
    assert all(row["median_ratio"] is not None for row in account.zone_rows)
    assert [path.stem for path in sorted((tmp_path / "some").iterdir())] == sorted([*write, "c", "e"])
    for name, raster in zip([name for name in ALL if name in write], rasters):
        np.testing.assert_array_equal(raster.filled(NAN), every[ALL.index(name)].filled(NAN))


def test_overlapping_zones_are_warned_of_where_their_polygons_are_given(tmp_path) -> None:
    emission = band(save(tmp_path / "e.tif", np.ones((2, 4)), nodata=-1))
    zones = zones_of(emission.grid, a=(0, 0, 2, 3), b=(0, 2, 2, 2))
    for polygons, warnings in (
        (None, []),
        (zones, ["Zones of zones overlap in 2 cells; such a cell counts for the zone drawn last."]),
    ):
        log = Recorder()
        account = balance(
            emission,
            emission,
            emission.grid,
            (None, None, None),
            zones=zones.source(emission.grid),
            zone_names=zones.names,
            progress=log,
            zone_polygons=polygons,
        )
        assert log.warnings == warnings
        assert [row["area_ha"] for row in account.zone_rows] == [400, 400]


def test_cells_outside_every_zone_count_in_the_whole_only(tmp_path) -> None:
    account, _, _ = run_balance(tmp_path, [[1, 2]], [[3, 3]], lambda frame: zones_of(frame, a=(0, 0, 1, 1)))
    assert account.emission_t == 300
    assert account.zone_rows[0]["emission_t"] == 100


@pytest.mark.formula("negative")
@pytest.mark.parametrize("which", ["e", "c"])
def test_negative_values_are_refused_with_count_and_first_cell(tmp_path, which) -> None:
    """Three negative cells, in two chunks; the first in reading order is row 1, column 601."""
    values = np.ones((CHUNK + 1, 700))
    values[CHUNK, 3] = values[0, 600] = values[0, 601] = -2.5
    save(tmp_path / "e.tif", values if which == "e" else 1 + 0 * values)
    save(tmp_path / "c.tif", values if which == "c" else 1 + 0 * values)
    e, c = band(tmp_path / "e.tif"), band(tmp_path / "c.tif")
    with Staging() as staging:
        out = target(staging.reserve(str(tmp_path / "flow.tif")))
        amount = {"e": "Emission", "c": "Sequestration"}[which]
        with pytest.raises(RasterError, match=rf"{amount} raster {which}\.tif .*3 cells.* row 1, column 601 \(-2\.5\)"):
            balance(e, c, e.grid, (None, None, out))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.tif", "e.tif"]


def test_grids_half_a_cell_apart_are_refused_and_both_are_printed(tmp_path) -> None:
    save(tmp_path / "e.tif", np.ones((3, 3)))
    save(tmp_path / "c.tif", np.ones((3, 3)), (500.0, *KM[1:]))
    with pytest.raises(GridMismatchError) as caught:
        common_grid([band(tmp_path / "e.tif"), band(tmp_path / "c.tif")])
    text = str(caught.value)
    assert "shifted by 0.5 columns and 0 rows" in text
    assert "e.tif: 3 x 3 cells of 1000 x 1000 from (0, 3400000)" in text
    assert "c.tif: 3 x 3 cells of 1000 x 1000 from (500, 3400000)" in text
    assert "carbonflow:aligntogrid" in text


def test_zones_in_another_crs_are_transformed(tmp_path) -> None:
    """Zones in degrees over an Albers grid; the central meridian 105 E is x = 0 and splits the 4 columns in two."""
    transform = (-2000.0, 1000.0, 0.0, 3_200_000.0, 0.0, -1000.0)

    def zones(_):
        features = [("west", box(100, 20, 105, 40)), ("east", box(105, 20, 110, 40))]
        return Zones.from_features("degrees", WGS84, features)

    account, _, _ = run_balance(tmp_path, [[1, 2, 3, 4]], [[9, 9, 9, 9]], zones, transform)
    assert [row["emission_t"] for row in account.zone_rows] == [300, 700]
