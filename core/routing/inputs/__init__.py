"""Rasters into arrays of routing: tonnes per cell and receivers; imports modules, never the door."""
