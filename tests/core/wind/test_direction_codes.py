"""Directions as people write them: every format, calm, missing and invalid; hints on doubtful columns."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.wind.direction_codes import (
    DirectionFormat,
    compass_sector,
    decode,
    decode_sector_code,
    direction_hints,
)
from carbon_service_flow.core.wind.directions import SECTOR_NAMES

DEGREES, CODE, COMPASS, TENS = DirectionFormat


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("N", 0),
        ("nne", 1),
        ("North East", 2),
        ("south-southwest", 9),
        ("北", 0),
        ("东北", 2),
        ("北东北", 1),
        ("北北东", 1),
        ("东东北", 3),
        ("东北东", 3),
        ("東南", 6),
        ("西北风", 14),
        ("东北偏北", 1),
        ("南西南", 9),
        ("NS", None),
        ("北南", None),
        ("北偏东", None),
        ("X", None),
        ("风", None),
    ],
)
def test_compass_names(text, sector):
    assert compass_sector(text.upper()) == sector


def test_all_16_names_in_both_languages():
    chinese = [
        "北",
        "北东北",
        "东北",
        "东东北",
        "东",
        "东东南",
        "东南",
        "南东南",
        "南",
        "南西南",
        "西南",
        "西西南",
        "西",
        "西西北",
        "西北",
        "北西北",
    ]
    for k, (english, name) in enumerate(zip(SECTOR_NAMES, chinese)):
        assert decode(english.lower(), COMPASS).direction == decode(name, COMPASS).direction == k * 22.5
    for calm in ("C", "calm", " 静风 ", "Ｃ"):
        assert decode(calm, COMPASS).kind == "calm"
        assert decode(calm, DEGREES).kind == "calm"


@pytest.mark.parametrize(
    ("value", "how", "kind", "direction"),
    [
        (0, DEGREES, "wind", 0),
        (360, DEGREES, "wind", 0),
        ("359.5", DEGREES, "wind", 359.5),
        (360.5, DEGREES, "invalid", None),
        (-0.5, DEGREES, "invalid", None),
        ("west", DEGREES, "invalid", None),
        (1, CODE, "wind", 0),
        ("16", CODE, "wind", 337.5),
        (17, CODE, "calm", None),
        (0, CODE, "invalid", None),
        (18, CODE, "invalid", None),
        (2.5, CODE, "invalid", None),
        (0.5, CODE, "invalid", None),
        (32766, CODE, "missing", None),
        (32744, DEGREES, "missing", None),
        (999, COMPASS, "missing", None),
        (None, COMPASS, "missing", None),
        ("vrb", COMPASS, "variable", None),
        ("静风", CODE, "calm", None),
        ("SSW", COMPASS, "wind", 202.5),
        (90, COMPASS, "invalid", None),
    ],
)
def test_kinds(value, how, kind, direction):
    decoded = decode(value, how)
    assert decoded.kind == kind
    assert decoded.direction == direction if direction is not None else math.isnan(decoded.direction)


def test_sector_codes_are_sectors_from_north():
    assert [decode_sector_code(code).direction for code in range(1, 17)] == [22.5 * k for k in range(16)]


def hints(directions, how=DEGREES, field="wind", has_speed=False):
    return direction_hints(np.array(directions, dtype=float), how, field, has_speed)


class TestHints:
    def test_radians(self):
        assert "radians" in hints([0.5, 6.3])[0]
        assert hints([0.5, 6.4]) == []
        # Integers up to 6 are codes or degrees, no radians.
        assert not any("radians" in text for text in hints([1, 2, 6]))

    def test_sector_codes(self):
        assert "sector codes" in hints([1, 17])[0]
        assert hints([0.5, 17], has_speed=True) == []
        assert "sector codes" not in hints([1, 18], has_speed=True)[0]
        assert "sector codes" not in hints([0, 17], has_speed=True)[0]

    def test_many_zeros(self):
        # More than a fifth of the directions; with a speed a calm would show there.
        assert hints([0, 90, 180, 270, 300]) == []
        assert hints([0, 0, 90, 180, 270])[0].startswith("2 of 5 directions are 0 or 360")
        assert hints([0, 0, 90, 180, 270], has_speed=True) == []

    @pytest.mark.parametrize("field", ["wind_to", "Heading", "dir_toward", "吹向"])
    def test_fields_that_sound_like_the_way_it_blows_to(self, field):
        assert "blows to" in hints([90.0], field=field)[0]
        assert "blows to" in hints([90.0], COMPASS, field=field)[0]

    def test_other_formats_and_nothing(self):
        assert hints([0.0] * 4, CODE) == []
        assert hints([]) == []
