"""How a grid is read: windows in rows of chunks, blocks with their own cells, readers of a thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Thread

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Block, Result, Sums
from carbon_service_flow.core.engine.windows import CHUNK, Task, chunks_per_window, windows_of, write_bands
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.raster.targets import ArrayTarget
from support.common import band, grid, save

CELLS = CHUNK * CHUNK


@pytest.mark.parametrize(
    ("window_cells", "sources", "chunks"),
    [(4 * CELLS, 1, 4), (4 * CELLS, 2, 2), (4 * CELLS, 3, 1), (4 * CELLS, 5, 1), (CELLS - 1, 0, 1), (3 * CELLS, 0, 3)],
)
def test_cells_in_a_window_are_shared_by_the_sources(window_cells, sources, chunks) -> None:
    assert chunks_per_window(window_cells, sources) == chunks


def test_windows_of_the_docstring() -> None:
    """1100 columns and 600 rows with two chunks a window: 1024 and 76 columns, 512 and 88 rows."""
    assert list(windows_of(grid(600, 1100), 2)) == [
        Window(0, 0, 512, 1024),
        Window(0, 1024, 512, 76),
        Window(512, 0, 88, 1024),
        Window(512, 1024, 88, 76),
    ]


def test_chunks_of_a_window() -> None:
    """A window of 3 x 5 cells at row 10, column 20 in squares of 2: smaller ones at the right and at the bottom."""
    assert list(Window(10, 20, 3, 5).chunks(2)) == [
        Window(10, 20, 2, 2),
        Window(10, 22, 2, 2),
        Window(10, 24, 2, 1),
        Window(12, 20, 1, 2),
        Window(12, 22, 1, 2),
        Window(12, 24, 1, 1),
    ]


def corner(block: Block) -> Result:
    return Result([block.bands[0]], Sums(first=int(block.bands[0][0, 0]), columns=block.bands[0].shape[1]))


def test_every_block_has_the_cells_of_its_own_chunk() -> None:
    """A window from column 512 on: its second chunk begins at column 1024 of the grid, 512 of the window."""
    values = np.arange(2 * 1200).reshape(2, 1200)
    blocks = Task(corner, (ArraySource(values),), grid(2, 1200))(Window(0, CHUNK, 2, 688))
    assert [window for window, _ in blocks] == [Window(0, 512, 2, 512), Window(0, 1024, 2, 176)]
    assert [result.partial for _, result in blocks] == [{"first": 512, "columns": 512}, {"first": 1024, "columns": 176}]


@dataclass(frozen=True)
class Counted:
    """A source that notes who opens it and what is read."""

    value: float
    opened: list[str] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    name: str = "counted"

    def open(self) -> Counted:
        self.opened.append(self.name)
        return self

    def read(self, window: Window) -> np.ma.MaskedArray:
        self.windows.append(window)
        return np.ma.MaskedArray(np.full(window.shape, self.value))


def test_a_source_given_twice_is_read_once_and_a_thread_opens_its_own() -> None:
    first, second = Counted(1.0), Counted(2.0)
    seen = []
    task = Task(lambda block: seen.append(block.bands) or Result(), (first, second, first), grid(1, 4))
    for _ in range(2):
        task(Window(0, 0, 1, 4))
        assert [float(values[0, 0]) for values in seen[-1]] == [1.0, 2.0, 1.0]
    thread = Thread(target=task, args=(Window(0, 0, 1, 4),))
    thread.start()
    thread.join()
    assert (len(first.opened), len(first.windows)) == (2, 3)
    assert (len(second.opened), len(second.windows)) == (2, 3)


def test_bands_of_one_file_are_one_source_only_with_the_same_content(tmp_path) -> None:
    """The same band under another label is; another band, other excluded values or another use of nodata are not."""
    path = save(tmp_path / "a.tif", np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), nodata=1.0)
    bands = (
        band(path),
        band(path, label="again"),
        band(path, band=2),
        band(path, excluded=((2.0, 2.0),)),
        band(path, use_nodata=False),
    )
    seen = []
    task = Task(lambda block: seen.append(block.bands) or Result(), bands, bands[0].grid)
    task(Window(0, 0, 1, 2))
    assert [values.tolist() for values in seen[0]] == [
        [[None, 2.0]],
        [[None, 2.0]],
        [[3.0, 4.0]],
        [[None, None]],
        [[1.0, 2.0]],
    ]
    assert np.shares_memory(seen[0][0].data, seen[0][1].data)
    assert not np.shares_memory(seen[0][0].data, seen[0][4].data)


def test_targets_share_the_bands_of_a_result_in_order() -> None:
    """Three bands for targets of one and two; each prepares and takes its own."""
    one = ArrayTarget.empty(grid(1, 2), [float])
    two = ArrayTarget.empty(grid(1, 2), [float, float])
    values = [np.full((1, 2), float(number)) for number in (1, 2, 3)]
    task = Task(lambda block: Result(values), (ArraySource(np.zeros((1, 2))),), grid(1, 2), (one, two))
    [(window, result)] = task(Window(0, 0, 1, 2))
    assert [float(band[0, 0]) for band in result.bands] == [1.0, 2.0, 3.0]
    write_bands([(one, 1), (two, 2)], window, result)
    assert [array[0, 0] for array in (*one.arrays, *two.arrays)] == [1.0, 2.0, 3.0]
