"""core's own code on its way to workers, which need not have the plugin.

Workers get a zip of `__init__.py` and `core/`, put it first on their path and forget modules of any other version. A
worker that has the very same code already, installed or from an earlier run, is left as it is. Dask calls `setup` of a
worker plugin on the workers that are there, and on each that joins later, before it gets tasks.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from ... import PLUGIN_FOLDER

PACKAGE = __name__.split(".")[0]
NEEDED = ("numpy", "osgeo.gdal")


def sources() -> dict[str, bytes]:
    """Return what is shipped: `__init__.py` and all of core.

    Returns
    -------
    dict of str to bytes
        The files by their path inside the package.
    """
    paths = [PLUGIN_FOLDER / "__init__.py", *sorted((PLUGIN_FOLDER / "core").rglob("*.py"))]
    return {path.relative_to(PLUGIN_FOLDER).as_posix(): path.read_bytes() for path in paths}


def archive() -> tuple[bytes, str]:
    """Return the zip and the fingerprint of what is in it.

    Returns
    -------
    zip : bytes
    fingerprint : str
        The SHA-256 of all names, lengths and texts.
    """
    content, digest = io.BytesIO(), hashlib.sha256()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in sources().items():
            file.writestr(zipfile.ZipInfo(f"{PACKAGE}/{name}"), text, zipfile.ZIP_DEFLATED)
            digest.update(f"{name}\0{len(text)}\0".encode() + text)
    return content.getvalue(), digest.hexdigest()


def code_plugin() -> Any:
    """Return the worker plugin that brings this code.

    Its class is local, with all that it uses, so that Dask sends its text: a name would have to be importable there.

    Returns
    -------
    distributed.WorkerPlugin
    """
    from distributed import WorkerPlugin

    class CarbonServiceFlowCode(WorkerPlugin):
        name = f"{PACKAGE}-code"

        def __init__(self, package: str, content: bytes, fingerprint: str, needed: tuple[str, ...]) -> None:
            self.package, self.content, self.fingerprint, self.needed = package, content, fingerprint, needed

        def setup(self, worker: Any) -> None:
            import importlib
            import os
            import sys

            try:
                for module in self.needed:
                    importlib.import_module(module)
                if self.present() != self.fingerprint:
                    path = os.path.join(worker.local_directory, f"{self.package}-{self.fingerprint[:16]}.zip")
                    with open(path, "wb") as file:
                        file.write(self.content)
                    for name in [n for n in sys.modules if n.split(".")[0] == self.package]:
                        del sys.modules[name]
                    sys.path[:] = [path, *(entry for entry in sys.path if entry != path)]
                    importlib.invalidate_caches()
                    sys.path_importer_cache.pop(path, None)
                    importlib.import_module(self.package).FINGERPRINT = self.fingerprint  # type: ignore[attr-defined]
                importlib.import_module(f"{self.package}.core.engine.cluster.job")
            except ImportError as error:
                raise RuntimeError(f"{worker.address}: {error}") from error

        def present(self) -> str:
            """Fingerprint of the code that this worker has, "" for none."""
            import hashlib
            import importlib
            from pathlib import Path

            try:
                package = importlib.import_module(self.package)
            except ImportError:
                return ""
            shipped = getattr(package, "FINGERPRINT", "")
            if shipped or not package.__file__:
                return str(shipped)
            folder, digest = Path(package.__file__).parent, hashlib.sha256()
            for path in [folder / "__init__.py", *sorted((folder / "core").rglob("*.py"))]:
                text = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(text)}\0".encode() + text)
            return digest.hexdigest()

    return CarbonServiceFlowCode(PACKAGE, *archive(), NEEDED)
