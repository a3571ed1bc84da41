"""What routing checks before it starts: directions that are none, roses that do not add up."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster import Band
from carbon_service_flow.core.routing import Neighbourhood
from carbon_service_flow.core.serviceflow import check_directions, read_rose
from osgeo import gdal


class Log(Progress):
    def __init__(self):
        self.warnings = []

    def warning(self, text):
        self.warnings.append(text)


def rose(folder, scale):
    """17 bands of 1 x 2 cells; the first cell's frequencies add up to `scale`, the second is nodata."""
    path = str(folder / "rose.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 2, 1, 17, gdal.GDT_Float64)
    raster.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    for band in range(1, 18):
        raster.GetRasterBand(band).WriteArray(np.array([[scale / 17, np.nan]]))
    raster = None
    return [Band(path, band) for band in range(1, 18)]


@pytest.mark.parametrize(("scale", "told"), [(1.0, 0), (1.009, 0), (100.0, 1), (0.5, 1)])
def test_frequencies_that_do_not_add_up_to_one_are_told(tmp_path, scale, told):
    log = Log()
    bands = rose(tmp_path, scale)
    near = Neighbourhood.of(1, 2, 1000.0, 1000.0)
    transport = read_rose(bands, bands[0].grid, near, np.zeros((1, 2)), log)
    assert transport.moving.tolist() == [[True, False]]
    assert len(log.warnings) == told
    if told:
        assert "rose.tif" in log.warnings[0]
        assert "In 1 cells" in log.warnings[0]


@pytest.mark.parametrize(
    ("values", "words"),
    [([0.1, 3.0, 6.2], "radians"), ([1, 5, 17], "sector codes"), ([np.nan, np.nan, np.nan], "no wind anywhere")],
)
def test_directions_that_are_probably_none_are_told(values, words):
    log = Log()
    check_directions(np.array([values], dtype=float), "wind.tif", log)
    assert len(log.warnings) == 1
    assert words in log.warnings[0]


@pytest.mark.parametrize("value", [-1.0, 361.0])
def test_directions_outside_the_circle_are_refused(value):
    with pytest.raises(RasterError, match=r"wind\.tif has 1 values"):
        check_directions(np.array([[90.0, value]]), "wind.tif", Log())


def test_usual_directions_pass_in_silence():
    log = Log()
    check_directions(np.array([[0.0, 22.5, 359.9, 360.0]]), "wind.tif", log)
    assert log.warnings == []
