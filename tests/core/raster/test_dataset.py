"""Opening of raster files: errors that name the file, paths made absolute."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError, ReadError
from carbon_service_flow.core.raster.dataset import absolute_path, band_count, grid_of, open_dataset
from carbon_service_flow.core.raster.sources import Band
from osgeo import gdal, osr
from support.common import ALBERS, band, grid, save
from support.netcdf import lonlat_axes, needs_netcdf, write_netcdf


def test_files_that_are_no_rasters(tmp_path) -> None:
    (tmp_path / "text.tif").write_text("no raster")
    for name in ("text.tif", "missing.tif"):
        with pytest.raises(ReadError, match=rf"Raster {name} cannot be opened: \S+") as caught:
            band(tmp_path / name).grid  # noqa: B018
        assert isinstance(caught.value, OSError)


@pytest.mark.parametrize("exceptions", [False, True])
def test_an_error_gives_gdals_reason_or_the_name_of_a_layer(tmp_path, exceptions) -> None:
    """Other plugins switch GDAL's exceptions on for the whole process."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if exceptions else gdal.DontUseExceptions)()
    try:
        with pytest.raises(ReadError, match=r"Raster the layer cannot be opened: .*missing\.tif"):
            open_dataset(str(tmp_path / "missing.tif"), "the layer")
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_a_file_without_bands_is_no_raster(tmp_path) -> None:
    """A NetCDF of several variables is opened by GDAL, and has none of its own: they are listed."""
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    path = save(tmp_path / "u.tif", np.zeros((2, 3, 4)), (105.0, 1.0, 0.0, 35.0, 0.0, -1.0), "EPSG:4326")
    gdal.Translate(str(tmp_path / "u.nc"), path, format="netCDF")
    with pytest.raises(ReadError, match=r'u\.nc holds 2 rasters: Band1 \(3 x 4, .*; Band2 .*NETCDF:".*u\.nc":Band1'):
        open_dataset(str(tmp_path / "u.nc"))


def test_the_grid_of_a_file_has_its_rows_and_columns(tmp_path) -> None:
    path = save(tmp_path / "a.tif", np.zeros((2, 3, 5)), (7.0, 10.0, 0.0, 9.0, 0.0, -20.0))
    found = grid_of(path)
    assert (found.shape, found.geotransform) == ((3, 5), (7.0, 10.0, 0.0, 9.0, 0.0, -20.0))
    assert found.differences(grid(3, 5, (7.0, 10.0, 0.0, 9.0, 0.0, -20.0), ALBERS)) == []
    assert band_count(path) == 2


def test_a_crs_with_heights_is_taken_by_its_horizontal_part(tmp_path) -> None:
    crs = osr.SpatialReference()
    crs.SetFromUserInput("EPSG:32650+5773")
    found = grid_of(
        save(tmp_path / "a.tif", np.zeros((2, 2)), (5e5, 1000.0, 0.0, 3.5e6, 0.0, -1000.0), crs.ExportToWkt())
    )
    assert found.crs_name == "EPSG:32650"
    found.require_usable("a")


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("nothing", "the file holds no geotransform"),
        ("gcps", r"the file holds ground control points alone \(4\)"),
        ("rpc", "the file holds rational polynomial coefficients"),
        ("geolocation", "the file holds arrays of longitude and latitude alone"),
    ],
)
def test_a_raster_that_lies_nowhere_is_refused_with_what_it_has(tmp_path, what, cause) -> None:
    path = save(tmp_path / "a.tif", np.zeros((20, 20)), None, "" if what == "gcps" else ALBERS)
    dataset = gdal.Open(path, gdal.GA_Update)
    if what == "gcps":
        corners = [gdal.GCP(5e5 + 1000 * x, 3.5e6 - 1000 * y, 0, x, y) for x in (0, 20) for y in (0, 20)]
        dataset.SetGCPs(corners, ALBERS)
    elif what == "rpc":
        terms = " ".join(["1"] * 20)
        keys = ("LINE_OFF", "SAMP_OFF", "LAT_OFF", "LONG_OFF", "HEIGHT_OFF")
        scales = ("LINE_SCALE", "SAMP_SCALE", "LAT_SCALE", "LONG_SCALE", "HEIGHT_SCALE")
        coefficients = ("LINE_NUM_COEFF", "LINE_DEN_COEFF", "SAMP_NUM_COEFF", "SAMP_DEN_COEFF")
        dataset.SetMetadata({**dict.fromkeys((*keys, *scales), "1"), **dict.fromkeys(coefficients, terms)}, "RPC")
    elif what == "geolocation":
        dataset.SetMetadata({"X_DATASET": "lon.tif", "Y_DATASET": "lat.tif"}, "GEOLOCATION")
    dataset = None
    with pytest.raises(RasterError, match=f"Raster a has no position on a map: {cause}.*Warp"):
        grid_of(path, "a")


def test_pixels_as_points_lie_half_a_cell_aside(tmp_path) -> None:
    """AREA_OR_POINT=Point: the file's tie point is a centre, and GDAL gives the corner."""
    area, point = (str(tmp_path / f"{kind}.tif") for kind in ("area", "point"))
    for path, kind in ((area, "Area"), (point, "Point")):
        dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 2)
        dataset.SetMetadataItem("AREA_OR_POINT", kind)
        dataset.SetGeoTransform((5e5, 1000.0, 0.0, 3.5e6, 0.0, -1000.0))
        dataset.SetProjection(ALBERS)
        dataset = None
    assert grid_of(area) == grid_of(point)


def test_bands_travel_with_absolute_paths(tmp_path, monkeypatch) -> None:
    import pickle

    save(tmp_path / "a.tif", np.ones((2, 2)))
    monkeypatch.chdir(tmp_path)
    again = pickle.loads(pickle.dumps(Band("a.tif", excluded=((1.0, 2.0),))))
    assert again == Band(str(tmp_path / "a.tif"), excluded=((1.0, 2.0),))
    assert absolute_path('NETCDF:"a.tif":u10') == f'NETCDF:"{tmp_path / "a.tif"}":u10'
    assert absolute_path("/vsizip/a.tif/b.tif") == "/vsizip/a.tif/b.tif"
    (tmp_path / "w.zip").write_bytes(b"")
    assert absolute_path('NETCDF:"/vsizip/w.zip/b.nc":u10') == f'NETCDF:"/vsizip/{tmp_path / "w.zip"}/b.nc":u10'
    assert absolute_path('NETCDF:"missing.nc":u10') == 'NETCDF:"missing.nc":u10'
    assert absolute_path("/vsimem/a.tif") == "/vsimem/a.tif"
    assert absolute_path("missing.tif") == "missing.tif"


@needs_netcdf
@pytest.mark.parametrize(
    ("units", "standard", "geographic"),
    [
        (("degrees_north", "degrees_east"), "latitude", True),
        (("degree_N", "degree_E"), "latitude", True),
        (("degrees", "degrees"), "latitude", False),
        (("degrees_north", "degrees_east"), "grid_latitude", False),
        (("km", "km"), "latitude", False),
    ],
)
def test_axes_in_degrees_north_and_east_are_a_crs(tmp_path, units, standard, geographic) -> None:
    """Most netCDF files of the climate say no other; those of a rotated pole would be taken for true ones."""
    axes = lonlat_axes(31.0, 105.0, 2, 3)
    for name, unit, said in (
        ("latitude", units[0], standard),
        ("longitude", units[1], standard.replace("lat", "long")),
    ):
        dimensions, values, _ = axes[name]
        axes[name] = (dimensions, values, {"units": unit, "standard_name": said})
    path = write_netcdf(tmp_path / "a.nc", {**axes, "lai": (("latitude", "longitude"), np.ones((2, 3)), {})})
    assert grid_of(path).is_geographic is geographic
