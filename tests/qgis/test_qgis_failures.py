"""Runs that fail or are cancelled: the reason is told, nothing is left behind, what was there stays."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from conftest import FILES, Recorder, algorithm, given, is_clean, outputs_in
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication

OLD = b"what was there before"


def old_files(folder: Path, name: str) -> dict[str, str]:
    """Files of an earlier run under all output names, of other content."""
    outputs = outputs_in(folder, name)
    for path in outputs.values():
        Path(path).write_bytes(OLD)
    return outputs


def unchanged(folder: Path, name: str) -> bool:
    return is_clean(folder, *FILES[name].values()) and all(path.read_bytes() == OLD for path in folder.iterdir())


@pytest.mark.parametrize("at", [1, 60, 85])
@pytest.mark.parametrize("name", FILES)
def test_cancelled(run, inputs, folder, name, at):
    """At the first sign of progress, in the middle, and when all is computed and nothing has its name yet."""
    if name == "prevailingwinduv":
        inputs = {**inputs, "emission": inputs["wind"]}
    feedback = Recorder(cancel_at=at)
    outputs = old_files(folder, name)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(name, feedback=feedback, **given(inputs, name), **outputs)
    assert feedback.isCanceled()
    assert max(feedback.steps) >= at
    assert unchanged(folder, name)


def test_cancelled_in_the_middle_of_a_large_raster(run, inputs, folder, tmp_path):
    codes = np.full((3000, 2500), 21, np.uint8)
    path = world.write_raster(tmp_path / "large.tif", codes, options=("COMPRESS=DEFLATE",))
    feedback = Recorder(cancel_at=40)
    outputs = old_files(folder, "carbonstock")
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run("carbonstock", feedback=feedback, LANDUSE=path, ZONES=inputs["zones"], **outputs)
    assert 40 <= max(feedback.steps) < 80
    assert unchanged(folder, "carbonstock")


@pytest.mark.parametrize("name", FILES)
def test_an_output_folder_that_does_not_exist(fails, inputs, folder, name):
    text = fails(name, **given(inputs, name), **outputs_in(folder / "nowhere", name))
    assert "nowhere" in text
    assert "does not exist" in text
    assert is_clean(folder)


@pytest.mark.parametrize("name", [name for name in FILES if next(iter(FILES[name].values())).endswith(".tif")])
def test_an_output_name_that_is_no_tif(fails, inputs, folder, name):
    outputs = outputs_in(folder, name)
    first = next(iter(outputs))
    for ending in ("", ".img"):
        text = fails(name, **given(inputs, name), **{**outputs, first: str(folder / f"raster{ending}")})
        assert ".tif" in text
        assert is_clean(folder)


def test_a_read_only_file(fails, inputs, folder):
    outputs = old_files(folder, "carbonstock")
    for output in ("OUTPUT", "ZONE_TABLE"):
        os.chmod(outputs[output], stat.S_IREAD)
        text = fails("carbonstock", **given(inputs, "carbonstock"), **outputs)
        os.chmod(outputs[output], stat.S_IREAD | stat.S_IWRITE)
        assert "read-only" in text
        assert outputs[output] in text
        assert unchanged(folder, "carbonstock")


def test_a_read_only_folder(fails, inputs, folder):
    folder.chmod(stat.S_IREAD | stat.S_IEXEC)
    text = fails("carbonstock", **given(inputs, "carbonstock"), **outputs_in(folder, "carbonstock"))
    folder.chmod(stat.S_IRWXU)
    assert "read-only" in text
    assert is_clean(folder)


def test_one_name_for_two_outputs(fails, inputs, folder):
    same = str(folder / "same.tif")
    text = fails("carbonstock", LANDUSE=inputs["landuse"], OUTPUT=same, OUTPUT_POOLS=same)
    assert "same.tif is named for two outputs" in text
    assert is_clean(folder)


def test_a_table_that_cannot_be_written_takes_the_rasters_with_it(fails, inputs, folder):
    outputs = old_files(folder, "carbonstock")
    table = "ogr:dbname='/nowhere/at all.gpkg' table=\"zones\" (geom)"
    fails("carbonstock", **given(inputs, "carbonstock"), **{**outputs, "ZONE_TABLE": table})
    assert unchanged(folder, "carbonstock")


def test_an_error_late_in_the_run_leaves_what_was_there(fails, inputs, folder, tmp_path):
    """Unknown codes in the last row of a large raster, when most of the output has been written."""
    codes = np.full((1500, 1100), 21, np.uint8)
    codes[-1, -1] = 88
    path = world.write_raster(tmp_path / "large.tif", codes, options=("COMPRESS=DEFLATE",))
    outputs = old_files(folder, "carbonstock")
    assert "88 (1 cells)" in fails("carbonstock", LANDUSE=path, ZONES=inputs["zones"], **outputs)
    assert unchanged(folder, "carbonstock")


@pytest.mark.parametrize("name", FILES)
def test_in_a_thread(plugin, inputs, folder, name):
    """As QGIS's dialog runs it: prepared here, computed in a task; a layer touched there would end in a crash."""
    outputs = outputs_in(folder, name)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    feedback = Recorder()
    parameters = {**given(inputs, name), **outputs}
    ended = []
    task = QgsProcessingAlgRunnerTask(algorithm(name), parameters, context, feedback)
    task.executed.connect(lambda ok, results: ended.append((ok, results)))
    QgsApplication.taskManager().addTask(task)
    # Not waitForFinished: it keeps Python's lock, which the task needs.
    for _ in range(3000):
        QCoreApplication.processEvents()
        if ended:
            break
        time.sleep(0.01)
    assert ended, "the task did not end"
    assert ended[0][0], feedback.errors
    assert {output: ended[0][1][output] for output in outputs} == outputs
    assert is_clean(folder, *FILES[name].values())


@pytest.mark.parametrize("name", FILES)
def test_results_are_the_same_twice_and_over_old_files(run, inputs, folder, name):
    """A second run over the first one's files: the same values, no leftovers; sidecar files of the old rasters go."""
    first = run(name, **given(inputs, name), **outputs_in(folder, name))
    values = {path.name: world.read_raster(path) for path in folder.glob("*.tif")}
    for path in list(folder.glob("*.tif")):
        path.with_name(path.name + ".aux.xml").write_text("<PAMDataset/>")
    second = run(name, **given(inputs, name), **old_files(folder, name))
    assert second == first
    assert is_clean(folder, *FILES[name].values())
    for path in folder.glob("*.tif"):
        np.testing.assert_array_equal(world.read_raster(path), values[path.name])
