"""CHANGELOG.md and metadata.txt."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

from release_check import faults  # noqa: E402

RELEASED = "# Changelog\n\n## [1.2.0] - 2026-01-31\n\n## [1.1.9] - 2025-12-01\n"
COMING = RELEASED.replace("## [1.2.0]", "## [Unreleased]\n\n## [1.2.0]")


def test_the_repository():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    assert faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), parser["general"]["version"]) == []


@pytest.mark.parametrize(
    ("changelog", "version", "tag"),
    [
        (RELEASED, "1.2.0", ""),
        (RELEASED, "1.2.0", "v1.2.0"),
        (COMING, "1.2.0", ""),
        (COMING, "1.3.0", ""),
        ("# Changelog\n\n## [Unreleased]\n", "0.1.0", ""),
    ],
)
def test_right(changelog, version, tag):
    assert faults(changelog, version, tag) == []


@pytest.mark.parametrize(
    ("changelog", "version", "tag", "told"),
    [
        (RELEASED, "1.3.0", "", "says 1.3.0, the newest"),
        (COMING, "1.1.9", "", "says 1.1.9, the newest"),
        (COMING, "1.2.0", "v1.2.0", "must begin with"),
        (COMING, "1.3.0", "v1.3.0", "must begin with"),
        (RELEASED, "1.2.0", "v1.3.0", "must begin with"),
        (RELEASED, "1.2", "", "is not X.Y.Z"),
        (RELEASED.replace("01-31", "02-31"), "1.2.0", "", "is no date"),
        (RELEASED.replace("1.1.9", "1.10.0"), "1.2.0", "", "not in order"),
        (RELEASED.replace("## [1.1.9] -", "## 1.1.9"), "1.2.0", "", "is no entry"),
        ("# Changelog\n", "1.2.0", "", "has no entries"),
    ],
)
def test_wrong(changelog, version, tag, told):
    assert told in "\n".join(faults(changelog, version, tag))
