"""The code that workers get: all of core and nothing else, with a fingerprint of its content."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import carbon_service_flow
import pytest
from carbon_service_flow.core import PLUGIN_FOLDER
from carbon_service_flow.core.engine.cluster import shipping

# A worker in a process of its own, without the plugin: what it is sent, it finds in the file of its first argument.
WORKER = """
import pickle, sys
from types import SimpleNamespace
plugin = pickle.load(open(sys.argv[1], "rb"))
worker = SimpleNamespace(local_directory=sys.argv[2], address="tcp://worker:1")
assert plugin.present() == ""
plugin.setup(worker)
import carbon_service_flow.core.engine.cluster.job as job
print(job.__file__)
assert plugin.present() == plugin.fingerprint
path = list(sys.path)
plugin.setup(worker)
assert sys.path == path
"""


def test_all_of_core_is_shipped_and_nothing_else() -> None:
    names = set(shipping.sources())
    assert {"__init__.py", "core/__init__.py", "core/engine/cluster/job.py", "core/routing/graph/graph.py"} <= names
    assert all(name == "__init__.py" or name.startswith("core/") for name in names)
    assert len(names) == 1 + sum(1 for _ in (PLUGIN_FOLDER / "core").rglob("*.py"))


def test_the_zip_holds_the_files_under_the_packages_name() -> None:
    content, _ = shipping.archive()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {name: file.read(name) for name in file.namelist()} == {
            f"carbon_service_flow/{name}": text for name, text in shipping.sources().items()
        }


@pytest.mark.parametrize(
    "changed",
    [
        {"core/a.py": b"x = 2\n"},
        {"core/b.py": b"x = 1\n"},
        {"core/a.py": b"x = 1\n", "core/c.py": b""},
        {},
    ],
)
def test_another_text_name_or_file_is_another_fingerprint(monkeypatch, changed) -> None:
    monkeypatch.setattr(shipping, "sources", lambda: {"core/a.py": b"x = 1\n"})
    original = shipping.archive()
    assert shipping.archive() == original
    monkeypatch.setattr(shipping, "sources", lambda: changed)
    assert shipping.archive()[1] != original[1]


def test_a_worker_with_the_same_code_is_left_as_it_is(tmp_path) -> None:
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    plugin, path = shipping.code_plugin(), list(sys.path)
    assert plugin.present() == plugin.fingerprint == shipping.archive()[1]
    plugin.setup(SimpleNamespace(local_directory=str(tmp_path), address="tcp://worker:1"))
    assert (sys.path, list(tmp_path.iterdir())) == (path, [])
    assert sys.modules["carbon_service_flow"] is carbon_service_flow


def test_a_worker_without_the_code_gets_it_once(tmp_path) -> None:
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    cloudpickle = pytest.importorskip("cloudpickle")
    (tmp_path / "plugin").write_bytes(cloudpickle.dumps(shipping.code_plugin()))
    command = [sys.executable, "-c", WORKER, str(tmp_path / "plugin"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{shipping.archive()[1][:16]}.zip/carbon_service_flow/core/engine/cluster/job.py" in done.stdout


def test_what_a_worker_lacks_is_named(tmp_path, monkeypatch) -> None:
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    monkeypatch.setattr(shipping, "NEEDED", ("numpy", "no_such_module"))
    with pytest.raises(RuntimeError, match="tcp://worker:1: No module named 'no_such_module'"):
        shipping.code_plugin().setup(SimpleNamespace(local_directory=str(tmp_path), address="tcp://worker:1"))
