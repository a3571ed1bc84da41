"""Paths as GDAL writes them, archives, and files that are unpacked."""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from carbon_service_flow.core.errors import ReadError
from carbon_service_flow.core.raster.containers.paths import (
    archive_members,
    archive_root,
    archived_path,
    exists,
    file_behind,
    local_path,
    named_file,
    names_archive,
)
from carbon_service_flow.core.raster.containers.variables import variables_in
from carbon_service_flow.core.raster.dataset import open_dataset, readable_path
from osgeo import gdal
from support.common import save
from support.netcdf import needs_netcdf, write_winds


@pytest.mark.parametrize(
    ("path", "file", "behind"),
    [
        ("a.tif", "a.tif", "a.tif"),
        ('NETCDF:"a b.nc":u10', "a b.nc", "a b.nc"),
        ('HDF4_EOS:EOS_GRID:"m.hdf":MOD_Grid:Npp', "m.hdf", "m.hdf"),
        ('NETCDF:"C:\\winds\\a.nc":u10', "C:\\winds\\a.nc", "C:\\winds\\a.nc"),
        ("/vsizip/d.zip/in/a.tif", "/vsizip/d.zip/in/a.tif", "d.zip"),
        ("/vsizip//data/d.zip", "/vsizip//data/d.zip", "/data/d.zip"),
        ("/vsizip/{/data/delivered}/a.tif", "/vsizip/{/data/delivered}/a.tif", "/data/delivered"),
        ("/vsigzip//data/a.tif.gz", "/vsigzip//data/a.tif.gz", "/data/a.tif.gz"),
        ("/vsitar/t.tar.gz/a.tif", "/vsitar/t.tar.gz/a.tif", "t.tar.gz"),
        ("/vsizip//vsizip/o.zip/i.zip/a.tif", "/vsizip//vsizip/o.zip/i.zip/a.tif", "o.zip"),
        ('NETCDF:"/vsizip/d.zip/a.nc":u10', "/vsizip/d.zip/a.nc", "d.zip"),
        ("D:\\a.tif", "D:\\a.tif", "D:\\a.tif"),
        ("no file: a note", "no file: a note", "no file: a note"),
    ],
)
def test_the_file_in_a_path(path, file, behind):
    assert (named_file(path), file_behind(path)) == (file, behind)


def test_a_subdataset_without_quotes_is_looked_for(tmp_path, monkeypatch):
    (tmp_path / "a.nc").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert named_file("NETCDF:a.nc:u10") == "a.nc"
    assert named_file("HDF5:a.nc://group/u") == "a.nc"
    assert (exists("NETCDF:a.nc:u10"), exists("NETCDF:b.nc:u10")) == (True, False)
    # A drive letter is no format, whatever the folder is called.
    assert named_file("a:nc:u") == "a:nc:u"


@pytest.fixture
def archives(tmp_path):
    """One raster as a zip, a gz, a tar and a tar.gz, and a zip without its ending."""
    save(tmp_path / "a.tif", np.full((2, 2), 7.0))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.write(tmp_path / "a.tif", "in/a.tif")
        archive.writestr("readme.txt", "text")
    (tmp_path / "delivered").write_bytes((tmp_path / "d.zip").read_bytes())
    (tmp_path / "a.tif.gz").write_bytes(gzip.compress((tmp_path / "a.tif").read_bytes()))
    for name, mode in (("d.tar", "w"), ("d.tar.gz", "w:gz"), ("d.tgz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            archive.add(tmp_path / "a.tif", "in/a.tif")
    return tmp_path


@pytest.mark.parametrize("name", ["d.zip", "delivered", "a.tif.gz", "d.tar", "d.tar.gz", "d.tgz"])
def test_a_raster_in_an_archive_is_opened_by_the_archives_path(archives, name):
    path = str(archives / name)
    members = archive_members(archive_root(path))
    assert [member for member in members if "a.tif" in member]
    assert open_dataset(path).ReadAsArray().tolist() == [[7, 7], [7, 7]]
    assert open_dataset(readable_path(path)).RasterCount == 1
    root = archive_root(path)
    assert names_archive(root) == (not name.endswith("tif.gz"))
    assert not names_archive(path)
    # The archive as GDAL names it is the archive, too.
    assert open_dataset(root).ReadAsArray().tolist() == [[7, 7], [7, 7]]


def test_documents_and_rasters_are_no_archives(archives):
    (archives / "d.xlsx").write_bytes((archives / "d.zip").read_bytes())
    for name in ("d.xlsx", "a.tif", "none.zip"):
        assert archive_root(str(archives / name)) == ""


@needs_netcdf
def test_netcdf_in_an_archive_is_unpacked_once(tmp_path):
    ones = np.ones((2, 3, 4))
    write_winds(tmp_path / "w.nc", ones, ones)
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "w.nc", "w.nc")
    inside = f"/vsizip/{tmp_path / 'd.zip'}/w.nc"
    copy = local_path(inside)
    assert Path(copy).read_bytes() == (tmp_path / "w.nc").read_bytes()
    assert local_path(f'NETCDF:"{inside}":u10') == f'NETCDF:"{copy}":u10'
    assert archived_path(f'NETCDF:"{copy}":u10', copy, inside) == f'NETCDF:"{inside}":u10'
    # What is not of these formats stays, and so does what lies in no archive.
    assert local_path(str(tmp_path / "w.nc")) == str(tmp_path / "w.nc")
    os.remove(copy)
    assert os.path.exists(local_path(inside))
    # Another file of that name is another file.
    write_winds(tmp_path / "w.nc", 2 * ones, ones)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.write(tmp_path / "w.nc", "w.nc")
    assert Path(local_path(inside)).read_bytes() == (tmp_path / "w.nc").read_bytes()


def write_netcdf4(path: str) -> None:
    """u10 and v10 on 2 x 3 cells, in netCDF's newer format, which begins like HDF5."""
    data = gdal.GetDriverByName("netCDF").CreateMultiDimensional(path)
    root, kind = data.GetRootGroup(), gdal.ExtendedDataType.Create(gdal.GDT_Float64)
    dimensions = []
    for name, way, values in (("lat", "HORIZONTAL_Y", [31.0, 30.0]), ("lon", "HORIZONTAL_X", [103.0, 104.0, 105.0])):
        dimensions.append(root.CreateDimension(name, way, None, len(values)))
        axis = root.CreateMDArray(name, dimensions[-1:], kind)
        unit = axis.CreateAttribute("units", [], gdal.ExtendedDataType.CreateString())
        unit.WriteString("degrees_north" if name == "lat" else "degrees_east")
        axis.Write(np.array(values))
        axis = unit = None
    for name in ("u10", "v10"):
        root.CreateMDArray(name, dimensions, kind).Write(np.ones((2, 3)))
    dimensions = root = data = None


@needs_netcdf
@pytest.mark.skipif(os.name == "nt", reason="no colons in the names of Windows' files")
def test_a_netcdf_is_one_whatever_its_name_ends_in(tmp_path):
    """Models name their files by the hour; without the ending GDAL takes netCDF 4 for HDF5 and shows no coordinates."""
    for name in ("w.nc", "out_d01_2020-01-01_00:00:00"):
        path = str(tmp_path / name)
        write_netcdf4(str(tmp_path / "written.nc"))
        os.rename(tmp_path / "written.nc", path)
        found = variables_in(path)
        assert [one.name for one in found] == ["u10", "v10"]
        assert open_dataset(found[0].path).GetGeoTransform()[:2] == (102.5, 1.0)
    # Anything else is left as it is.
    (tmp_path / "other").write_bytes(b"\x89HDF and no more")
    assert local_path(str(tmp_path / "other")) == str(tmp_path / "other")


@needs_netcdf
def test_a_damaged_archive_is_told(tmp_path):
    """Half of the compressed bytes are zeroed."""
    random = np.random.default_rng(1).normal(size=(2, 40, 40))
    write_winds(tmp_path / "w.nc", random, random)
    whole = bytearray(gzip.compress((tmp_path / "w.nc").read_bytes()))
    whole[len(whole) // 2 : -8] = bytes(len(whole) - 8 - len(whole) // 2)
    (tmp_path / "w.nc.gz").write_bytes(whole)
    with pytest.raises(ReadError, match="cannot be unpacked from its archive"):
        local_path(f"/vsigzip/{tmp_path / 'w.nc.gz'}", "w")


@needs_netcdf
def test_an_archive_in_an_archive(tmp_path):
    ones = np.ones((2, 3, 4))
    write_winds(tmp_path / "w.nc", ones, ones)
    (tmp_path / "w.nc.gz").write_bytes(gzip.compress((tmp_path / "w.nc").read_bytes()))
    with zipfile.ZipFile(tmp_path / "i.zip", "w") as archive:
        archive.write(tmp_path / "w.nc", "w.nc")
    with zipfile.ZipFile(tmp_path / "o.zip", "w") as archive:
        archive.write(tmp_path / "i.zip", "in/i.zip")
        archive.write(tmp_path / "w.nc.gz", "w.nc.gz")
    for inside in (
        f"/vsizip//vsizip/{tmp_path / 'o.zip'}/in/i.zip/w.nc",
        f"/vsigzip//vsizip/{tmp_path / 'o.zip'}/w.nc.gz",
    ):
        assert Path(local_path(inside)).read_bytes() == (tmp_path / "w.nc").read_bytes()
