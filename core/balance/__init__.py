"""Supply and demand: difference, ratio and flow of an emission and a sequestration; uses accounts, zones, engine."""
