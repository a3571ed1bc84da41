"""Rasters: grids, what is read and written by window, files that appear all at once; knows no operation or zone."""

from . import containers, nodata  # noqa: F401 - see `plugin`
