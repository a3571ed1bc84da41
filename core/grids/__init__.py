"""The study grid, and rasters brought onto a grid; uses zones, engine and raster."""
