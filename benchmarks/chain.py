"""What share of a chain of tools goes into the rasters in between: python3 -m benchmarks.chain [--size 10000x10000].

Stock and emission from land use, and their balance by province, in one QGIS process each time:

    one pass     `carbonaccount`: reads land use and provinces, writes the ratio and the table
    chain        `carbonstock`, `carbonemissions`, `supplydemandratio`, with temporary rasters between (ZSTD)
    named        the same, the rasters in between being files with the default codec (DEFLATE)
    in between   those two files read and written again, nothing computed (`drivers/floor.py`)

All three must give the same ratio and the same table, bit for bit. Seconds are medians of rounds in turn; the share is
what the chain takes above one pass, over the chain.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from .__main__ import generate
from .measure import Step, clean_environment, measure
from .peers import BUILD, ROOT, SYSTEM_PYTHON

PROVINCES = 19
NAMES = ("one pass", "chain", "named", "in between")
SAME = """
import sys
from pathlib import Path
from osgeo import gdal
gdal.UseExceptions()
first, second = (gdal.Open(path) for path in sys.argv[1:3])
for row in range(0, first.RasterYSize, 512):
    high = min(512, first.RasterYSize - row)
    a, b = (one.ReadAsArray(0, row, one.RasterXSize, high) for one in (first, second))
    assert a.tobytes() == b.tobytes(), f"rows from {row} differ"
assert Path(sys.argv[3]).read_bytes() == Path(sys.argv[4]).read_bytes(), "tables differ"
"""


def yearbook(path: Path) -> None:
    """People and pigs by province, of the order of a yearbook's."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["province", "population", "pigs", "coal_t"])
        table.writerows([f"province {n:04}", 1e6 * n, 4e5 * (20 - n), 3e6 + 1e5 * n] for n in range(1, PROVINCES + 1))


def step(inputs: Path, what: str, *outputs: Path) -> Step:
    script = str(ROOT / "benchmarks" / "drivers" / "own_chain.py")
    return Step((SYSTEM_PYTHON, script, what, str(inputs), *map(str, outputs)))


def programs(inputs: Path, folder: Path) -> dict[str, tuple[Step, list[Path]]]:
    """By name the step, and its outputs."""
    kept = [folder / "stock.tif", folder / "emission.tif"]
    found = {}
    for name, what, more in (("one pass", "one", []), ("chain", "chain", []), ("named", "chain", kept)):
        outputs = [folder / f"{name}.tif", folder / f"{name}.csv", *more]
        found[name] = step(inputs, what, *outputs), outputs
    again = [folder / "again1.tif", folder / "again2.tif"]
    floor = str(ROOT / "benchmarks" / "drivers" / "floor.py")
    read, write = [str(path) for path in kept], [str(path) for path in again]
    found["in between"] = (
        Step((SYSTEM_PYTHON, floor, "--read", *read, "--like", *read, "--write", *write)),
        again,
    )
    return found


def timed(name: str, work: Step, outputs: list[Path], log: Path) -> tuple[float, float]:
    """Seconds and CPU seconds of one run; raises SystemExit when it fails."""
    for path in outputs:
        path.unlink(missing_ok=True)
    os.sync()
    used = measure([work], log)
    if not used.ok:
        sys.exit(f"{name}: {used.problem}; see {log}")
    if name != "in between":
        return used.seconds, used.cpu
    wall, cpu = json.loads(log.read_text(encoding="utf-8").strip().splitlines()[-1])["excluded"]
    return used.seconds - wall, used.cpu - cpu


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.chain", description=__doc__)
    parser.add_argument("--size", default="10000x10000", help="columns x rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    inputs = BUILD.resolve() / f"{options.size}-seed{options.seed}"
    generate(inputs, options.size, options.seed, ["balance"])
    yearbook(inputs / "yearbook.csv")
    folder = BUILD.resolve() / f"chain-{options.size}"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    work = programs(inputs, folder)
    # Not timed: it warms the page cache, and its results are compared.
    for name in NAMES:
        timed(name, *work[name], log)
    for name in ("chain", "named"):
        files = [str(folder / f"{one}{ending}") for ending in (".tif", ".csv") for one in ("one pass", name)]
        subprocess.run((SYSTEM_PYTHON, "-c", SAME, *files), env=clean_environment({}), check=True)
    taken = {name: [] for name in NAMES}
    for number in range(options.rounds):
        # "in between" needs the files of "named", and so comes last.
        for name in (*NAMES[number % 3 : 3], *NAMES[: number % 3], NAMES[3]):
            taken[name].append(timed(name, *work[name], log))
    report(taken, options)


def report(taken: dict[str, list[tuple[float, float]]], options: argparse.Namespace) -> None:
    middle = {name: tuple(median(run[kind] for run in runs) for kind in (0, 1)) for name, runs in taken.items()}
    print(f"{options.size} cells, seed {options.seed}, {options.rounds} rounds, load {os.getloadavg()[0]:.1f}\n")
    print("| | seconds | CPU seconds | share of them above one pass |")
    print("|---|---|---|---|")
    alone = middle["one pass"][1]
    for name, (seconds, cpu) in middle.items():
        share = f"{1 - alone / cpu:.0%}" if name in ("chain", "named") else ""
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {share} |")
    between, named = middle["in between"][1], middle["named"][1]
    print(f"\nReading and writing the two rasters in between: {between / named:.0%} of the named chain's CPU seconds.")


if __name__ == "__main__":
    main()
