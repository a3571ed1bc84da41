"""What GDAL keeps for a thread or for the whole process, set for a while: its complaints, its block cache."""

from __future__ import annotations

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
