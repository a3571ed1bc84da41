"""Fill the column "tested in" of docs/method.md from the marks in the tests: `python .ci/tested_in.py [--check]`.

A test says what it holds with `@pytest.mark.formula("stock")`; the table's first column has the keys. A key without a
test, or a mark without a row, is an error: both are work to do.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "method.md"
# The table's own heading and rule come before its first row.
HEADING = "|---|---|---|\n| area-geographic "
ROW = re.compile(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)


def marked_tests() -> dict[str, list[str]]:
    """Return {key: tests as `core/room/test_module::test_name`}, in the order of their files."""
    tests = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        place = path.relative_to(ROOT / "tests").with_suffix("").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.formula":
                    for key in mark.args:
                        tests[ast.literal_eval(key)].append(f"{place}::{node.name}")
    return dict(tests)


def filled(page: str, tests: dict[str, list[str]]) -> str:
    """Return the page with its column filled; raises SystemExit naming keys without a test or a row."""
    start = page.index(HEADING)
    head, table = page[:start], page[start:]
    keys = [match[1] for match in ROW.finditer(table)]
    untested = [key for key in keys if not tests.get(key)]
    unknown = sorted(set(tests) - set(keys))
    if untested or unknown or len(set(keys)) < len(keys):
        sys.exit(f"docs/method.md: no test for {untested}; no row, or two, for {unknown}")

    def row(match: re.Match[str]) -> str:
        names = "<br>".join(f"`{name}`" for name in tests[match[1]])
        return f"| {match[1]} | {match[2]} | {names} |"

    return head + ROW.sub(row, table)


def main() -> None:
    """Write the page, or only say whether it is up to date."""
    page = PAGE.read_text(encoding="utf-8")
    new = filled(page, marked_tests())
    if "--check" in sys.argv:
        sys.exit("docs/method.md: run make help" if new != page else 0)
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
