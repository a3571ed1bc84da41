"""Polygons rasterized chunk by chunk: clipped or not, overlapping or not, in any window.

Chunks are of 64 x 64 cells here, and a polygon of 60 vertices is a large one: the laws are the same on small grids.
"""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.zones import polygons as polygons_module
from carbon_service_flow.core.zones import rasterize as rasterize_module
from carbon_service_flow.core.zones.polygons import Polygons
from carbon_service_flow.core.zones.rasterize import NO_ZONE_HERE, Rasterizer
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, ogr
from support.common import ALBERS, grid, laws, ring_wkb

ROWS, COLS = 140, 130
CHUNK = 64
WHOLE = Window(0, 0, ROWS, COLS)
# Of cells that several zones hold.
OVERLAP = 1 << 30


@pytest.fixture(scope="module", autouse=True)
def _small_chunks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rasterize_module, "CHUNK", CHUNK)
        patch.setattr(polygons_module, "_MANY_VERTICES", 60)
        yield


def crooked(rng: np.random.Generator, vertices: int, hole: bool, step: float) -> bytes:
    """A closed line all over the grid and beyond it, which may cross itself, and a hole in it.

    With a step of 0.5 its points lie on the edges and centres of cells, where GDAL has rules of its own.
    """
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)

    def ring(size: float) -> ogr.Geometry:
        radius = size * (1 + 0.6 * rng.standard_normal(vertices))
        geometry = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in zip(COLS / 2 + radius * np.cos(angle), -ROWS / 2 + radius * np.sin(angle)):
            geometry.AddPoint_2D(*((step * round(one / step) if step else float(one)) for one in (x, y)))
        geometry.CloseRings()
        return geometry

    polygon = ogr.Geometry(ogr.wkbPolygon)
    for size in (50.0, 13.0)[: 1 + hole]:
        polygon.AddGeometry(ring(size))
    return bytes(polygon.ExportToWkb())


def rasterizer_of(shapes: list[tuple[int, bytes]], *, zones: int = 0, south_up: bool = False) -> Rasterizer:
    """Of as many zones as there are shapes, unless said otherwise."""
    return Rasterizer(Polygons(frame(south_up), shapes, zones or len(shapes)), "zones")


def rasterized(rasterizer: Rasterizer, window: Window, overlaps: bool = False) -> np.ndarray:
    """Positions; NO_ZONE_HERE for any negative number, and the bit OVERLAP where several zones are."""
    zones = rasterizer._polygons.zones
    found = np.maximum(rasterizer.rasterize(window, overlaps).astype(np.int32), NO_ZONE_HERE)
    return np.where(found > zones, (found - zones - 1) | OVERLAP, found)


def frame(south_up: bool = False):
    return grid(ROWS, COLS, (0.0, 1.0, 0.0, -float(ROWS) if south_up else 0.0, 0.0, 1.0 if south_up else -1.0), ALBERS)


def rasterized_one_by_one(shapes, south_up: bool) -> np.ndarray:
    """Every polygon with all its vertices, in the same chunks, one after the other; (polygons, rows, cols) bool."""
    inside = np.zeros((len(shapes), ROWS, COLS), dtype=bool)
    for number, (_, wkb) in enumerate(shapes):
        for row in range(0, ROWS, CHUNK):
            for col in range(0, COLS, CHUNK):
                part = frame(south_up).window(row, col, min(CHUNK, ROWS - row), min(CHUNK, COLS - col))
                raster = gdal.GetDriverByName("MEM").Create("", part.cols, part.rows, 1, gdal.GDT_Byte)
                raster.SetGeoTransform(part.geotransform)
                source = ogr.GetDriverByName("Memory").CreateDataSource("")
                layer = source.CreateLayer("one")
                feature = ogr.Feature(layer.GetLayerDefn())
                feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
                layer.CreateFeature(feature)
                gdal.RasterizeLayer(raster, [1], layer, burn_values=[1])
                inside[number, row : row + part.rows, col : col + part.cols] = raster.ReadAsArray() == 1
    return inside


@laws
@given(st.integers(0, 10**6), st.booleans(), st.booleans(), st.sampled_from([0.0, 0.5]))
def test_clipping_polygons_changes_no_cell(seed, hole, south_up, step) -> None:
    rng = np.random.default_rng(seed)
    # Of three polygons two are large enough to be clipped, the last one to the chunk, too.
    shapes = [(k, crooked(rng, vertices, hole, step)) for k, vertices in enumerate((85, 20, 190))]
    each = rasterized_one_by_one(shapes, south_up)
    expected = np.full((ROWS, COLS), NO_ZONE_HERE, dtype=np.int32)
    for number in range(3):
        expected[each[number]] = number
    rasterizer = rasterizer_of(shapes, south_up=south_up)
    np.testing.assert_array_equal(rasterized(rasterizer, WHOLE), expected)
    if step:
        # Newer GDAL may not add up such cells of rings that cross themselves: they are in their zones, but not marked.
        found = rasterized(rasterizer, WHOLE, overlaps=True)
        np.testing.assert_array_equal(np.where(found >= OVERLAP, found - OVERLAP, found), expected)
        return
    expected[each.sum(axis=0) > 1] |= OVERLAP
    np.testing.assert_array_equal(rasterized(rasterizer, WHOLE, overlaps=True), expected)
    # In another order of windows, and in parts of chunks.
    for window in (Window(112, 38, 19, 81), Window(5, 62, 75, 5)):
        part = expected[window.row : window.row + window.rows, window.col : window.col + window.cols]
        np.testing.assert_array_equal(rasterized(rasterizer, window, overlaps=True), part)


def test_of_very_many_polygons_two_overlap() -> None:
    """130 squares, of which the last two share a corner."""
    corners = [(3.0 * (k % 20), -3.0 * (k // 20) - 2) for k in range(129)] + [(3.0 * (128 % 20) + 1, -3.0 * 6 - 3)]
    shapes = [(k, ring_wkb((x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2))) for k, (x, y) in enumerate(corners)]
    found = rasterized(rasterizer_of(shapes), Window(0, 0, 60, 60), overlaps=True)
    marked = found >= OVERLAP
    # Square 128 covers columns 24-25 and rows 18-19, square 129 columns 25-26 and rows 19-20.
    assert np.argwhere(marked).tolist() == [[19, 25]]
    assert found[19, 25] - OVERLAP == 129
    assert np.unique(found[~marked]).tolist() == [NO_ZONE_HERE, *range(130)]


@pytest.mark.parametrize("zones", [300, 16_383, 16_384, 2**30 - 1])
def test_the_same_place_held_by_more_polygons_than_a_sum_can_count(zones) -> None:
    """300 equal squares: the last one owns the cells, and all of them are marked.

    Sums: 300 numbers from n + 1 on are more than 2^15 for 300 zones, and more than 2^31 for 2^30.
    """
    square = ring_wkb((1.0, -3.0), (4.0, -3.0), (4.0, -1.0), (1.0, -1.0))
    shapes = [(zones - 300 + k, square) for k in range(300)]
    found = rasterized(rasterizer_of(shapes, zones=zones), Window(0, 0, 5, 6), overlaps=True)
    expected = np.full((5, 6), NO_ZONE_HERE)
    expected[1:3, 1:4] = (zones - 1) | OVERLAP
    np.testing.assert_array_equal(found, expected)


def test_only_cells_of_several_zones_overlap() -> None:
    """A zone of two squares that share four cells, and of a ring whose hole has edges through centres of cells."""
    ring = ogr.CreateGeometryFromWkt(
        "POLYGON((10 -10,60 -10,60 -60,10 -60,10 -10),(20 -20,50 -20,50 -45.5,20 -45.5,20 -20))"
    )
    squares = [ring_wkb((x, -x), (x + 4, -x), (x + 4, -x - 4), (x, -x - 4)) for x in (100, 102)]
    other = ring_wkb((103, -103), (110, -103), (110, -110), (103, -110))
    shapes = [(0, bytes(ring.ExportToWkb())), (1, squares[0]), (1, squares[1]), (2, other)]
    found = rasterized(rasterizer_of(shapes), Window(0, 0, 120, 120), overlaps=True)
    # Columns and rows 103 to 105 of the second square are the other zone's, too.
    wanted = np.zeros((120, 120), dtype=bool)
    wanted[103:106, 103:106] = True
    np.testing.assert_array_equal(found >= OVERLAP, wanted)
    assert (found[100:103, 100:103] == 1).all()
    assert (found[45, 20:50] == 0).all()


@laws
@given(st.integers(0, 10**6), st.sampled_from([1, 2, 4]), st.sampled_from([0, 16_383, 16_384]))
def test_rasterizing_once_and_twice_give_the_same(seed, lattice, zones) -> None:
    """Rectangles between random lines, some left out, two perhaps overlapping.

    On a lattice of cells no edge meets a centre, so that once is enough where none overlap; on those of half and
    quarter cells edges do.
    """
    rng = np.random.default_rng(seed)
    across = np.sort(rng.choice(60 * lattice, 6, replace=False)) / lattice
    down = np.sort(rng.choice(60 * lattice, 6, replace=False)) / lattice
    shapes = []
    for west, east in zip(across, across[1:]):
        for north, south in zip(down, down[1:]):
            if rng.random() < 0.7:
                wider = 3.0 * (rng.random() < 0.05)
                shapes.append(
                    (len(shapes), ring_wkb((west, -south), (east + wider, -south), (east, -north), (west, -north)))
                )
    window = Window(0, 0, 64, 64)
    each = rasterized_one_by_one(shapes, south_up=False)[:, :64, :64]
    last = np.where(each.any(axis=0), len(each) - 1 - each[::-1].argmax(axis=0), NO_ZONE_HERE)
    expected = np.where(each.sum(axis=0) > 1, last | OVERLAP, last)
    rasterizer = rasterizer_of(shapes, zones=zones)
    found = rasterized(rasterizer, window, overlaps=True)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(rasterized(rasterizer, window), last)


def blob(rng: np.random.Generator, vertices: int) -> ogr.Geometry:
    """A ring about as wide as a chunk, or several, with a smooth bulge."""
    x, y = rng.uniform(-25, COLS + 25), -rng.uniform(-25, ROWS + 25)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = rng.uniform(12, 190) * (1 + 0.2 * np.sin(2 * angle + rng.uniform(0, 6)))
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for east, north in zip(x + radius * np.cos(angle), y + radius * np.sin(angle)):
        ring.AddPoint_2D(east, north)
    ring.CloseRings()
    return ring


@laws
@given(st.integers(0, 10**6), st.booleans())
def test_chunks_far_from_every_edge_are_as_rasterized(seed, south_up) -> None:
    """Wide polygons of one or two parts, with holes or not: chunks lie in none, one, several, or twice in one."""
    rng = np.random.default_rng(seed)
    shapes = []
    for number in range(rng.integers(1, 4)):
        geometry = ogr.Geometry(ogr.wkbMultiPolygon)
        for _ in range(rng.integers(1, 3)):
            part = ogr.Geometry(ogr.wkbPolygon)
            for _ in range(rng.integers(1, 3)):
                part.AddGeometry(blob(rng, int(rng.choice([4, 20, 120]))))
            geometry.AddGeometry(part)
        shapes.append((number, bytes(geometry.ExportToWkb())))
    each = rasterized_one_by_one(shapes, south_up)
    last = np.where(each.any(axis=0), len(each) - 1 - each[::-1].argmax(axis=0), NO_ZONE_HERE)
    rasterizer = rasterizer_of(shapes, south_up=south_up)
    np.testing.assert_array_equal(rasterized(rasterizer, WHOLE), last)
    found = rasterized(rasterizer, WHOLE, overlaps=True)
    np.testing.assert_array_equal(np.where(found >= OVERLAP, found - OVERLAP, found), last)
    np.testing.assert_array_equal(found >= OVERLAP, each.sum(axis=0) > 1)


def test_chunks_far_from_every_edge_need_no_rasteriser(monkeypatch) -> None:
    """Of 3 x 3 chunks the upper left lies in one zone, and the second of the lowest row in its hole.

    A chunk's margin is one cell: the zone begins 2 cells before the grid, the hole 2 cells before the chunk.
    """
    around = ogr.CreateGeometryFromWkt(
        "POLYGON((-2 2,300 2,300 -300,-2 -300,-2 2),(62 -126,300 -126,300 -200,62 -200,62 -126))"
    )
    rasterizer = rasterizer_of([(0, bytes(around.ExportToWkb()))])
    monkeypatch.setattr(gdal, "RasterizeLayer", lambda *_, **__: pytest.fail("called"))
    for overlaps in (False, True):
        assert (rasterized(rasterizer, Window(0, 0, 64, 64), overlaps) == 0).all()
        assert (rasterized(rasterizer, Window(128, 64, 12, 64), overlaps) == NO_ZONE_HERE).all()
    # The chunk above meets the hole's edge.
    with pytest.raises(pytest.fail.Exception):
        rasterizer_of([(0, bytes(around.ExportToWkb()))]).rasterize(Window(64, 64, 64, 64))


def test_a_reason_of_gdal_s_is_given(monkeypatch) -> None:
    """Both ways in which GDAL may fail: a code, or an exception."""
    square = ring_wkb((1.0, -3.0), (4.0, -3.0), (4.0, -1.0), (1.0, -1.0))

    def fails(*_given, **_options):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(gdal, "RasterizeLayer", fails)
    with pytest.raises(ZoneError, match="The polygons of zones cannot be laid on the grid: out of luck"):
        rasterizer_of([(0, square)]).rasterize(Window(0, 0, 5, 6))
    monkeypatch.setattr(gdal, "RasterizeLayer", lambda *_, **__: 1)
    with pytest.raises(ZoneError, match="The polygons of zones cannot be laid on the grid: "):
        rasterizer_of([(0, square)]).rasterize(Window(0, 0, 5, 6))


def calls_of(shapes, monkeypatch) -> int:
    """How often GDAL is called for one chunk."""
    calls = []
    whole = gdal.RasterizeLayer
    monkeypatch.setattr(gdal, "RasterizeLayer", lambda *given, **more: calls.append(1) or whole(*given, **more))
    rasterized(rasterizer_of(shapes), Window(0, 0, 64, 64), overlaps=True)
    return len(calls)


def test_polygons_that_share_no_cell_are_rasterized_once(monkeypatch) -> None:
    """Two squares side by side: once; with edges through centres, or overlapping: their positions and the times."""

    def square(left: float, top: float) -> bytes:
        return ring_wkb((left, top), (left + 10, top), (left + 10, top - 10), (left, top - 10))

    assert calls_of([(0, square(5, -5)), (1, square(15, -5))], monkeypatch) == 1
    # Their upper and lower edges run through centres.
    assert calls_of([(0, square(5, -5.5)), (1, square(15, -5.5))], monkeypatch) == 2
    # The sum; positions; times; those of the one zone that is last in the shared cells.
    assert calls_of([(0, square(5, -5)), (1, square(14, -5))], monkeypatch) == 4


def test_parts_of_a_zone_that_overlap_each_other_are_one_zone() -> None:
    """Squares of columns and rows 5-14 and 10-19 as one multipolygon; another zone holds 12-15, of which 12-14 is both.

    GDAL takes all rings of a geometry together when it adds up: in columns and rows 10-14 there would be none.
    """
    both = ogr.CreateGeometryFromWkt(
        "MULTIPOLYGON(((5 -5,15 -5,15 -15,5 -15,5 -5)),((10 -10,20 -10,20 -20,10 -20,10 -10)))"
    )
    other = ring_wkb((12, -12), (16, -12), (16, -16), (12, -16))
    expected = np.full((30, 30), NO_ZONE_HERE)
    expected[5:15, 5:15] = expected[10:20, 10:20] = 0
    alone = rasterizer_of([(0, bytes(both.ExportToWkb()))])
    np.testing.assert_array_equal(rasterized(alone, Window(0, 0, 30, 30), overlaps=True), expected)
    np.testing.assert_array_equal(rasterized(alone, Window(0, 0, 30, 30)), expected)
    expected[12:16, 12:16] = 1 | OVERLAP
    shapes = [(0, bytes(both.ExportToWkb())), (1, other)]
    found = rasterized(rasterizer_of(shapes), Window(0, 0, 30, 30), overlaps=True)
    np.testing.assert_array_equal(found, expected)
