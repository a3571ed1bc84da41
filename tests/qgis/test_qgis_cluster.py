"""Algorithms on a Dask cluster: through `qgis_process` with the environment variable, and by the setting."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from conftest import given, is_clean, outputs_in
from qgis.core import QgsSettings

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = shutil.which("qgis_process.bin", path="/usr/bin:/bin") or shutil.which("qgis_process")
SCHEDULER = "CARBON_SERVICE_FLOW_SCHEDULER"
KEY = f"Processing/Configuration/{SCHEDULER}"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    sys.path.append(str(ROOT / "tests" / "core"))
    from support.cluster_world import LocalCluster

    with LocalCluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def setting():
    """Write the setting; it is empty again afterwards."""
    yield lambda address: QgsSettings().setValue(KEY, address)
    QgsSettings().remove(KEY)


@pytest.mark.parametrize("name", ["carbonstock", "supplydemandratio"])
def test_a_run_on_the_cluster_gives_what_a_run_here_gives(run, inputs, folder, feedback, cluster, setting, name):
    here, there = folder / "here", folder / "there"
    here.mkdir()
    there.mkdir()
    expected = run(name, **given(inputs, name), **outputs_in(here, name))
    setting(cluster.address)
    outputs = {key: path.replace(".tif", ".vrt") for key, path in outputs_in(there, name).items()}
    found = run(name, **given(inputs, name), **outputs)
    assert any("2 workers, 2 threads" in line for line in feedback.infos)
    for key, path in outputs.items():
        if path.endswith(".vrt"):
            np.testing.assert_array_equal(world.read_raster(path), world.read_raster(expected[key]))
            assert (Path(path).with_suffix(".tiles")).is_dir()
        elif not path.endswith(".html"):
            assert world.read_rows(path) == world.read_rows(expected[key])
    numbers = {key: value for key, value in expected.items() if not isinstance(value, str)}
    assert {key: found[key] for key in numbers} == numbers


def test_routing_keeps_its_arrays_and_says_so(run, inputs, folder, feedback, cluster, setting):
    setting(cluster.address)
    run("windflowrouting", **given(inputs, "windflowrouting"), **outputs_in(folder, "windflowrouting"))
    assert any("keeps its result in memory: it runs on this machine" in line for line in feedback.infos)


@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
def test_through_qgis_process_with_the_environment(inputs, folder, cluster, tmp_path):
    home = tmp_path / "home"
    profile = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text("[PythonPlugins]\ncarbon_service_flow=true\n")
    import distributed

    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(distributed.__file__).parents[1]),
        "QGIS_PLUGINPATH": str(Path(os.environ.get("CARBON_STAGE", ROOT / "build" / "plugins"))),
    }

    def stock(address: str, output: str) -> subprocess.CompletedProcess:
        parameters = [f"{key}={value}" for key, value in given(inputs, "carbonstock").items()]
        return subprocess.run(
            [PROGRAM, "--json", "run", "carbonflow:carbonstock", "--", *parameters, f"OUTPUT={folder / output}"],
            env={**environment, SCHEDULER: address},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    here, there = stock("", "here.tif"), stock(cluster.address, "there.vrt")
    assert there.returncode == 0, there.stderr
    numbers = [json.loads(done.stdout)["results"] for done in (here, there)]
    assert numbers[0]["STOCK_T"] == numbers[1]["STOCK_T"]
    np.testing.assert_array_equal(*(world.read_raster(str(folder / name)) for name in ("here.tif", "there.vrt")))
    refused = stock("tcp://127.0.0.1:9", "refused.tif")
    assert refused.returncode == 1
    assert "tcp://127.0.0.1:9 cannot be reached" in refused.stderr
    assert is_clean(folder, "here.tif", "there.vrt", "there.tiles")


def test_the_setting_is_in_the_options_of_processing(plugin):
    config = pytest.importorskip("processing.core.ProcessingConfig").ProcessingConfig
    setting = config.settings[SCHEDULER]
    assert (setting.group, setting.value) == ("Carbon Service Flow", "")
    assert setting in config.getSettings()["Carbon Service Flow"]
