"""Vector layers as they are given."""
