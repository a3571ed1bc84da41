"""exactextract: python3 with_exactextract.py zones INPUTS OUTPUT; counts and sums, block by block of the raster."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from exactextract import exact_extract


def zones(inputs: Path, output: str) -> None:
    found = exact_extract(
        str(inputs / "stock.tif"),
        str(inputs / "zones.gpkg"),
        ["count", "sum"],
        include_cols=["code"],
        strategy="raster-sequential",
    )
    with open(output, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "count", "sum"])
        table.writerows([one["properties"][name] for name in ("code", "count", "sum")] for one in found)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
