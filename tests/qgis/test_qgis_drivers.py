"""Correlation of rasters through QGIS: numbers against numpy and pandas, significance, categories, failures, charts."""

from __future__ import annotations

import math
from html import unescape
from pathlib import Path

import numpy as np
import pandas
import pytest
import qgis_world as world
from carbon_service_flow.core.drivers.correlation import CorrelationMethod, MissingCells, correlate
from carbon_service_flow.core.drivers.significance import rank_drivers, significance
from carbon_service_flow.core.raster.sources import Band
from conftest import is_clean

SHAPE = (world.ROWS, world.COLS)
NODATA = -9999
MISSING = list(MissingCells)
NAME = "rastercorrelationmatrix"


def write(path: Path, values: np.ndarray, **more) -> str:
    values = np.asarray(values, dtype=np.float64)
    return world.write_raster(path, np.where(np.isnan(values), NODATA, values), nodata=NODATA, **more)


def smooth(seed: int, shape: tuple[int, int], width: float) -> np.ndarray:
    """White noise under a Gaussian kernel, on a larger grid than is cut out, so that it does not repeat."""
    full = 2 * max(shape)
    noise = np.fft.rfft2(np.random.default_rng(seed).normal(size=(full, full)))
    fy, fx = np.fft.fftfreq(full)[:, None], np.fft.rfftfreq(full)[None]
    field = np.fft.irfft2(noise * np.exp(-2 * (np.pi * width) ** 2 * (fx**2 + fy**2)), s=(full, full))
    return field[: shape[0], : shape[1]] / field.std()


@pytest.fixture
def layers(tmp_path):
    """Arrays with gaps of their own, one with ties, one of codes; and their paths."""
    random = np.random.default_rng(11)
    target = random.normal(size=SHAPE)
    arrays = {
        "target": target,
        "near": target + random.normal(size=SHAPE),
        "tied": np.round(2 * random.normal(size=SHAPE) - target),
        "codes": random.choice([11, 21, 51], SHAPE).astype(float),
    }
    for name, cell in zip(arrays, ((0, 0), (1, 2), (5, slice(3, 6)), (7, 7))):
        arrays[name][cell] = np.nan
    here = tmp_path / "层 layers"
    here.mkdir()
    return arrays, {name: write(here / f"{name}.tif", array) for name, array in arrays.items()}


def matrix(rows: list[dict], names: list[str]) -> np.ndarray:
    return np.array([[math.nan if row[name] is None else row[name] for name in names] for row in rows])


def reference(arrays: dict[str, np.ndarray], missing: MissingCells, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Correlation and covariance by pandas."""
    frame = pandas.DataFrame({name: array.ravel() for name, array in arrays.items()}).dropna(how="all")
    if missing is MissingCells.LISTWISE:
        frame = frame.dropna()
    if missing is MissingCells.ARCGIS:
        frame = frame.rank() if method == "spearman" else frame
        frame, method = frame.fillna(frame.mean()), "pearson"
    r = frame.corr(method=method).to_numpy()
    if method == "pearson":
        return r, frame.cov().to_numpy()
    covariance = np.empty_like(r)
    for i, a in enumerate(frame):
        for j, b in enumerate(frame):
            pair = frame[[a, b]].dropna() if a != b else frame[[a]].dropna()
            covariance[i, j] = np.cov(pair[a].rank(), pair[b].rank())[0, 1]
    return r, covariance


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("missing", MISSING)
def test_matrices_equal_pandas(run, layers, folder, missing, method):
    arrays, paths = layers
    result = run(
        NAME,
        TARGET=paths["target"],
        LAYERS=[paths["near"], paths["tied"], paths["codes"]],
        METHOD=["pearson", "spearman"].index(method),
        MISSING=MISSING.index(missing),
        CORRELATION=str(folder / "r.gpkg"),
        COVARIANCE=str(folder / "c.gpkg"),
        RANKING=str(folder / "k.gpkg"),
    )
    names = list(arrays)
    r, covariance = reference(arrays, missing, method)
    rows = world.read_rows(result["CORRELATION"])
    assert [row["layer"] for row in rows] == names
    np.testing.assert_allclose(matrix(rows, names), r, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(matrix(world.read_rows(result["COVARIANCE"]), names), covariance, rtol=1e-9, atol=1e-9)
    order = sorted(names[1:], key=lambda name: -abs(r[0, names.index(name)]))
    ranking = world.read_rows(result["RANKING"])
    assert [(row["rank"], row["layer"]) for row in ranking] == list(enumerate(order, start=1))
    finite = {name: np.isfinite(array) for name, array in arrays.items()}
    counted = {
        MissingCells.LISTWISE: lambda name: np.all(list(finite.values()), axis=0).sum(),
        MissingCells.PAIRWISE: lambda name: (finite["target"] & finite[name]).sum(),
        MissingCells.ARCGIS: lambda name: np.any(list(finite.values()), axis=0).sum(),
    }[missing]
    assert result["N"] == counted("target")
    for row in ranking:
        assert row["n"] == counted(row["layer"])


@pytest.mark.parametrize("missing", MISSING)
def test_eta_squared_equals_pandas(run, layers, folder, feedback, missing):
    arrays, paths = layers
    result = run(
        NAME,
        TARGET=paths["target"],
        LAYERS=[paths["near"], paths["codes"], paths["tied"]],
        CATEGORICAL=[paths["codes"]],
        MISSING=MISSING.index(missing),
        RANKING=str(folder / "k.gpkg"),
    )
    frame = pandas.DataFrame({name: array.ravel() for name, array in arrays.items()})
    frame = frame.dropna() if missing is MissingCells.LISTWISE else frame[["target", "codes"]].dropna()
    between = frame.groupby("codes")["target"].transform("mean")
    eta2 = ((between - frame["target"].mean()) ** 2).sum() / ((frame["target"] - frame["target"].mean()) ** 2).sum()
    found = {row["layer"]: row["eta2"] for row in world.read_rows(result["RANKING"])}
    assert found == {"near": None, "tied": None, "codes": pytest.approx(eta2, rel=1e-9)}
    assert feedback.warned("codes", "numbering")


@pytest.mark.parametrize("method", [0, 1])
@pytest.mark.parametrize("missing", MISSING)
def test_significance_is_that_of_core(run, layers, folder, missing, method):
    _, paths = layers
    names = ["target", "near", "tied"]
    result = run(
        NAME,
        TARGET=paths["target"],
        LAYERS=[paths["near"], paths["tied"]],
        METHOD=method,
        MISSING=MISSING.index(missing),
        RANKING=str(folder / "k.gpkg"),
    )
    bands = [Band(paths[name]) for name in names]
    direct = correlate(bands, names, bands[0].grid, list(CorrelationMethod)[method], missing)
    expected = rank_drivers(direct, tests=significance(direct, bands[0].grid))
    rows = world.read_rows(result["RANKING"])
    assert [row["layer"] for row in rows] == [other["layer"] for other in expected]
    for row, other in zip(rows, expected):
        for key in ("rank", "r", "n", "n_effective", "p"):
            assert row[key] == pytest.approx(other[key], rel=1e-9), key
        assert 2 < row["n_effective"] <= row["n"]
        assert 0 <= row["p"] <= 1


def test_without_significance(run, layers, folder):
    _, paths = layers
    result = run(
        NAME, TARGET=paths["target"], LAYERS=[paths["near"]], SIGNIFICANCE=False, RANKING=str(folder / "k.gpkg")
    )
    (row,) = world.read_rows(result["RANKING"])
    assert (row["n_effective"], row["p"]) == (None, None)
    assert row["r"] is not None


def test_independent_smooth_fields_are_mostly_not_significant(run, tmp_path, folder):
    """40 fields that know nothing of the target: 2 alarms at 5 % are expected; the plain test gives far more."""
    shape = (64, 64)
    paths = [write(tmp_path / f"s{k}.tif", smooth(k, shape, 4)) for k in range(41)]
    rows = world.read_rows(run(NAME, TARGET=paths[0], LAYERS=paths[1:], RANKING=str(folder / "k.gpkg"))["RANKING"])
    assert sum(row["p"] < 0.05 for row in rows) <= 6
    plain = [abs(row["r"]) * math.sqrt((row["n"] - 2) / (1 - row["r"] ** 2)) > 1.96 for row in rows]
    assert sum(plain) >= 25


def test_a_true_relation_is_found(run, tmp_path, folder):
    field = smooth(1, (64, 64), 3)
    paths = [
        write(tmp_path / "a.tif", field),
        write(tmp_path / "b.tif", 0.7 * field + 0.7 * smooth(2, (64, 64), 3)),
        write(tmp_path / "c.tif", smooth(3, (64, 64), 3)),
    ]
    rows = world.read_rows(run(NAME, TARGET=paths[0], LAYERS=paths[1:], RANKING=str(folder / "k.gpkg"))["RANKING"])
    assert [row["layer"] for row in rows] == ["b", "c"]
    assert rows[0]["p"] < 0.001
    assert rows[1]["p"] > 0.05


@pytest.mark.parametrize("missing", MISSING)
def test_a_constant_layer(run, layers, folder, feedback, missing):
    _, paths = layers
    flat = write(folder / "flat.tif", np.full(SHAPE, 7.0))
    result = run(
        NAME,
        TARGET=paths["target"],
        LAYERS=[flat, paths["near"]],
        CATEGORICAL=[flat],
        MISSING=MISSING.index(missing),
        CORRELATION=str(folder / "r.csv"),
        RANKING=str(folder / "k.gpkg"),
        HTML=str(folder / "r.html"),
    )
    rows = world.read_csv(result["CORRELATION"])
    assert [row["flat"] for row in rows] == ["", "", ""]
    assert rows[0]["near"]
    last = world.read_rows(result["RANKING"])[-1]
    assert (last["layer"], last["rank"], last["r"], last["p"], last["n_effective"]) == ("flat", None, None, None, None)
    # One class explains nothing.
    assert last["eta2"] == 0
    assert feedback.warned("flat", "constant")
    assert "Without a correlation: flat." in Path(result["HTML"]).read_text(encoding="utf-8")


def test_a_constant_target(run, layers, folder, feedback):
    _, paths = layers
    flat = write(folder / "flat.tif", np.full(SHAPE, 7.0))
    result = run(
        NAME,
        TARGET=flat,
        LAYERS=[paths["near"], paths["codes"]],
        CATEGORICAL=[paths["codes"]],
        RANKING=str(folder / "k.gpkg"),
        HTML=str(folder / "r.html"),
    )
    for row in world.read_rows(result["RANKING"]):
        assert [row[key] for key in ("rank", "r", "p", "eta2")] == [None] * 4
    assert feedback.warned("flat", "no eta squared")
    assert Path(result["HTML"]).is_file()


@pytest.mark.parametrize("missing", MISSING)
def test_a_layer_without_data(run, fails, layers, folder, feedback, missing):
    _, paths = layers
    empty = write(folder / "empty.tif", np.full(SHAPE, np.nan))
    given = {
        "TARGET": paths["target"],
        "LAYERS": [empty, paths["near"]],
        "CATEGORICAL": [empty],
        "MISSING": MISSING.index(missing),
        "RANKING": str(folder / "k.gpkg"),
        "HTML": str(folder / "r.html"),
    }
    if missing is MissingCells.LISTWISE:
        text = fails(NAME, **given)
        assert "empty 0" in text
        assert "near 95" in text
        assert is_clean(folder, "empty.tif")
        return
    rows = world.read_rows(run(NAME, **given)["RANKING"])
    assert [row["layer"] for row in rows] == ["near", "empty"]
    assert [rows[1][key] for key in ("rank", "r", "n_effective", "p", "eta2")] == [None] * 5
    assert rows[0]["p"] is not None
    assert feedback.warned("empty has no data")
    assert feedback.warned("empty", "no eta squared")


def test_nothing_but_nodata(fails, folder):
    empty = [write(folder / f"{name}.tif", np.full(SHAPE, np.nan)) for name in "ab"]
    for missing in range(3):
        text = fails(NAME, TARGET=empty[0], LAYERS=[empty[1]], MISSING=missing, RANKING=str(folder / "k.csv"))
        assert "no cell" in text.casefold() or "no layer has" in text.casefold()
    assert is_clean(folder, "a.tif", "b.tif")


@pytest.mark.parametrize("missing", MISSING)
def test_no_common_cells(run, fails, layers, folder, feedback, missing):
    """Halves that do not meet: an error listwise; else no correlation, and no eta squared, with a warning."""
    arrays, _ = layers
    west, east = arrays["near"].copy(), arrays["codes"].copy()
    west[:, 6:], east[:, :6] = np.nan, np.nan
    paths = [write(folder / "west.tif", west), write(folder / "east.tif", east)]
    given = {"TARGET": paths[0], "LAYERS": [paths[1]], "CATEGORICAL": [paths[1]], "MISSING": MISSING.index(missing)}
    given["RANKING"] = str(folder / "k.gpkg")
    if missing is MissingCells.LISTWISE:
        text = fails(NAME, **given)
        assert "west 47, east 47" in text
        assert "pairwise" in text
        return
    (row,) = world.read_rows(run(NAME, **given)["RANKING"])
    assert row["eta2"] is None
    assert feedback.warned("east", "no eta squared")
    if missing is MissingCells.PAIRWISE:
        assert (row["r"], row["n"]) == (None, 0)
        assert feedback.warned("east", "share 0 cells")
    else:
        # Every product holds a deviation of 0; no cell supports it, so there is no test.
        assert (row["r"], row["n_effective"], row["p"]) == (0, None, None)


def test_one_cell(run, layers, folder, feedback):
    _, paths = layers
    one = np.full(SHAPE, np.nan)
    one[4, 4] = 3.0
    lone = write(folder / "one.tif", one)
    result = run(
        NAME,
        TARGET=paths["target"],
        LAYERS=[lone],
        CATEGORICAL=[lone],
        CORRELATION=str(folder / "r.gpkg"),
        RANKING=str(folder / "k.gpkg"),
        HTML=str(folder / "r.html"),
    )
    assert result["N"] == 1
    assert matrix(world.read_rows(result["CORRELATION"]), ["target", "one"]) == pytest.approx(
        np.full((2, 2), np.nan), nan_ok=True
    )
    assert world.read_rows(result["RANKING"])[0]["p"] is None
    assert feedback.warned("two")


class TestCategories:
    def test_a_fraction_is_refused(self, fails, layers, folder):
        arrays, paths = layers
        codes = np.where(np.isnan(arrays["codes"]), NODATA, arrays["codes"]).astype(np.float32)
        codes[3, 2] = 21.5
        bad = world.write_raster(folder / "bad.tif", codes, nodata=NODATA)
        text = fails(
            NAME,
            TARGET=paths["target"],
            LAYERS=[bad],
            CATEGORICAL=[bad],
            CORRELATION=str(folder / "r.csv"),
            HTML=str(folder / "r.html"),
        )
        assert "bad" in text
        assert "21.5 at row 4, column 3" in text
        assert is_clean(folder, "bad.tif")

    def test_float_codes_are_codes(self, run, layers, folder):
        arrays, paths = layers
        codes = np.where(np.isnan(arrays["codes"]), NODATA, arrays["codes"]).astype(np.float32)
        path = world.write_raster(folder / "codes32.tif", codes, nodata=NODATA)
        given = {"TARGET": paths["target"], "RANKING": "TEMPORARY_OUTPUT"}
        eta2 = [
            world.read_rows(run(NAME, **given, LAYERS=[one], CATEGORICAL=[one])["RANKING"])[0]["eta2"]
            for one in (path, paths["codes"])
        ]
        assert eta2[0] == eta2[1]

    def test_too_many(self, fails, folder):
        values = np.arange(70.0 * 60).reshape(70, 60)
        paths = [write(folder / f"{name}.tif", values + add) for name, add in (("t", 0.5), ("ids", 0))]
        text = fails(NAME, TARGET=paths[0], LAYERS=[paths[1]], CATEGORICAL=[paths[1]], RANKING=str(folder / "k.csv"))
        assert "ids" in text
        assert "4096" in text

    def test_a_category_that_is_no_layer(self, fails, layers, folder):
        _, paths = layers
        text = fails(
            NAME,
            TARGET=paths["target"],
            LAYERS=[paths["near"]],
            CATEGORICAL=[paths["codes"]],
            RANKING=str(folder / "k.csv"),
        )
        assert "codes is declared categorical" in text
        assert is_clean(folder)

    def test_a_category_by_another_path(self, run, layers, folder, monkeypatch):
        _, paths = layers
        here = Path(paths["codes"]).parent
        monkeypatch.chdir(here)
        result = run(
            NAME,
            TARGET=paths["target"],
            LAYERS=[str(here / ".." / here.name / "codes.tif")],
            CATEGORICAL=[paths["codes"]],
            RANKING=str(folder / "k.gpkg"),
        )
        assert world.read_rows(result["RANKING"])[0]["eta2"] is not None


def test_another_crs(fails, layers, folder):
    _, paths = layers
    other = write(folder / "other.tif", np.ones(SHAPE), crs="EPSG:32648")
    text = fails(NAME, TARGET=paths["target"], LAYERS=[other], RANKING=str(folder / "k.csv"))
    assert "aligntogrid" in text
    assert "other" in text
    assert is_clean(folder, "other.tif")


class TestNames:
    def names(self, run, folder, paths, **more):
        result = run(NAME, TARGET=paths[0], LAYERS=paths[1:], CORRELATION=str(folder / "r.gpkg"), **more)
        return [row["layer"] for row in world.read_rows(result["CORRELATION"])], result

    @pytest.fixture
    def written(self, tmp_path):
        def call(*places):
            random = np.random.default_rng(0)
            paths = []
            for place in places:
                path = tmp_path / f"{place}.tif"
                path.parent.mkdir(exist_ok=True, parents=True)
                paths.append(write(path, random.normal(size=SHAPE)))
            return paths

        return call

    def test_two_layers_of_one_name(self, run, folder, written, feedback):
        names, result = self.names(run, folder, written("t", "2015/gdp", "2020/gdp", "a/GDP", "a/gdp (2)"))
        assert names == ["t", "gdp", "gdp (2)", "GDP (3)", "gdp (2) (2)"]
        assert list(world.read_rows(result["CORRELATION"])[0]) == ["layer", *names]
        assert any("numbered" in info for info in feedback.infos)

    def test_names_that_tables_use(self, run, folder, written):
        names, result = self.names(run, folder, written("layer", "fid", "geom"))
        assert names == ["layer (2)", "fid (2)", "geom"]
        values = matrix(world.read_rows(result["CORRELATION"]), names)
        np.testing.assert_allclose(values.diagonal(), 1)
        np.testing.assert_array_equal(values, values.T)

    def test_given_names(self, run, folder, written):
        paths = written("t", "a/x", "b/x")
        assert self.names(run, folder, paths, NAMES="差值， gdp,人口")[0] == ["差值", "gdp", "人口"]
        # An empty one is the layer's own.
        assert self.names(run, folder, paths, NAMES=",first,")[0] == ["t", "first", "x"]

    def test_given_names_must_differ(self, fails, folder, written):
        paths = written("t", "a")
        text = fails(NAME, TARGET=paths[0], LAYERS=paths[1:], NAMES="a,A", RANKING=str(folder / "k.csv"))
        assert "used" in text
        assert "Rename" in text


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".xlsx", ".ods", ""])
def test_sinks(run, layers, folder, ending):
    _, paths = layers
    outputs = {
        name: str(folder / f"{name}{ending}") if ending else "TEMPORARY_OUTPUT"
        for name in ("CORRELATION", "COVARIANCE", "RANKING")
    }
    result = run(NAME, TARGET=paths["target"], LAYERS=[paths["near"]], HTML=str(folder / "r.html"), **outputs)
    ranking = world.read_rows(result["RANKING"])
    assert list(ranking[0]) == ["rank", "layer", "r", "n", "n_effective", "p", "eta2"]
    rows = world.read_rows(result["CORRELATION"])
    assert float(rows[0]["near"]) == pytest.approx(float(ranking[0]["r"]), rel=1e-12)
    assert len(world.read_rows(result["COVARIANCE"])) == 2
    expected = [f"{name}{ending}" for name in outputs] if ending else []
    assert is_clean(folder, "r.html", *expected)


class TestPage:
    def test_a_hostile_name_is_text(self, run, layers, folder):
        _, paths = layers
        result = run(
            NAME,
            TARGET=paths["target"],
            LAYERS=[paths["near"], paths["codes"]],
            CATEGORICAL=[paths["codes"]],
            NAMES="<script>alert(1)</script>,</script><img src=x onerror=alert(2)>,<a href=x>y</a>",
            HTML=str(folder / "页 r.html"),
        )
        text = Path(result["HTML"]).read_text(encoding="utf-8")
        for part in ("<script>alert", "<img src=x", "<a href=x"):
            assert part not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text

    def test_it_says_what_was_done(self, run, layers, folder):
        _, paths = layers
        common = {"TARGET": paths["target"], "LAYERS": [paths["near"]], "HTML": str(folder / "r.html")}
        texts = []
        for method, missing, tested in ((0, 0, True), (1, 1, True), (0, 2, False)):
            path = run(NAME, **common, METHOD=method, MISSING=missing, SIGNIFICANCE=tested)["HTML"]
            texts.append(unescape(Path(path).read_text(encoding="utf-8")))
        assert "Pearson. Over the 94 cells where every layer has data." in texts[0]
        assert "Spearman. Each pair over its own cells" in texts[1]
        assert "nodata replaced by the layer's mean" in texts[2]
        assert ["95 % confidence interval" in text for text in texts] == [True, True, False]

    def test_a_failed_run_leaves_the_old_page(self, fails, layers, folder):
        _, paths = layers
        page = folder / "r.html"
        page.write_text("old")
        empty = write(folder / "empty.tif", np.full(SHAPE, np.nan))
        fails(NAME, TARGET=paths["target"], LAYERS=[empty], HTML=str(page))
        assert page.read_text() == "old"
        assert is_clean(folder, "empty.tif", "r.html")

    def test_without_plotly(self, fails, layers, folder, monkeypatch):
        from carbon_service_flow.core.charts.elements import page as charts

        _, paths = layers
        monkeypatch.setattr(charts, "find_spec", lambda name: None)
        text = fails(NAME, TARGET=paths["target"], LAYERS=[paths["near"]], HTML=str(folder / "r.html"))
        assert "plotly" in text
        assert is_clean(folder)


def test_cancelled(layers, folder, run, plugin):
    from conftest import Recorder
    from qgis.core import QgsProcessingException

    _, paths = layers
    with pytest.raises(QgsProcessingException):
        run(
            NAME,
            feedback=Recorder(cancel_at=30),
            TARGET=paths["target"],
            LAYERS=[paths["near"], paths["tied"]],
            RANKING=str(folder / "k.csv"),
        )
    assert is_clean(folder)
