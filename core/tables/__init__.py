"""Tables as DataFrames: read, what their columns mean, rows summed, numbers written; uses errors, messages and units of area."""
