"""Operations that the workers of test_cluster.py find on their path; the plugin is not there when this is imported."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Slow:
    """Square roots and their sum, with a pause at each unit."""

    seconds: float = 0.0

    def __call__(self, block):
        from carbon_service_flow.core.engine.operation import Result, Sums

        time.sleep(self.seconds)
        root = np.sqrt(block.bands[0].astype(np.float64))
        return Result(
            [root, root * 0.1], Sums(total=(root.filled(0.0) * block.area_ha * 0.1).sum(), cells=root.count())
        )


@dataclass(frozen=True)
class Fails:
    """Raises at one unit: an error of core, or any."""

    row: int
    own: bool

    def __call__(self, block):
        from carbon_service_flow.core.engine.operation import Result
        from carbon_service_flow.core.errors import RasterError
        from carbon_service_flow.core.messages import NO_CRS

        if block.window.row == self.row:
            raise (
                RasterError(NO_CRS, raster="{strange} <name> 碳") if self.own else ZeroDivisionError("in the operation")
            )
        return Result([block.bands[0], block.bands[0]])


@dataclass(frozen=True)
class Dies:
    """Ends its process, as a worker does that the system kills for memory."""

    def __call__(self, block):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGKILL)


class Told:
    """What a worker says of itself: modules of QGIS, folders on its path."""

    def __call__(self) -> dict:
        import sys

        import carbon_service_flow

        return {
            "qgis": sorted(n for n in sys.modules if n.split(".")[0] in ("qgis", "processing")),
            "code": carbon_service_flow.__file__,
            "path": list(sys.path),
        }
