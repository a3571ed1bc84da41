"""The account in one pass is the chain's, bit for bit: rasters, tables, totals."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.accounts.emissions import EmissionInputs, emissions, sum_proxies
from carbon_service_flow.core.accounts.soil_respiration import SoilRespiration
from carbon_service_flow.core.accounts.stock import StockOperation, carbon_stock
from carbon_service_flow.core.balance.balance import BalanceOperation, balance
from carbon_service_flow.core.balance.carbon_account import (
    CarbonAccountOperation,
    CarbonAccountTargets,
    as_written,
    carbon_account,
)
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import UnknownCodeError
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.targets import ArrayTarget
from carbon_service_flow.core.zones.zonal_medians import SparseCounts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, band, load, save, target, zones_of

SOIL = SoilRespiration((1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6), (16.0, 23.0, 21.0, 0.0, 0.0, 0.0), "six classes")
POOLS = np.array([[215.92, 331.21, 228.98, 0.0, 30.0, 22.9]]).T * np.array([[0.4, 0.3, 0.2, 0.1]])
DENSITIES = ClassDensities((1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), ("",) * 6, POOLS, "pools")
RASTERS = ("emission", "sequestration", "difference", "ratio", "flow")


def world(folder, seed: int, where, study: bool, gaps: bool) -> tuple[EmissionInputs, Grid]:
    """A grid of more than one chunk, three zones of which one is outside the statistics, two sources."""
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.repeat(rng.integers(0 if gaps else 1, 7, (70, 67)), 8, 0), 8, 1)[:520, :530]
    landuse = band(save(folder / "codes.tif", codes, *where, nodata=0, kind=gdal.GDT_Byte))
    people = rng.random(codes.shape) * 50
    population = band(save(folder / "people.tif", people, *where, nodata=-9999))
    frame = landuse.grid
    zones = zones_of(frame, a=(0, 0, 300, 250), b=(300, 0, 220.4, 400), c=(0, 250, 300, 280))
    totals = rng.random((2, 3)) * 1e6 * np.array([1, 1, 0])
    area = zones_of(frame, study=(20.3, 11.1, 480, 490)) if study else None
    active = (True, True, False)
    names, proxies = ("people", "energy"), ("population", "builtup")
    return EmissionInputs(landuse, SOIL, zones, active, names, proxies, totals, population, None, area), frame


def chain(folder, inputs: EmissionInputs, grid: Grid, given=None):
    paths = {name: target(folder / f"chain_{name}.tif") for name in RASTERS}
    emitted = emissions(inputs, grid, paths["emission"], progress=Recorder())
    stock = None
    if given is None:
        stock = carbon_stock(inputs.landuse, grid, DENSITIES, paths["sequestration"], None)
        given = band(paths["sequestration"].path)
    wanted = [paths["difference"], paths["ratio"], paths["flow"]]
    zones = inputs.zones
    balanced = balance(
        band(paths["emission"].path),
        given,
        grid,
        wanted,
        zones=zones.source(grid),
        zone_names=zones.names,
        progress=Recorder(),
    )
    return emitted, stock, balanced, paths


def fused(folder, inputs: EmissionInputs, grid: Grid, sequestration=DENSITIES, names=RASTERS):
    paths = {name: target(folder / f"fused_{name}.tif") for name in names}
    account = carbon_account(inputs, sequestration, grid, CarbonAccountTargets(**paths), progress=Recorder())
    return account, paths


@pytest.mark.formula("account")
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**20), study=st.booleans(), gaps=st.booleans(), degrees=st.booleans())
def test_one_pass_is_the_chain_bit_for_bit(tmp_path, seed, study, gaps, degrees) -> None:
    inputs, grid = world(tmp_path, seed, (DEGREES, WGS84) if degrees else (KM, ALBERS), study, gaps)
    emitted, stock, balanced, paths = chain(tmp_path, inputs, grid)
    account, ours = fused(tmp_path, inputs, grid)
    for name in RASTERS:
        expected, found = load(paths[name].path), load(ours[name].path)
        np.testing.assert_array_equal(np.ma.getmaskarray(found), np.ma.getmaskarray(expected))
        np.testing.assert_array_equal(found.compressed(), expected.compressed())
    assert account.emissions == emitted
    assert account.balance == balanced
    assert (account.stock.area_ha, account.stock.stock_t) == (stock.area_ha, stock.stock_t)
    assert account.stock.class_rows == stock.class_rows


def test_a_given_sequestration_is_used_and_only_what_is_wanted_is_written(tmp_path) -> None:
    inputs, grid = world(tmp_path, 3, (KM, ALBERS), True, True)
    given = band(save(tmp_path / "npp.tif", np.random.default_rng(1).random(grid.shape) * 9, KM, ALBERS, nodata=-9999))
    _, _, balanced, paths = chain(tmp_path, inputs, grid, given)
    account, ours = fused(tmp_path, inputs, grid, given, ("ratio", "flow"))
    assert account.stock is None
    assert account.balance == balanced
    np.testing.assert_array_equal(load(ours["flow"].path).filled(-1), load(paths["flow"].path).filled(-1))
    assert sorted(path.name for path in tmp_path.glob("fused*")) == ["fused_flow.tif", "fused_ratio.tif"]


@pytest.mark.parametrize("given", [True, False])
def test_warnings_name_what_lacks_values(tmp_path, given) -> None:
    """A stock is everywhere, the emission in active zones only; of a given raster half the cells are missing."""
    inputs, grid = world(tmp_path, 4, (KM, ALBERS), False, False)
    npp = np.ones(grid.shape)
    npp[:260] = -9999
    sequestration = band(save(tmp_path / "npp.tif", npp, KM, ALBERS, nodata=-9999)) if given else DENSITIES
    log = Recorder()
    targets = CarbonAccountTargets(target(tmp_path / "ratio.tif"))
    carbon_account(inputs, sequestration, grid, targets, progress=log)
    name = "npp.tif" if given else "the sequestration"
    lacking = [text for text in log.warnings if text.endswith("left out.")]
    in_emission = [text for text in lacking if text.endswith(f"of {name} have no value in the emission; left out.")]
    in_given = [text for text in lacking if text.endswith(f"of the emission have no value in {name}; left out.")]
    assert (len(in_emission), len(in_given)) == (1, int(given))
    assert len(lacking) == 1 + given


def test_values_beyond_float32_become_infinite_as_in_a_raster() -> None:
    found = as_written(np.ma.MaskedArray([[1e300, 0.1, 5.0]], [[False, False, True]]))
    assert found.dtype == np.float32
    assert found.mask.tolist() == [[False, False, True]]
    assert found[0, 0] == np.inf
    assert float(found[0, 1]) == float(np.float32(0.1)) != 0.1


def test_a_code_without_pools_is_an_error_that_names_it(tmp_path) -> None:
    inputs, grid = world(tmp_path, 5, (KM, ALBERS), False, False)
    few = ClassDensities((1, 2, 3, 4, 5), (0, 1, 2, 3, 4), (1, 2, 3, 4, 5), ("",) * 5, POOLS[:5], "five pools")
    with pytest.raises(UnknownCodeError, match="five pools"):
        fused(tmp_path, inputs, grid, few)


@pytest.mark.parametrize(("threads", "window_cells"), [(1, 1), (4, 1), (3, 100 * CHUNK * CHUNK)])
def test_threads_windows_and_pickling_change_no_bit(tmp_path, threads, window_cells) -> None:
    """The operation sent through pickle, as to another process, with its sums, and everything else as usual."""
    inputs, grid = world(tmp_path, 11, (DEGREES, WGS84), True, True)
    allocated = sum_proxies(inputs, grid, False, False, Recorder())
    stock = StockOperation.build("codes", DENSITIES, 0, True, False)
    balanced = BalanceOperation(3, (True, True, True))
    operation = CarbonAccountOperation(allocated.operation, allocated.zone_band, stock, balanced, True, True)

    def go(operation, **engine):
        memory = ArrayTarget.empty(grid, [np.float32] * 5, -1.0)
        return run(operation, allocated.sources, grid, [memory], **engine), memory.arrays

    sums, arrays = go(operation)
    again, copies = go(pickle.loads(pickle.dumps(operation)), threads=threads, window_cells=window_cells)
    for one, other in zip(arrays, copies):
        np.testing.assert_array_equal(one, other)
    for part in sums:
        for key, value in pickle.loads(pickle.dumps(again))[part].items():
            if isinstance(value, SparseCounts):
                np.testing.assert_array_equal(value.keys, sums[part][key].keys)
                np.testing.assert_array_equal(value.counts, sums[part][key].counts)
            elif isinstance(value, np.ndarray):
                np.testing.assert_array_equal(value, sums[part][key])
            else:
                assert value == sums[part][key]
