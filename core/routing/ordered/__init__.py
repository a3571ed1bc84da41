"""Cells in topological order: D8 paths, components, and the loops in numpy or compiled by numba."""
