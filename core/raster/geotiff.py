"""Output rasters: GeoTIFF, tiled, compressed, Float32, nodata set, every band described with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from ..errors import RasterError, WriteError
from ..messages import CANNOT_WRITE
from .creation_options import DEFAULT_CREATION, CreationOptions, fastest_creation
from .gdal_environment import quiet_gdal
from .grid import Grid
from .messages import CANNOT_CREATE, OVERFLOW
from .sources import Band, Window
from .targets import TargetWriter
from .tiled_vrt import SingleTileTarget, is_tiled

# The lowest Float32: no result can be this value, and every GIS knows it as nodata.
NODATA = float(np.finfo(np.float32).min)


@dataclass(frozen=True)
class Target:
    """A raster to be written.

    Parameters
    ----------
    path : str
        A temporary name from `Staging`; one that ends in .vrt becomes a folder of tiles and a file that joins them.
    bands, units : tuple of str
        The description and the unit of each band; no units when none is known.
    label : str
        What messages call it; the path by default.
    creation : CreationOptions
    """

    path: str
    bands: tuple[str, ...]
    units: tuple[str, ...] = ()
    label: str = ""
    creation: CreationOptions = DEFAULT_CREATION

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.label or self.path

    def at(self, path: str) -> Target:
        """Return the same target at another place.

        Parameters
        ----------
        path : str

        Returns
        -------
        Target
        """
        return replace(self, path=path)

    def written(self) -> Band:
        """Return the first band as a source, once it has been written and closed, under its temporary name.

        Returns
        -------
        Band
        """
        return Band(self.path, 1, self.name)

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the bands as the file holds them.

        Parameters
        ----------
        window : Window
            Where they are, for messages.
        bands : sequence of (rows, cols) arrays of any real type, masked where they have no value

        Returns
        -------
        list of (rows, cols) float32
            `NODATA` where masked.

        Raises
        ------
        RasterError
            For a value that Float32 cannot hold, nan among them.
        """
        prepared = []
        for name, band in zip(self.bands, bands):
            given, mask = np.ma.getdata(band), np.ma.getmask(band)
            with np.errstate(over="ignore"):
                values = np.ascontiguousarray(given, dtype=np.float32)
            if mask is not np.ma.nomask and mask.any():
                values = values.copy() if np.may_share_memory(values, given) else values
                np.copyto(values, np.float32(NODATA), where=mask)
            if not (np.isfinite(values.min()) and np.isfinite(values.max())):
                row, col = np.argwhere(~np.isfinite(values))[0]
                raise RasterError(OVERFLOW, raster=name, row=window.row + int(row) + 1, col=window.col + int(col) + 1)
            prepared.append(values)
        return prepared

    def open(self, grid: Grid, tile: int) -> TargetWriter:
        """Create the file, or the one tile and the file that joins it.

        Parameters
        ----------
        grid : Grid
        tile : int
            Edge of a chunk, and of the file's blocks, in cells.

        Returns
        -------
        TargetWriter

        Raises
        ------
        WriteError
            When GDAL cannot create it.
        """
        return SingleTileTarget(self, grid, tile) if is_tiled(self.path) else GeoTiffWriter(self, grid, tile)


class GeoTiffWriter:
    """Writes one target, chunk by chunk, in the calling thread. Use `Target.open`."""

    def __init__(self, target: Target, grid: Grid, tile: int) -> None:
        self.target = target
        self._tile = tile
        # A COG cannot be written block by block. Its raw copy has a name that `Staging` removes after an error.
        self._path = str(Path(target.path).with_suffix(".raw.tif")) if target.creation.is_cog else target.path
        creation = fastest_creation() if target.creation.is_cog else target.creation
        options = creation.for_geotiff(tile, len(target.bands))
        with quiet_gdal() as gdal_says:
            reason = ""
            self._dataset: Any = None
            try:
                self._dataset = gdal.GetDriverByName("GTiff").Create(
                    self._path, grid.cols, grid.rows, len(target.bands), gdal.GDT_Float32, options
                )
            except RuntimeError as error:
                reason = str(error)
            if self._dataset is None:
                raise WriteError(CANNOT_CREATE, path=target.name, reason=reason or gdal_says.complaint)
            self._dataset.SetGeoTransform(grid.geotransform)
            self._dataset.SetSpatialRef(grid.reference)
            units = target.units or ("",) * len(target.bands)
            for number, (description, unit) in enumerate(zip(target.bands, units), start=1):
                band = self._dataset.GetRasterBand(number)
                band.SetNoDataValue(NODATA)
                # Many programs show the description alone: so it says the unit, too.
                full = f"{description}, {unit}" if unit not in ("", "1") and unit not in description else description
                band.SetDescription(full)
                if unit:
                    band.SetUnitType(unit)

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Write one chunk.

        Parameters
        ----------
        window : Window
        bands : sequence of (rows, cols) float32
            As `Target.prepare` gives them; masked arrays are prepared here.

        Raises
        ------
        WriteError
            When the disk is full, for instance.
        """
        if any(isinstance(band, np.ma.MaskedArray) for band in bands):
            bands = self.target.prepare(window, bands)
        with quiet_gdal() as gdal_says:
            reason = ""
            failed = False
            try:
                written = [self._dataset.GetRasterBand(number) for number in range(1, len(bands) + 1)]
                for band, values in zip(written, bands):
                    failed |= bool(band.WriteArray(values, window.col, window.row))
                # A block that waits in GDAL's cache is written by whichever thread needs room; when that thread
                # decodes for a reader, it and the encoders wait for each other for ever (seen with GDAL 3.6).
                for band in written:
                    band.FlushCache()
            except RuntimeError as error:
                failed, reason = True, str(error)
            if failed or gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise WriteError(CANNOT_WRITE, path=self.target.name, reason=reason or gdal_says.complaint)

    def close(self) -> None:
        """Flush to disk and check that it went well; make the COG of it, when one is wanted.

        Raises
        ------
        WriteError
        """
        with quiet_gdal() as gdal_says:
            reason = ""
            try:
                self._dataset.FlushCache()
                self._dataset = None
                if self.target.creation.is_cog:
                    reason = self._make_cog()
            except RuntimeError as error:
                reason = str(error)
            if reason or gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise WriteError(CANNOT_WRITE, path=self.target.name, reason=reason or gdal_says.complaint)

    def _make_cog(self) -> str:
        """Copy the raw file to the target; return what went wrong."""
        source = gdal.Open(self._path)
        options = self.target.creation.for_cog(self._tile)
        copied = (
            None if source is None else gdal.GetDriverByName("COG").CreateCopy(self.target.path, source, 0, options)
        )
        if copied is None:
            return str(gdal.GetLastErrorMsg()) or "no COG"
        copied.FlushCache()
        del source, copied
        Path(self._path).unlink()
        return ""

    def abandon(self) -> None:
        """Close without checks; the file is about to be removed."""
        with quiet_gdal():
            self._dataset = None
