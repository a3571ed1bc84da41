"""Zones: polygons by name, rasterized window by window, sums, medians and coverage by zone; uses engine and raster."""
