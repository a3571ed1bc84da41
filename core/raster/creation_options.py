"""How output rasters are stored: what a user may choose, and what stays as it is.

    "COMPRESS=ZSTD|ZSTD_LEVEL=1"     GDAL's creation options, joined by "|" as in QGIS's own GDAL algorithms
    "FORMAT=COG|COMPRESS=DEFLATE"    a cloud-optimised GeoTIFF, with overviews (nearest cell: no value is made up)

Tiles, Float32 and nodata stay, and only codecs that keep every digit are taken. What this GDAL cannot do is refused
before a run. Options: GDAL's documentation of the GTiff and COG drivers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from osgeo import gdal

from ..errors import ParameterError
from .messages import CODEC_MISSING, CREATION_OPTION, CREATION_VALUE

DEFAULTS = {"COMPRESS": "DEFLATE", "NUM_THREADS": "ALL_CPUS", "BIGTIFF": "IF_SAFER"}
LOSSLESS = ("NONE", "DEFLATE", "ZSTD", "LZW", "PACKBITS", "LZMA")
# Each codec's name for its level, and the level taken when none is given: the fastest.
LEVELS = {"DEFLATE": ("ZLEVEL", "1"), "ZSTD": ("ZSTD_LEVEL", "1"), "LZMA": ("LZMA_PRESET", "1")}
BLOCK_SIZES = ("128", "256", "512")
CHOICES = {
    "FORMAT": ("GTIFF", "COG"),
    "COMPRESS": LOSSLESS,
    "PREDICTOR": ("1", "2", "3"),
    "ZLEVEL": tuple(str(level) for level in range(1, 10)),
    "ZSTD_LEVEL": tuple(str(level) for level in range(1, 23)),
    "LZMA_PRESET": tuple(str(level) for level in range(10)),
    "BIGTIFF": ("YES", "NO", "IF_NEEDED", "IF_SAFER"),
    "INTERLEAVE": ("BAND", "PIXEL"),
    "TILED": ("YES",),
    "BLOCKXSIZE": BLOCK_SIZES,
    "BLOCKYSIZE": BLOCK_SIZES,
    "NUM_THREADS": ("ALL_CPUS", *(str(count) for count in range(1, 65))),
}
PREDICTORS_OF_COG = {"1": "NO", "2": "STANDARD", "3": "FLOATING_POINT"}


@dataclass(frozen=True)
class CreationOptions:
    """How a raster is stored: what a user chose; `DEFAULTS` hold for the rest.

    Parameters
    ----------
    options : tuple of (name, value)
        Upper case, as `parse` reads them.
    """

    options: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> CreationOptions:
        """Read a user's text.

        Parameters
        ----------
        text : str
            "NAME=VALUE|NAME=VALUE", in upper or lower case; empty for the defaults.

        Returns
        -------
        CreationOptions

        Raises
        ------
        ParameterError
            Names an option or value that is not taken, and those that are.
        """
        options: dict[str, str] = {}
        for option in filter(None, (option.strip() for option in text.split("|"))):
            name, _, value = (piece.strip().upper() for piece in option.partition("="))
            if name not in CHOICES:
                raise ParameterError(CREATION_OPTION, option=option, options=", ".join(CHOICES))
            if value not in CHOICES[name]:
                raise ParameterError(CREATION_VALUE, option=name, value=value, values=_listed(CHOICES[name]))
            options[name] = value
        creation = cls(tuple(options.items()))
        codec = creation.get("COMPRESS")
        if codec != "NONE" and codec not in lossless_codecs():
            raise ParameterError(CODEC_MISSING, codec=codec, codecs=", ".join(lossless_codecs()))
        return creation

    def get(self, name: str) -> str:
        """Return an option's value.

        Parameters
        ----------
        name : str
            One of `CHOICES`.

        Returns
        -------
        str
            "" when neither the user nor `DEFAULTS` give one.
        """
        return {**DEFAULTS, **dict(self.options)}.get(name, "")

    @property
    def is_cog(self) -> bool:
        """True for a cloud-optimised GeoTIFF."""
        return self.get("FORMAT") == "COG"

    @property
    def level(self) -> tuple[str, str]:
        """The codec's option for its level, and the level; two empty texts when it has none."""
        name, fastest = LEVELS.get(self.get("COMPRESS"), ("", ""))
        return name, self.get(name) or fastest

    def for_geotiff(self, tile: int, bands: int) -> list[str]:
        """Return the creation options of GDAL's GTiff driver.

        Parameters
        ----------
        tile : int
            Edge of the file's blocks in cells, unless the user chose one.
        bands : int

        Returns
        -------
        list of "NAME=VALUE"
        """
        options = {
            "INTERLEAVE": "BAND" if bands > 1 else "",
            "BLOCKXSIZE": str(tile),
            "BLOCKYSIZE": str(tile),
            **DEFAULTS,
            **dict([self.level]),
            **dict(self.options),
            "TILED": "YES",
        }
        return [f"{name}={value}" for name, value in options.items() if name != "FORMAT" and name and value]

    def for_cog(self, tile: int) -> list[str]:
        """Return the creation options of GDAL's COG driver.

        Parameters
        ----------
        tile : int
            Edge of the file's blocks in cells, unless the user chose one.

        Returns
        -------
        list of "NAME=VALUE"
        """
        options = {
            "COMPRESS": self.get("COMPRESS"),
            "LEVEL": self.level[1],
            "PREDICTOR": PREDICTORS_OF_COG.get(self.get("PREDICTOR"), ""),
            "BLOCKSIZE": self.get("BLOCKXSIZE") or str(tile),
            "BIGTIFF": self.get("BIGTIFF"),
            "NUM_THREADS": self.get("NUM_THREADS"),
            "RESAMPLING": "NEAREST",
        }
        return [f"{name}={value}" for name, value in options.items() if value]


DEFAULT_CREATION = CreationOptions()


def lossless_codecs() -> list[str]:
    """Return the lossless codecs that this GDAL can write.

    Returns
    -------
    list of str
        Those of `LOSSLESS`, in its order.
    """
    listed = gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST") or ""
    compress = re.search(r"name=['\"]COMPRESS['\"].*?</Option>", listed, re.DOTALL)
    return [codec for codec in LOSSLESS if compress and f"<Value>{codec}</Value>" in compress.group()]


def fastest_creation() -> CreationOptions:
    """Return how to store what only the GDAL that writes it will read: the fastest codec there is.

    Returns
    -------
    CreationOptions
    """
    return CreationOptions((("COMPRESS", "ZSTD" if "ZSTD" in lossless_codecs() else "DEFLATE"),))


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values) if len(values) < 8 else f"{values[0]} ... {values[-1]}"
