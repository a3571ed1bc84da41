"""A raster as tiles in a folder, and what joins them: a VRT, or one GeoTIFF.

    stock.vrt                              joins the tiles by relative names
    stock.tiles/r0000000_c0000000.tif      rows 0-511, columns 0-8191, as `core/raster/geotiff` writes any raster
    stock.tiles/r0000000_c0008192.tif      the next tile of that row

A tile is written under a temporary name (`....part-<token>.tif`) and renamed when it is whole: writing it twice does no
harm, and what a killed process leaves is never taken for a tile. While a run lasts, folder and VRT stand under their
temporary names (`stock.part-6f3a0.tiles`) and can be read; `core/raster/staging` renames both together. A target named
.tif gets its tiles copied into one GeoTIFF, in order, each removed when it is in.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Protocol

import numpy as np

from ..errors import ReadError, WriteError
from ..messages import CANNOT_WRITE
from .dataset import open_dataset
from .grid import Grid
from .messages import CANNOT_CREATE, TILE_MISSING
from .sources import Window
from .staging import TILES_ENDING
from .targets import FileTarget


def tile_folder(path: str) -> Path:
    """Return the folder of a raster's tiles.

    Parameters
    ----------
    path : str
        The raster's, whatever it ends in.

    Returns
    -------
    Path
    """
    return Path(path).with_suffix(TILES_ENDING)


def tile_name(tile: Window) -> str:
    """Return a tile's file name: its first row and column.

    >>> tile_name(Window(512, 8192, 512, 8192))
    'r0000512_c0008192.tif'

    Parameters
    ----------
    tile : Window

    Returns
    -------
    str
    """
    return f"r{tile.row:07d}_c{tile.col:07d}.tif"


class TileWriter:
    """Writes one tile of a target, chunk by chunk.

    Parameters
    ----------
    target : FileTarget
    grid : Grid
        That of the whole raster.
    tile : Window
    edge : int
        Edge of a chunk, cells.
    """

    def __init__(self, target: FileTarget, grid: Grid, tile: Window, edge: int) -> None:
        folder = tile_folder(target.path)
        self._tile = tile
        self._final = folder / tile_name(tile)
        self._temporary = self._final.with_suffix(f".part-{uuid.uuid4().hex[:12]}.tif")
        frame = grid.window(tile.row, tile.col, tile.rows, tile.cols)
        self._writer = target.at(str(self._temporary)).open(frame, edge)

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Write one chunk.

        Parameters
        ----------
        window : Window
            Of the whole grid.
        bands : sequence of (rows, cols) float32
        """
        place = replace(window, row=window.row - self._tile.row, col=window.col - self._tile.col)
        self._writer.write(place, bands)

    def close(self) -> None:
        """Finish the file and give it its name.

        Raises
        ------
        WriteError
        """
        self._writer.close()
        try:
            os.replace(self._temporary, self._final)
        except OSError as error:
            raise WriteError(CANNOT_WRITE, path=str(self._final), reason=error.strerror or str(error)) from error

    def abandon(self) -> None:
        """Close without checks and remove what there is."""
        self._writer.abandon()
        self._temporary.unlink(missing_ok=True)


class TileJoiner(Protocol):
    """Makes one raster of tiles that come in row-major order."""

    def add(self, tile: Window) -> None:
        """Take a tile that has been written. Raises `ReadError` when it is not there."""

    def close(self) -> None:
        """Finish."""

    def abandon(self) -> None:
        """Remove what there is, although somebody may still be writing tiles."""


def make_joiner(target: FileTarget, grid: Grid, edge: int) -> TileJoiner:
    """Make the folder for the tiles of a target and return what joins them.

    Parameters
    ----------
    target : FileTarget
        Named .vrt for tiles that stay, anything else for one GeoTIFF.
    grid : Grid
        That of the whole raster.
    edge : int
        Edge of a chunk, cells.

    Returns
    -------
    TileJoiner

    Raises
    ------
    WriteError
        When the folder cannot be made.
    """
    folder = tile_folder(target.path)
    try:
        folder.mkdir()
    except OSError as error:
        raise WriteError(CANNOT_CREATE, path=str(folder), reason=error.strerror or str(error)) from error
    return (VrtJoiner if is_tiled(target.path) else GeoTiffJoiner)(target, grid, edge)


def is_tiled(path: str) -> bool:
    """Return True when a raster of this name stays in tiles.

    Parameters
    ----------
    path : str

    Returns
    -------
    bool
    """
    return path.lower().endswith(".vrt")


class GeoTiffJoiner:
    """Copies tiles into one GeoTIFF."""

    def __init__(self, target: FileTarget, grid: Grid, edge: int) -> None:
        self._folder, self._edge = tile_folder(target.path), edge
        self._bands = len(target.bands)
        self._writer = target.open(grid, edge)

    def add(self, tile: Window) -> None:
        """Copy a tile and remove it.

        Parameters
        ----------
        tile : Window

        Raises
        ------
        ReadError
            When it is not there.
        """
        path = _present(self._folder, tile)
        dataset = open_dataset(str(path))
        for chunk in tile.chunks(self._edge):
            place = chunk.col - tile.col, chunk.row - tile.row, chunk.cols, chunk.rows
            bands = [dataset.GetRasterBand(number + 1).ReadAsArray(*place) for number in range(self._bands)]
            self._writer.write(chunk, bands)
        del dataset
        path.unlink()

    def close(self) -> None:
        """Finish the file and remove the folder."""
        self._writer.close()
        remove_folder(self._folder)

    def abandon(self) -> None:
        """Remove the folder; the file is its `Staging`'s."""
        self._writer.abandon()
        remove_folder(self._folder)


class VrtJoiner:
    """Writes a VRT with a source per tile."""

    def __init__(self, target: FileTarget, grid: Grid, edge: int) -> None:
        self._target, self._grid, self._edge = target, grid, edge
        self._folder = tile_folder(target.path)
        self._tiles: list[Window] = []

    def add(self, tile: Window) -> None:
        """Remember a tile.

        Parameters
        ----------
        tile : Window

        Raises
        ------
        ReadError
            When it is not there.
        """
        _present(self._folder, tile)
        self._tiles.append(tile)

    def close(self) -> None:
        """Remove what is no tile (a killed worker's), and write the VRT."""
        names = {tile_name(tile) for tile in self._tiles}
        for file in self._folder.iterdir():
            if file.name not in names:
                file.unlink()
        text = "".join(self._lines())
        try:
            Path(self._target.path).write_text(text, encoding="utf-8")
        except OSError as error:
            raise WriteError(CANNOT_WRITE, path=self._target.name, reason=error.strerror or str(error)) from error

    def abandon(self) -> None:
        """Remove the folder."""
        remove_folder(self._folder)

    def _lines(self) -> Iterator[str]:
        frame = ", ".join(map(repr, self._grid.geotransform))
        yield f'<VRTDataset rasterXSize="{self._grid.cols}" rasterYSize="{self._grid.rows}">\n'
        yield f"  <SRS>{escape(self._grid.crs)}</SRS>\n  <GeoTransform>{frame}</GeoTransform>\n"
        # The tiles know how a band is described.
        model = open_dataset(str(self._folder / tile_name(self._tiles[0])))
        for number in range(1, model.RasterCount + 1):
            band = model.GetRasterBand(number)
            yield f'  <VRTRasterBand dataType="Float32" band="{number}">\n'
            yield f"    <Description>{escape(band.GetDescription())}</Description>\n"
            yield f"    <UnitType>{escape(band.GetUnitType())}</UnitType>\n"
            yield f"    <NoDataValue>{band.GetNoDataValue()!r}</NoDataValue>\n"
            for tile in self._tiles:
                yield self._source(tile, number)
            yield "  </VRTRasterBand>\n"
        yield "</VRTDataset>\n"

    def _source(self, tile: Window, band: int) -> str:
        path = escape(f"{self._folder.name}/{tile_name(tile)}")
        size = f'xSize="{tile.cols}" ySize="{tile.rows}"'
        # With its properties here, GDAL opens a tile only when it is read.
        return (
            f'    <SimpleSource><SourceFilename relativeToVRT="1">{path}</SourceFilename>'
            f"<SourceBand>{band}</SourceBand>"
            f'<SourceProperties RasterXSize="{tile.cols}" RasterYSize="{tile.rows}" DataType="Float32" '
            f'BlockXSize="{self._edge}" BlockYSize="{self._edge}"/>'
            f'<SrcRect xOff="0" yOff="0" {size}/><DstRect xOff="{tile.col}" yOff="{tile.row}" {size}/>'
            "</SimpleSource>\n"
        )


class SingleTileTarget:
    """A target in tiles that is written by one process: one tile and its VRT."""

    def __init__(self, target: FileTarget, grid: Grid, edge: int) -> None:
        self._tile = Window(0, 0, grid.rows, grid.cols)
        self._join = make_joiner(target, grid, edge)
        self._writer = TileWriter(target, grid, self._tile, edge)

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Write one chunk.

        Parameters
        ----------
        window : Window
        bands : sequence of (rows, cols) float32
        """
        self._writer.write(window, bands)

    def close(self) -> None:
        """Finish the tile and the VRT."""
        self._writer.close()
        self._join.add(self._tile)
        self._join.close()

    def abandon(self) -> None:
        """Remove both."""
        self._writer.abandon()
        self._join.abandon()


def remove_folder(folder: Path) -> None:
    """Remove a folder of tiles, although somebody may still be writing into it.

    Parameters
    ----------
    folder : Path
        Need not be there.
    """
    aside = folder.with_name(f"{folder.name}.gone")
    try:
        # Under another name nobody can add a file while it is emptied.
        os.replace(folder, aside)
    except FileNotFoundError:
        return
    except OSError:
        aside = folder
    shutil.rmtree(aside, ignore_errors=True)


def _present(folder: Path, tile: Window) -> Path:
    """Return the path of a tile. Raises `ReadError` when it is not there."""
    path = folder / tile_name(tile)
    if not path.is_file():
        raise ReadError(TILE_MISSING, path=str(path))
    return path
