"""China's daily wind files, synthetic ones in the published format with every oddity."""

from __future__ import annotations

import datetime
import gzip
import zipfile

import pytest
from carbon_service_flow.core.errors import CancelledError, ReadError, TableError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.stations.cma_daily import DailyFiles
from carbon_service_flow.core.stations.cma_lines import DailyElement, RejectedLineError, decode_line
from hypothesis import given
from hypothesis import strategies as st
from support.common import Recorder

GOOD = "54511  3948 11628    313 2015  1  1     14     32     15     61     16 0 0 0 0 0"


def line(**changes):
    """The good line with some columns changed."""
    names = [
        "station",
        "lat",
        "lon",
        "elevation",
        "year",
        "month",
        "day",
        "mean",
        "max",
        "max_dir",
        "extreme",
        "extreme_dir",
        "q1",
        "q2",
        "q3",
        "q4",
        "q5",
    ]
    fields = dict(zip(names, GOOD.split()))
    fields.update({name: str(value) for name, value in changes.items()})
    return " ".join(fields[name] for name in names)


def record(**changes):
    return decode_line(line(**changes).split())


@pytest.fixture
def read(tmp_path):
    def run(*contents, names=None, log=None):
        paths = []
        for k, content in enumerate(contents):
            path = tmp_path / (names[k] if names else f"SURF_CLI_CHN_MUL_DAY-WIN-11002-2015{k + 1:02}.TXT")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(str(path))
        files = DailyFiles(paths, log)
        return list(files), files

    return run


@pytest.mark.formula("cma")
def test_a_good_line():
    found = decode_line(GOOD.split())
    assert found.station == "54511"
    # 39 degrees 48 minutes = 39.8; dividing by 100 would give 39.48
    assert found.lat == pytest.approx(39.8)
    assert found.lon == pytest.approx(116 + 28 / 60)
    assert found.elevation == 31.3
    assert found.date == datetime.date(2015, 1, 1)
    assert (found.speed, found.max_speed, found.extreme_speed) == (1.4, 3.2, 6.1)
    # codes 15 = NW, 16 = NNW
    assert (found.max_dir, found.extreme_dir) == (315.0, 337.5)
    assert not found.max_calm
    assert (found.over_range, found.wrong, found.suspect) == (0, 0, 0)


@pytest.mark.formula("cma")
def test_mohe_is_not_at_52_58():
    assert record(lat=5258).lat == pytest.approx(52 + 58 / 60)


@given(st.integers(0, 53), st.integers(0, 59), st.integers(73, 135), st.integers(0, 59))
def test_minutes(lat, lat_minutes, lon, lon_minutes):
    found = record(lat=lat * 100 + lat_minutes, lon=lon * 100 + lon_minutes)
    assert found.lat * 60 == pytest.approx(lat * 60 + lat_minutes)
    assert found.lon * 60 == pytest.approx(lon * 60 + lon_minutes)


def test_elevation():
    assert record(elevation=100313) == record()._replace(estimated_elevation=True)
    assert record(elevation=-1541).elevation == -154.1
    assert record(elevation=100000).elevation == 10000.0  # not above: as it stands
    assert record(elevation=32766).elevation is None


@pytest.mark.formula("cma")
@pytest.mark.parametrize("code", range(1, 17))
def test_direction_codes(code):
    found = record(max_dir=code, extreme_dir=code)
    assert found.max_dir == found.extreme_dir == (code - 1) * 22.5
    assert not found.max_calm


def test_calm_is_not_north():
    found = record(max_dir=17, extreme_dir=17, max=0)
    assert found.max_dir is None
    assert found.extreme_dir is None
    assert found.max_calm
    assert found.extreme_calm
    assert found.max_speed == 0


@pytest.mark.formula("cma")
@pytest.mark.parametrize("code", [32766, 32744])
def test_missing_and_blank(code):
    found = record(mean=code, max=code, max_dir=code, extreme=code, extreme_dir=code)
    assert found[6:9] == (None, None, None)
    assert (found.extreme_speed, found.extreme_dir) == (None, None)
    assert not found.max_calm
    assert not found.extreme_calm


@pytest.mark.formula("cma")
def test_over_range_speeds():
    found = record(max=1250, extreme=1001)
    assert (found.max_speed, found.extreme_speed, found.over_range) == (25.0, 0.1, 2)
    assert record(extreme=1000).extreme_speed == 100.0


def test_quality_codes():
    found = record(q1=2, q3=2, q4=1, q5=9)
    assert (found.speed, found.max_dir, found.extreme_speed, found.extreme_dir) == (None, None, 6.1, 337.5)
    assert (found.wrong, found.suspect) == (2, 1)
    # a missing value is not counted twice
    assert record(mean=32766, q1=2).wrong == 0


def test_without_quality_codes():
    assert decode_line(GOOD.split()[:12]) == decode_line(GOOD.split())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lat": 3960}, "60 minutes"),
        ({"lon": 11699}, "99 minutes"),
        ({"lat": 9948}, "beyond 90"),
        ({"lon": 18128}, "beyond 180"),
        ({"month": 2, "day": 30}, "no date 2015-2-30"),
        ({"month": 13}, "no date"),
        ({"year": 0}, "no date"),
        ({"year": 10**30}, "no date"),
        ({"max_dir": 0}, "direction 0 of the maximum"),
        ({"extreme_dir": 18}, "direction 18 of the extreme"),
        ({"mean": -3}, "mean speed -3"),
        ({"max": 2000}, "maximum speed 2000"),
        ({"mean": "1.4"}, 'column 8 is "1.4"'),
        ({"max": "**"}, "column 9"),
        ({"max": "+-3"}, "column 9"),
        ({"day": "１"}, "column 7"),
        ({"q5": "0 0"}, "18 columns"),
    ],
)
def test_lines_that_are_rejected(changes, reason):
    with pytest.raises(RejectedLineError, match=reason.replace("*", r"\*")):
        record(**changes)


def test_rejected_lines_are_logged_with_line_and_reason(read):
    log = Recorder()
    truncated = GOOD[:-9]
    content = "\n".join([GOOD, "", line(day=2, lat=3999), line(day=3), truncated, line(day=31, month=4)])
    records, files = read(content, log=log)
    assert [found.date.day for found in records] == [1, 3]
    assert (files.records, files.rejected) == (2, 3)
    name = "SURF_CLI_CHN_MUL_DAY-WIN-11002-201501.TXT"
    assert [reason[:2] for reason in files.reasons] == [(name, 3), (name, 5), (name, 6)]
    assert "3 lines rejected" in log.warnings[0]
    assert "line 3: latitude 3999 has 99 minutes" in log.warnings[0]
    assert "line 5: 12 columns instead of 17" in log.warnings[0] or "line 5: 13 columns" in log.warnings[0]


def test_a_truncated_first_line_does_not_set_the_width(read):
    records, files = read("\n".join([" ".join(GOOD.split()[:12]), line(day=2), line(day=3)]))
    assert (len(records), files.rejected) == (2, 1)
    assert files.reasons[0][1:] == (1, "12 columns instead of 17")


def test_width_is_that_of_most_lines(read):
    short = [" ".join(line(day=day).split()[:12]) for day in (1, 2)]
    _, files = read("\n".join([*short, line(day=3)]))
    assert (files.records, files.rejected) == (2, 1)
    assert files.reasons[0][2] == "17 columns instead of 12"


def test_the_list_of_rejected_lines_is_bounded(read):
    log = Recorder()
    _, files = read("\n".join([GOOD] + [line(lat=3999)] * 1000), log=log)
    assert files.rejected == 1000
    assert len(files.reasons) == 50
    assert "and 950 more" in log.warnings[0]
    assert log.warnings[0].count("\n") == 51


def test_repeated_station_and_day_also_across_files(read):
    _, files = read("\n".join([GOOD, line(day=2), line(mean=99)]), "\n".join([line(day=2), line(month=2)]))
    assert (files.records, files.rejected) == (3, 2)
    assert files.reasons[0][2] == "repeats station 54511 on 2015-01-01 (line 1)"
    assert "line 2 of SURF_CLI_CHN_MUL_DAY-WIN-11002-201501.TXT" in files.reasons[1][2]


def test_windows_line_ends_byte_order_mark_and_tabs(read):
    content = b"\xef\xbb\xbf" + "\r\n".join([GOOD, line(day=2).replace(" ", "\t"), ""]).encode()
    records, files = read(content)
    assert (len(records), files.rejected) == (2, 0)
    assert records[0].station == "54511"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_of_files_and_columns(read, encoding):
    log = Recorder()
    header = "区站号 纬度 经度 观测场拔海高度 年 月 日 平均风速"
    records, files = read(f"{header}\n{GOOD}\n".encode(encoding), names=["北京 风 2015年.txt"], log=log)
    assert (len(records), files.rejected) == (1, 1)
    assert "北京 风 2015年.txt, line 1: 8 columns" in log.warnings[0]
    # a station named in Chinese
    records, _ = read(line(station="北京").encode(encoding))
    assert records[0].station == "北京"


def test_empty_files(read):
    log = Recorder()
    records, _ = read("", GOOD, log=log)
    assert len(records) == 1
    assert any("is empty" in text for text in log.warnings)
    with pytest.raises(TableError, match="2 files hold no wind record"):
        read("", " \r\n ")
    with pytest.raises(TableError, match="hold no wind record"):
        read(line(lat=3999))


def test_another_element_is_refused(read):
    temperature = "54511  3948 11628    313 2015  1  1    -12     51    -80 0 0 0"
    with pytest.raises(TableError, match=r"201501\.TXT is no daily wind file.*line 1: 13 columns"):
        read(temperature)


def test_unreadable_file(tmp_path):
    with pytest.raises(ReadError, match="nothing"):
        list(DailyFiles([str(tmp_path / "nothing.txt")]))


def test_report_progress_and_cancel(read, tmp_path):
    log = Recorder()
    read("\n".join([line(q1=2, q2=1, max=1100, elevation=100313)]), log=log)
    assert log.infos[0] == "1 records of 1 stations read."
    for part in ("marked as wrong", "marked as suspect", "range"):
        assert any(part in text for text in log.warnings), part
    assert any("estimated elevation" in text for text in log.infos)
    assert log.fractions == [1.0]

    class Stop(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        read(GOOD, log=Stop())


def test_limits_that_are_just_right():
    # 90 and 180 degrees; 0 and 199.9 m/s (1999 is 99.9 beyond the range); 1000 is within it.
    found = record(lat=9000, lon=18000, mean=0, max=1999, extreme=1000)
    assert (found.lat, found.lon) == (90, 180)
    assert (found.speed, found.max_speed, found.extreme_speed) == (0, 99.9, 100)
    assert found.over_range == 1
    assert record(mean=1001).over_range == 1
    assert record(max_dir=16, extreme_dir=1).over_range == 0


def test_southern_and_western_degrees_carry_the_sign_in_both_parts():
    found = record(lat=-3330, lon=-7045)
    assert (found.lat, found.lon) == (-33.5, -70.75)
    with pytest.raises(RejectedLineError, match="90 minutes"):
        record(lat=-3390)


def test_missing_and_blank_elevation():
    for code in (32766, 32744):
        assert (record(elevation=code).elevation, record(elevation=code).estimated_elevation) == (None, False)


def test_a_missing_value_is_neither_wrong_nor_suspect():
    assert record(mean=32766, q1=1).suspect == 0
    assert record(mean=32744, q1=2).wrong == 0


def test_of_as_many_lines_of_either_width_those_with_quality_codes_count(read):
    _, files = read("\n".join([" ".join(GOOD.split()[:12]), line(day=2)]))
    assert (files.records, files.rejected) == (1, 1)
    assert files.reasons[0][1] == 1


def test_bytes_of_no_encoding_spoil_their_line_only(read):
    records, files = read(f"{GOOD}\n".encode() + b"54511 \x81 11628\n" + line(day=2).encode())
    assert [found.date.day for found in records] == [1, 2]
    assert files.reasons[0][1] == 2


def test_a_file_of_rejected_records_is_no_other_element(read):
    # Lines of the right width with a latitude that cannot be: rejected, but other files are read.
    records, files = read(GOOD, "\n".join([line(day=2, lat=3999), line(day=3, lat=3999)]))
    assert (len(records), files.rejected) == (1, 2)


def test_another_element_is_refused_with_the_first_reason(read):
    with pytest.raises(TableError, match=r"none of its 2 lines .*line 2: 3 columns"):
        read("\n1 2 3\n1 2 3 4\n")


def test_counts_of_the_report(read):
    log = Recorder()
    content = [line(q1=2, q2=2, q3=2, q4=1, q5=1), line(day=2, max=1100, elevation=100313), line(day=3, mean=5)]
    _, files = read("\n".join(content), line(month=2, station="A1"), log=log)
    assert (files.records, files.wrong, files.suspect, files.over_range, files.estimated) == (4, 3, 2, 1, 1)
    assert log.infos == ["4 records of 2 stations read.", "1 records have an estimated elevation."]
    assert [text.split()[0] for text in log.warnings] == ["3", "2", "1"]
    assert log.fractions == [0.5, 1.0]


@pytest.mark.parametrize("separator", [",", ", ", ";", "\t", "，"])
def test_separators_and_quotes(read, separator):
    expected, _ = read("\n".join([GOOD, line(day=2)]))
    texts = [
        separator.join(f'"{cell}"' if separator == "," else cell for cell in text.split())
        for text in (GOOD, line(day=2))
    ]
    records, files = read("\r\n".join(texts) + ",\r\n" * (separator == ","))
    assert (records, files.rejected) == (expected, 0)


def test_an_empty_cell_between_commas_is_missing(read):
    fields = GOOD.split()
    fields[7] = fields[11] = ""
    (found,), _ = read(",".join(fields))
    assert (found.speed, found.extreme_dir, found.max_speed) == (None, None, 3.2)


def test_other_elements_are_read(tmp_path):
    path = tmp_path / "PRE-13011.txt"
    path.write_text("54511,3948,11628,313,2015,1,1,0,12,32700,0,0,0\n54511,3948,11628,313,2015,1,2,0,12,31045,0,0,0")
    log = Recorder()
    records = list(DailyFiles([str(path)], log, DailyElement.PRECIPITATION))
    assert [found.values for found in records] == [(0.0,), (4.5,)]
    assert log.infos == ["2 records of 1 stations read."]


def test_when_nothing_is_left_the_reasons_are_counted(read):
    decimals = "54511 39.80 116.47 31.3 2015 1 {} 1.4 3.2 15 6.1 16 0 0 0 0 0"
    content = [decimals.format(day) for day in (1, 2, 3)] + [line(lat=3999), line(month=13), line(month=14)]
    with pytest.raises(TableError) as caught:
        read("\n".join(content), names=["WIN.TXT"])
    text = str(caught.value)
    for part in (
        '3 lines (line 1 of WIN.TXT: column 2 is "39.80", not a whole number)',
        "2 lines (line 5 of WIN.TXT: there is no date 2015-13-1)",
        "1 lines (line 4 of WIN.TXT: latitude 3999 has 99 minutes",
    ):
        assert part in text
    assert text.index("3 lines") < text.index("2 lines") < text.index("1 lines")


def test_gzipped_files_and_utf_16_are_read_as_text(tmp_path):
    lines = [line(day=day) for day in range(1, 6)]
    wanted = [decode_line(one.split()).date for one in lines]
    text = "\r\n".join(lines)
    for number, raw in enumerate((gzip.compress(text.encode()), text.encode("utf-16"))):
        path = tmp_path / f"WIN-{number}.TXT"
        path.write_bytes(raw)
        assert [record.date for record in DailyFiles([str(path)])] == wanted


def test_an_archive_is_no_text_although_its_bytes_are(tmp_path):
    # Stored without compression: all but the first and the last line could be read.
    path = tmp_path / "WIN.TXT.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("WIN.TXT", "\n".join(line(day=day) for day in range(1, 20)))
    with pytest.raises(ReadError, match=r"WIN\.TXT\.zip is an archive or a spreadsheet, not a text file\. Unpack it"):
        list(DailyFiles([str(path)]))


def test_a_damaged_gzip_is_told(tmp_path):
    path = tmp_path / "WIN.TXT.gz"
    path.write_bytes(gzip.compress(GOOD.encode())[:-12])
    with pytest.raises(ReadError, match=r"WIN\.TXT\.gz cannot be read"):
        list(DailyFiles([str(path)]))
