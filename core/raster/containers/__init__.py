"""What a path holds: variables of NetCDF and HDF, files in archives, or no raster at all, and then what it is."""
