"""The record in a raster: what is written is read, pixels stay, the same input gives the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.errors import WriteError
from carbon_service_flow.core.provenance.record import (
    DOMAIN,
    Factor,
    Journal,
    Step,
    read_record,
    write_record,
)
from carbon_service_flow.core.raster.geotiff import Target
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import ArraySource
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal
from support.common import ALBERS, laws

GRID = Grid(30, 40, (0.0, 1000.0, 0.0, 3_400_000.0, 0.0, -1000.0), ALBERS)
VALUES = np.arange(1200.0).reshape(30, 40)
STEP = Step(
    "carbonflow:carbonstock",
    "1.2.3",
    "OUTPUT",
    {"LANDUSE": "数据/土地 利用.tif", "SCHEME": "3", "LAYERS": ("a.tif", "b=c.tif")},
    {"SCHEME": "MODIS IGBP"},
    {"STOCK_T": 1.1e9 / 3, "BALANCE_ERROR": 3.5e-17},
    [Factor("density", "耕地 <b>", 215.92, "t C/ha", 'Table "2" & more', "c_above 17")],
    ["Zone 北区:\nnothing = there", "second"],
)


def raster(path) -> str:
    target = Target(str(path), ("stock",), ("t/ha",))
    run(lambda block: Result([block.bands[0]]), [ArraySource(VALUES)], GRID, [target])
    return str(path)


def test_what_is_written_is_read(tmp_path):
    path = raster(tmp_path / "a.tif")
    write_record(path, "a.tif", STEP)
    assert read_record(path) == STEP
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tif"]


def test_pixels_and_layout_stay(tmp_path):
    path = raster(tmp_path / "a.tif")
    before = gdal.Open(path)
    kept = before.ReadAsArray(), before.GetRasterBand(1).GetBlockSize(), before.GetRasterBand(1).GetNoDataValue()
    before = None
    write_record(path, "a.tif", STEP)
    after = gdal.Open(path)
    np.testing.assert_array_equal(after.ReadAsArray(), kept[0])
    assert after.GetRasterBand(1).GetBlockSize() == kept[1]
    assert after.GetRasterBand(1).GetNoDataValue() == kept[2]
    assert after.GetRasterBand(1).GetDescription() == "stock, t/ha"
    assert after.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
    # No other program takes the record for its own.
    assert set(after.GetMetadata()) <= {"AREA_OR_POINT"}


def test_the_same_input_gives_the_same_bytes(tmp_path):
    sums = set()
    for name in ("a.tif", "b.tif"):
        path = raster(tmp_path / name)
        write_record(path, name, STEP)
        sums.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(sums) == 1


text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)


@laws
@given(
    st.dictionaries(st.from_regex(r"[A-Z][A-Z_0-9]{0,12}", fullmatch=True), text, max_size=4),
    st.lists(text, max_size=4, unique=True),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_survives(tmp_path_factory, parameters, warnings, number):
    path = raster(tmp_path_factory.mktemp("p") / "a.tif")
    step = Step("carbonflow:x", "1", "OUTPUT", parameters, {}, {"N": number}, [], warnings)
    write_record(path, "a.tif", step)
    found = read_record(path)
    assert found.numbers == {"N": number}
    assert list(found.warnings) == warnings
    assert found.parameters == parameters


def test_too_many_warnings_and_factors_are_counted_and_stay_in_the_file(tmp_path):
    """2800 zones without a figure: GDAL would put more than 32 000 bytes beside the file."""
    path = raster(tmp_path / "a.tif")
    many = [f'No figure for "coal" in zone {n}: taken as 0.' for n in range(2800)]
    factors = [Factor("density", f"class {n}", 1.0 * n, "t C/ha", "a reference & more") for n in range(900)]
    write_record(path, "a.tif", Step("carbonflow:x", "1", warnings=many, factors=factors))
    found = read_record(path)
    assert 50 < len(found.warnings) < 2800
    assert list(found.warnings) == many[: len(found.warnings)]
    assert found.warnings_left_out == 2800 - len(found.warnings)
    assert found.factors_left_out == 900 - len(found.factors) > 0
    assert [p.name for p in tmp_path.iterdir()] == ["a.tif"]
    assert "CARBON_SERVICE_FLOW" in gdal.Open(path).GetMetadataDomainList()


def test_where_all_fits_nothing_is_said_to_be_left_out(tmp_path):
    """The counts stand in a file only when something is missing: other programs read the items as they are."""
    path = raster(tmp_path / "all.tif")
    write_record(path, "all.tif", STEP)
    assert not [name for name in gdal.Open(path).GetMetadata(DOMAIN) if "LEFT_OUT" in name]


@pytest.mark.parametrize("compression", ["DEFLATE", "NONE"])
def test_a_cloud_optimised_file_stays_one(tmp_path, compression):
    plain = raster(tmp_path / "a.tif")
    path = str(tmp_path / "cog.tif")
    gdal.Translate(path, plain, format="COG", creationOptions=[f"COMPRESS={compression}", "BLOCKSIZE=128"])
    before = gdal.Open(path).ReadAsArray()
    write_record(path, "cog.tif", STEP, ())
    assert read_record(path) == STEP
    after = gdal.Open(path)
    assert after.GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert after.GetMetadata("IMAGE_STRUCTURE").get("COMPRESSION", "NONE") == compression
    assert after.GetRasterBand(1).GetBlockSize() == [128, 128]
    np.testing.assert_array_equal(after.ReadAsArray(), before)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tif", "cog.tif"]


def test_a_virtual_raster_takes_it_too(tmp_path):
    """Tiles written by several machines are joined by one."""
    path = raster(tmp_path / "a.vrt")
    write_record(path, "a.vrt", STEP)
    assert read_record(path) == STEP


def test_control_characters_do_not_end_the_record(tmp_path):
    path = raster(tmp_path / "a.tif")
    write_record(path, "a.tif", Step("carbonflow:x", "1", warnings=["a\x00b\x1bc", "after"]))
    assert list(read_record(path).warnings) == ["a b c", "after"]


def test_no_record_no_raster_no_file(tmp_path):
    assert read_record(raster(tmp_path / "a.tif")) is None
    (tmp_path / "b.tif").write_text("no raster")
    assert read_record(str(tmp_path / "b.tif")) is None
    assert read_record(str(tmp_path / "missing.tif")) is None
    assert read_record("") is None


def test_somebody_elses_items_do_no_harm(tmp_path):
    path = raster(tmp_path / "a.tif")
    dataset = gdal.Open(path, gdal.GA_Update)
    items = {"ALGORITHM": "x", "NUMBER_N": "many", "FACTOR_001": "{not json", "FACTOR_002": '["too", "few"]'}
    dataset.SetMetadata({**items, "PARAMETER_A": "[no list"}, DOMAIN)
    dataset = None
    found = read_record(path)
    assert (found.algorithm, found.numbers, found.factors) == ("x", {}, [])
    assert found.parameters == {"A": "[no list"}


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "b.tif").write_text("no raster")
    with pytest.raises(WriteError, match=r"b\.tif cannot be written"):
        write_record(str(tmp_path / "b.tif"), "b.tif", STEP)


def test_a_journal_keeps_each_once_in_order():
    journal = Journal()
    for warning in ("b", "a", "b"):
        journal.warning(warning)
    assert journal.warnings == ["b", "a"]


def test_a_parameter_is_shortened_beyond_its_limit(tmp_path):
    """1000 characters are kept; of 1001 the first 999 and an ellipsis."""
    path = raster(tmp_path / "a.tif")
    write_record(path, "a.tif", Step("carbonflow:x", "1", "O", {"A": "a" * 1000, "B": "b" * 1001}))
    parameters = read_record(path).parameters
    assert parameters["A"] == "a" * 1000
    assert parameters["B"] == "b" * 999 + "…"


def test_what_fits_is_counted_in_bytes_of_xml(tmp_path):
    """60 for an item and its text as XML: & is &amp;, 5 bytes, 数 three in UTF-8. 12 000 hold exactly 40 such items
    of 240 bytes; with one byte more each, 39 (39 x 301 = 11 739, 40 x 301 = 12 040)."""
    for text, count in (("数" * 80, 40), ("&" * 48, 40), ("x" * 241, 39)):
        path = raster(tmp_path / f"{len(text)}.tif")
        texts = [text] * 50
        write_record(path, "a.tif", Step("carbonflow:x", "1", warnings=texts))
        found = read_record(path)
        assert (len(found.warnings), found.warnings_left_out, found.factors_left_out) == (count, 50 - count, 0)


def test_the_name_of_a_step_is_without_its_provider():
    assert (Step("carbonflow:stock", "1").name, Step("stock", "1").name) == ("stock", "stock")


def test_a_journal_keeps_a_factor_once_for_each_of_its_values():
    journal = Journal()
    coal, dear = Factor("emission", "coal", 0.7, "t C/t"), Factor("emission", "coal", 0.8, "t C/t")
    for factor in (coal, dear, coal):
        journal.factor(factor)
    assert journal.factors == [coal, dear]


def test_a_cog_keeps_its_codec_and_blocks_unless_options_say_otherwise(tmp_path):
    source = raster(tmp_path / "a.tif")
    options = ["COMPRESS=LZW", "BLOCKSIZE=128"]
    for chosen, codec in (((), "LZW"), (("COMPRESS=DEFLATE", "LEVEL=1"), "DEFLATE")):
        path = str(tmp_path / f"{codec}.tif")
        gdal.Translate(path, source, format="COG", creationOptions=options)
        write_record(path, "cog.tif", STEP, chosen)
        dataset = gdal.Open(path)
        assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == codec
        assert dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
        assert dataset.GetRasterBand(1).GetBlockSize() == [128, 128]
        assert read_record(path) == STEP
    assert sorted(file.name for file in tmp_path.iterdir()) == ["DEFLATE.tif", "LZW.tif", "a.tif"]


def test_items_without_an_algorithm_are_no_record(tmp_path):
    path = raster(tmp_path / "a.tif")
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetMetadata({"VERSION": "1", "NOTE": "somebody else's"}, DOMAIN)
    dataset = None
    assert read_record(path) is None


def test_class_breaks_are_kept(tmp_path):
    path = raster(tmp_path / "a.tif")
    write_record(path, "a.tif", replace(STEP, class_breaks=(1.0, 2.5, 1e5)))
    assert read_record(path).class_breaks == (1.0, 2.5, 1e5)
