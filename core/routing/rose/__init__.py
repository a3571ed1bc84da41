"""Routing by a wind rose: sweeps by row, corrected on coarser grids; uses graph and cycles."""
