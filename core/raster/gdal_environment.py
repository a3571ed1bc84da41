"""What GDAL keeps for a thread or for the whole process, set for a while: its complaints, its block cache."""

from __future__ import annotations

import os

from osgeo import gdal


class quiet_gdal:  # noqa: N801 - used as a keyword-like context
    """Keep GDAL's complaints off stderr in this thread; they are reported through our own errors."""

    def __enter__(self) -> quiet_gdal:
        """Push a silent error handler."""
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        gdal.ErrorReset()
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the handler that was there."""
        gdal.PopErrorHandler()

    @property
    def complaint(self) -> str:
        """GDAL's last message, for the end of ours."""
        return str(gdal.GetLastErrorMsg()).strip() or "no reason given"


class without_side_files:  # noqa: N801 - used as a keyword-like context
    """Let datasets of which statistics are taken meanwhile write no `.aux.xml` when they close; they read none either.

    It concerns the whole process: for the short while in which QGIS opens a layer. `file` is the raster's: one that has
    such a file already is opened as always, since its CRS or nodata may stand there.
    """

    def __init__(self, file: str) -> None:
        self._off = not os.path.exists(file + ".aux.xml")

    def __enter__(self) -> None:
        """Switch GDAL's persistent auxiliary metadata off."""
        self._before = gdal.GetConfigOption("GDAL_PAM_ENABLED")
        if self._off:
            gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")

    def __exit__(self, *_: object) -> None:
        """Put it back."""
        if self._off:
            gdal.SetConfigOption("GDAL_PAM_ENABLED", self._before)


class bounded_cache:  # noqa: N801 - used as a keyword-like context
    """Lower GDAL's block cache, which belongs to the whole process, to `limit` bytes for a while; never raise it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __enter__(self) -> None:
        """Lower it, unless it is lower already."""
        self._before = gdal.GetCacheMax()
        if self._before > self._limit:
            gdal.SetCacheMax(self._limit)

    def __exit__(self, *_: object) -> None:
        """Put it back."""
        gdal.SetCacheMax(self._before)
