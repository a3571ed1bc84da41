"""Where results come from: the record in each raster, and the steps traced back through it; uses raster."""
