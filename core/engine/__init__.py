"""The one streaming engine: operations on blocks, run window by window, here or on a cluster; uses raster."""
