"""Wind stations through QGIS: China's daily files, prevailing winds, roses, winds on a grid."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
import stations_world as wind
from conftest import Recorder, algorithm, is_clean
from qgis.core import QgsApplication, QgsProcessingContext, QgsVectorLayer

IMPORT_COLUMNS = [
    *("station", "date", "speed", "max_speed", "max_dir", "extreme_speed", "extreme_dir"),
    *("elevation", "max_calm", "extreme_calm"),
]
STATION_COLUMNS = [
    *("station", "records", "prevailing_dir", "prevailing_freq", "resultant_dir", "constancy", "mean_speed"),
    "calm_freq",
    *(f"f_{sector}" for sector in wind.SECTORS),
]


@pytest.fixture
def files(tmp_path):
    return wind.daily_files(tmp_path, wind.CODES)


@pytest.fixture
def daily(run, files, folder):
    return run("importcmadaily", INPUT=files, OUTPUT=str(folder / "daily 日.gpkg"))["OUTPUT"]


def points(path) -> dict[str, tuple[float, float]]:
    layer = QgsVectorLayer(path, "points", "ogr") if isinstance(path, str) else path
    return {f["station"]: (f.geometry().asPoint().x(), f.geometry().asPoint().y()) for f in layer.getFeatures()}


# The contract


def test_interface(plugin):
    parameters = {
        "importcmadaily": "INPUT ELEMENT OUTPUT",
        "prevailingwindstations": "INPUT STATION_FIELD DIRECTION_FIELD DIRECTION_FORMAT SPEED_FIELD CALM_BELOW "
        "CALM_FIELD TIME_FIELD STEP CODES OUTPUT HTML",
        "windgrid": "STATIONS GRID POWER NEIGHBOURS METHOD CREATION_OPTIONS OUTPUT_DIRECTION OUTPUT_ROSE "
        "OUTPUT_RELIABILITY OUTPUT_ARROWS HTML",
    }
    numbers = {
        "importcmadaily": "RECORDS REJECTED",
        "prevailingwindstations": "STATIONS RECORDS VARIABLE REJECTED",
        "windgrid": "STATIONS_USED DIRECTION_ERROR MEAN_RELIABILITY",
    }
    for name, wanted in parameters.items():
        one = algorithm(name)
        definitions = one.parameterDefinitions()
        assert [definition.name() for definition in definitions] == wanted.split()
        assert all(definition.help().strip() for definition in definitions)
        assert one.groupId() == "flow"
        found = [output.name() for output in one.outputDefinitions() if output.type() == "outputNumber"]
        assert found == numbers[name].split()
        assert f"Example: qgis_process run carbonflow:{name} -- " in one.shortHelpString()
        advanced = {d.name() for d in definitions if d.flags() & d.Flag.FlagAdvanced}
        hidden = "ELEMENT CALM_FIELD TIME_FIELD STEP CODES METHOD CREATION_OPTIONS OUTPUT_ARROWS"
        assert advanced == set(hidden.split()) & set(wanted.split())
    order = [entry.name() for entry in QgsApplication.processingRegistry().providerById("carbonflow").algorithms()]
    assert set(parameters) <= set(order)
    definition = algorithm("prevailingwindstations").parameterDefinition("DIRECTION_FORMAT")
    assert [option[:7] for option in definition.options()] == ["Degrees", "16-sect", "Compass", "Tens of"]
    assert algorithm("prevailingwindstations").parameterDefinition("STEP").defaultValue() == 0
    assert algorithm("windgrid").parameterDefinition("NEIGHBOURS").defaultValue() == 12


# China's daily files


def test_import(run, files, folder, feedback):
    result = run("importcmadaily", INPUT=files, OUTPUT=str(folder / "风 wind.gpkg"))
    assert (result["RECORDS"], result["REJECTED"]) == (3 * wind.DAYS, 0)
    layer = QgsVectorLayer(result["OUTPUT"], "wind", "ogr")
    assert layer.crs().authid() == "EPSG:4326"
    # 3420 is 34 degrees 20 minutes.
    assert points(layer)["57001"] == pytest.approx((109 + 20 / 60, 34 + 20 / 60), abs=1e-12)
    rows = world.read_rows(layer)
    assert list(rows[0]) == IMPORT_COLUMNS
    assert len(rows) == 3 * wind.DAYS
    by_key = {(row["station"], row["date"]): row for row in rows}
    for k, (name, _, _, elevation) in enumerate(wind.STATIONS):
        for day, code in enumerate(wind.CODES[k]):
            row = by_key[name, f"2015-{1 + day // 5:02d}-{1 + day % 5:02d}"]
            # The lines hold 20 + day, 30 + day and 50 + day in 0.1 m/s; code 1 is north, 22.5 degrees a step.
            assert [row["speed"], row["max_speed"], row["extreme_speed"]] == pytest.approx(
                [(20 + day) / 10, (30 + day) / 10, (50 + day) / 10]
            )
            direction = None if code in (17, 32766) else 22.5 * (code - 1)
            assert [row["max_dir"], row["extreme_dir"]] == [direction, direction]
            assert [row["max_calm"], row["extreme_calm"]] == [int(code == 17)] * 2
            # 100812: estimated, 81.2 m.
            assert row["elevation"] == pytest.approx(elevation / 10 if elevation < 100_000 else 81.2)
    assert not feedback.warnings
    assert is_clean(folder, "风 wind.gpkg")


def test_import_of_temperature_and_precipitation(run, fails, tmp_path, folder):
    place = "54511,3948,11628,313,2015,1,{}"
    days = [place.format(day) for day in (1, 2)]
    cold = world.write_text(
        tmp_path / "SURF_CLI_CHN_MUL_DAY-TEM-12001-201501.TXT", "\n".join(f"{d},-12,51,-80" for d in days)
    )
    rows = world.read_rows(run("importcmadaily", INPUT=[cold], OUTPUT=str(folder / "t.gpkg"))["OUTPUT"])
    names = ["station", "date", "temperature", "temperature_max", "temperature_min", "elevation"]
    assert [name for name in rows[0] if name in names] == names
    assert [rows[0][name] for name in names] == ["54511", "2015-01-01", -1.2, 5.1, -8.0, 31.3]
    wet = world.write_text(tmp_path / "wet.csv", "\n".join(f"{d},0,0,31025,0,0,0" for d in days))
    assert "ELEMENT" in fails("importcmadaily", INPUT=[wet], OUTPUT=str(folder / "p.gpkg"))
    result = run("importcmadaily", INPUT=[wet], ELEMENT=3, OUTPUT=str(folder / "p.gpkg"))
    assert (result["RECORDS"], result["REJECTED"]) == (2, 0)
    assert [row["precipitation"] for row in world.read_rows(result["OUTPUT"])] == [2.5, 2.5]
    rain = world.write_text(tmp_path / "PRE-13011.TXT", f"{days[0]},0,0,31025")
    assert "different elements" in fails("importcmadaily", INPUT=[cold, rain], OUTPUT=str(folder / "x.gpkg"))
    assert is_clean(folder, "t.gpkg", "p.gpkg")


def test_import_sinks(run, files, folder, feedback):
    memory = run("importcmadaily", INPUT=files, OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    expected = world.read_rows(memory)
    assert len(expected) == 3 * wind.DAYS
    assert not feedback.warnings
    table = run("importcmadaily", INPUT=files[0], OUTPUT=str(folder / "wind.csv"))
    rows = world.read_csv(table["OUTPUT"])
    assert list(rows[0]) == ["X", "Y", *IMPORT_COLUMNS]
    assert (float(rows[0]["X"]), float(rows[0]["Y"])) == pytest.approx(points(memory)["57001"])
    assert [row["date"] for row in rows] == [row["date"] for row in expected if row["date"] < "2015-02"]
    package = world.write_zones(folder / "package.gpkg")
    run("importcmadaily", INPUT=files, OUTPUT=f"ogr:dbname='{package}' table=\"wind\" (geom)")
    assert world.read_rows(f"{package}|layername=wind") == expected
    assert points(f"{package}|layername=wind") == points(memory)
    assert len(world.read_rows(f"{package}|layername=zones")) == 2
    run("importcmadaily", INPUT=files, OUTPUT=str(folder / "wind.xlsx"))
    assert feedback.warned("places are lost")
    assert is_clean(folder, "wind.csv", "package.gpkg", "wind.xlsx")


def test_import_rejects_lines_and_says_so(run, tmp_path, folder, feedback):
    good = wind.daily_line(wind.STATIONS[0], 1, 20, 5)
    bad = [
        good,
        wind.daily_line(("57002", 3475, 10935, 0), 1, 20, 5),
        wind.daily_line(wind.STATIONS[0], 31, 20, 18),
        wind.daily_line(wind.STATIONS[0], 30, 20, 5, month=2),
        "54511 3948",
    ]
    path = world.write_text(tmp_path / "WIN 风.TXT", "\n".join([good, *bad]), "gb18030")
    result = run("importcmadaily", INPUT=[path], OUTPUT=str(folder / "wind.csv"))
    assert (result["RECORDS"], result["REJECTED"]) == (1, 5)
    assert feedback.warned("5 lines rejected", "line 2", "line 3", "75 minutes", "line 4", "direction 18", "2015-2-30")


@pytest.mark.parametrize("kind", ["file", "database", "memory"])
def test_an_error_in_the_last_file_leaves_nothing(run, fails, files, tmp_path, folder, kind):
    """Rows stream into the sink: a run that fails after the first file must not leave half a layer."""
    (folder / "wind.gpkg").write_bytes(b"old")
    package = world.write_zones(tmp_path / "package.gpkg")
    output = {
        "file": str(folder / "wind.gpkg"),
        "database": f"ogr:dbname='{package}' table=\"wind\" (geom)",
        "memory": "TEMPORARY_OUTPUT",
    }[kind]
    wrong = world.write_text(tmp_path / "wrong.txt", "no wind at all\n" * 3)
    text = fails("importcmadaily", INPUT=[*files, wrong], OUTPUT=output)
    assert "wrong.txt is no daily wind file" in text
    missing = str(tmp_path / "gone.txt")
    assert "gone.txt cannot be read" in fails("importcmadaily", INPUT=[*files, missing], OUTPUT=output)
    assert (folder / "wind.gpkg").read_bytes() == b"old"
    assert is_clean(folder, "wind.gpkg")
    assert not QgsVectorLayer(f"{package}|layername=wind", "wind", "ogr").isValid()


def test_import_cancelled(plugin, files, folder):
    feedback = Recorder(cancel_at=50)
    parameters = {"INPUT": files, "OUTPUT": str(folder / "wind.gpkg")}
    _, ok = algorithm("importcmadaily").run(parameters, QgsProcessingContext(), feedback)
    assert not ok
    assert is_clean(folder)


# Prevailing wind


def station_winds(run, path, folder, **more):
    fields = {"STATION_FIELD": "station", "DIRECTION_FIELD": "direction", **more}
    result = run("prevailingwindstations", INPUT=path, OUTPUT=str(folder / "prevailing.gpkg"), **fields)
    return {row["station"]: row for row in world.read_rows(result["OUTPUT"])}, result


def test_a_file_of_knmi_by_its_path(run, tmp_path, folder, feedback):
    comments = ["# BRON: KNMI", "#", *(f"# {k}: 5.1 52.1 a station" for k in range(30))]
    comments += ["# DD = wind direction (360=north, 0=calm 990=variable)", "# FH = mean speed (in 0.1 m/s).", "#"]
    rows = [(360, 30), (0, 0), (990, 10), (90, 50), (90, 40), ("", "")]
    lines = [f"  260,20200101,{k:5d},{dd:>5},{fh:>5}" for k, (dd, fh) in enumerate(rows)]
    text = "\n".join([*comments, "# STN,YYYYMMDD,   HH,   DD,   FH", "# ", *lines]) + "\n"
    path = world.write_text(tmp_path / "uurgeg_260.txt", text)
    result = run(
        "prevailingwindstations", INPUT=path, STATION_FIELD="STN", DIRECTION_FIELD="DD", SPEED_FIELD="FH",
        OUTPUT=str(folder / "k.csv"),
    )  # fmt: skip
    (row,) = world.read_csv(result["OUTPUT"])
    assert (row["station"], row["records"], row["prevailing_dir"]) == ("260", "4", "90")
    assert float(row["mean_speed"]) == pytest.approx((3 + 0 + 5 + 4) / 4)
    assert (result["VARIABLE"], result["REJECTED"]) == (1, 0)


def test_units_beneath_the_header(run, tmp_path, folder, feedback):
    """Ten knots are 18.52 km/h, 5.144 m/s."""
    path = world.write_text(tmp_path / "obs.csv", "station,dd,ff\n,degrees,knots\n" + "A,90,10\n" * 12)
    more = {"STATION_FIELD": "station", "DIRECTION_FIELD": "dd", "SPEED_FIELD": "ff"}
    run("prevailingwindstations", INPUT=path, OUTPUT=str(folder / "winds.csv"), **more, feedback=feedback)
    (row,) = world.read_rows(str(folder / "winds.csv"))
    assert float(row["mean_speed"]) == pytest.approx(10 * 1852 / 3600)
    assert any("to be m/s" in line for line in feedback.infos)


def test_wind_fields_of_noaa(run, tmp_path, folder):
    fields = ["160,1,N,0046,1", "170,1,N,0030,1", "999,9,C,0000,1", "999,1,V,0021,1", "999,9,9,9999,9"]
    text = "STATION,DATE,WND\n" + "".join(
        f'54511099999,2020-01-01T0{k}:00:00,"{one}"\n' for k, one in enumerate(fields)
    )
    path = world.write_text(tmp_path / "54511099999.csv", text)
    result = run(
        "prevailingwindstations", INPUT=path, STATION_FIELD="STATION", DIRECTION_FIELD="WND", TIME_FIELD="DATE",
        OUTPUT=str(folder / "n.csv"),
    )  # fmt: skip
    (row,) = world.read_csv(result["OUTPUT"])
    # 160 is SSE (146.25 to 168.75), 170 S.
    assert [float(row[name]) for name in ("f_sse", "f_s", "calm_freq")] == pytest.approx([1 / 3] * 3)
    assert float(row["mean_speed"]) == pytest.approx((4.6 + 3 + 0) / 3)


def test_codes_and_steps_through_qgis(run, fails, folder):
    rows = [
        {"station": "A", "direction": float(value), "at": (110.0, 30.0)} for value in range(0, 360, 10) for _ in "ab"
    ]
    rows += [{"station": "A", "direction": 777.0, "at": (110.0, 30.0)}]
    path = wind.write_records(folder / "records.gpkg", rows)
    out = {"STATION_FIELD": "station", "DIRECTION_FIELD": "direction", "OUTPUT": str(folder / "o.gpkg")}
    result = run("prevailingwindstations", INPUT=path, **out, STEP=1)
    (row,) = world.read_rows(result["OUTPUT"])
    assert [row[f"f_{sector}"] for sector in wind.SECTORS] == pytest.approx([1 / 16] * 16)
    assert (row["records"], result["REJECTED"]) == (72, 1)
    result = run("prevailingwindstations", INPUT=path, **out, CODES="variable=777")
    assert (result["VARIABLE"], result["REJECTED"]) == (1, 0)
    assert "CODES" in fails("prevailingwindstations", INPUT=path, **out, CODES="calm 777")


def test_prevailing_against_a_loop(run, folder):
    random = np.random.default_rng(7)
    observed = {
        name: [(float(d), float(s)) for d, s in zip(random.uniform(0, 360, 60), random.gamma(1.5, 1.0, 60))]
        for name in ("甲", "B 2")
    }
    rows = [
        {"station": name, "direction": direction, "speed": speed, "at": (110.0 + k, 30.0)}
        for k, (name, winds) in enumerate(observed.items())
        for direction, speed in winds
    ]
    random.shuffle(rows)
    path = wind.write_records(folder / "records.gpkg", rows)
    found, result = station_winds(run, path, folder, SPEED_FIELD="speed", CALM_BELOW=0.5)
    assert (result["STATIONS"], result["RECORDS"]) == (2, 120)
    assert set(found) == set(observed)
    assert list(found["甲"]) == STATION_COLUMNS
    for name, winds in observed.items():
        expected = wind.wind_of(winds, 0.5)
        assert {field: found[name][field] for field in expected} == pytest.approx(expected, rel=1e-9)
    assert points(result["OUTPUT"]) == {"甲": (110.0, 30.0), "B 2": (111.0, 30.0)}


def test_formats_agree(run, folder):
    """The same winds as degrees, codes and letters, English and Chinese."""
    codes = [1, 2, 2, 9, 16, 17, 5, 2]
    letters = ["N", "nne", "北东北", "S", "NNW", "C", "东", "NNE"]
    degrees = [0.0, 22.5, 22.5, 180.0, 337.5, None, 90.0, 22.5]
    rows = [
        {"station": "A", "code": c, "letter": letter, "degree": d, "calm": float(c == 17), "at": (110.0, 30.0)}
        for c, letter, d in zip(codes, letters, degrees)
    ]
    path = wind.write_records(folder / "records.gpkg", rows)
    expected = {**wind.wind_of([(d, None if d is None else 1.0) for d in degrees]), "mean_speed": None}
    for how, field, more in ((0, "degree", {"CALM_FIELD": "calm"}), (1, "code", {}), (2, "letter", {})):
        found, _ = station_winds(run, path, folder, DIRECTION_FIELD=field, DIRECTION_FORMAT=how, **more)
        for name in (
            "records",
            "prevailing_dir",
            "prevailing_freq",
            "resultant_dir",
            "calm_freq",
            *STATION_COLUMNS[8:],
        ):
            assert found["A"][name] == pytest.approx(expected[name]), (how, name)
        assert found["A"]["mean_speed"] is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_without_points(run, folder, encoding):
    """Columns in any case, Chinese, numbers as text; the result has no points either."""
    text = '站号,风向,风速\n"54,511",１８０,2.5\n54511,190,"3"\n北京,C,\n北京,360,1\n'
    path = world.write_text(folder / "观测.csv", text, encoding)
    fields = {"STATION_FIELD": "站号", "DIRECTION_FIELD": "风向", "SPEED_FIELD": "风速"}
    for output in (str(folder / "winds.csv"), str(folder / "winds.xlsx"), "TEMPORARY_OUTPUT"):
        result = run("prevailingwindstations", INPUT=path, OUTPUT=output, **fields)
        rows = {row["station"]: row for row in world.read_rows(result["OUTPUT"])}
        assert set(rows) == {"54,511", "54511", "北京"}
        assert float(rows["北京"]["calm_freq"]) == 0.5
        assert float(rows["北京"]["prevailing_dir"]) == 0.0
        assert float(rows["54,511"]["f_s"]) == 1.0
    assert list(world.read_csv(str(folder / "winds.csv"))[0]) == STATION_COLUMNS


BAD_DIRECTIONS = {
    "over 360": (0, [10.0, 400.0], "400.0 is no wind direction in degrees"),
    "negative": (0, [10.0, -5.0], "-5.0 is no wind direction in degrees"),
    "no code": (1, [1.0, 18.0], "18.0 is no 16-sector code"),
    "degrees as codes": (1, [1.0, 22.5], "22.5 is no 16-sector code"),
    "no letters": (2, ["N", "XYZ"], '"XYZ" is no compass direction'),
    "all missing": (0, [None, 999.0], "holds no usable wind observation: 2 rows"),
}


@pytest.mark.parametrize(("how", "values", "told"), BAD_DIRECTIONS.values(), ids=BAD_DIRECTIONS)
def test_directions_that_cannot_be(fails, folder, how, values, told):
    rows = [{"station": "A", "direction": value, "at": (110.0, 30.0)} for value in values]
    path = wind.write_records(folder / "records.gpkg", rows)
    output = {"OUTPUT": str(folder / "o.gpkg"), "HTML": str(folder / "o.html")}
    fields = {"STATION_FIELD": "station", "DIRECTION_FIELD": "direction", "DIRECTION_FORMAT": how}
    text = fails("prevailingwindstations", INPUT=path, **fields, **output)
    assert told in text
    if "row" not in told:
        assert "records, row 2" in text
    assert is_clean(folder, "records.gpkg")


def test_doubtful_directions_are_told(run, folder, feedback):
    """Sector codes and radians read as degrees; a station and time twice; a station that is always calm."""

    def warned_of(values, *parts, **more):
        rows = [{"station": f"s{k % 2}", "direction": v, "day": "1", "at": (110.0, 30.0)} for k, v in enumerate(values)]
        path = wind.write_records(folder / "records.gpkg", rows)
        station_winds(run, path, folder, **more)
        return feedback.warned(*parts)

    assert warned_of([1.0, 5.0, 16.0, 9.0], "16-sector codes")
    assert warned_of([0.2, 6.1, 3.3, 1.0], "radians")
    assert warned_of([30.0, 50.0, 70.0], "1 records repeat the station and time", TIME_FIELD="day")
    assert warned_of([17.0, 3.0, 17.0, 4.0], "1 stations are always calm", "s0", DIRECTION_FORMAT=1)


def test_a_station_with_only_calm(run, folder):
    rows = [{"station": name, "direction": code, "at": (110.0, 30.0)} for name, code in (("still", 17.0), ("N", 1.0))]
    path = wind.write_records(folder / "records.gpkg", rows)
    found, _ = station_winds(run, path, folder, DIRECTION_FORMAT=1, HTML=str(folder / "roses.html"))
    still = found["still"]
    assert still["calm_freq"] == 1.0
    assert [still[name] for name in ("prevailing_dir", "prevailing_freq", "resultant_dir")] == [None] * 3
    assert "100.0 %" in (folder / "roses.html").read_text(encoding="utf-8")


def test_prevailing_refuses_what_it_cannot_read(fails, daily, inputs):
    fields = {"STATION_FIELD": "station", "DIRECTION_FIELD": "max_dir", "OUTPUT": "TEMPORARY_OUTPUT"}
    text = fails("prevailingwindstations", INPUT=daily, **{**fields, "DIRECTION_FIELD": "max_dirr"})
    assert "has no column max_dirr (max_dir?)" in text
    assert "holds no points" in fails("prevailingwindstations", INPUT=inputs["zones"], **fields)


# Roses


def test_rose_page(run, folder):
    names = ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "北京 & <b>"]
    rows = [{"station": name, "direction": 90.0, "speed": 2.0, "at": (110.0, 30.0)} for name in names]
    path = wind.write_records(folder / "records.gpkg", rows)
    _, result = station_winds(run, path, folder, SPEED_FIELD="speed", HTML=str(folder / "玫瑰 roses.html"))
    assert result["HTML"] == str(folder / "玫瑰 roses.html")
    page = Path(result["HTML"]).read_text(encoding="utf-8")
    # plotly's own script is one long line; names stand in the short ones, escaped.
    data = "\n".join(line for line in page.splitlines() if len(line) < 100_000)
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert re.search(r"&lt;script&gt;alert\(1\)(&lt;|\\u0026lt;)", data)
    assert not re.search(r"<(script|link|img)[^>]*(src|href)=", data)
    assert is_clean(folder, "records.gpkg", "prevailing.gpkg", "玫瑰 roses.html")
