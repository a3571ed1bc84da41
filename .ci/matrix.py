"""The tests, the demo and the package on every QGIS that is to be had: `make test-matrix`.

    matrix.py ZIP [host] [trixie] [forky]

host is this machine's QGIS (3.22 on Debian 12), trixie has 3.40, forky 3.44: chroots, built when missing (chroot.sh).
In each: all tests; the demo, that is the whole headless chain and the drivers on the sample, whose numbers must agree
with those of the first version; try_package.py, that is install, run, upgrade and uninstall. What a step says goes to
build/matrix/VERSION-STEP.txt. Ends with "N passed, N failed" over all of it; a version that cannot be had is a failure.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "matrix"
INSIDE = "/tmp/carbon-service-flow"
# Between GDAL 3.6 and 3.13, PROJ 9.1 and 9.7. A total, once in tonnes and once cell by cell, must not hang on them.
TOLERANCE = 1e-6
# What the tests of a version may take on a quiet machine, and when they are stopped.
EXPECTED_SECONDS, LIMIT_SECONDS = 720, 2100
QGIS_VERSION = "from qgis.core import Qgis; print(Qgis.QGIS_VERSION.split('-')[0])"


class StepError(Exception):
    """A step that did not do what it should."""


class Version:
    """A QGIS to run commands in: this machine's, or a chroot's with a copy of the tree."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tree, self.prefix, self.python = ROOT, [], "build/venv/bin/python"
        if name != "host":
            chroot = ["sh", str(ROOT / ".ci" / "chroot.sh"), name]
            done = subprocess.run(chroot, stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode:
                raise StepError(f"there is no chroot {name}")
            self.tree = Path(done.stdout.strip() + INSIDE)
            self.prefix = [*chroot, "env", "-C", INSIDE]
            self.python = "/opt/venv/bin/python"
            copy_tree(self.tree)
        self.run("stage", "sh", ".ci/stage.sh")
        self.qgis = self.run("version", "/usr/bin/python3", "-c", QGIS_VERSION).strip().splitlines()[-1]

    def run(self, step: str, *command: str, limit: int = LIMIT_SECONDS) -> str:
        """What a command says; raises `StepError` with the end of it."""
        log = LOGS / f"{self.name}-{step}.txt"
        with log.open("w", encoding="utf-8") as file:
            # A session of its own, so that all of it ends when it takes too long.
            running = subprocess.Popen(
                [*self.prefix, *command], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                code = running.wait(limit)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                code = f"stopped after {limit} s"
        told = log.read_text(encoding="utf-8", errors="replace")
        if code:
            raise StepError(f"{told[-6000:]}\n{step} in {self.name}: {code}; all of it in {log.relative_to(ROOT)}")
        return told


def copy_tree(target: Path) -> None:
    """What git knows or would add, as it is now, with the translation and the package."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    made = [path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("i18n/*.qm"), *ROOT.glob("build/*.zip")]]
    for name in [*listed, *made]:
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def counted(junit: Path) -> tuple[int, int, int]:
    """Tests that passed, failed, were skipped."""
    suites = ElementTree.parse(junit).getroot().iter("testsuite")
    count = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for key in count:
            count[key] += int(suite.get(key, 0))
    failed = count["failures"] + count["errors"]
    return count["tests"] - failed - count["skipped"], failed, count["skipped"]


def tests(version: Version) -> tuple[int, int]:
    """Run the tests."""
    junit = version.tree / "build" / "matrix" / "junit.xml"
    junit.parent.mkdir(parents=True, exist_ok=True)
    junit.unlink(missing_ok=True)
    command = ["-m", "pytest", "--junitxml=build/matrix/junit.xml", "--color=no"]
    try:
        version.run("tests", version.python, *command)
    except StepError as failure:
        print(failure)
        if not junit.exists():
            return 0, 1
    passed, failed, skipped = counted(junit)
    print(f"  {version.qgis} tests: {passed} passed, {failed} failed, {skipped} skipped")
    return passed, failed


def demo(version: Version, reference: dict[str, float]) -> tuple[int, int]:
    """Run the demo; its numbers must be the first version's, whose they become when there is none yet."""
    version.run("demo", "/usr/bin/python3", "resources/sample/run_demo.py")
    found = flat(json.loads((version.tree / "build" / "demo" / "numbers.json").read_text(encoding="utf-8")))
    if not reference:
        reference.update(found)
    missing = sorted(set(reference) ^ set(found))
    worst = max((difference(reference[name], found[name]), name) for name in set(reference) & set(found))
    print(f"  {version.qgis} demo: {len(found)} numbers, the largest difference {worst[0]:.1e} ({worst[1]})")
    holds = not missing and worst[0] <= TOLERANCE
    if not holds:
        print(f"  FAILED demo: numbers differ by more than {TOLERANCE:g}, or are not in both: {missing}")
    return int(holds), int(not holds)


def flat(tree: object, path: str = "") -> dict[str, float]:
    """Numbers in nested dictionaries and lists, by their path; run times and the like are not there."""
    if isinstance(tree, dict):
        return {k: v for key, part in tree.items() for k, v in flat(part, f"{path}/{key}").items()}
    if isinstance(tree, list):
        return {k: v for key, part in enumerate(tree) for k, v in flat(part, f"{path}/{key}").items()}
    return {path: float(tree)} if isinstance(tree, (int, float)) and not isinstance(tree, bool) else {}


def difference(a: float, b: float) -> float:
    """Relative to the larger one; what is less than 1e-9 is rounding, as are errors that a run reports of itself."""
    if a == b or (math.isnan(a) and math.isnan(b)) or max(abs(a), abs(b)) < 1e-9:
        return 0.0
    return abs(a - b) / max(abs(a), abs(b))


def package(version: Version, archive: str) -> tuple[int, int]:
    """Install and use the zip."""
    try:
        told = version.run("package", "/usr/bin/python3", ".ci/try_package.py", archive)
    except StepError as failure:
        told = str(failure)
        print(told)
    found = re.findall(r"^(\d+) passed, (\d+) failed$", told, re.MULTILINE)
    passed, failed = map(int, found[-1]) if found else (0, 1)
    print(f"  {version.qgis} package: {passed} passed, {failed} failed")
    return passed, failed


def main() -> int:
    """Every version, every step, the sum."""
    archive = Path(sys.argv[1]).resolve().relative_to(ROOT).as_posix()
    LOGS.mkdir(parents=True, exist_ok=True)
    reference: dict[str, float] = {}
    passed = failed = 0
    start = time.monotonic()
    for name in sys.argv[2:] or ["host", "trixie", "forky"]:
        print(f"== {name}", flush=True)
        try:
            version = Version(name)
        except StepError as failure:
            print(f"{failure}\n  FAILED {name}", flush=True)
            failed += 1
            continue
        for step, call in (
            ("tests", lambda v=version: tests(v)),
            ("demo", lambda v=version: demo(v, reference)),
            ("package", lambda v=version: package(v, archive)),
        ):
            begin = time.monotonic()
            try:
                good, bad = call()
            except StepError as failure:
                print(f"{failure}\n  FAILED {step}")
                good, bad = 0, 1
            seconds = time.monotonic() - begin
            slow = " (too slow)" if step == "tests" and seconds > EXPECTED_SECONDS else ""
            print(f"  {version.qgis} {step}: {seconds:.0f} s{slow}", flush=True)
            passed, failed = passed + good, failed + bad
    print(f"{time.monotonic() - start:.0f} s in all; logs in {LOGS.relative_to(ROOT)}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
