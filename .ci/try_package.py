"""Try a zip as users do, in the QGIS of this machine: install, run, switch off and on, upgrade, uninstall.

    /usr/bin/python3 try_package.py build/carbon_service_flow-0.1.0.zip

Profiles are new and empty. The desktop (under Xvfb) installs from the zip with QGIS's own code, `qgis_process` then
runs what is installed, a second profile must know nothing of it, and after the uninstaller nothing may be left. Ends
with "N passed, N failed".
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAME = "carbon_service_flow"
PROFILE = ".local/share/QGIS/QGIS3/profiles/default"
INI = "[PythonPlugins]\nprocessing=true\n[qgis]\ncheckVersion=false\nshowTips=false\n"
DESKTOP_SECONDS = 180


class Tally:
    """Counts what held and what did not."""

    def __init__(self) -> None:
        self.passed, self.failed = 0, 0

    def check(self, what: str, holds: bool, seen: Any = "") -> None:
        """Print a line."""
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(f"  {'ok    ' if holds else 'FAILED'} {what}{'' if holds else f': {str(seen)[:3000]}'}", flush=True)


def new_home(folder: Path, name: str) -> Path:
    """A home with an empty profile."""
    home = folder / name
    (home / PROFILE / "QGIS").mkdir(parents=True)
    (home / PROFILE / "QGIS" / "QGIS3.ini").write_text(INI)
    home.chmod(0o700)
    return home


def environment(home: Path, **more: str) -> dict[str, str]:
    """QGIS's environment, whatever this one is."""
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR", "CI") if name in os.environ}
    runtime = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    return {**kept, **runtime, "PYTHONWARNINGS": "ignore", **more}


def desktop(home: Path, stage: str, archive: Path, older: Path) -> dict[str, Any]:
    """Run a stage of desktop.py in QGIS's window."""
    answers = home / "answers.json"
    answers.unlink(missing_ok=True)
    told = {"CSF_STAGE": stage, "CSF_FOLDER": str(home), "CSF_ZIP": str(archive), "CSF_OLDER": str(older)}
    command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "qgis", "--nologo", "--code", str(HERE / "desktop.py")]
    # A session of its own, so that all of it ends when it takes too long.
    with (home / "desktop.txt").open("w+", encoding="utf-8", errors="replace") as log:
        variables = environment(home, **told)
        running = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            running.wait(DESKTOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        log.seek(0)
        said = log.read()[-2000:]
    if not answers.exists():
        return {"error": f"no answer, code {running.returncode}: {said}"}
    return json.loads(answers.read_text(encoding="utf-8"))


def qgis_process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it without a window."""
    program = shutil.which("qgis_process.bin", path="/usr/bin") or "qgis_process"
    variables = environment(home, QT_QPA_PLATFORM="offscreen")
    return subprocess.run(
        [program, *arguments], env=variables, capture_output=True, text=True, timeout=180, check=False
    )


def made_older(archive: Path, older: Path) -> None:
    """The same plugin under version 0.0.1."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(older, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == f"{NAME}/metadata.txt":
                data = re.sub(rb"(?m)^version=.*$", b"version=0.0.1", data)
            target.writestr(name, data)


def save_what_users_save(home: Path) -> None:
    """A script and a model that call the plugin, in the profile."""
    scripts, models = home / PROFILE / "processing" / "scripts", home / PROFILE / "processing" / "models"
    scripts.mkdir(parents=True)
    models.mkdir(parents=True)
    shutil.copy(HERE / "mygrid.py", scripts)
    shutil.copy(HERE / "mygrid.model3", models)


def leftovers(home: Path) -> list[str]:
    """Files under a home that carry the plugin's name, or mention it in settings."""
    named = [path for path in home.rglob("*") if NAME in path.name or "carbonflow" in path.name]
    settings = [path for path in home.rglob("*.ini") if NAME in path.read_text(encoding="utf-8", errors="replace")]
    return [str(path.relative_to(home)) for path in named + settings if path.parent != home]


def try_package(archive: Path, folder: Path, tally: Tally) -> None:
    """All stages."""
    version = re.search(r"-([\d.]+)\.zip$", archive.name)
    older = folder / f"{NAME}-0.0.1.zip"
    made_older(archive, older)
    home = new_home(folder, "家 home")
    save_what_users_save(home)

    told = desktop(home, "install", archive, older)
    tally.check("the desktop installs the zip", "error" not in told, told.get("error"))
    if "error" in told:
        return
    ids = told["installed"]
    tally.check("an empty profile has no such provider", told["before"] == [], told["before"])
    tally.check("the older version is installed first", told["older"] == ["0.0.1", len(ids)], told["older"])
    tally.check("the newer one replaces it", version is not None and told["newer"] == version[1], told["newer"])
    tally.check("algorithms and models are there", len(ids) >= 12 and "carbonflow:carbonserviceflow" in ids, ids)
    tally.check("a dialog opens", bool(told["dialog"]), told["dialog"])
    for number in range(2):
        tally.check(f"switched off ({number + 1})", told[f"off {number}"] == [[], []], told[f"off {number}"])
        tally.check(f"switched on again ({number + 1})", told[f"on {number}"] == ids, told[f"on {number}"])
    tally.check("reloaded", told["reloaded"] == ids, told["reloaded"])
    tally.check("runs itself, in a user's script and model", all(told["runs"].values()), told["runs"])

    grid = folder / "格网 grid.tif"
    sample = home / PROFILE / "python" / "plugins" / NAME / "resources" / "sample" / "provinces.geojson"
    arguments = ("--", f"AREA={sample}", "CELL_SIZE=50000", f"OUTPUT={grid}")
    run = qgis_process(home, "run", "carbonflow:studygrid", *arguments)
    tally.check("qgis_process runs it", run.returncode == 0 and grid.stat().st_size > 0, run.stdout + run.stderr)
    listed = qgis_process(new_home(folder, "other"), "list").stdout
    tally.check("another profile knows nothing of it", "native:buffer" in listed and "carbonflow" not in listed, listed)

    told = desktop(home, "uninstall", archive, older)
    tally.check("the desktop starts with it", told.get("at start") == ids, told)
    tally.check("uninstalled", (told.get("after"), told.get("folder")) == ([], False), told)
    tally.check("no setting is left", told.get("settings") == [] and leftovers(home) == [], (told, leftovers(home)))


def main() -> int:
    """Try, count, and say so."""
    tally = Tally()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try_package(Path(sys.argv[1]).resolve(), Path(folder), tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
