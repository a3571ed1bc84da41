"""Every formula, constant and convention of docs/method.md names the tests that hold it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_column_of_tests_is_full_and_up_to_date() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "tested_in.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
