"""The table of a benchmark: Markdown for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
import os
import platform
from datetime import date
from pathlib import Path
from statistics import median

from .programs import CODEC, CORE, FLOOR, OURS, PEER, THIS
from .runner import Entry, as_json

COLUMNS = ("row", "size", "program", "kind", "median_seconds", "cpu_seconds", "peak_mb", "ratio", "cpu_ratio")

LEGEND = (
    "Seconds are medians of whole processes (least to most), CPU is user and system time, peak is the resident memory "
    "of the largest process. Ratios are a program's time over this plugin's with the same codec, median over the "
    "rounds: above 1 the program takes longer; where that is not this plugin as it comes, the last column says so. "
    "Every result was compared before its time counted."
)


def write_tables(folder: Path, name: str, entries: list[Entry], titles: dict[str, str], told: dict) -> Path:
    """Write NAME.md, NAME.csv and NAME.json; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{name}.md"
    page.write_text(markdown(entries, titles, told), encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps({**told, "entries": as_json(entries)}, indent=1), encoding="utf-8")
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([*COLUMNS, "output_bytes", "codec", "check", "problem", "note"])
        for one in entries:
            cpu = round(median(one.cpu), 3) if one.cpu else None
            seconds = round(one.median_seconds, 3) if one.seconds else None
            ratios = [round(ratio, 3) if ratio else None for ratio in (one.ratio, one.cpu_ratio)]
            values = (one.row, one.size, one.program, one.kind, seconds, cpu, round(one.peak_mb), *ratios)
            table.writerow([*values, one.output_bytes, one.codec, one.found, one.problem, one.note])
    return page


def markdown(entries: list[Entry], titles: dict[str, str], told: dict) -> str:
    """One table per size and row."""
    machine = f"{told['date']}, {told['cores']} cores, {told['memory_gb']:.0f} GB"
    manner = f"seed {told['seed']}, {told['rounds']} rounds in turn, load {told['load']:.1f} at the start"
    lines = ["# Benchmark", "", f"{machine}; {manner}. {LEGEND}", ""]
    for size in dict.fromkeys(one.size for one in entries):
        for row in dict.fromkeys(one.row for one in entries if one.size == size):
            lines += [
                f"## {titles[row]} — {size} ({row})",
                "",
                *_rows([e for e in entries if (e.size, e.row) == (size, row)]),
            ]
    return "\n".join(lines) + "\n"


def _rows(entries: list[Entry]) -> list[str]:
    lines = [
        "| program | seconds | ratio | CPU | ratio | peak MB | output | codec | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    order = {OURS: 0, CODEC: 1, CORE: 2, FLOOR: 3}
    for one in sorted(entries, key=lambda e: (order.get(e.kind, 4), e.median_seconds or 1e9)):
        if not one.seconds:
            lines.append(f"| {one.program} | — | | | | | | | {one.problem} |")
            continue
        seconds = f"{one.median_seconds:.2f} ({min(one.seconds):.2f}–{max(one.seconds):.2f})"
        output = f"{one.output_bytes / 1e6:.1f} MB" if one.output_bytes else ""
        ratio = f"{one.ratio:.2f}" if one.ratio else ""
        to = f"ratio to {one.against}" if one.kind == PEER and one.against != THIS else ""
        remark = "; ".join(text for text in (one.note, to, one.found) if text)
        cpu_ratio = f"{one.cpu_ratio:.2f}" if one.cpu_ratio else ""
        cells = (seconds, ratio, f"{median(one.cpu):.2f}", cpu_ratio, f"{one.peak_mb:.0f}", output, one.codec, remark)
        lines.append(f"| {one.program} | {' | '.join(cells)} |")
    return [*lines, ""]


def circumstances(seed: int, rounds: int) -> dict:
    """What a reader must know to judge the numbers."""
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 1e6
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "memory_gb": memory,
        "seed": seed,
        "rounds": rounds,
        "load": os.getloadavg()[0],
        "system": platform.platform(),
    }
