"""What counts as missing in a raster: declared nodata, and fill values that nobody declared."""
