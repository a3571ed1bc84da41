"""Lines of flow above a threshold, joined where they meet; uses graph."""
