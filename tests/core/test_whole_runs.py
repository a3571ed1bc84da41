"""Whole runs: cancelled at any moment, merged in any order, in folders of any name; what Float32 leaves of a total."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from carbon_service_flow.core.accounts.allocation import ProxySums
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.accounts.emissions import EmissionInputs, emissions
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.soil_respiration import RespirationBasis, SoilRespiration
from carbon_service_flow.core.accounts.spatialize import spatialize
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.accounts.stock_change import stock_change
from carbon_service_flow.core.balance.balance import balance
from carbon_service_flow.core.engine.operation import Sums
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.grids.align import align
from carbon_service_flow.core.grids.study_grid import write_study_grid
from carbon_service_flow.core.grids.warp import ValueKind
from carbon_service_flow.core.raster.staging import Staging
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal
from support.common import DEGREES, KM, WGS84, Recorder, band, file_laws, grid, laws, load, save, target, zones_of

# Two chunks high, so that a run can be cancelled between them.
SHAPE = (CHUNK + 8, 12)


def stock(folder, out, progress) -> None:
    landuse = band(folder / "land use.tif")
    carbon_stock(landuse, landuse.grid, ClassDensities.build(Scheme.CNLUCC, None), target(out), None, progress=progress)


def release(folder, out, progress) -> None:
    landuse = band(folder / "land use.tif")
    soil = SoilRespiration.build(Scheme.CNLUCC, None, RespirationBasis.AS_CARBON, progress)
    zones = zones_of(landuse.grid, a=(0, 0, *SHAPE))
    inputs = EmissionInputs(landuse, soil, zones, (True,), ("coal",), ("builtup",), np.array([[5.0]]))
    emissions(inputs, landuse.grid, target(out), progress=progress)


def ratios(folder, out, progress) -> None:
    e, c = band(folder / "one.tif"), band(folder / "two.tif")
    zones = zones_of(e.grid, a=(0, 0, *SHAPE))
    balance(
        e, c, e.grid, (None, target(out), None), zones=zones.source(e.grid), zone_names=zones.names, progress=progress
    )


def change(folder, out, progress) -> None:
    first, last = band(folder / "one.tif"), band(folder / "two.tif")
    stock_change(first, last, first.grid, 5.0, None, targets=(target(out), None, None), progress=progress)


def totals(folder, out, progress) -> None:
    extent = band(folder / "one.tif")
    zones = zones_of(extent.grid, a=(0, 0, *SHAPE))
    spatialize(zones, np.array([5.0]), extent, extent.grid, weight=None, target=target(out), progress=progress)


def move(folder, out, progress) -> None:
    align([band(folder / "one.tif")], grid(*SHAPE), ValueKind.TOTAL, target(out), progress)


def plan(folder, out, progress) -> None:
    frame = grid(*SHAPE)
    write_study_grid(zones_of(frame, a=(0, 0, *SHAPE)), frame, target(out), progress)


RUNS = [stock, release, ratios, change, totals, move, plan]


@pytest.fixture(scope="module", params=["plain", "长江 流域 (2015)"])
def folder(request, tmp_path_factory):
    made = tmp_path_factory.mktemp("runs") / request.param
    made.mkdir()
    save(made / "land use.tif", np.full(SHAPE, 51), kind=gdal.GDT_Byte, nodata=0)
    save(made / "one.tif", np.full(SHAPE, 2.0))
    save(made / "two.tif", np.full(SHAPE, 3.0))
    return made


@pytest.mark.parametrize("step", RUNS)
def test_cancelled_at_any_moment_nothing_is_left_and_the_old_file_stays(folder, step) -> None:
    """Cancelled after 0, 1, 2, ... questions, until the run comes through: then, and only then, the file is new."""
    final = folder / "result 结果.tif"
    inputs = {path.name for path in folder.iterdir()}
    for calls in itertools.count():
        final.write_bytes(b"old")
        with Staging() as staging:
            out = staging.reserve(str(final))
            try:
                step(folder, out, Recorder(cancel_after=calls))
            except CancelledError:
                finished = False
            else:
                finished = True
                staging.commit()
        assert {path.name for path in folder.iterdir()} == inputs | {final.name}
        if finished:
            break
        assert final.read_bytes() == b"old"
    assert calls >= 3
    assert load(final).count() == SHAPE[0] * SHAPE[1]
    final.unlink()


@pytest.mark.parametrize("step", RUNS)
def test_progress_never_falls_and_ends_at_one(folder, step) -> None:
    log = Recorder()
    with Staging() as staging:
        step(folder, staging.reserve(str(folder / "out.tif")), log)
    assert log.fractions[-1] == pytest.approx(1.0)
    assert all(later >= earlier for earlier, later in zip(log.fractions, log.fractions[1:]))


@laws
@given(st.lists(st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=1, max_size=6), st.randoms())
def test_sums_merge_in_any_order_and_grouping(parts, random) -> None:
    """Integers, so that no rounding hides a mistake; cells unite."""
    sums = [
        ProxySums(area=np.array(part), negative=part[0], reachable_cells=frozenset({(part[1], part[2])}))
        for part in parts
    ]
    plain = [Sums(a=np.array(part), b=part[0]) for part in parts]
    for kind in (sums, plain):
        shuffled = random.sample(kind, len(kind))
        forward, other = kind[0], shuffled[0]
        for piece in kind[1:]:
            forward = forward.merge(piece)
        rest = None
        for piece in reversed(shuffled[1:]):
            rest = piece if rest is None else piece.merge(rest)
        other = other if rest is None else other.merge(rest)
        assert type(forward) is type(other)
        assert forward.keys() == other.keys()
        assert all(np.array_equal(forward[key], other[key]) for key in forward if key != "reachable_cells")
        assert forward.get("reachable_cells") == other.get("reachable_cells")


@file_laws
@given(st.floats(1e-3, 1e12), st.integers(0, 2**32 - 1), st.booleans())
def test_a_float32_raster_holds_a_zone_s_total_to_a_ten_millionth_or_so(tmp_path_factory, total, seed, degrees) -> None:
    """Each cell is rounded by at most 6e-8 of itself, so the sum of positive cells is off by no more."""
    folder = tmp_path_factory.mktemp("float32")
    where = (DEGREES, WGS84) if degrees else (KM,)
    codes = np.random.default_rng(seed).choice([11, 21, 51], (9, 11))
    landuse = band(save(folder / "land.tif", codes, *where, kind=gdal.GDT_Byte))
    zones = zones_of(landuse.grid, a=(0, 0, 9, 11))
    soil = SoilRespiration((11, 21, 51), (1, 2, 5), (0.0, 0.0, 0.0), "none")
    inputs = EmissionInputs(landuse, soil, zones, (True,), ("s",), ("builtup",), np.array([[total]]))
    out = target(folder / "out.tif")
    found = emissions(inputs, landuse.grid, out)
    assert found.emission_t == pytest.approx(total, rel=1e-9)
    assert found.allocation_error <= 1e-9
    assert (load(out.path) * landuse.grid.cell_area_ha()).sum() == pytest.approx(total, rel=6.1e-8)
