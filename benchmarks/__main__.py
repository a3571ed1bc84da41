"""The benchmark: python3 -m benchmarks [--sizes 3000x1400 ...] [--rows stock,zones] [--seed 1] [--rounds 3].

Generates what is missing, runs every row's programs and writes build/bench/results.md, .csv and .json.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from .measure import clean_environment
from .peers import BUILD, ROOT, SYSTEM_PYTHON, all_peers
from .programs import PEER, Place, Program
from .rows import ROWS
from .runner import Entry, run_row, say
from .table import circumstances, write_tables

# What a row reads: the parts of `benchmarks.inputs`.
PARTS = {
    "stock": ("accounts",),
    "zones": ("accounts", "zones"),
    "ratio": ("accounts",),
    "balance": ("accounts", "zones"),
    "correlation": ("drivers",),
    "spread": ("accounts", "zones"),
    "d8": ("wind",),
    "surface": ("wind", "surface"),
    "two": ("wind",),
}


def words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=words, default=["3000x1400", "10000x10000"], help="columns x rows, several")
    parser.add_argument("--rows", type=words, default=list(ROWS), help=f"of {', '.join(ROWS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=words, default=[], help="parts of programs' names: run these peers alone")
    parser.add_argument("--kinds", type=words, default=[], help="ours, codec, core, peer, floor: these alone")
    parser.add_argument("--build", type=Path, default=BUILD)
    parser.add_argument("--name", default="results", help="of the tables")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}")
    if options.rounds < 1:
        parser.error("at least one round")
    build = options.build.resolve()
    peers = all_peers()
    told = circumstances(options.seed, options.rounds)
    titles = {name: row.title for name, row in ROWS.items()}
    entries, page = [], None
    for size in options.sizes:
        cols, rows = (int(number) for number in size.split("x"))
        inputs = build / f"{size}-seed{options.seed}"
        generate(inputs, size, options.seed, options.rows)
        place = Place(inputs, build / f"out-{size}", peers, cols * rows)
        place.outputs.mkdir(parents=True, exist_ok=True)
        for row in options.rows:
            programs = [one for one in ROWS[row].programs(place) if wanted(one, options.kinds, options.only)]

            def keep(now: list[Entry], before: tuple[Entry, ...] = tuple(entries)) -> None:
                # After every round: a long run that is stopped has told what it knew.
                write_tables(build, options.name, [*before, *now], titles, told)

            entries += run_row(place, row, size, programs, options.rounds, keep)
            page = write_tables(build, options.name, entries, titles, told)
        shutil.rmtree(place.outputs, ignore_errors=True)
    if page:
        print(page.read_text(encoding="utf-8"))
        say(f"written: {page}")


def wanted(program: Program, kinds: list[str], peers: list[str]) -> bool:
    """By its kind, and a peer by a part of its name."""
    if kinds and program.kind not in kinds:
        return False
    return program.kind != PEER or not peers or any(part.lower() in program.name.lower() for part in peers)


def generate(inputs: Path, size: str, seed: int, rows: list[str]) -> None:
    """Make the inputs that the rows need, in a process of its own."""
    parts = sorted({part for row in rows for part in PARTS[row]})
    command = [
        SYSTEM_PYTHON,
        "-m",
        "benchmarks.inputs",
        str(inputs),
        "--size",
        size,
        "--seed",
        str(seed),
        "--parts",
        *parts,
    ]
    subprocess.run(command, cwd=ROOT, env=clean_environment({}), check=True)


if __name__ == "__main__":
    main()
