"""Tables as DataFrames: read, what columns mean, rows joined, numbers written; uses messages and units of area."""
