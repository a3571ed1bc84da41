"""Found before any QGIS by the workers of test_cluster.py: they are to do without."""

raise ImportError("workers have no QGIS")
