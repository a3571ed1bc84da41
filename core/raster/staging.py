"""Temporary names and the final rename: a run's files appear together at its end, or not at all.

    with Staging() as staging:
        path = staging.reserve("out/stock.tif")   # out/stock.part-6f3a0.tif
        ...write path...
        staging.commit()                          # now, and only now, out/stock.tif

Without `commit`, or when it fails, every temporary file is removed and files that were there stay as they were.
Temporary files stand beside their targets, since a rename across file systems is a copy. A raster in tiles
(`core/raster/tiled_vrt`) has a folder beside it, stock.tiles for stock.vrt, which is renamed with it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import uuid
from html import escape
from pathlib import Path

from ..errors import WriteError
from ..phrases import Phrase
from .messages import (
    CANNOT_CREATE,
    CANNOT_REPLACE,
    FOLDER_MISSING,
    IS_A_FOLDER,
    TARGET_READ_ONLY,
    TARGET_TWICE,
    TILES_FOLDER_TAKEN,
)

# What GDAL and QGIS keep beside a raster: statistics and overviews of the old file are wrong for the new one.
SIDECARS = (".aux.xml", ".ovr", ".msk")
TILES_ENDING = ".tiles"
TILE_NAME = re.compile(r"r\d{7,}_c\d{7,}\.tif(\.aux\.xml)?")


class Staging:
    """The temporary files of one run. Not for several threads."""

    def __init__(self) -> None:
        self._token = uuid.uuid4().hex[:8]
        self._pairs: dict[Path, Path] = {}

    def __enter__(self) -> Staging:
        """Start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove whatever was not committed."""
        self.discard()

    def reserve(self, target: str) -> str:
        """Return the temporary name to write instead of a target.

        Parameters
        ----------
        target : str
            The path that the file is to have in the end.

        Returns
        -------
        str
            A path in the same folder, with the same ending.

        Raises
        ------
        WriteError
            When the folder is missing, it or the file is read-only, the name is taken, or is that of a folder.
        """
        final = Path(os.path.abspath(target))
        if final in self._pairs:
            raise WriteError(TARGET_TWICE, path=str(final))
        if not final.parent.is_dir():
            raise WriteError(FOLDER_MISSING, path=str(final), folder=str(final.parent))
        if final.is_dir():
            raise WriteError(CANNOT_CREATE, path=str(final), reason=Phrase(IS_A_FOLDER))
        if final.suffix.lower() == ".vrt":
            _require_tiles(final)
        for path in (final, final.parent):
            if path.exists() and not _writable(path):
                raise WriteError(TARGET_READ_ONLY, path=str(final), blocked=str(path))
        temporary = final.with_name(f"{final.stem}.part-{self._token}{len(self._pairs)}{final.suffix}")
        self._pairs[final] = temporary
        return str(temporary)

    def commit(self) -> None:
        """Rename every temporary file to its target.

        Raises
        ------
        WriteError
            When one cannot be renamed; then everything is put back as it was.
        """
        done: list[tuple[Path, Path | None]] = []
        self._name_tiles()
        for final, temporary in self._moves():
            try:
                done.append((final, self._set_aside(final)))
                os.replace(temporary, final)
            except OSError as error:
                self._undo(done)
                self.discard()
                raise WriteError(CANNOT_REPLACE, path=str(final), reason=error.strerror or str(error)) from error
        for final, backup in done:
            if backup is not None:
                _remove(backup)
            for ending in SIDECARS:
                sidecar = final.with_name(final.name + ending)
                if sidecar not in dict(done) and sidecar.exists():
                    sidecar.unlink()
        self._pairs.clear()

    def discard(self) -> None:
        """Remove the temporary files."""
        for _, temporary in self._moves():
            _remove(temporary)
        self._pairs.clear()

    def _name_tiles(self) -> None:
        """Have each VRT of tiles name their folder as it will be called."""
        for final, temporary in self._pairs.items():
            if final.suffix.lower() == ".vrt" and temporary.with_suffix(TILES_ENDING).is_dir():
                before, after = (escape(path.with_suffix(TILES_ENDING).name) for path in (temporary, final))
                text = temporary.read_text(encoding="utf-8").replace(f">{before}/", f">{after}/")
                temporary.write_text(text, encoding="utf-8")

    def _moves(self) -> list[tuple[Path, Path]]:
        """(target, temporary file) for what exists, companions such as `.part-x.tif.aux.xml` or `.dbf` included."""
        moves = []
        for final, temporary in self._pairs.items():
            # Not its `stem`: a name without an ending would lose its token, and claim its neighbours.
            start = temporary.name[: len(temporary.name) - len(final.suffix)]
            for file in sorted(temporary.parent.glob(_escaped(start) + "*")):
                ending = file.name[len(start) :]
                if ending[:1] in ("", "."):
                    moves.append((final.with_name(final.stem + ending), file))
        return moves

    def _set_aside(self, final: Path) -> Path | None:
        """Rename the file that is there already; return its new name, None when there is none."""
        if not final.exists():
            return None
        backup = final.with_name(f"{final.name}.old-{self._token}")
        os.replace(final, backup)
        return backup

    @staticmethod
    def _undo(done: list[tuple[Path, Path | None]]) -> None:
        """Put back what was there before; remove what was not."""
        for final, backup in reversed(done):
            if backup is not None:
                if final.is_dir():
                    _remove(final)  # a folder does not give way to another
                os.replace(backup, final)
            elif final.exists():
                _remove(final)


def _writable(path: Path) -> bool:
    """Return True when mode bits and access allow writing.

    Windows marks special folders such as Documents read-only, and means nothing by it: there access alone counts.
    """
    by_mode = bool(path.stat().st_mode & stat.S_IWUSR) or (os.name == "nt" and path.is_dir())
    return by_mode and os.access(path, os.W_OK)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _require_tiles(final: Path) -> None:
    """Raise `WriteError` when the folder for the tiles is there and is not one of tiles: it would be replaced."""
    folder = final.with_suffix(TILES_ENDING)
    foreign = (
        [folder] if folder.is_file() else [file for file in folder.glob("*") if not TILE_NAME.fullmatch(file.name)]
    )
    if foreign:
        raise WriteError(TILES_FOLDER_TAKEN, path=str(final), folder=str(folder), found=foreign[0].name)


def _escaped(text: str) -> str:
    """Return `text` as a literal for pathlib's glob."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)
