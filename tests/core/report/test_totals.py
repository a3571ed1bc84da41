"""Totals of rasters."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.report.totals import Total, density_total
from osgeo import gdal, osr


def test_density_total(tmp_path):
    """2 x 2 cells of 1 km2 = 100 ha with 1, 2, 3 t/ha and nodata: 600 t on 300 ha."""
    path = str(tmp_path / "a.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 2, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32650)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(-9999)
    dataset.GetRasterBand(1).WriteArray(np.array([[1, 2], [3, -9999]], np.float32))
    dataset = None
    assert density_total(Band(path)) == Total(600.0, 300.0)
