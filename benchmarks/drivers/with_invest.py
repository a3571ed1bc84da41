"""InVEST's carbon model: python3 with_invest.py stock INPUTS OUTPUT; its raster of totals is moved to OUTPUT."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from natcap.invest.carbon import carbon


def stock(inputs: Path, output: str) -> None:
    with tempfile.TemporaryDirectory(dir=Path(output).parent) as workspace:
        carbon.execute(
            {
                "workspace_dir": workspace,
                "lulc_bas_path": str(inputs / "landuse.tif"),
                "carbon_pools_path": str(inputs / "pools.csv"),
                "calc_sequestration": False,
                "do_valuation": False,
                "n_workers": -1,
            }
        )
        shutil.move(next(Path(workspace).glob("c_storage_bas*.tif")), output)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
