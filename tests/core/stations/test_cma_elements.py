"""Which element a file holds: its name, a header, its columns, a choice."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import ParameterError, ReadError, TableError
from carbon_service_flow.core.stations.cma_elements import daily_element, element_of_name
from carbon_service_flow.core.stations.cma_lines import DailyElement
from support.common import Recorder

WIND, TEMPERATURE, RAIN = DailyElement
OF_WIND = "54511 3948 11628 313 2015 1 1 14 32 15 61 16"
OF_OTHER = "54511 3948 11628 313 2015 1 1 0 5 5 0 0 0"


@pytest.fixture
def element(tmp_path):
    def run(*files, choice=0, log=None):
        paths = []
        for name, content in files:
            (tmp_path / name).write_text(content, encoding="gb18030")
            paths.append(str(tmp_path / name))
        return daily_element(paths, choice, log or Recorder())

    return run


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("SURF_CLI_CHN_MUL_DAY-WIN-11002-201501.TXT", (WIND, True)),
        ("surf_cli_chn_mul_day-pre-13011-201501.txt", (RAIN, True)),
        ("TEM-12001.csv", (TEMPERATURE, True)),
        ("2015 TEM.txt", (TEMPERATURE, False)),
        ("北京气温.txt", (TEMPERATURE, False)),
        ("降水2015.csv", (RAIN, False)),
        ("temporary.txt", (None, False)),
        ("pressure.txt", (None, False)),
        ("WIN and TEM.txt", (None, False)),
    ],
)
def test_names(name, found):
    assert element_of_name(name) == found


@pytest.mark.parametrize("code", ["EVP-13240", "GST-12030", "PRS-10004", "RHU-13003", "SSD-14032"])
def test_other_elements_of_the_data_set(code):
    with pytest.raises(TableError, match=f"{code[:3]}.*WIN"):
        element_of_name(f"SURF_CLI_CHN_MUL_DAY-{code}-201501.TXT")


def test_columns_decide_where_a_name_does_not(element):
    assert element(("a.txt", OF_WIND)) is WIND
    # "pre" in a name may mean anything: lines of wind are wind.
    assert element(("pre-2015.txt", OF_WIND)) is WIND
    assert element(("pre-2015.txt", OF_OTHER)) is RAIN
    assert element(("2015.txt", "nothing at all")) is WIND


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("区站号,纬度,经度,海拔,年,月,日,20-8时降水量,8-20时降水量,20-20时累计降水量", RAIN),
        ("区站号 纬度 经度 海拔 年 月 日 平均气温 日最高气温 日最低气温", TEMPERATURE),
        ("V01301 V05001 V06001 V07001 V04001 V04002 V04003 V12001 V12052 V12053", TEMPERATURE),
        ("station,lat,lon,alt,year,month,day,PRE_night,PRE_day,PRE_all,q,q,q", RAIN),
    ],
)
def test_a_header_decides(element, header, found):
    assert element(("a.txt", f"{header}\n{OF_OTHER}")) is found


def test_what_nothing_says_must_be_chosen(element):
    with pytest.raises(ParameterError, match=r"b\.txt.*ELEMENT"):
        element(("b.txt", OF_OTHER))
    assert element(("b.txt", OF_OTHER), choice=3) is RAIN
    # A file beside it does not say it either.
    with pytest.raises(ParameterError, match=r"b\.txt"):
        element(("TEM-12001.txt", OF_OTHER), ("b.txt", OF_OTHER))


def test_different_elements_in_one_run(element):
    with pytest.raises(ParameterError, match=r"TEM-12001\.txt is TEM, PRE-13011\.txt is PRE"):
        element(("TEM-12001.txt", OF_OTHER), ("PRE-13011.txt", OF_OTHER))
    assert element(("TEM-12001.txt", OF_OTHER), ("TEM-12001-2.txt", OF_OTHER)) is TEMPERATURE


def test_a_choice_against_the_name_is_told(element):
    log = Recorder()
    assert element(("PRE-13011.txt", OF_OTHER), choice=2, log=log) is TEMPERATURE
    assert "PRE-13011.txt is read as TEM" in log.warnings[0]


def test_a_file_that_is_not_there():
    with pytest.raises(ReadError, match="gone"):
        daily_element(["gone.txt"], 0, Recorder())
