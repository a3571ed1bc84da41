"""One-neighbour routing against SAGA's accumulation functions, a compiled twin of PCRaster's accuthresholdflux.

SAGA takes a surface instead of directions, and each cell's steepest descent as the way down; a surface without pits has
no loops. On its rim it knows fewer neighbours than we do: compared are the cells that no cell of the rim feeds.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import numpy as np
import pytest
from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_direction, route
from osgeo import gdal

SAGA = shutil.which("saga_cmd")
# CI installs SAGA and says so: there a missing one is a failure.
pytestmark = pytest.mark.skipif(SAGA is None and "CARBON_SAGA" not in os.environ, reason="SAGA is not installed")
# (rows down, columns right) of the bearings 0, 45 ... 315.
STEPS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
SOUTH_EAST = 3
SIZE = 60


def write(path, values):
    data = gdal.GetDriverByName("GTiff").Create(str(path), SIZE, SIZE, 1, gdal.GDT_Float64)
    data.SetGeoTransform((0.0, 1000.0, 0.0, 1000.0 * SIZE, 0.0, -1000.0))
    data.GetRasterBand(1).WriteArray(values)
    return str(path)


def read(path):
    data = gdal.Open(str(path))
    return data.GetRasterBand(1).ReadAsArray().astype(float)


def pit_free(rng):
    """A slope to the south-east, steeper than its bumps are: the cell to the south-east is always lower."""
    row, column = np.mgrid[0:SIZE, 0:SIZE]
    return 1000.0 - row - column + rng.uniform(0.0, 1.9, (SIZE, SIZE))


def steepest(surface):
    """Of each cell the number of the steepest step down; a diagonal is sqrt(2) long.

    Cells of the rim that none leads down from send what they have over the border, to the south-east.
    """
    padded = np.pad(surface, 1, constant_values=np.inf)
    drops = [
        (surface - padded[1 + down : 1 + down + SIZE, 1 + right : 1 + right + SIZE]) / np.hypot(down, right)
        for down, right in STEPS
    ]
    return np.where(np.max(drops, axis=0) > 0, np.argmax(drops, axis=0), SOUTH_EAST)


def fed_from_the_rim(step):
    """True for the rim's cells and for all that lies downstream of one."""
    fed = np.ones((SIZE, SIZE), bool)
    fed[1:-1, 1:-1] = False
    while True:
        grown = fed.copy()
        for number, (down, right) in enumerate(STEPS):
            row, column = np.nonzero(fed & (step == number))
            inside = (row + down >= 0) & (row + down < SIZE) & (column + right >= 0) & (column + right < SIZE)
            grown[row[inside] + down, column[inside] + right] = True
        if (grown == fed).all():
            return fed
        fed = grown


def accumulate(folder, surface, emission, room):
    """SAGA's accuthresholdflux and accuthresholdstate; its linear flow is that to one neighbour."""
    files = {"SURFACE": surface, "INPUT": emission, "CONTROL": room}
    given = [f"-{name}={write(folder / f'{name}.tif', values)}" for name, values in files.items()]
    made = [f"-FLUX={folder / 'flux.tif'}", f"-STATE_OUT={folder / 'state.tif'}"]
    command = [SAGA, "grid_analysis", "18", *given, *made, "-OPERATION=3", "-LINEAR=1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return read(folder / "flux.tif"), read(folder / "state.tif")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_flux_and_absorbed_are_those_of_saga(tmp_path, seed):
    rng = np.random.default_rng(seed)
    surface = pit_free(rng)
    emission, room = rng.uniform(0, 10, (2, SIZE, SIZE))
    step = steepest(surface)
    # The wind comes from where the step does not go.
    wind = (45.0 * step + 180.0) % 360.0
    neighbourhood = Neighbourhood.of(rows=SIZE, cols=SIZE, dx=1000.0, dy=1000.0)
    graph = build_graph(from_direction(wind, neighbourhood, one_neighbour=True), np.ones((SIZE, SIZE), bool))
    routed = route(emission, room, graph)
    flux, state = accumulate(tmp_path, surface, emission, room)
    ours = ~fed_from_the_rim(step)
    assert ours.sum() > 0.3 * SIZE**2
    np.testing.assert_allclose(flux[ours], routed.flux[ours], rtol=1e-6, atol=1e-4)
    np.testing.assert_allclose(state[ours], routed.absorbed[ours], rtol=1e-6, atol=1e-4)
