"""Factor detector through QGIS: numbers against pandas and scipy, categories, failures, tables, charts, the model."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas
import pytest
import qgis_world as world
from conftest import PROGRAM, Recorder, algorithm, is_clean
from qgis.core import QgsProcessingException
from test_qgis_process import command_line, same_table

NAME = "factordetector"
SHAPE = (world.ROWS, world.COLS)
NODATA = -9999
COLUMNS = {
    "FACTOR_TABLE": "factor q p strata rank",
    "INTERACTION_TABLE": "factor_a factor_b q_a q_b q_both kind",
    "RISK_TABLE": "factor class_a class_b mean_a mean_b t df p different",
    "ECOLOGICAL_TABLE": "factor_a factor_b f p different",
}


def write(path: Path, values: np.ndarray, **more) -> str:
    values = np.asarray(values, dtype=np.float64)
    return world.write_raster(path, np.where(np.isnan(values), NODATA, values), nodata=NODATA, **more)


@pytest.fixture
def layers(tmp_path):
    """A target, a continuous factor, codes, and another continuous factor; each with a gap of its own."""
    random = np.random.default_rng(21)
    codes = random.choice([11.0, 21.0, 51.0], SHAPE)
    slope = random.normal(size=SHAPE)
    arrays = {
        "target": codes / 20 + slope + random.normal(size=SHAPE),
        "slope": slope,
        "codes": codes,
        "noise": random.normal(size=SHAPE),
    }
    for name, cell in zip(arrays, ((0, 0), (1, 2), (5, slice(3, 6)), (7, 7))):
        arrays[name][cell] = np.nan
    here = tmp_path / "层 layers"
    here.mkdir()
    return arrays, {name: write(here / f"{name}.tif", array) for name, array in arrays.items()}


def given(paths: dict[str, str]) -> dict:
    factors = [paths[name] for name in ("slope", "codes", "noise")]
    return {"TARGET": paths["target"], "FACTORS": factors, "CATEGORICAL": [paths["codes"]]}


def tables(folder: Path, ending: str = ".gpkg") -> dict[str, str]:
    return {name: str(folder / f"{name}{ending}") for name in COLUMNS}


def strata_of(arrays: dict[str, np.ndarray], classes: int, binning: int) -> pandas.DataFrame:
    """The common cells: the target, and each factor's classes by pandas."""
    frame = pandas.DataFrame({name: array.ravel() for name, array in arrays.items()}).dropna()
    for name in ("slope", "noise"):
        if binning == 0:
            frame[name] = pandas.qcut(frame[name], classes, labels=False)
        else:
            low, high = frame[name].min(), frame[name].max()
            frame[name] = np.searchsorted(np.linspace(low, high, classes + 1)[1:-1], frame[name])
    return frame


def q_of(frame: pandas.DataFrame, *factors: str) -> float:
    within = frame.groupby(list(factors))["target"].var(ddof=0) * frame.groupby(list(factors))["target"].count()
    return 1 - within.sum() / (len(frame) * frame["target"].var(ddof=0))


@pytest.mark.parametrize("classes", [4, 6])
@pytest.mark.parametrize("binning", [0, 1])
def test_q_and_overlays_equal_pandas(run, layers, folder, binning, classes):
    arrays, paths = layers
    result = run(NAME, **given(paths), CLASSES=classes, BINNING=binning, **tables(folder))
    frame = strata_of(arrays, classes, binning)
    assert result["N"] == len(frame)
    overlays = world.read_rows(result["INTERACTION_TABLE"])
    assert [(row["factor_a"], row["factor_b"]) for row in overlays] == list(combinations(list(arrays)[1:], 2))
    for row in overlays:
        a, b = row["factor_a"], row["factor_b"]
        assert row["q_a"] == pytest.approx(q_of(frame, a), rel=1e-9)
        assert row["q_b"] == pytest.approx(q_of(frame, b), rel=1e-9)
        assert row["q_both"] == pytest.approx(q_of(frame, a, b), rel=1e-9)
        sum_of_both = row["q_a"] + row["q_b"]
        assert row["kind"] == ("enhance nonlinear" if row["q_both"] > sum_of_both else "enhance bivariate")
    factors = world.read_rows(result["FACTOR_TABLE"])
    assert [row["rank"] for row in factors] == [1, 2, 3]
    assert [row["q"] for row in factors] == sorted((row["q"] for row in factors), reverse=True)
    for row in factors:
        # A stratum of one cell is left out here, and only here.
        kept = frame[frame.groupby(row["factor"])["target"].transform("count") > 1]
        assert row["q"] == pytest.approx(q_of(kept, row["factor"]), rel=1e-9)
        assert row["strata"] == kept[row["factor"]].nunique()


def test_natural_breaks_part_what_is_apart(run, folder):
    """Three heaps of values: their gaps are the breaks, and the target is their number."""
    random = np.random.default_rng(5)
    heap = random.choice([0.0, 1.0, 2.0], SHAPE, p=[0.6, 0.3, 0.1])
    paths = [write(folder / "t.tif", heap), write(folder / "f.tif", 10 * heap**2 + random.uniform(0, 1, SHAPE))]
    q = [
        world.read_rows(
            run(NAME, TARGET=paths[0], FACTORS=[paths[1]], CLASSES=3, BINNING=binning, FACTOR_TABLE="TEMPORARY_OUTPUT")[
                "FACTOR_TABLE"
            ]
        )[0]["q"]
        for binning in (2, 0)
    ]
    assert q[0] == 1
    assert q[1] < 1


def test_the_golden_example(run, folder):
    """y = 1 .. 7 in strata x y y y z z z: q 0.771429, p 0.079365 (the stratum of one cell is left out)."""
    target = world.write_raster(folder / "y.tif", np.arange(1.0, 8.0)[None])
    factor = world.write_raster(folder / "x.tif", np.array([[1, 2, 2, 2, 3, 3, 3]], dtype=np.uint8))
    result = run(NAME, TARGET=target, FACTORS=[factor], CATEGORICAL=[factor], **tables(folder))
    (row,) = world.read_rows(result["FACTOR_TABLE"])
    assert row["q"] == pytest.approx(0.771429, abs=1e-6)
    assert row["p"] == pytest.approx(0.079365, abs=1e-6)
    assert (row["factor"], row["strata"], row["rank"]) == ("x", 2, 1)
    # One factor has no other to interact with.
    assert world.read_rows(result["INTERACTION_TABLE"]) == []
    assert result["N"] == 7


def test_p_equals_scipy(run, layers, folder):
    stats = pytest.importorskip("scipy.stats")
    arrays, paths = layers
    result = run(NAME, **given(paths), CLASSES=4, **tables(folder))
    frame = strata_of(arrays, 4, 0)
    n, variance = len(frame), frame["target"].var(ddof=0)
    for row in world.read_rows(result["FACTOR_TABLE"]):
        groups = frame.groupby(row["factor"])["target"]
        count = groups.ngroups
        mean, cells = groups.mean().to_numpy(), groups.count().to_numpy()
        noncentrality = ((mean**2).sum() - (np.sqrt(cells) @ mean) ** 2 / n) / variance
        f = (n - count) / (count - 1) * row["q"] / (1 - row["q"])
        assert row["p"] == pytest.approx(stats.ncf.sf(f, count - 1, n - count, noncentrality), abs=1e-8)
    for row in world.read_rows(result["RISK_TABLE"]):
        if row["factor"] == "codes":
            one, two = (frame["target"][frame["codes"] == float(row[key])] for key in ("class_a", "class_b"))
            t, p = stats.ttest_ind(one, two, equal_var=False)
            assert (row["t"], row["p"]) == pytest.approx((t, p), rel=1e-8)
            assert (row["mean_a"], row["mean_b"]) == pytest.approx((one.mean(), two.mean()), rel=1e-9)
    for row in world.read_rows(result["ECOLOGICAL_TABLE"]):
        within = [1 - q_of(frame, row[key]) for key in ("factor_a", "factor_b")]
        f = within[0] / within[1]
        assert row["f"] == pytest.approx(f, rel=1e-9)
        assert row["p"] == pytest.approx(2 * min(stats.f.sf(f, n - 1, n - 1), stats.f.cdf(f, n - 1, n - 1)), rel=1e-7)


@pytest.mark.parametrize("level", [0.0, 0.05, 0.5, 1.0])
def test_level(run, layers, folder, level):
    _, paths = layers
    result = run(NAME, **given(paths), LEVEL=level, **tables(folder))
    for name in ("RISK_TABLE", "ECOLOGICAL_TABLE"):
        rows = world.read_rows(result[name])
        assert rows
        for row in rows:
            assert row["different"] == int(row["p"] < level)


def test_other_numbers_for_the_same_classes_change_nothing(run, layers, folder):
    arrays, paths = layers
    renamed = write(folder / "renamed.tif", 1000 - 3 * arrays["codes"])
    q = []
    for path in (paths["codes"], renamed):
        result = run(NAME, TARGET=paths["target"], FACTORS=[path], CATEGORICAL=[path], FACTOR_TABLE="TEMPORARY_OUTPUT")
        q.append(world.read_rows(result["FACTOR_TABLE"])[0]["q"])
    assert q[0] == pytest.approx(q[1], rel=1e-12)


class TestWhatCannotBe:
    def test_a_constant_factor(self, run, layers, folder, feedback):
        _, paths = layers
        flat = write(folder / "flat.tif", np.full(SHAPE, 7.0))
        inputs = {"TARGET": paths["target"], "FACTORS": [flat, paths["slope"]]}
        result = run(NAME, **inputs, **tables(folder), HTML=str(folder / "q.html"))
        last = world.read_rows(result["FACTOR_TABLE"])[-1]
        assert (last["factor"], last["q"], last["p"], last["strata"]) == ("flat", 0, None, 1)
        assert feedback.warned("flat", "one class")

    def test_a_constant_target(self, run, layers, folder, feedback):
        _, paths = layers
        flat = write(folder / "flat.tif", np.full(SHAPE, 7.0))
        inputs = {"TARGET": flat, "FACTORS": [paths["slope"], paths["noise"]]}
        result = run(NAME, **inputs, **tables(folder), HTML=str(folder / "q.html"))
        for row in world.read_rows(result["FACTOR_TABLE"]):
            assert [row[key] for key in ("q", "p", "rank")] == [None] * 3
        (overlay,) = world.read_rows(result["INTERACTION_TABLE"])
        assert (overlay["q_both"], overlay["kind"]) == (None, None)
        (comparison,) = world.read_rows(result["ECOLOGICAL_TABLE"])
        assert comparison["different"] is None
        assert feedback.warned("flat", "constant")
        assert "Without a q: slope, noise." in Path(result["HTML"]).read_text(encoding="utf-8")

    def test_no_common_cells(self, fails, layers, folder):
        arrays, _ = layers
        west, east = arrays["slope"].copy(), arrays["noise"].copy()
        west[:, 6:], east[:, :6] = np.nan, np.nan
        paths = [write(folder / "west.tif", west), write(folder / "east.tif", east)]
        text = fails(NAME, TARGET=paths[0], FACTORS=[paths[1]], FACTOR_TABLE=str(folder / "q.csv"))
        assert "west 47, east 47" in text
        assert is_clean(folder, "west.tif", "east.tif")

    def test_nothing_but_nodata(self, fails, layers, folder):
        _, paths = layers
        empty = write(folder / "empty.tif", np.full(SHAPE, np.nan))
        for target, factor in ((empty, paths["slope"]), (paths["target"], empty), (empty, empty)):
            text = fails(NAME, TARGET=target, FACTORS=[factor], **tables(folder))
            assert "data" in text
            assert "empty" in text
        assert is_clean(folder, "empty.tif")

    def test_one_cell(self, run, layers, folder):
        _, paths = layers
        one = np.full(SHAPE, np.nan)
        one[4, 4] = 3.0
        lone = write(folder / "one.tif", one)
        inputs = {"TARGET": paths["target"], "FACTORS": [lone, paths["slope"]]}
        result = run(NAME, **inputs, **tables(folder), HTML=str(folder / "q.html"))
        assert result["N"] == 1
        assert [row["q"] for row in world.read_rows(result["FACTOR_TABLE"])] == [None, None]
        assert world.read_rows(result["RISK_TABLE"]) == []

    def test_a_category_with_a_fraction(self, fails, layers, folder):
        arrays, paths = layers
        codes = np.where(np.isnan(arrays["codes"]), NODATA, arrays["codes"]).astype(np.float32)
        codes[3, 2] = 21.5
        bad = world.write_raster(folder / "bad.tif", codes, nodata=NODATA)
        text = fails(NAME, TARGET=paths["target"], FACTORS=[bad], CATEGORICAL=[bad], **tables(folder))
        assert "21.5 at row 4, column 3" in text
        assert is_clean(folder, "bad.tif")

    def test_too_many_codes(self, fails, folder):
        values = np.arange(70.0 * 60).reshape(70, 60)
        paths = [write(folder / f"{name}.tif", values + add) for name, add in (("t", 0.5), ("ids", 0))]
        text = fails(NAME, TARGET=paths[0], FACTORS=[paths[1]], CATEGORICAL=[paths[1]], **tables(folder))
        assert "ids" in text
        assert "4096" in text

    def test_too_many_overlays_only_when_they_are_asked_for(self, run, fails, folder):
        values = np.arange(64.0 * 60).reshape(64, 60)
        arrays = {"t": values**2, "a": values, "b": values[::-1]}
        t, a, b = (write(folder / f"{name}.tif", array) for name, array in arrays.items())
        inputs = {"TARGET": t, "FACTORS": [a, b], "CATEGORICAL": [a, b]}
        assert "14745600" in fails(NAME, **inputs, INTERACTION_TABLE=str(folder / "i.csv"))
        rows = world.read_rows(run(NAME, **inputs, FACTOR_TABLE=str(folder / "f.gpkg"))["FACTOR_TABLE"])
        assert [row["strata"] for row in rows] == [0, 0]

    @pytest.mark.parametrize("classes", [257, 100000])
    def test_too_many_classes(self, fails, layers, folder, classes):
        _, paths = layers
        assert "2 to 256" in fails(NAME, **given(paths), CLASSES=classes, FACTOR_TABLE=str(folder / "q.csv"))
        assert is_clean(folder)

    def test_numbers_out_of_range_are_refused_before_the_run(self, fails, layers, folder):
        _, paths = layers
        for wrong in ({"CLASSES": 1}, {"LEVEL": 1.5}, {"LEVEL": -0.1}):
            assert next(iter(wrong)) in fails(NAME, **given(paths), **wrong, FACTOR_TABLE=str(folder / "q.csv"))

    def test_a_category_that_is_no_factor(self, fails, layers, folder):
        _, paths = layers
        for other in ("codes", "target"):
            text = fails(
                NAME,
                TARGET=paths["target"],
                FACTORS=[paths["slope"]],
                CATEGORICAL=[paths[other]],
                FACTOR_TABLE=str(folder / "q.csv"),
            )
            assert f"{other} is declared categorical" in text

    def test_another_crs(self, fails, layers, folder):
        _, paths = layers
        other = write(folder / "other.tif", np.ones(SHAPE), crs="EPSG:32648")
        text = fails(NAME, TARGET=paths["target"], FACTORS=[other], FACTOR_TABLE=str(folder / "q.csv"))
        assert "aligntogrid" in text
        assert is_clean(folder, "other.tif")


def test_two_factors_of_one_name(run, layers, folder):
    arrays, paths = layers
    places = [folder / "2015" / "gdp.tif", folder / "2020" / "GDP.tif"]
    for place, name in zip(places, ("slope", "noise")):
        place.parent.mkdir()
        write(place, arrays[name])
    result = run(NAME, TARGET=paths["target"], FACTORS=[str(place) for place in places], **tables(folder))
    (row,) = world.read_rows(result["INTERACTION_TABLE"])
    assert (row["factor_a"], row["factor_b"]) == ("gdp", "GDP (2)")


def test_given_names(run, fails, layers, folder):
    _, paths = layers
    page = str(folder / "q.html")
    result = run(NAME, **given(paths), NAMES="差值,坡度,地类,噪声", **tables(folder), HTML=page)
    assert {row["factor"] for row in world.read_rows(result["FACTOR_TABLE"])} == {"坡度", "地类", "噪声"}
    text = Path(page).read_text(encoding="utf-8")
    assert "<h1>Factors that explain 差值</h1>" in text
    assert "Categories: 地类." in text
    assert "3 names" in fails(NAME, **given(paths), NAMES="a,b,c", FACTOR_TABLE=str(folder / "new.csv"))


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".xlsx", ".ods", ""])
def test_sinks(run, layers, folder, ending):
    _, paths = layers
    outputs = tables(folder, ending) if ending else dict.fromkeys(COLUMNS, "TEMPORARY_OUTPUT")
    result = run(NAME, **given(paths), **outputs)
    for name, columns in COLUMNS.items():
        rows = world.read_rows(result[name])
        assert list(rows[0]) == columns.split()
        assert rows
    assert len(world.read_rows(result["INTERACTION_TABLE"])) == len(world.read_rows(result["ECOLOGICAL_TABLE"])) == 3
    # 5 classes twice, 3 codes: 10 + 10 + 3 pairs.
    assert len(world.read_rows(result["RISK_TABLE"])) == 23
    assert is_clean(folder, *([f"{name}{ending}" for name in COLUMNS] if ending else []))


def test_the_page(run, layers, folder):
    _, paths = layers
    names = "<script>alert(1)</script>,</script><img src=x onerror=alert(2)>,<a href=x>y</a>,%{x}"
    result = run(NAME, **given(paths), NAMES=names, CLASSES=4, BINNING=2, HTML=str(folder / "页 q.html"))
    text = Path(result["HTML"]).read_text(encoding="utf-8")
    for part in ("<script>alert", "<img src=x", "<a href=x"):
        assert part not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "are cut into 4 classes (natural breaks)" in text
    assert "built in" in text
    assert is_clean(folder, "页 q.html")


def test_help_says_what_p_and_q_are_worth(plugin):
    text = algorithm(NAME).shortHelpString()
    for part in ("Read q, not p", "cells as independent", "q depends on the number of classes", "built in"):
        assert part in text


def test_cancelled(run, layers, folder):
    _, paths = layers
    with pytest.raises(QgsProcessingException):
        run(NAME, feedback=Recorder(cancel_at=30), **given(paths), FACTOR_TABLE=str(folder / "q.csv"))
    assert is_clean(folder)


@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
class TestHeadless:
    @pytest.mark.parametrize("name", [NAME, "rastercorrelationmatrix"])
    def test_run_gives_what_the_desktop_gives(self, qgis_process, run, layers, folder, name):
        _, paths = layers
        inputs = given(paths)
        if name == NAME:
            table, other = "FACTOR_TABLE", "INTERACTION_TABLE"
        else:
            table, other = "RANKING", "CORRELATION"
            inputs["LAYERS"] = inputs.pop("FACTORS")
        outputs = {table: str(folder / "a.gpkg"), other: str(folder / "b.csv"), "HTML": str(folder / "c.html")}
        done = qgis_process("--json", "run", f"carbonflow:{name}", "--", *command_line({**inputs, **outputs}))
        assert done.returncode == 0, done.stderr
        results = json.loads(done.stdout)["results"]
        expected = run(name, **inputs, **{table: str(folder / "d.gpkg")})
        assert results["N"] == expected["N"]
        same_table(results[table], expected[table])
        assert Path(results["HTML"]).stat().st_size > 1_000_000

    def test_in_chinese(self, qgis_process, layers, folder):
        _, paths = layers
        if not (Path(__file__).resolve().parents[2] / "i18n" / "carbon_service_flow_zh_CN.qm").is_file():
            pytest.skip("the translation is not compiled")
        outputs = {"FACTOR_TABLE": str(folder / "q.csv"), "HTML": str(folder / "q.html")}
        done = qgis_process(
            "run", f"carbonflow:{NAME}", "--", *command_line({**given(paths), **outputs}), language="zh_CN.UTF-8"
        )
        assert done.returncode == 0, done.stderr
        assert list(world.read_csv(outputs["FACTOR_TABLE"])[0]) == COLUMNS["FACTOR_TABLE"].split()
        text = Path(outputs["HTML"]).read_text(encoding="utf-8")
        assert "解释target的因子" in text
        assert '<html lang="zh' in text


MODEL = "carbonserviceflowdrivers"
MODEL_OUTPUTS = {
    "correlation": ("Correlation matrix", "Covariance matrix", "Ranking", "Charts of the correlation"),
    "detector": (
        "Factor detector",
        "Interaction detector",
        "Risk detector",
        "Ecological detector",
        "Charts of the detectors",
    ),
}


@pytest.fixture
def drivers(tmp_path):
    """The model's inputs: the difference, and six drivers on grids of their own."""
    random = np.random.default_rng(31)
    landuse = random.choice([11, 21, 31, 51], SHAPE).astype(np.uint8)
    paths = {
        "DIFFERENCE": write(tmp_path / "c e.tif", landuse / 10.0 + random.normal(size=SHAPE)),
        "LANDUSE": world.write_raster(tmp_path / "土地.tif", landuse, nodata=255),
    }
    for name in ("POPULATION", "GDP", "ELEVATION", "TEMPERATURE", "PRECIPITATION"):
        fine = random.normal(size=(2 * world.ROWS, 2 * world.COLS))
        paths[name] = write(tmp_path / f"{name}.tif", fine, size=world.SIZE / 2)
    return paths


def model_outputs(folder: Path) -> dict[str, str]:
    return {
        f"{child}:{title}": str(folder / f"{title}{'.html' if title.startswith('Charts') else '.csv'}")
        for child, titles in MODEL_OUTPUTS.items()
        for title in titles
    }


def test_the_models_outputs(plugin):
    model = algorithm(MODEL)
    assert {output.name() for output in model.outputDefinitions()} >= set(model_outputs(Path()))
    for name in model_outputs(Path()):
        definition = model.parameterDefinition(name)
        assert definition.flags() & definition.Flag.FlagOptional, name


def test_the_model(run, drivers, folder):
    outputs = model_outputs(folder)
    result = run(MODEL, **drivers, CLASSES=4, **outputs)
    assert is_clean(folder, *(Path(path).name for path in outputs.values()))
    ranking = world.read_csv(result["correlation:Ranking"])
    names = {"population", "gdp", "landuse", "elevation", "temperature", "precipitation"}
    assert {row["layer"] for row in ranking} == names
    assert {row["layer"] for row in ranking if row["eta2"]} == {"landuse"}
    factors = world.read_csv(result["detector:Factor detector"])
    assert factors[0]["factor"] == "landuse"
    assert {row["strata"] for row in factors} == {"4"}
    (eta2,) = (float(row["eta2"]) for row in ranking if row["eta2"])
    # Eta squared and q are the same number, by two ways.
    assert float(factors[0]["q"]) == pytest.approx(eta2, rel=1e-9)
    assert len(world.read_csv(result["detector:Interaction detector"])) == math.comb(6, 2)


@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
def test_the_model_headless_with_a_few_outputs(qgis_process, drivers, folder):
    wanted = {name: path for name, path in model_outputs(folder).items() if name in ("detector:Factor detector",)}
    done = qgis_process("--json", "run", f"carbonflow:{MODEL}", "--", *command_line({**drivers, **wanted}))
    assert done.returncode == 0, done.stderr
    assert world.read_csv(wanted["detector:Factor detector"])[0]["factor"] == "landuse"
    assert is_clean(folder, "Factor detector.csv")
