"""What files are that are no rasters."""

from __future__ import annotations

import zipfile

import pytest
from carbon_service_flow.core.errors import ReadError
from carbon_service_flow.core.raster.containers.unreadable import describe_file
from carbon_service_flow.core.raster.dataset import open_dataset
from osgeo import gdal, ogr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.tif", b"", "empty"),
        ("a.nc", b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        ("a.tif", b"\n <html>", "web page"),
        ("a.tif", b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "Git LFS"),
        ("a.asc", "ncols 2\nnrows 2".encode("utf-16"), r'text file \(UTF-16\) that begins "ncols 2 nrows 2"'),
        ("a.asc", "ncols 2\nnrows 2".encode("utf-16-le"), r"text file \(UTF-16\)"),
        ("a.tif", b"just words", r'text file \(ASCII\) that begins "just words"'),
        ("a.tif", "只是文字".encode(), r"text file \(UTF-8\)"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\0", "archive of 7-Zip"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "archive of RAR"),
        ("map.qgz", b"PK\x03\x04", r"document \(\.qgz\)"),
        ("a.tfw", b"1.0\n0\n0\n-1.0\n", "lies beside it"),
        ("a.bin", bytes(range(256)) * 8, "GDAL finds no raster in it"),
        ("a.tif", b"II*\0" + bytes(40), r"begins like a raster \(GTiff\)"),
        ("a.vrt", b'<VRTDataset rasterXSize="2" rasterYSize="2"><broken', r"begins like a raster \(VRT\)"),
        ("a.csv", b"lon,lat,speed\n105,30,2\n", "vector file or table"),
    ],
)
def test_kinds_of_files(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=words) as caught:
        open_dataset(str(tmp_path / name))
    # It is named, and never called missing.
    assert str(caught.value).startswith(f"Raster {name} cannot be opened: ")
    assert "not found" not in str(caught.value)


def test_vector_files_are_told_with_their_layers(tmp_path):
    path = str(tmp_path / "zones.gpkg")
    data = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    data.CreateLayer("provinces")
    data = None
    assert "GPKG, layers: provinces" in describe_file(path, "")


def test_folders_and_archives_without_rasters(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("text")
    assert describe_file(str(tmp_path / "in"), "") == "it is a folder without a raster. It holds: notes.txt"
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("notes.txt", "text")
    with pytest.raises(ReadError, match=r"d\.zip .*holds no raster\. It holds: notes\.txt"):
        open_dataset(str(tmp_path / "d.zip"))
    with pytest.raises(ReadError, match=r"no raster in/a\.tif in it .*It holds: notes\.txt"):
        open_dataset(f"/vsizip/{tmp_path / 'd.zip'}/in/a.tif")


def test_a_format_without_a_driver_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.hdf").write_bytes(b"\x0e\x03\x13\x01" + bytes(100))
    by_name = gdal.GetDriverByName
    monkeypatch.setattr(gdal, "GetDriverByName", lambda name: None if name == "HDF4" else by_name(name))
    assert "format HDF4, which the GDAL of this QGIS cannot read" in describe_file(str(tmp_path / "a.hdf"), "")
