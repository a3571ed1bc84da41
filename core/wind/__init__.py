"""Wind on grids: directions and sectors, series of U and V, roses, mean winds; uses engine and raster, no stations."""

from . import fields, reports  # noqa: F401 - see `plugin`
