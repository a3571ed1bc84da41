"""What a target varies with: correlation, effective sample size, factor detector; uses engine and raster, no zones."""
