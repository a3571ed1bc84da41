"""QGIS tests: the plugin registered once, a folder with a small world, feedback that remembers."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("qgis.core")
sys.path.append("/usr/share/qgis/python/plugins")

import qgis_world as world
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject

ROOT = Path(__file__).resolve().parents[2]
# Debian 12's wrapper `qgis_process` is broken; the program behind it is there everywhere.
PROGRAM = shutil.which("qgis_process.bin", path="/usr/bin:/bin") or shutil.which("qgis_process")


def pytest_configure(config: pytest.Config) -> None:
    """Leave QGIS running at the end: a failed test's traceback holds layers, which must not outlive it."""
    settings = getattr(config, "_plugin_settings", None)
    if settings is not None:
        config._plugin_settings = settings._replace(qgis_exit_disabled=True)


class Recorder(QgsProcessingFeedback):
    """Feedback that keeps what it is told, and cancels once progress passes `cancel_at`."""

    def __init__(self, cancel_at: float | None = None) -> None:
        super().__init__(False)
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.errors: list[str] = []
        self.steps: list[float] = []
        self._cancel_at = cancel_at

    def setProgress(self, progress: float) -> None:
        self.steps.append(progress)
        if self._cancel_at is not None and progress >= self._cancel_at:
            self.cancel()

    def pushInfo(self, info: str) -> None:
        self.infos.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 - as QGIS calls it
        self.errors.append(error)

    def warned(self, *parts: str) -> bool:
        """True when one warning holds all parts."""
        return any(all(part in warning for part in parts) for warning in self.warnings)


@pytest.fixture(scope="session")
def plugin(qgis_app: Any, qgis_processing: Any) -> Iterator[Any]:
    """The plugin, registered as QGIS does it."""
    package = importlib.import_module("carbon_service_flow")
    instance = package.classFactory(None)
    instance.initProcessing()
    yield instance
    instance.unload()


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess]:
    """Run qgis_process, in a folder, with a home of its own in which the plugin is switched on."""
    home = tmp_path_factory.mktemp("home")
    profile = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text("[PythonPlugins]\ncarbon_service_flow=true\n")

    def call(*arguments: str, language: str = "C.UTF-8", folder: Path | None = None) -> subprocess.CompletedProcess:
        environment = {
            # A Python without qgis must not come first.
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": language,
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_PLUGINPATH": str(Path(os.environ.get("CARBON_STAGE", ROOT / "build" / "plugins"))),
        }
        return subprocess.run(
            [PROGRAM, *arguments],
            env=environment,
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture
def feedback() -> Recorder:
    return Recorder()


@pytest.fixture
def run(plugin: Any, feedback: Recorder) -> Iterator[Callable[..., dict[str, Any]]]:
    """Run one of our algorithms: run("carbonstock", LANDUSE=..., feedback=...)."""
    import processing

    # Contexts own layers: both must be gone before QGIS ends, so nothing that pytest keeps may hold them.
    contexts: list[QgsProcessingContext] = []

    def call(name: str, feedback: Recorder = feedback, **parameters: Any) -> dict[str, Any]:
        contexts.append(QgsProcessingContext())
        contexts[-1].setProject(QgsProject.instance())
        return processing.run(f"carbonflow:{name}", parameters, feedback=feedback, context=contexts[-1])

    yield call
    contexts.clear()
    QgsProject.instance().clear()


@pytest.fixture
def fails(run: Callable[..., dict[str, Any]]) -> Callable[..., str]:
    """Run an algorithm that must fail; the error's text."""

    def call(name: str, **parameters: Any) -> str:
        with pytest.raises(QgsProcessingException) as caught:
            run(name, **parameters)
        return str(caught.value)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder whose name has a space and Chinese characters."""
    path = tmp_path / "输出 folder"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Paths of the small world's files; the folder's name has a space and Chinese characters."""
    here = tmp_path_factory.mktemp("输入 data")
    codes = world.landuse_codes()
    stock = world.densities(codes)
    emission = np.random.default_rng(3).uniform(0, 500, codes.shape)
    emission[2, 3] = np.nan
    wind = np.random.default_rng(4).uniform(225, 315, codes.shape)
    filled = {"stock": stock, "emission": emission, "wind": wind}
    paths = {
        name: world.write_raster(here / f"{name}.tif", np.where(np.isnan(values), -9999, values), nodata=-9999)
        for name, values in filled.items()
    }
    paths["landuse"] = world.write_raster(here / "土地利用.tif", codes, nodata=world.NODATA_CODE)
    paths["zones"] = world.write_zones(here / "zones.gpkg", numbers=(1200.0, 340.5))
    paths["statistics"] = world.write_text(
        here / "年鉴.csv", 'province,population,cement,coal_tce\n北区,"1,000",50,10\n南区,500,２０,\n'
    )
    return paths


# What each algorithm writes when all is asked for: output and file name.
FILES = {
    "studygrid": {"OUTPUT": "grid.tif"},
    "aligntogrid": {"OUTPUT": "aligned.tif"},
    "carbonstock": {
        "OUTPUT": "stock.tif",
        "OUTPUT_POOLS": "pools.tif",
        "CLASS_TABLE": "classes.csv",
        "ZONE_TABLE": "stock by zone.csv",
    },
    "carbonstockchange": {
        "OUTPUT": "change.tif",
        "OUTPUT_RATE": "rate.tif",
        "OUTPUT_VALUE": "value.tif",
        "ZONE_TABLE": "change.gpkg",
        "HTML": "change.html",
    },
    "carbonemissions": {
        "OUTPUT": "emission.tif",
        "OUTPUT_SOURCES": "sources.tif",
        "ZONE_TABLE": "emission.xlsx",
        "HTML": "sources.html",
    },
    "spatializetotals": {"OUTPUT": "people.tif"},
    "supplydemandratio": {
        "OUTPUT_DIFFERENCE": "difference.tif",
        "OUTPUT_RATIO": "ratio.tif",
        "OUTPUT_FLOW": "flow.tif",
        "ZONE_TABLE": "balance.csv",
        "HTML": "balance.html",
        "OUTPUT_ZONES": "balance of zones.gpkg",
    },
    "carbonaccount": {
        "OUTPUT_RATIO": "account ratio.tif",
        "OUTPUT_DIFFERENCE": "account difference.tif",
        "OUTPUT_FLOW": "account flow.tif",
        "OUTPUT_EMISSION": "account emission.tif",
        "OUTPUT_STOCK": "account stock.tif",
        "ZONE_TABLE": "account.csv",
        "EMISSION_TABLE": "account emission.csv",
    },
    "prevailingwinduv": {
        "OUTPUT_DIRECTION": "direction.tif",
        "OUTPUT_RESULTANT": "resultant.tif",
        "OUTPUT_SPEED": "speed.tif",
        "OUTPUT_CONSTANCY": "constancy.tif",
        "OUTPUT_ROSE": "rose.tif",
        "OUTPUT_ARROWS": "arrows.gpkg",
        "HTML": "rose.html",
    },
    "windflowrouting": {
        "OUTPUT_FLUX": "flux.tif",
        "OUTPUT_ABSORBED": "absorbed.tif",
        "OUTPUT_IMPORTED": "imported.tif",
        "OUTPUT_REMAINDER": "remainder.tif",
        "ZONE_TABLE": "routed.csv",
        "OUTPUT_NETWORK": "network.gpkg",
        "OD_TABLE": "od.gpkg",
        "OD_LINES": "arrows.gpkg",
        "HTML": "flow.html",
    },
    "rastercorrelationmatrix": {
        "CORRELATION": "r.csv",
        "COVARIANCE": "covariance.gpkg",
        "RANKING": "ranking.csv",
        "HTML": "matrix.html",
    },
    "assessmentreport": {"OUTPUT_HTML": "report.html", "OUTPUT_PDF": "report.pdf"},
}


def given(inputs: dict[str, str], name: str) -> dict[str, Any]:
    """Inputs with which an algorithm runs; zones wherever it takes some."""
    zones = {"ZONES": inputs["zones"], "ZONE_FIELD": "name"}
    balance = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"]}
    return {
        "studygrid": {"AREA": inputs["zones"], "CELL_SIZE": 1000},
        "aligntogrid": {"INPUT": inputs["landuse"], "KIND": 0, "GRID": inputs["stock"]},
        "carbonstock": {"LANDUSE": inputs["landuse"], "SCHEME": 0, **zones},
        "carbonstockchange": {"BEFORE": inputs["stock"], "AFTER": inputs["emission"], "YEARS": 5, "PRICE": 2, **zones},
        "carbonemissions": {"LANDUSE": inputs["landuse"], "STATISTICS": inputs["statistics"], **zones},
        "carbonaccount": {"LANDUSE": inputs["landuse"], "STATISTICS": inputs["statistics"], **zones},
        "spatializetotals": {"ZONES": inputs["zones"], "FIELD": "people", "GRID": inputs["stock"]},
        "supplydemandratio": {**balance, **zones},
        "prevailingwinduv": {"U": inputs["emission"], "V": inputs["stock"]},
        "windflowrouting": {**balance, "WIND": inputs["wind"], **zones},
        "rastercorrelationmatrix": {"TARGET": inputs["stock"], "LAYERS": [inputs["emission"], inputs["wind"]]},
        "assessmentreport": {"STOCK": inputs["stock"], "EMISSION": inputs["emission"], "WIND": inputs["wind"], **zones},
    }[name]


def outputs_in(folder: Path, name: str) -> dict[str, str]:
    """All outputs of an algorithm as paths in a folder."""
    return {output: str(folder / file_name) for output, file_name in FILES[name].items()}


def is_clean(folder: Path, *expected: str) -> bool:
    """True when the folder holds exactly these files."""
    return sorted(path.name for path in folder.iterdir()) == sorted(expected)


def algorithm(name: str) -> Any:
    """One of our algorithms, as registered: it lives as long as the provider, and so do its definitions."""
    return QgsApplication.processingRegistry().algorithmById(f"carbonflow:{name}")
