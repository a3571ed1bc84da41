"""Codes among directions: how they are declared, and what a declaration cannot be."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.wind.reports.special_codes import DEFAULT_CODES, parse_codes


def test_the_default_holds_the_codes_of_four_services():
    codes = parse_codes(DEFAULT_CODES)
    assert codes.numbers("calm") == {999017}
    assert codes.numbers("variable") == {990}
    assert codes.numbers("missing") == {999, 999990, 999998, 999999}


@pytest.mark.parametrize(
    "text",
    ["calm=0 variable=990,-1", "calm = 0; variable = 990, -1", "Variable=990，-1\ncalm:0", "variable=990 -1 calm=0.0"],
)
def test_ways_to_write_one_declaration(text):
    codes = parse_codes(text)
    assert (codes.kind_of("0"), codes.kind_of("990"), codes.kind_of("-1")) == ("calm", "variable", "variable")
    assert codes.kind_of("90") is None


def test_texts_are_codes_too_in_any_case():
    codes = parse_codes("missing=xx,?")
    assert codes.kind_of("XX") == codes.kind_of("?") == "missing"


def test_nothing_declares_nothing():
    assert parse_codes("").kinds == {}
    assert parse_codes("calm=").kinds == {}


def test_a_code_more():
    assert parse_codes("variable=990").with_calm(0).kind_of("0") == "calm"


@pytest.mark.parametrize("text", ["990", "windless=0", "calm", "calm=1=2", "=5", "calm=0 990=variable"])
def test_what_is_no_declaration(text):
    with pytest.raises(ParameterError, match="CODES"):
        parse_codes(text)


def test_a_code_of_two_kinds():
    with pytest.raises(ParameterError, match="999 is given as calm and as missing"):
        parse_codes("calm=999 missing=999")
