"""Without SciPy, numba, plotly or pandas: the plugin loads, charts and tables say what to install, the rest works.

Each session also notes files that are still open when they get their final name, which Windows would refuse.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent


def session(folder: Path, *hidden: str) -> dict[str, Any]:
    """What packaging_run.py found without these packages."""
    folder.mkdir()
    variables = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    variables |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    variables |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "ignore"}
    command = ["/usr/bin/python3", str(HERE / "packaging_run.py"), str(folder), *hidden]
    run = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert "\nANSWERS " in run.stdout, run.stdout + run.stderr
    return json.loads(run.stdout.split("\nANSWERS ")[1].splitlines()[0])


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    return session(tmp_path_factory.mktemp("a") / "all")


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    return session(tmp_path_factory.mktemp("b") / "none", "pandas", "scipy", "numba", "plotly", "matplotlib")


@pytest.fixture(scope="module")
def no_solvers(tmp_path_factory):
    return session(tmp_path_factory.mktemp("c") / "pandas", "scipy", "numba", "plotly", "matplotlib")


def test_the_plugin_loads_and_lists_everything(everything, nothing):
    assert list(nothing["algorithms"]) == list(everything["algorithms"])
    assert len(nothing["algorithms"]) >= 10
    assert nothing["imported"] == []


def test_every_algorithm_can_run_with_what_qgis_brings(everything, nothing):
    for session_of in (everything, nothing):
        assert [name for name, (can, _) in session_of["algorithms"].items() if not can] == []


def test_charts_say_that_plotly_is_missing(everything, nothing):
    assert "error" not in everything["page"]
    assert "Traceback" not in nothing["page"]
    for part in ("plotly", "OSGeo4W", "apt install python3-plotly", "conda install"):
        assert part in nothing["page"]


@pytest.mark.parametrize("name", ["stock", "balance", "routing", "correlation", "own table", "temporary table"])
def test_tables_say_that_pandas_is_missing_and_nothing_is_computed(everything, nothing, name):
    """A user's table, and a table as output in a file, a database or memory."""
    assert "error" not in everything[name]
    assert nothing[name].startswith("error: ")
    assert "Traceback" not in nothing[name]
    for part in ("pandas", "OSGeo4W", "apt install python3-pandas", "conda install"):
        assert part in nothing[name]


def test_charts_by_zone_are_made_of_tables(tmp_path):
    """With plotly but without pandas they are refused as tables are."""
    answers = session(tmp_path / "no pandas", "pandas")
    assert answers["page"].startswith("error: ")
    assert "apt install python3-pandas" in answers["page"]
    assert "page.html" not in answers["written"]
    # A report on rasters has no table.
    assert "error" not in answers["report"]
    assert "report.html" in answers["written"]


def test_a_run_that_is_refused_for_want_of_pandas_leaves_nothing(nothing):
    assert not {"s.tif", "p.tif", "pools.tif", "classes.csv", "difference.tif", "flux.tif"} & set(nothing["written"])


@pytest.mark.parametrize("name", ["studygrid", "stock raster", "balance raster", "routing raster", "change raster"])
def test_rasters_and_the_plugins_own_tables_do_without_and_give_the_same(everything, nothing, name):
    assert_same(everything[name], nothing[name])


@pytest.mark.parametrize("name", ["stock", "balance", "routing", "correlation", "own table"])
def test_runs_with_tables_give_the_same_without_scipy_and_numba(everything, no_solvers, name):
    assert_same(everything[name], no_solvers[name])


def assert_same(wanted: dict[str, float], numbers: dict[str, float]) -> None:
    assert "error" not in wanted
    assert set(numbers) == set(wanted)
    for key, value in wanted.items():
        # BALANCE_ERROR is itself a rounding error.
        assert numbers[key] == pytest.approx(value, rel=1e-9, abs=1e-9), key


def test_pandas_is_imported_by_a_run_with_a_table_and_never_before(everything, no_solvers):
    """Neither registering the tools nor a run on rasters pays for it."""
    for session_of in (everything, no_solvers):
        assert not session_of["pandas after listing"]
        assert not session_of["pandas after rasters"]


def test_every_file_is_closed_before_it_gets_its_name(everything):
    assert everything["open at rename"] == []
    for name in ("grid.tif", "balance.xlsx", "page.html", "od.gpkg", "routed.csv", "p.tif", "classes.csv", "k.gpkg"):
        assert name in everything["written"]
    assert not [name for name in everything["written"] if ".part-" in name or ".old-" in name]
