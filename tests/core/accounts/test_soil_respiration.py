"""Soil respiration: own and shipped tables, by class or code, in carbon or CO2, tables that cannot be used."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.soil_respiration import RespirationBasis, SoilRespiration
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.provenance.record import RESPIRATION_FACTOR, Factor
from carbon_service_flow.core.tables.read import make_table
from support.common import Recorder

RESPIRATION = ["lucode", "subclass", "respiration", "carbon_unit"]


AS_PUBLISHED, AS_CARBON = RespirationBasis


def soil(*rows: list, scheme=Scheme.CNLUCC, unit=AS_PUBLISHED, columns=RESPIRATION, log=None):
    return SoilRespiration.build(scheme, make_table("soil.csv", columns, rows), unit, log or Recorder())


def test_an_own_respiration_table_by_class_with_subclasses() -> None:
    """Class 4 has 1, but a lake 2; class 6 is not given: 0 with a warning. CO2 rows become carbon."""
    log = Recorder()
    found = soil(
        [1, "", 44, "CO2"],
        [2, "", 5, "C"],
        [3, "", 6, "C"],
        [4, "", 1, "C"],
        [4, "Lake", 2, "C"],
        [5, "", 0, "C"],
        log=log,
    )
    by_code = dict(zip(found.codes, found.respiration))
    wanted = {11: 12, 21: 5, 31: 6, 41: 1, 42: 2, 43: 1, 51: 0, 61: 0}
    assert {code: by_code[code] for code in wanted} == pytest.approx(wanted)
    assert "soil.csv has no respiration for class 6: 0." in log.warnings


def test_of_the_studys_table_as_published_its_unit_is_warned_about() -> None:
    """Of an own table, and where it is converted, nothing is assumed."""
    every_class = [[number, "", 1, "C"] for number in range(1, 7)]
    for unit, shipped, own in ((AS_PUBLISHED, 1, 0), (AS_CARBON, 0, 0)):
        log = Recorder()
        SoilRespiration.build(Scheme.CNLUCC, None, unit, log)
        assert len([text for text in log.warnings if "almost certainly CO2" in text]) == len(log.warnings) == shipped
        log = Recorder()
        soil(*every_class, unit=unit, log=log)
        assert len(log.warnings) == own


def test_every_row_of_a_respiration_table_is_recorded() -> None:
    """44 t CO2 are 12 t C; a row is called by its name, else by its code and subclass."""
    columns = [*RESPIRATION, "name", "reference"]
    rows = [[1, "", 44, "CO2", "fields", "a book"], [4, "lake", 11, "C", "", ""], [5, "", 0, "C", "", ""]]
    log = Recorder()
    soil(*rows, columns=columns, log=log)
    assert log.factors == [
        Factor(RESPIRATION_FACTOR, "fields", 12.0, "t C/ha per year", "a book", ""),
        Factor(RESPIRATION_FACTOR, "4 lake", 11.0, "t C/ha per year", "soil.csv", ""),
        Factor(RESPIRATION_FACTOR, "5", 0.0, "t C/ha per year", "soil.csv", ""),
    ]
    log = Recorder()
    soil(*rows, columns=columns, unit=AS_CARBON, log=log)
    assert [factor.value for factor in log.factors] == pytest.approx([12, 3, 0])
    assert {factor.detail for factor in log.factors} == {"x 12/44"}


def test_own_codes_without_classes_are_counted_by_no_proxy() -> None:
    columns = ["lucode", "respiration", "carbon_unit"]
    found = soil([70, 1.5, "C"], [80, 2.5, "C"], scheme=Scheme.OWN_CODES, columns=columns)
    assert (found.codes, found.classes, found.source) == ((70, 80), (-1, -1), "soil.csv")


@pytest.mark.formula("respiration")
def test_converted_takes_every_row_as_co2_once() -> None:
    for unit in ("C", "CO2"):
        columns = ["lucode", "respiration", "carbon_unit"]
        found = soil([11, 44, unit], scheme=Scheme.OWN_CODES, unit=AS_CARBON, columns=columns)
        assert found.respiration == pytest.approx((12,))


def test_own_codes_need_an_own_table_and_may_name_classes() -> None:
    with pytest.raises(TableError, match="a respiration table"):
        SoilRespiration.build(Scheme.OWN_CODES, None, AS_PUBLISHED, Recorder())
    columns = ["lucode", "respiration", "carbon_unit", "class"]
    found = soil([70, 1.5, "C", 5], [80, 2.5, "C", 1], scheme=Scheme.OWN_CODES, columns=columns)
    assert (found.codes, found.classes, found.respiration) == ((70, 80), (5, 1), (1.5, 2.5))


@pytest.mark.parametrize(
    ("rows", "scheme", "message"),
    [
        ([[1, "", -1, "C"]], Scheme.CNLUCC, "line 2: the soil respiration is negative"),
        ([[1, "", 1, "N"]], Scheme.CNLUCC, 'line 2: the carbon unit "N"'),
        ([[1, "", "", "C"]], Scheme.CNLUCC, "line 2, column respiration: the cell is empty"),
        ([[1, "", 1, "C"], [1, "", 2, "C"]], Scheme.CNLUCC, "line 3: code 1 is given twice"),
        (
            [[4, "lake", 1, "C"], [4, "", 2, "C"], [4, "Lake", 2, "C"]],
            Scheme.CNLUCC,
            "line 4: code 4 lake is given twice",
        ),
        ([[7, "", 1, "C"], [7, "", 2, "C"]], Scheme.OWN_CODES, "line 2: code 7 is given twice"),
    ],
)
def test_respiration_tables_that_cannot_be_used(rows, scheme, message) -> None:
    with pytest.raises(TableError, match=message):
        soil(*rows, scheme=scheme)


def test_a_scheme_that_cannot_split_water_says_so() -> None:
    log = Recorder()
    SoilRespiration.build(Scheme.CLCD, None, AS_CARBON, log)
    assert any("does not tell lakes from rivers" in text for text in log.infos)
    log = Recorder()
    soil([1, "", 1, "C"], scheme=Scheme.CLCD, log=log)
    assert not any("does not tell lakes" in text for text in log.infos), "there is no water in the table"
    log = Recorder()
    SoilRespiration.build(Scheme.CNLUCC, None, AS_CARBON, log)
    assert any("Reservoirs, glaciers, tidal flats and bottomland" in text for text in log.infos)
