"""Tables as DataFrames: read, what their columns mean, rows summed, numbers written; uses errors and messages only."""
