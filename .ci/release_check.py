"""CHANGELOG.md drives the version: `release_check.py` for any commit, `release_check.py vX.Y.Z` before that tag.

Any commit: entries are in order, newest first, each `## [X.Y.Z] - YYYY-MM-DD`, or `## [Unreleased]` at the top; the
version in metadata.txt is that of the newest entry, or higher while there is an Unreleased one. A tag: its entry is at
the top, metadata.txt says the same, no Unreleased entry is left.
"""

from __future__ import annotations

import configparser
import re
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENTRY = re.compile(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d{2}-\d{2})")


def faults(changelog: str, version: str, tag: str = "") -> list[str]:
    """What is wrong, in words."""
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    unreleased = headings[:1] == ["[Unreleased]"]
    entries = [ENTRY.fullmatch(heading) for heading in headings[unreleased:]]
    found = [f"CHANGELOG.md: ## {h} is no entry" for h, e in zip(headings[unreleased:], entries) if e is None]
    if not headings:
        return ["CHANGELOG.md has no entries"]
    if found or not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return found or [f"metadata.txt: {version} is not X.Y.Z"]
    versions = [tuple(int(part) for part in entry.groups()[:3]) for entry in entries if entry]
    now = tuple(int(part) for part in version.split("."))
    for entry in entries:
        try:
            date.fromisoformat(entry[4] if entry else "")
        except ValueError:
            found.append(f"CHANGELOG.md: {entry[4] if entry else ''} is no date")
    if versions != sorted(set(versions), reverse=True):
        found.append("CHANGELOG.md: versions are not in order, newest first")
    if versions and (now < versions[0] or (now != versions[0] and not unreleased)):
        found.append(f"metadata.txt says {version}, the newest entry of CHANGELOG.md is {versions[0]}")
    if tag and (unreleased or tag != f"v{version}" or versions[:1] != [now]):
        found.append(
            f"{tag}: CHANGELOG.md must begin with ## [{tag[1:]}] - DATE, and metadata.txt say version={tag[1:]}"
        )
    return found


def main() -> int:
    """Check the repository."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    version = parser["general"]["version"]
    found = faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version, *sys.argv[1:])
    print("\n".join(found) or f"version {version} and CHANGELOG.md agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
