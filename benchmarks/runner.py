"""Runs the programs of a row: once each to see that the result is right, then in turn, round by round."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from .measure import Usage, clean_environment, measure
from .peers import ROOT, SYSTEM_PYTHON
from .programs import FLOOR, OURS, THIS, Check, Place, Program


@dataclass
class Entry:
    """What is told of one program in one row."""

    row: str
    size: str
    program: str
    kind: str
    note: str = ""
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    output_bytes: int = 0
    codec: str = ""
    found: str = ""
    problem: str = ""
    ratio: float | None = None
    cpu_ratio: float | None = None
    load: float = 0.0
    against: str = ""

    @property
    def median_seconds(self) -> float | None:
        """Median wall time."""
        return median(self.seconds) if self.seconds else None


def run_row(place: Place, row: str, size: str, programs: list[Program], rounds: int, keep) -> list[Entry]:
    """Check every program of a row, then time those whose results are right; `keep` takes the entries each round."""
    load = os.getloadavg()[0]
    entries = [Entry(row, size, one.name, one.kind, one.note, load=load, against=one.against) for one in programs]
    log = place.outputs / "log.txt"
    able = []
    for program, entry in zip(programs, entries):
        say(f"{size} {row}: checking {program.name}")
        _prove(place, program, entry, log)
        if entry.problem:
            say(f"    {entry.problem}")
        else:
            able.append((program, entry))
        if program.kind != OURS:
            _clear(program)
    for number in range(rounds):
        # Another one starts each round: whatever drifts meets all of them.
        first = number % max(1, len(able))
        for program, entry in able[first:] + able[:first]:
            used = _timed(program, log)
            if not used.ok:
                entry.problem = used.problem
                continue
            entry.seconds.append(used.seconds)
            entry.cpu.append(used.cpu)
            entry.peak_mb = max(entry.peak_mb, used.peak_mb)
            if program.kind != OURS:
                _clear(program)
        say(f"{size} {row}: round {number + 1} of {rounds}")
        _compare_with_ours(entries)
        keep(entries)
    for program in programs:
        _clear(program)
    return entries


def _prove(place: Place, program: Program, entry: Entry, log: Path) -> None:
    """Run once, not timed: it warms the page cache, and its result is compared."""
    missing = place.lacks(program.needs)
    if missing:
        entry.problem = f"not there: {missing}"
        return
    short = _memory_mb() * 0.8
    if program.needs_mb > short:
        entry.problem = f"needs about {program.needs_mb:.0f} MB, {short:.0f} are to be had"
        return
    _clear(program)
    mark = log.stat().st_size if log.exists() else 0
    used = measure(program.steps, log)
    if not used.ok:
        entry.problem = f"{used.problem}: {_reason(log, mark)}"
        return
    told = []
    for check in program.checks:
        found = compare(place, check)
        told.append(found["found"] + (f" ({check.reason})" if check.reason else ""))
        entry.output_bytes += found.get("bytes", 0)
        entry.codec = entry.codec or found.get("codec", "")
        if not found["ok"]:
            entry.problem = f"differs: {found['found']}"
    entry.found = "; ".join(dict.fromkeys(told))


def compare(place: Place, check: Check) -> dict:
    """Ask `benchmarks.compare`, a process of its own so that this one stays small."""
    what, *options = check.options
    command = [
        SYSTEM_PYTHON,
        "-m",
        "benchmarks.compare",
        check.kind,
        what,
        str(place.inputs),
        str(check.file),
        *options,
    ]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment({}), capture_output=True, text=True, check=False)
    if done.returncode:
        return {"ok": False, "found": f"the comparison failed: {done.stderr.strip().splitlines()[-1:]}"}
    return json.loads(done.stdout.splitlines()[-1])


def _timed(program: Program, log: Path) -> Usage:
    _clear(program)
    # Dirty pages of the last program are not this one's time.
    os.sync()
    mark = log.stat().st_size if log.exists() else 0
    used = measure(program.steps, log)
    if program.kind == FLOOR and used.ok:
        wall, cpu = json.loads(log.read_text(encoding="utf-8", errors="replace")[-200:].strip().splitlines()[-1])[
            "excluded"
        ]
        used.seconds -= wall
        used.cpu -= cpu
    elif not used.ok:
        used.problem += f": {_reason(log, mark)}"
    return used


def _compare_with_ours(entries: list[Entry]) -> None:
    """Ratios to this plugin, round by round; their median."""
    timed = {entry.program: entry for entry in entries if entry.seconds}
    for entry in timed.values():
        ours = timed.get(entry.against, timed.get(THIS))
        if ours is None:
            continue
        entry.against = ours.program
        entry.ratio = median(a / b for a, b in zip(entry.seconds, ours.seconds))
        entry.cpu_ratio = median(a / b for a, b in zip(entry.cpu, ours.cpu))


def _clear(program: Program) -> None:
    for path in program.outputs:
        for one in (path, *path.parent.glob(f"{path.name}*")):
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)


def _reason(log: Path, mark: int) -> str:
    """The line of a program's output that says most about why it failed."""
    with log.open(encoding="utf-8", errors="replace") as file:
        file.seek(mark)
        lines = [line.strip() for line in file if line.strip() and not line.startswith("$ ")]
    telling = [line for line in lines if "error" in line.lower() or "not enough" in line.lower()]
    return ((telling or lines or ["it said nothing"])[-1])[:300]


def _memory_mb() -> float:
    """Memory that can be had now."""
    with open("/proc/meminfo") as told:
        return int(next(line for line in told if line.startswith("MemAvailable")).split()[1]) / 1024


def as_json(entries: list[Entry]) -> list[dict]:
    return [{**asdict(entry), "median_seconds": entry.median_seconds} for entry in entries]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
