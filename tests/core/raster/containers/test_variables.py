"""Variables of files and files of archives: what is listed, what is taken."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
from carbon_service_flow.core.errors import ReadError
from carbon_service_flow.core.raster.containers.variables import (
    Variable,
    is_auxiliary,
    list_variables,
    long_name,
    only_raster,
    variables_in,
)
from carbon_service_flow.core.raster.dataset import band_count, open_dataset
from support.common import save
from support.netcdf import lonlat_axes, needs_netcdf, write_netcdf

PLACE = ("latitude", "longitude")


@pytest.mark.parametrize("name", ["time_bnds", "lat_bounds", "crs", "XLAT", "XLONG_M", "lon", "Times", "rotated_pole"])
def test_names_of_auxiliary_variables(name):
    assert is_auxiliary(name)


@pytest.mark.parametrize(
    "name", ["u10", "cover_class", "lai", "latent_heat", "time_of_green_up", "crsx", "bound_water"]
)
def test_names_of_values(name):
    assert not is_auxiliary(name)


def cover(path, *names):
    """Maps of 2 x 3 cells, and the bounds of the latitudes, which GDAL takes for a raster, too."""
    maps = {name: (PLACE, np.full((2, 3), k + 1, "i1"), {"long_name": f"map {k}"}) for k, name in enumerate(names)}
    bounds = {"latitude_bnds": (("latitude", "bnds"), np.zeros((2, 2)), {})}
    return write_netcdf(path, {**lonlat_axes(31.0, 105.0, 2, 3), **bounds, **maps})


@needs_netcdf
def test_the_only_variable_with_values_is_taken(tmp_path):
    path = cover(tmp_path / "a.nc", "lai")
    assert open_dataset(path).ReadAsArray().tolist() == [[1, 1, 1], [1, 1, 1]]
    assert (only_raster(path, "a", ""), band_count(path)) == (f'NETCDF:"{path}":lai', 1)


@needs_netcdf
def test_of_several_none_is_taken_and_all_are_listed(tmp_path):
    path = cover(tmp_path / "a.nc", "cover", "quality")
    with pytest.raises(ReadError) as caught:
        open_dataset(path, "layer")
    assert str(caught.value) == (
        "a.nc holds 2 rasters: cover (2 x 3, map 0); quality (2 x 3, map 1). Give one of them by its own name, "
        f'for example NETCDF:"{path}":cover'
    )
    assert open_dataset(f'NETCDF:"{path}":quality').ReadAsArray().tolist() == [[2, 2, 2], [2, 2, 2]]
    assert long_name(f'NETCDF:"{path}":quality') == "map 1"


@needs_netcdf
def test_an_archive_is_listed_with_the_names_to_give(tmp_path):
    for name in ("x.nc", "y.nc"):
        cover(tmp_path / name, "lai", "npp")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for name in ("x.nc", "y.nc"):
            archive.write(tmp_path / name, name)
        archive.writestr("about.txt", "text")
    path = str(tmp_path / "d.zip")
    found = variables_in(path)
    assert [(one.name, one.path) for one in found] == [
        (name, f'NETCDF:"/vsizip/{path}/{file}":{name}') for file in ("x.nc", "y.nc") for name in ("lai", "npp")
    ]
    assert open_dataset(found[-1].path).ReadAsArray().tolist() == [[2, 2, 2], [2, 2, 2]]
    with pytest.raises(ReadError, match=r"d\.zip holds 4 rasters: lai .*npp .*for example NETCDF:"):
        open_dataset(path)


def test_a_folder_of_rasters_is_listed(tmp_path):
    for name in ("a.tif", "b.tif"):
        save(tmp_path / name, np.ones((2, 2)))
    with pytest.raises(ReadError, match=r"holds 2 rasters: a\.tif \(2 x 2\); b\.tif"):
        open_dataset(str(tmp_path))


def test_long_lists_end(tmp_path):
    text = list_variables([Variable(str(tmp_path / "none"), f"v{k}", "2 x 2") for k in range(25)])
    assert text.startswith("v0 (2 x 2); v1")
    assert text.endswith("v19 (2 x 2); 5 more")


def test_what_is_not_there_is_told_with_gdals_reason(tmp_path):
    with pytest.raises(ReadError, match="Raster mine cannot be opened: as GDAL says"):
        only_raster(str(tmp_path / "none.tif"), "mine", "as GDAL says")
