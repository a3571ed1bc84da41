"""Headless, as a program of its own: `qgis_process run`, its list, its help, its errors, its language.

Each call takes more than a second, so that one call answers several questions.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from conftest import FILES, PROGRAM, given, is_clean, outputs_in
from test_qgis_interface import NUMBERS, PARAMETERS

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def numeric(value: object) -> object:
    """A cell as a number where it is one: CSV holds text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def same_table(path: str, other: str) -> None:
    """Text is the same; sums may differ in the last bits from one process to another, and p of them by some more."""
    rows, others = world.read_rows(path), world.read_rows(other)
    assert len(rows) == len(others)
    for row, expected in zip(rows, others):
        wanted = {key: numeric(value) for key, value in expected.items()}
        assert {key: numeric(value) for key, value in row.items()} == {
            key: pytest.approx(value, rel=1e-12) if isinstance(value, float) else value for key, value in wanted.items()
        }


def command_line(parameters: dict) -> list[str]:
    """KEY=value, a list as the key several times."""
    parts = []
    for key, value in parameters.items():
        parts += [f"{key}={one}" for one in (value if isinstance(value, list) else [value])]
    return parts


def same_raster(path: str, other: str) -> None:
    np.testing.assert_array_equal(world.read_raster(path), world.read_raster(other))


def test_list_shows_every_algorithm(qgis_process):
    done = qgis_process("list")
    assert done.returncode == 0
    for name in PARAMETERS:
        assert f"carbonflow:{name}\t" in done.stdout
    assert "Carbon Service Flow" in done.stdout
    assert "Traceback" not in done.stderr


def test_help(qgis_process):
    done = qgis_process("help", "carbonflow:carbonemissions")
    assert done.returncode == 0
    for part in (*(text.split(":")[0] for text in PARAMETERS["carbonemissions"].split()), "EMISSION_T", "Example:"):
        assert part in done.stdout


@pytest.mark.parametrize("name", FILES)
def test_run_gives_what_the_desktop_gives(qgis_process, run, inputs, folder, name):
    """Every algorithm with all its outputs, in folders with a space and Chinese characters; numbers as JSON."""
    here, there = folder / "desktop", folder / "无界面 headless"
    here.mkdir()
    there.mkdir()
    expected = run(name, **given(inputs, name), **outputs_in(here, name))
    done = qgis_process(
        "--json", "run", f"carbonflow:{name}", "--", *command_line({**given(inputs, name), **outputs_in(there, name)})
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert set(results) == set(expected)
    for number in NUMBERS[name].split():
        assert results[number] == pytest.approx(expected[number], rel=1e-12), number
    for output, path in outputs_in(there, name).items():
        assert results[output] == path
        if path.endswith(".tif"):
            same_raster(path, expected[output])
        elif path.endswith((".html", ".pdf")):
            assert Path(path).stat().st_size == pytest.approx(Path(expected[output]).stat().st_size, rel=0.01)
        else:
            same_table(path, expected[output])
    assert is_clean(there, *FILES[name].values())


def test_temporary_outputs_and_a_layer_in_a_package(qgis_process, inputs, folder):
    package = world.write_zones(folder / "package.gpkg", layer="old")
    parameters = given(inputs, "carbonstock")
    outputs = {
        "OUTPUT": "TEMPORARY_OUTPUT",
        "CLASS_TABLE": "TEMPORARY_OUTPUT",
        "ZONE_TABLE": f"ogr:dbname='{package}' table=\"new\"",
    }
    done = qgis_process("--json", "run", "carbonflow:carbonstock", "--", *command_line({**parameters, **outputs}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["STOCK_T"] > 0
    assert [row["zone"] for row in world.read_rows(f"{package}|layername=new")] == list(world.ZONES)


def test_an_error_is_told_and_leaves_nothing(qgis_process, inputs, folder, tmp_path):
    """Return code 1, nothing on standard output, our message on standard error; also with Chinese names."""
    table = world.write_text(tmp_path / "年鉴.csv", "province,population\n北区,1\n南区域,2\n", "gb18030")
    parameters = {**given(inputs, "carbonemissions"), "STATISTICS": table, **outputs_in(folder, "carbonemissions")}
    done = qgis_process("--json", "run", "carbonflow:carbonemissions", "--", *command_line(parameters))
    assert done.returncode == 1
    assert "Zones without a row: 南区 (南区域?)" in done.stderr
    assert "Traceback" not in done.stderr
    assert is_clean(folder)


def test_a_subdataset_on_the_command_line(qgis_process, folder):
    """NETCDF:"f.nc":Band1 is no file name, and newer versions of QGIS do not take it either."""
    from osgeo import gdal

    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    paths = []
    for name, value in (("u10", 0.0), ("v10", -2.0)):
        array = np.full((2, 3, 4), value)
        array[0, 0, 0] += 0.5
        tif = world.write_raster(folder / f"{name}.tif", array, crs="EPSG:4326", origin=(105.0, 35.0), size=0.25)
        gdal.Translate(str(folder / f"{name} 风.nc"), tif, format="netCDF")
        paths.append(f'NETCDF:"{folder / f"{name} 风.nc"}":Band1')
    target = str(folder / "direction.tif")
    done = qgis_process(
        "run", "carbonflow:prevailingwinduv", "--", f"U={paths[0]}", f"V={paths[1]}", f"OUTPUT_DIRECTION={target}"
    )
    assert done.returncode == 0, done.stderr
    # v = -2: the air moves south, so the wind comes from the north.
    assert set(world.read_raster(target)[1:].ravel()) == {0.0}
