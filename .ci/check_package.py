"""Check a zip as the plugin site does, and a little more strictly: `check_package.py ZIP`, in build/checks.

The site's rules (QGIS-Plugins-Website: plugins/validator.py and plugins/security_scanner.py, read in 2026): one folder,
with a name that Python can import; __init__.py, metadata.txt with its keys, LICENSE, the icon; no hidden, cached or
binary files; nothing found by Bandit, detect-secrets and Flake8. The site runs Bandit for medium and high severity;
here every severity counts, and no line may switch it off. What it also does and this does not: call the URLs.
"""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

NAME = "carbon_service_flow"
LARGEST = 6_000_000
REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")
# What the plugin needs beside them: QGIS 4 asks for the maximum, the icon is shown, the notes are read.
ALSO = ("qgisMaximumVersion", "icon", "homepage", "tags", "category", "hasProcessingProvider", "changelog")
ENDINGS = {
    ".py",
    ".txt",
    ".csv",
    ".xlsx",
    ".tif",
    ".geojson",
    ".md",
    ".svg",
    ".qml",
    ".model3",
    ".qm",
    ".html",
    ".css",
    ".js",
    ".png",
}
BINARY = re.compile(rb"\x7fELF|MZ.{0,200}PE\0\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|PK\x03\x04", re.DOTALL)
SWITCHED_OFF = re.compile(r"#\s*nosec|pragma:\s*allowlist|#\s*flake8:\s*noqa")
# Faults and what Qt 6 forbids; ruff has the style in hand. QGS105 and QGS2 question what each plugin does (`iface` in
# the constructor, `addParameter` without looking at its result).
FLAKE8 = ["--max-line-length=120", "--select=F,E9,W6,QGS101,QGS102,QGS103,QGS104,QGS106,QGS4"]


def names_and_files(archive: zipfile.ZipFile) -> list[str]:
    """What is wrong with the files."""
    names = archive.namelist()
    faults = [f"{name}: not in {NAME}/" for name in names if not name.startswith(f"{NAME}/")]
    for name in names:
        path = PurePosixPath(name)
        if any(part.startswith((".", "__MACOSX", "__pycache__")) or ".." in part for part in path.parts):
            faults.append(f"{name}: hidden, cached or outside")
        if path.suffix not in ENDINGS and path.name != "LICENSE":
            faults.append(f"{name}: not a kind of file that is shipped")
        # A workbook is a zip, too.
        if path.suffix != ".xlsx" and BINARY.match(archive.read(name)):
            faults.append(f"{name}: a program or an archive")
    lower = [name.lower() for name in names]
    faults += [f"{name}: twice, where case does not count" for name in names if lower.count(name.lower()) > 1]
    faults += [f"{wanted}: missing" for wanted in ("__init__.py", "LICENSE") if f"{NAME}/{wanted}" not in names]
    for name in names:
        if name.endswith(".py") and SWITCHED_OFF.search(archive.read(name).decode("utf-8")):
            faults.append(f"{name}: switches a check off")
    return faults


def metadata(archive: zipfile.ZipFile) -> list[str]:
    """What is wrong with metadata.txt; read with the same parser, interpolation and all."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(archive.read(f"{NAME}/metadata.txt").decode("utf-8"))
    general = dict(parser.items("general"))
    faults = [f"metadata.txt: no {key}" for key in REQUIRED + ALSO if not general.get(key, "").strip()]
    if f"{NAME}/{general.get('icon')}" not in archive.namelist():
        faults.append(f"metadata.txt: no such icon {general.get('icon')}")
    for key in ("tracker", "repository", "homepage"):
        if not re.match(r"https://[\w.-]+/\S+$", general.get(key, "")):
            faults.append(f"metadata.txt: {key} is no address")
    if "/" in general.get("author", "/"):
        faults.append("metadata.txt: author holds a slash")
    if "supportsQt6" in general:
        faults.append("metadata.txt: supportsQt6 is obsolete, qgisMaximumVersion says it")
    if not re.fullmatch(r"\d+\.\d+\.\d+", general.get("version", "")):
        faults.append("metadata.txt: version is not X.Y.Z")
    if len(general.get("about", "")) < 50 or len(general.get("description", "")) > 200:
        faults.append("metadata.txt: about is too short or description too long")
    return faults


def tool(folder: Path, *command: str) -> str:
    """What a tool of build/checks prints about a folder."""
    program = Path(sys.executable).parent / command[0]
    run = subprocess.run([str(program), *command[1:]], cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    return run.stdout


def scanned(folder: Path) -> list[str]:
    """What the scanners find."""
    bandit = json.loads(tool(folder, "bandit", "-q", "-r", ".", "-f", "json"))
    faults = [
        f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}" for one in bandit["results"]
    ]
    faults += [f"Bandit: {error}" for error in bandit["errors"]]
    secrets = json.loads(tool(folder, "detect-secrets", "scan", "--all-files", "."))
    faults += [f"{n}:{one['line_number']}: {one['type']}" for n, found in secrets["results"].items() for one in found]
    return faults + tool(folder, "flake8", *FLAKE8, ".").splitlines()


def main() -> int:
    """Check the zip named on the command line."""
    archive = Path(sys.argv[1])
    size = archive.stat().st_size
    with zipfile.ZipFile(archive) as opened, tempfile.TemporaryDirectory() as folder:
        faults = [] if opened.testzip() is None else ["the zip is damaged"]
        faults += [] if size <= LARGEST else [f"{size} bytes; {LARGEST} are allowed"]
        faults += names_and_files(opened) + metadata(opened)
        opened.extractall(folder)
        faults += scanned(Path(folder))
        print("\n".join(faults) or f"{archive.name}: {len(opened.namelist())} files, {size} bytes, nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
