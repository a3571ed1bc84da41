"""Where the other tools are, and how they are installed: `python3 -m benchmarks.peers` does it, into build/bench.

Debian's packages come first (GRASS, a compiler); what is on PyPI goes to environments of its own, one install per
package, so that one that fails hinders no other. What cannot be had is told with the reason, here and in every table.

    venv         wheels: exactextract, pyflwdir, pysheds, dask, rasterio
    venv-gdal    with the system's GDAL, compiled: pygeoprocessing, InVEST
    venv-overflow  overflow-hydro, with the system's GDAL and a newer numpy
    venv-gdal313 the newest GDAL as a wheel; needs Python 3.12 or newer on this machine
    venv-xarray  xarray-spatial, whose accumulation of a weight needs Python 3.12, too
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"
STATE = BUILD / "peers.json"
SYSTEM_PYTHON = "/usr/bin/python3"
DEBIAN = ("grass-core", "saga", "g++", "libgdal-dev", "python3-dev", "python3-venv", "gdal-bin", "python3-gdal")
WHEELS = {
    "exactextract": ("exactextract==0.3.0", "rasterio==1.4.4", "fiona==1.10.1"),
    "pyflwdir": ("pyflwdir==0.5.12", "rasterio==1.4.4"),
    "dask": ("dask[array]", "rasterio==1.4.4"),
    "pysheds": ("pysheds==0.5", "numpy<2.4"),
}
BUILD_TOOLS = ("Cython<3.1", "babel", "setuptools==80.9.0", "setuptools_scm", "wheel")
# pygeoprocessing is built with this Cython, and a numpy of its own choice (2, which serves older ones, too).
BUILT_WITH = ("Cython<3.1", "setuptools==80.9.0")
# The system's GDAL was built for this numpy.
RUN_WITH = ("numpy<1.25",)
COMPILED = {
    "pygeoprocessing": (("pygeoprocessing==2.4.10",), ()),
    "invest": (("natcap.invest==3.20.2",), ("--no-build-isolation",)),
}
OVERFLOW = ("overflow-hydro==0.5.0",)
GDAL_WHEEL = "gdal-wheel==3.13.3"
XARRAY_SPATIAL = ("xarray-spatial==0.10.20", "rasterio==1.4.4")


@dataclass(frozen=True)
class Peer:
    """A tool: the program that runs it, or why it is not there."""

    name: str
    program: str = ""
    version: str = ""
    missing: str = ""


def system_peers() -> dict[str, Peer]:
    """What the system brings: QGIS, GDAL's scripts, GRASS, SAGA."""
    found = {}
    qgis = first_program("qgis_process.bin", "qgis_process")
    found["qgis"] = Peer("qgis", qgis, missing="" if qgis else "qgis_process is not installed")
    calc = first_program("gdal_calc.py", "gdal_calc")
    found["gdal_calc"] = Peer("gdal_calc", calc, missing="" if calc else "gdal_calc.py is not installed")
    grass = first_program("grass")
    found["grass"] = Peer("grass", grass, missing="" if grass else "grass is not installed (Debian: grass-core)")
    saga = first_program("saga_cmd")
    found["saga"] = Peer("saga", saga, missing="" if saga else "SAGA is not installed (Debian: saga)")
    return found


def all_peers() -> dict[str, Peer]:
    """Every peer; those of PyPI as the last set-up left them."""
    peers = system_peers()
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    for name in (*WHEELS, *COMPILED, "overflow", "gdal313", "xarray_spatial"):
        told = state.get(name, {"missing": "not set up: make bench-peers"})
        peers[name] = Peer(name, **told)
    return peers


def first_program(*names: str) -> str:
    for name in names:
        path = shutil.which(name, path="/usr/bin:/bin:/usr/local/bin")
        if path:
            return path
    return ""


def set_up() -> None:
    """Install what is missing; write `peers.json`."""
    BUILD.mkdir(parents=True, exist_ok=True)
    _debian()
    state = {}
    wheels, gdal = BUILD / "venv", BUILD / "venv-gdal"
    broken = _environment(wheels, SYSTEM_PYTHON)
    for name, packages in WHEELS.items():
        state[name] = _told(broken or _install(wheels, name, packages), wheels, packages[0])
    broken = _environment(gdal, SYSTEM_PYTHON, "--system-site-packages") or _install(gdal, "tools", BUILD_TOOLS)
    for name, (packages, options) in COMPILED.items():
        state[name] = _told(broken or _install(gdal, name, packages, options), gdal, packages[0])
    folder = BUILD / "venv-overflow"
    broken = _environment(folder, SYSTEM_PYTHON, "--system-site-packages") or _install(folder, "overflow", OVERFLOW)
    state["overflow"] = _told(broken, folder, OVERFLOW[0])
    state["gdal313"] = _with_newer_python("venv-gdal313", "gdal313", (GDAL_WHEEL,))
    state["xarray_spatial"] = _with_newer_python("venv-xarray", "xarray_spatial", XARRAY_SPATIAL)
    STATE.write_text(json.dumps(state, indent=1))
    for name, told in state.items():
        print(f"{name}: {told.get('missing') or told['version']}")


def _debian() -> None:
    absent = [name for name in DEBIAN if not _have_package(name)]
    if not absent or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing:", *absent, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (BUILD / "apt.log").open("w") as log:
        for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *absent]):
            subprocess.run(["apt-get", *command], stdout=log, stderr=log, env=environment, check=False)


def _have_package(name: str) -> bool:
    told = subprocess.run(["dpkg-query", "-W", "-f=${Status}", name], capture_output=True, text=True, check=False)
    return "ok installed" in told.stdout


def _environment(folder: Path, python: str, *options: str) -> str:
    """Make a virtual environment; return what went wrong."""
    if (folder / "bin" / "python").exists():
        return ""
    done = subprocess.run([python, "-m", "venv", *options, str(folder)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else _last_line(done.stderr + done.stdout)


def _install(folder: Path, name: str, packages: tuple[str, ...], options: tuple[str, ...] = ()) -> str:
    """Install into an environment; return what went wrong. What was installed once is not asked for again."""
    mark = folder / f".{name}.done"
    if mark.exists() and mark.read_text() == repr(packages):
        return ""
    print(f"installing {name}", flush=True)
    builds, runs = folder / "build-constraints.txt", folder / "constraints.txt"
    for path, constraints in ((builds, BUILT_WITH), (runs, RUN_WITH)):
        path.write_text("\n".join(constraints if folder.name == "venv-gdal" else ()))
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        # Of the two ways to give constraints, builds see this one only. Several may be named, with spaces between.
        "PIP_CONSTRAINT": builds.as_uri(),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # numpy.distutils, which InVEST's build meets, wants modules that setuptools has dropped.
        "SETUPTOOLS_USE_DISTUTILS": "stdlib",
    }
    log = BUILD / f"install-{name}.log"
    with log.open("w") as told:
        done = subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "-c", str(runs), *options, *packages],
            stdout=told,
            stderr=told,
            env=environment,
            check=False,
        )
    if done.returncode:
        return f"did not install: {_last_line(log.read_text())}"
    mark.write_text(repr(packages))
    return ""


def _with_newer_python(environment: str, name: str, packages: tuple[str, ...]) -> dict[str, str]:
    python = _python_since(12)
    if not python:
        return {"missing": "its wheel needs Python 3.12 or newer, which is not on this machine"}
    folder = BUILD / environment
    broken = _environment(folder, python) or _install(folder, name, packages)
    return _told(broken, folder, packages[0])


def _python_since(minor: int) -> str:
    """A Python 3 that is new enough; pyenv keeps some off the path."""
    candidates = [shutil.which(f"python3.{number}") for number in range(minor, minor + 4)]
    candidates += sorted(map(str, Path.home().glob(".pyenv/versions/3.*/bin/python3")))
    question = f"import sys; sys.exit(sys.version_info < (3, {minor}))"
    for candidate in filter(None, candidates):
        if subprocess.run([candidate, "-c", question], capture_output=True, check=False).returncode == 0:
            return str(candidate)
    return ""


def _told(problem: str, folder: Path, package: str) -> dict[str, str]:
    if problem:
        return {"missing": problem}
    return {"program": str(folder / "bin" / "python"), "version": package.replace("==", " ")}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wrong = [line for line in lines if line.lower().startswith("error") or "Error:" in line]
    return (wrong or lines or ["no reason given"])[-1][:200]


if __name__ == "__main__":
    sys.exit(set_up())
