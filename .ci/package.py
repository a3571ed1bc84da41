"""Write build/carbon_service_flow-VERSION.zip, which QGIS installs and the plugin site accepts.

    package.py [FOLDER]         into FOLDER instead of build; prints the path

One folder carbon_service_flow/ with the items of .ci/shipped.txt as they are in the work tree, limited to what git
knows, and the compiled translations. The same commit gives the same bytes: names in order, the commit's time on every
file, the same mode, no extra fields. The release notes of CHANGELOG.md go into metadata.txt as `changelog`, where the
plugin site and the plugin manager show them.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
NAME = "carbon_service_flow"
# Earlier dates do not exist in a zip.
EPOCH = 315532800
# Text that a checkout on Windows may give other line ends: they would be other bytes.
TEXTS = {".py", ".txt", ".csv", ".md", ".svg", ".qml", ".model3", ".html", ".geojson", ""}


def git(*arguments: str) -> str:
    """The output of a git command; "" where there is no git or no repository."""
    try:
        command = ["git", "-c", "core.quotePath=false", "-c", f"safe.directory={ROOT}", *arguments]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return run.stdout if run.returncode == 0 else ""


def is_shipped(path: PurePosixPath) -> bool:
    """Programs among the resources build them, and translation sources are compiled: neither is needed to run."""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    made_by_tools = path.suffix in (".pyc", ".pyo", ".ts", ".qm") or path.name.endswith(".aux.xml")
    return not hidden and not made_by_tools and not (path.parts[0] == "resources" and path.suffix == ".py")


def shipped_files() -> list[str]:
    """Paths relative to the repository, with /."""
    items = (ROOT / ".ci" / "shipped.txt").read_text(encoding="utf-8").split()
    known = git("ls-files", "--", *items).splitlines()
    if not known:
        files = [path for item in items for path in [ROOT / item, *sorted((ROOT / item).rglob("*"))] if path.is_file()]
        known = [path.relative_to(ROOT).as_posix() for path in files]
    names = [name for name in known if is_shipped(PurePosixPath(name)) and (ROOT / name).is_file()]
    translations = [path.with_suffix(".qm").relative_to(ROOT).as_posix() for path in (ROOT / "i18n").glob("*.ts")]
    missing = [name for name in translations if not (ROOT / name).is_file()]
    if missing:
        sys.exit(f"package: {', '.join(missing)} missing: run `make setup`, or use `make package`")
    # metadata.txt first: the plugin site takes the folder from the first name.
    return ["metadata.txt", *sorted({*names, *translations} - {"metadata.txt"})]


def commit_time() -> tuple[int, int, int, int, int, int]:
    """When the commit was made; SOURCE_DATE_EPOCH, where set, counts more."""
    text = os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct").strip() or str(EPOCH)
    moment = time.gmtime(max(int(text), EPOCH))
    return (moment.tm_year, moment.tm_mon, moment.tm_mday, moment.tm_hour, moment.tm_min, moment.tm_sec)


def version() -> str:
    """The version in metadata.txt."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]["version"]


def release_notes() -> str:
    """CHANGELOG.md below its introduction, as metadata.txt takes it: lines indented, no empty ones, no %."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = re.split(r"^(?=## )", text, maxsplit=1, flags=re.MULTILINE)[-1]
    lines = [line.replace("#", "").replace("%", " percent").strip() for line in notes.splitlines()]
    return "".join(f"\n    {line}" for line in lines if line)


def contents(name: str) -> bytes:
    """What the zip holds of a file."""
    data = (ROOT / name).read_bytes()
    if PurePosixPath(name).suffix in TEXTS:
        data = data.replace(b"\r\n", b"\n")
    if name == "metadata.txt":
        data = data.rstrip() + f"\nchangelog={release_notes()}\n".encode()
    return data


def main() -> None:
    """Write the zip."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build"
    folder.mkdir(parents=True, exist_ok=True)
    if git("status", "--porcelain"):
        print("package: the work tree has changes that are not committed; they are packed", file=sys.stderr)
    target = folder / f"{NAME}-{version()}.zip"
    items = (ROOT / ".ci" / "shipped.txt").read_text(encoding="utf-8").split()
    for name in git("ls-files", "--others", "--exclude-standard", "--", *items).splitlines():
        if is_shipped(PurePosixPath(name)):
            print(f"package: {name} is NOT packed: git does not know it (git add)", file=sys.stderr)
    names, moment = shipped_files(), commit_time()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{NAME}/{name}", moment)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents(name), compresslevel=9)
    print(target)


if __name__ == "__main__":
    main()
