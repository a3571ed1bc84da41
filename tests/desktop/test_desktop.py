"""The plugin in a real QGIS, on a screen of its own (Xvfb): dialogs, menu, sample project, a chain of tools, pictures.

Each scene is one start of QGIS (`qgis --code scenes/NAME.py`), which writes what it saw to answers.json; the tests
judge that. Pictures are in build/pictures: look at them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STAGE = Path(os.environ.get("CARBON_STAGE", ROOT / "build" / "plugins")) / "carbon_service_flow"
PICTURES = ROOT / "build" / "pictures"
PATH = "/usr/bin:/bin"
LACKING = [name for name in ("xvfb-run", "qgis") if shutil.which(name, path=PATH) is None]
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)} (make setup installs them)")

SETTINGS = """[PythonPlugins]
carbon_service_flow=true
processing=true
[qgis]
checkVersion=false
showTips=false
[locale]
overrideFlag=true
userLocale={language}
[Processing]
Configuration\\WARN_UNMATCHING_CRS=true
"""
CHINESE = re.compile("[\u4e00-\u9fff]")
# Names of schemes and methods are the same in all languages.
NAMES = {"CNLUCC", "CLCD", "GlobeLand30", "MODIS IGBP", "ESA CCI-LC", "ESA WorldCover", "Pearson", "Spearman"}


def play(scene: str, language: str, folder: Path) -> dict:
    """Start QGIS with a profile of its own, run the scene, return its answers."""
    profile = folder / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS.format(language=language), encoding="utf-8")
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "carbon_service_flow").symlink_to(STAGE.resolve(), target_is_directory=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": PATH,
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(folder),
        "CSF_SCENES": str(HERE / "scenes"),
        "CSF_FOLDER": str(folder),
        "CSF_PICTURES": str(PICTURES),
    }
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    program = ["qgis", "--profiles-path", str(folder), "--nologo", "--code", str(HERE / "scenes" / f"{scene}.py")]
    done = subprocess.run(
        [*screen, *program], env=environment, capture_output=True, text=True, timeout=240, check=False, cwd=folder
    )
    answers = folder / "answers.json"
    assert answers.is_file(), done.stdout[-3000:] + done.stderr[-3000:]
    seen = json.loads(answers.read_text(encoding="utf-8"))
    assert "error" not in seen, seen.get("error")
    return seen


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return play("english", "en_US", tmp_path_factory.mktemp("english"))


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    return play("chinese", "zh_CN", tmp_path_factory.mktemp("chinese"))


def test_every_dialog_opens_and_explains_each_parameter(english):
    dialogs = english["dialogs"]
    assert len(dialogs) >= 16
    for name, parameters in dialogs.items():
        for parameter, shown in parameters.items():
            assert shown["widget"], (name, parameter)
            assert shown["label"].strip(), (name, parameter)
            assert len(shown["tip"]) > 20, (name, parameter)


def test_the_menu_is_there_and_goes(english):
    assert english["menu"] == ["Open the sample project", "Open a template of the statistics", "Documentation"]
    assert english["documentation"].startswith("file:")
    assert english["documentation"].endswith("/en/index.html")
    assert english["menu after unload"] == 0
    assert english["menu after reload"] == 1


def test_the_sample_project(english):
    sample = english["sample"]
    assert sample["groups"] == ["Zones and statistics", "Wind, one week", "Land cover", "Drivers"]
    assert len(sample["layers"]) == 10
    assert sample["themes"] == sample["layouts"] == ["Overview"]
    assert sample["covered"], "the canvas shows all provinces"
    assert sample["written"] == [], "nothing is written into the plugin's folder"
    assert sample["asked"] == 1, "a changed project is not thrown away without asking"
    assert sample["kept"], "Cancel keeps it"


def test_results_are_in_the_project_with_their_style(english):
    results = english["results"]
    assert results["Carbon stock"]["by"] == "dialog"
    for name in ("Carbon emission", "Flux", "Ratio of emission to sequestration", "Flow network"):
        assert results[name]["valid"], name
        assert results[name]["group"], name
    styled = {name: one["renderer"] for name, one in results.items()}
    assert styled["Carbon stock"] == "singlebandpseudocolor"
    assert styled["Ratio of emission to sequestration"] == "singlebandpseudocolor"
    assert english["project crs"] == "EPSG:3857", "the tools leave the project's CRS alone"


def test_a_refusal_keeps_the_dialog_open_and_says_what_to_do(english):
    assert "zone layer" in english["refusal"]["text"]
    assert english["refusal"]["open"]


def test_hostile_names(english):
    page = Path(english["hostile"]["page"]).read_text(encoding="utf-8")
    assert "alert(1)" in page
    assert "<script>alert(1)" not in page
    assert english["hostile"]["long"], "a layer with a name of 300 letters is a column"


def test_no_english_in_chinese_dialogs(chinese):
    left = [
        (name, parameter, text)
        for name, parameters in chinese["dialogs"].items()
        for parameter, shown in parameters.items()
        for text in (shown["label"], shown["tip"], *shown["options"])
        if not CHINESE.search(text) and text not in NAMES
    ]
    assert left == []
    titles = {name: title for name, title in chinese["titles"].items() if not CHINESE.search(title)}
    assert titles == {}


def test_the_chinese_menu_and_sample(chinese):
    assert all(CHINESE.search(text) for text in chinese["menu"])
    assert chinese["documentation"].endswith("/zh/index.html")
    assert [name for name in chinese["sample"]["layers"] if not CHINESE.search(name)] == []
    assert "分区" in chinese["refusal"]["text"]


def test_pictures_were_taken(english, chinese):
    names = {*english["pictures"], *chinese["pictures"]}
    assert len(names) >= 7
    for name in names:
        assert (PICTURES / name).stat().st_size > 20_000, name
