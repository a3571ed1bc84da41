"""Pearson, covariance, the three rules for missing cells, ranking: against hand-worked cases and numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers.correlation import CorrelationMethod, MissingCells, correlate
from carbon_service_flow.core.errors import GridMismatchError, ParameterError, RasterError
from carbon_service_flow.core.raster.sources import ArraySource, Band, common_grid
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr
from support.common import Recorder
from support.layers import NO, grid_for, source


def matrix(arrays, method=CorrelationMethod.PEARSON, missing=MissingCells.LISTWISE, progress=None, names=None, **more):
    names = names or [f"l{i}" for i in range(len(arrays))]
    return correlate(
        [source(a) for a in arrays], names, grid_for(arrays[0]), method, missing, progress=progress, **more
    )


X = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])
Y = np.array([[2, 1, 4], [3, 6, 5], [8, 7, NO]])
Z = np.array([[NO, 0, 0], [0, 0, 0], [0, 3, 6.0]])


class TestWorkedExample:
    @pytest.mark.formula("missing")
    def test_listwise(self):
        # The 8 common cells: x mean 4.5, sum of squares 42 (1..8); y is a permutation of 1..8, so the same.
        # Deviations -3.5 -2.5 -1.5 -0.5 0.5 1.5 2.5 3.5 times -2.5 -3.5 -0.5 -1.5 1.5 0.5 3.5 2.5 sum to 38.
        result = matrix([X, Y])
        assert result.r[0, 1] == pytest.approx(38 / 42, abs=1e-15)
        assert result.covariance[0, 1] == pytest.approx(38 / 7, abs=1e-14)
        assert result.covariance[1, 1] == pytest.approx(6.0, abs=1e-14)  # 42 / 7
        assert (result.n == 8).all()

    @pytest.mark.formula("mean-substitution")
    def test_arcgis(self):
        # y's gap deviates by 0: products stay 38, y's squares 42; x has all nine, mean 5, squares 60. N - 1 = 8.
        result = matrix([X, Y], missing=MissingCells.ARCGIS)
        assert result.covariance[0, 1] == pytest.approx(4.75, abs=1e-14)
        assert result.covariance[0, 0] == pytest.approx(7.5, abs=1e-14)
        assert result.covariance[1, 1] == pytest.approx(5.25, abs=1e-14)
        assert result.r[0, 1] == pytest.approx(38 / math.sqrt(60 * 42), abs=1e-15)
        assert (result.n == 9).all()

    @pytest.mark.formula("missing")
    def test_pairwise(self):
        # x, z on the last 8 cells of x: 2..9, mean 5.5, squares 42; z = 0 0 0 0 0 0 3 6, mean 9/8, squares
        # 9 + 36 - 8 (9/8)^2 = 34.875; products 2.5 * 3 + 3.5 * 6 = 28.5 (deviations of x sum to 0).
        # y, z on 7 cells: y = 1 4 3 6 5 8 7, mean 34/7, squares 200 - 34^2/7 = 34.857143; z = 0 0 0 0 0 0 3,
        # squares 9 - 9/7 = 7.714286; products 3 (7 - 34/7) = 6.428571.
        result = matrix([X, Y, Z], missing=MissingCells.PAIRWISE)
        assert result.n.tolist() == [[9, 8, 8], [8, 8, 7], [8, 7, 8]]
        assert result.r[0, 1] == pytest.approx(38 / 42, abs=1e-14)
        assert result.r[0, 2] == pytest.approx(28.5 / math.sqrt(42 * 34.875), abs=1e-14)
        assert result.r[1, 2] == pytest.approx((45 / 7) / math.sqrt((244 / 7) * (54 / 7)), abs=1e-14)
        assert result.covariance[0, 0] == pytest.approx(7.5, abs=1e-14)  # all nine cells of x
        assert result.covariance[1, 2] == pytest.approx(45 / 7 / 6, abs=1e-14)

    def test_listwise_of_three(self):
        # Cells 2 to 8 of all three: x = 2..8, mean 5, squares 28; products with z: 3 * (8 - 5) = 9; y, z as above.
        result = matrix([X, Y, Z])
        assert (result.n == 7).all()
        assert result.r[0, 2] == pytest.approx(9 / math.sqrt(28 * 54 / 7), abs=1e-14)
        assert result.r[1, 2] == pytest.approx((45 / 7) / math.sqrt((244 / 7) * (54 / 7)), abs=1e-14)

    def test_rows(self):
        rows = matrix([X, Y], names=["a", "b"]).correlation_rows()
        assert [list(row) for row in rows] == [["layer", "a", "b"]] * 2
        assert rows[1]["layer"] == "b"
        assert rows[0]["a"] == 1.0
        assert matrix([X, Y], names=["a", "b"]).covariance_rows()[0]["b"] == pytest.approx(38 / 7)

    def test_arcgis_counts_cells_of_any_layer_only(self):
        wide = [np.hstack([a, np.full((3, 5), NO)]) for a in (X, Y)]
        assert (matrix(wide, missing=MissingCells.ARCGIS).n == 9).all()
        np.testing.assert_allclose(
            matrix(wide, missing=MissingCells.ARCGIS).covariance, matrix([X, Y], missing=MissingCells.ARCGIS).covariance
        )


def random_layers(seed, shape, layers=4, gaps=0.2):
    rng = np.random.default_rng(seed)
    base = rng.standard_normal(shape)
    arrays = []
    for layer in range(layers):
        values = rng.standard_normal(shape) + layer * base
        values[rng.random(shape) < gaps] = NO
        arrays.append(values)
    return arrays


def reference(arrays, missing):
    """Cell by cell with numpy: r, covariance, n."""
    flat = np.array([np.where(a == NO, np.nan, a).ravel() for a in arrays], dtype=np.longdouble)
    count = len(flat)
    r, cov, n = (np.full((count, count), np.nan) for _ in range(3))
    if missing is MissingCells.ARCGIS:
        flat = flat[:, ~np.isnan(flat).all(axis=0)]
        flat = np.where(np.isnan(flat), np.nanmean(flat, axis=1)[:, None], flat)
    if missing is MissingCells.LISTWISE:
        flat = flat[:, ~np.isnan(flat).any(axis=0)]
    for i in range(count):
        for j in range(count):
            both = ~np.isnan(flat[i]) & ~np.isnan(flat[j])
            a, b = flat[i][both], flat[j][both]
            a, b = a - a.mean(), b - b.mean()
            n[i, j], cov[i, j] = len(a), (a * b).sum() / (len(a) - 1)
            r[i, j] = (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())
    return r, cov, n


@pytest.mark.formula("covariance")
@pytest.mark.parametrize("missing", MissingCells)
@pytest.mark.parametrize("shape", [(7, 9), (520, 530)])
def test_equals_numpy_over_blocks(missing, shape):
    arrays = random_layers(3, shape)
    result = matrix(arrays, missing=missing)
    r, covariance, n = reference(arrays, missing)
    np.testing.assert_allclose(result.r, r, rtol=0, atol=1e-13)
    # Variances are about 1 to 10: a covariance near 0 has their rounding error, 2.2e-16 of them, not its own.
    np.testing.assert_allclose(result.covariance, covariance, rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(result.n, n)


@pytest.mark.formula("covariance")
@pytest.mark.parametrize("missing", MissingCells)
@pytest.mark.parametrize("offset", [1e9, -3e11])
def test_offset_costs_no_digits(missing, offset):
    rng = np.random.default_rng(5)
    trend = np.linspace(0, 20, 1100)
    # Whole sixteenths are exact at an offset of 3e11, so that the shifted input really is a shift.
    arrays = [np.round((rng.standard_normal((530, 1100)) + trend) * 16) / 16 for _ in range(3)]
    gaps = [rng.random((530, 1100)) < 0.1 for _ in range(3)]
    plain = [np.where(gap, NO, a) for a, gap in zip(arrays, gaps)]
    shifted = [np.where(gap, NO, a + offset) for a, gap in zip(arrays, gaps)]
    near, far = matrix(plain, missing=missing), matrix(shifted, missing=missing)
    np.testing.assert_allclose(far.r, near.r, rtol=0, atol=1e-12)
    np.testing.assert_allclose(far.covariance, near.covariance, rtol=1e-12)


def test_a_layer_constant_only_where_the_other_has_data():
    a = np.array([[1e6 + 0.1, 0.3, 0.3, 0.3]])
    b = np.array([[NO, 1.0, 2.0, 5.0]])
    heard = Recorder()
    result = matrix([a, b], missing=MissingCells.PAIRWISE, progress=heard, names=["a", "b"])
    assert math.isnan(result.r[0, 1])
    assert result.r[0, 0] == 1
    assert "a is constant where b has data: no correlation." in heard.warnings


masks = st.lists(st.booleans(), min_size=12, max_size=12)
numbers = st.lists(st.integers(-50, 50), min_size=12, max_size=12)


@settings(max_examples=60, deadline=None)
@given(numbers, numbers, masks, masks, st.sampled_from(list(MissingCells)))
def test_laws(first, second, gap1, gap2, missing):
    a, b = (np.array(v, dtype=float).reshape(3, 4) for v in (first, second))
    a[np.array(gap1).reshape(3, 4)] = NO
    b[np.array(gap2).reshape(3, 4)] = NO
    if not ((a != NO) & (b != NO)).any():
        return
    result = matrix([a, b], missing=missing)
    finite = result.r[~np.isnan(result.r)]
    assert (np.abs(finite) <= 1).all()
    np.testing.assert_array_equal(result.r, result.r.T)
    # The order of the layers, and of the rows of the grid, does not matter.
    swapped = matrix([b[::-1], a[::-1]], missing=missing)
    np.testing.assert_allclose(swapped.r[::-1, ::-1], result.r, atol=1e-12)
    # Neither does the unit: r of 3 - 2 a is -r.
    scaled = matrix([np.where(a == NO, NO, 3 - 2 * a), b], missing=missing)
    np.testing.assert_allclose(scaled.r[0, 1], -result.r[0, 1], atol=1e-12)
    np.testing.assert_allclose(scaled.covariance[0, 1], -2 * result.covariance[0, 1], atol=1e-10)


def test_pairwise_equals_listwise_without_gaps():
    arrays = random_layers(1, (40, 50), gaps=0)
    np.testing.assert_allclose(matrix(arrays, missing=MissingCells.PAIRWISE).r, matrix(arrays).r, atol=1e-14)
    np.testing.assert_allclose(matrix(arrays, missing=MissingCells.ARCGIS).r, matrix(arrays).r, atol=1e-14)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int32, np.float32, np.float64])
def test_types(dtype):
    rng = np.random.default_rng(2)
    a, b = rng.integers(0, 200, (2, 30, 40)).astype(dtype)
    assert matrix([a, b]).r[0, 1] == pytest.approx(np.corrcoef(a.ravel(), b.ravel())[0, 1], abs=1e-13)


def test_values_under_the_mask_do_not_matter():
    a, b = random_layers(8, (30, 30), layers=2, gaps=0)
    gap = np.random.default_rng(1).random((30, 30)) < 0.3
    results = []
    for filler in (np.nan, np.inf, -3.4e38, 0.0):
        layers = [ArraySource(np.where(gap, filler, a), gap), ArraySource(b)]
        for missing in MissingCells:
            results.append(correlate(layers, ["a", "b"], grid_for(a), missing=missing).r[0, 1])
    np.testing.assert_array_equal(results[:3] * 4, results)


def test_sixty_four_layers():
    arrays = random_layers(9, (20, 20), layers=64, gaps=0.01)
    r, _, _ = reference(arrays, MissingCells.PAIRWISE)
    np.testing.assert_allclose(matrix(arrays, missing=MissingCells.PAIRWISE).r, r, atol=1e-12)


class TestBadInput:
    @pytest.mark.parametrize("missing", MissingCells)
    @pytest.mark.parametrize("method", CorrelationMethod)
    def test_constant_layer(self, missing, method):
        heard = Recorder()
        a = np.where(Y == NO, NO, 0.1)
        result = matrix([X, a], method, missing, heard, names=["x", "same"])
        assert math.isnan(result.r[0, 1])
        assert math.isnan(result.r[1, 1])
        assert result.r[0, 0] == 1
        assert result.covariance[1, 1] == 0
        where = "the common cells" if missing is MissingCells.LISTWISE else "all its cells"
        # Of ranks it is the middle of 1 to 8; pairwise ranks differ from pair to pair, and the layer's value is told.
        of_ranks = method is CorrelationMethod.SPEARMAN and missing is not MissingCells.PAIRWISE
        value = "4.5" if of_ranks else "0.1"
        assert f"same is {value} in {where}: a constant layer has no correlation." in heard.warnings
        assert result.correlation_rows()[0]["same"] is None

    def test_constant_layer_over_many_blocks(self):
        big = np.full((600, 700), 0.1)
        other = np.random.default_rng(0).random((600, 700))
        assert math.isnan(matrix([big, other]).r[0, 1])

    def test_layer_without_data(self):
        empty = np.full((3, 3), NO)
        with pytest.raises(RasterError, match=r"x 9, empty 0"):
            matrix([X, empty], names=["x", "empty"])
        for missing in (MissingCells.PAIRWISE, MissingCells.ARCGIS):
            heard = Recorder()
            result = matrix([X, empty], missing=missing, progress=heard, names=["x", "empty"])
            assert math.isnan(result.r[0, 1])
            assert result.r[0, 0] == 1
            assert any(text.startswith("empty has no data at all") for text in heard.warnings)

    @pytest.mark.parametrize("missing", MissingCells)
    def test_no_data_at_all(self, missing):
        with pytest.raises(RasterError, match="No layer has a cell with data"):
            matrix([np.full((3, 3), NO)] * 2, missing=missing)

    def test_no_common_cells(self):
        a, b = np.array([[1.0, 2, NO, NO]]), np.array([[NO, NO, 3.0, 4]])
        with pytest.raises(RasterError, match="no cell with data in every layer"):
            matrix([a, b])
        heard = Recorder()
        result = matrix([a, b], missing=MissingCells.PAIRWISE, progress=heard, names=["a", "b"])
        assert math.isnan(result.r[0, 1])
        assert math.isnan(result.covariance[0, 1])
        assert result.n[0, 1] == 0
        assert "a and b share 0 cells: two are needed for a correlation." in heard.warnings
        # Every gap deviates by 0, so all products are 0.
        assert matrix([a, b], missing=MissingCells.ARCGIS).r[0, 1] == 0

    @pytest.mark.parametrize("missing", MissingCells)
    def test_one_cell(self, missing):
        heard = Recorder()
        result = matrix([np.array([[3.0]]), np.array([[4.0]])], missing=missing, progress=heard)
        assert np.isnan(result.r).all()
        assert np.isnan(result.covariance).all()
        assert any("two are needed" in text or "need two" in text for text in heard.warnings)

    def test_dropped_cells_are_said(self):
        heard = Recorder()
        matrix([X, Y, Z], progress=heard)
        assert heard.warnings == [
            "7 cells have data in every layer; 2 cells with data in some layers only are left out (listwise)."
        ]
        heard = Recorder()
        matrix([X, Y], missing=MissingCells.ARCGIS, progress=heard, names=["x", "y"])
        assert "Replaced of 9 cells: x 0, y 1." in heard.warnings[0]

    def test_categories_are_said(self):
        heard = Recorder()
        matrix([X, X], progress=heard, names=["x", "land use"], categorical=["land use"])
        assert "land use" in heard.warnings[0]
        assert "eta squared" in heard.warnings[0]

    def test_names(self):
        with pytest.raises(ParameterError, match='"A"'):
            matrix([X, X], names=["a", "A"])
        with pytest.raises(ParameterError, match="name of another column"):
            matrix([X, X], names=["a", "Layer"])
        with pytest.raises(ParameterError, match="soil is declared categorical"):
            matrix([X, X], names=["a", "b"], categorical=["soil"])
        with pytest.raises(ParameterError, match="At least 2"):
            matrix([X])
        with pytest.raises(ParameterError, match="at most 64"):
            matrix([X] * 65)

    def test_infinite_value_in_a_file(self, tmp_path):
        bands = [write(tmp_path / "a.tif", X), write(tmp_path / "b.tif", np.where(X == 6, np.inf, X))]
        with pytest.raises(RasterError, match=r"b\.tif holds an infinite value at row 2, column 3"):
            correlate(bands, ["a", "b"], common_grid(bands))

    def test_other_crs(self, tmp_path):
        bands = [write(tmp_path / "a.tif", X), write(tmp_path / "b.tif", X, epsg=3857)]
        with pytest.raises(GridMismatchError, match="CRS"):
            common_grid(bands)

    def test_files_with_nodata(self, tmp_path):
        bands = [write(tmp_path / "x 行.tif", X), write(tmp_path / "y.tif", Y)]
        assert correlate(bands, ["x", "y"], common_grid(bands)).r[0, 1] == pytest.approx(38 / 42, abs=1e-15)


def write(path, values, epsg=6933):
    rows, cols = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    reference_system = osr.SpatialReference()
    reference_system.ImportFromEPSG(epsg)
    dataset.SetProjection(reference_system.ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(NO)
    dataset.GetRasterBand(1).WriteArray(values.astype(np.float32))
    dataset.FlushCache()
    return Band(str(path))


class TestFewCells:
    @pytest.mark.parametrize("missing", MissingCells)
    def test_two_cells_are_enough(self, missing):
        heard = Recorder()
        result = matrix([np.array([[1.0, 3]]), np.array([[5.0, 1]])], missing=missing, progress=heard)
        assert result.r[0, 1] == pytest.approx(-1, abs=1e-15)
        assert result.covariance[0, 1] == -4  # (1 - 2)(5 - 3) + (3 - 2)(1 - 3), over 2 - 1
        assert not any("need" in text for text in heard.warnings)

    def test_one_cell_is_said_once(self):
        for missing in (MissingCells.LISTWISE, MissingCells.PAIRWISE):
            heard = Recorder()
            matrix([np.array([[3.0]]), np.array([[4.0]])], missing=missing, progress=heard)
            assert len(heard.warnings) == 1

    def test_nothing_is_said_of_nothing_dropped(self):
        heard = Recorder()
        matrix([X, X**2], progress=heard)
        matrix([X, X**2], missing=MissingCells.PAIRWISE, progress=heard)
        assert heard.warnings == []

    def test_two_cells_of_a_pair_are_enough(self):
        heard = Recorder()
        a, b = np.array([[1.0, 2, 4, NO]]), np.array([[NO, 1.0, 2, 3]])
        assert matrix([a, b], missing=MissingCells.PAIRWISE, progress=heard).r[0, 1] == pytest.approx(1, abs=1e-15)
        assert heard.warnings == []

    def test_a_layer_without_data_shares_no_cell(self):
        empty = np.full((3, 3), NO)
        for missing in (MissingCells.PAIRWISE, MissingCells.ARCGIS):
            n = matrix([X, empty, Y], missing=missing).n
            assert n[0, 1] == n[1, 1] == n[1, 2] == 0
            assert n[0, 0] == 9


def test_a_perfect_correlation_is_1_and_not_more():
    rng = np.random.default_rng(11)
    for _ in range(50):
        x = rng.standard_normal((3, 7))
        r = matrix([x, 3.3 * x, -0.7 * x]).r
        assert np.abs(r).max() <= 1
        np.testing.assert_allclose(r[0], [1, 1, -1], atol=1e-14)


def test_pairwise_tells_how_many_cells_each_layer_lacks():
    """Five cells, one in no layer: of the other four a lacks one, b two."""
    a, b = np.array([[1.0, 2, NO, 4, NO]]), np.array([[NO, NO, 3.0, 5, NO]])
    heard = Recorder()
    matrix([a, b], missing=MissingCells.PAIRWISE, progress=heard, names=["a", "b"])
    assert any("Cells without data, of 4 with data in any layer: a 1, b 2." in text for text in heard.infos)
    full = Recorder()
    matrix([X, X], missing=MissingCells.PAIRWISE, progress=full, names=["a", "b"])
    assert not any("pairwise" in text for text in full.infos)
