"""Names beside charts: they fit, hold no markup, and none is dropped in silence."""

from __future__ import annotations

import re

from carbon_service_flow.core.charts.elements.labels import (
    LABEL_WIDTH,
    LINE_WIDTH,
    MOST_NAMES_IN_NOTE,
    escaped,
    full_name,
    label,
    listed,
    one_line,
    shorten,
    width,
)
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=400), st.integers(1, 60))
def test_names_fit(name, most):
    assert width(shorten(name, most)) <= max(most, 2)
    assert not set(one_line(name)) & set("\n\r\t\u202e\x00")


@given(st.text(max_size=400))
def test_labels_hold_no_markup(name):
    for markup in (label(name), full_name(name)):
        assert "<" not in markup.replace("<br>", "")
        assert "&" not in re.sub("&(amp|lt|gt);", "", markup)


def test_a_label_and_a_hover_name():
    assert width(label("云" * 30)) <= LABEL_WIDTH
    assert label("云" * 30).endswith("…")
    assert [width(line) for line in full_name("x" * 100).split("<br>")] == [LINE_WIDTH, LINE_WIDTH, 12]


def test_width_counts_chinese_twice():
    assert [width(text) for text in ("", "ab", "云", "云a", "ａ")] == [0, 2, 2, 3, 2]


def test_a_name_is_cut_where_it_must_be():
    """22 columns: of 23 the first 21 and an ellipsis."""
    assert shorten("x" * 22, 22) == "x" * 22
    assert shorten("x" * 23, 22) == "x" * 21 + "…"
    # A character of two columns that fits by half is left out.
    assert shorten("云云云", 5) == "云云…"


def test_control_characters_become_blanks():
    assert one_line(" a\tb\u202ec\n\nd ") == "a b c d"
    assert one_line(None) == "None"


def test_markup_is_text():
    assert escaped('<b>&"') == '&lt;b&gt;&amp;"'


def test_names_of_a_note():
    names = [f"z{k}" for k in range(MOST_NAMES_IN_NOTE + 2)]
    assert listed(names[:MOST_NAMES_IN_NOTE]) == ", ".join(names[:12])
    assert listed(names[: MOST_NAMES_IN_NOTE + 1]) == ", ".join(names[:12]) + ", … (+1)"
    assert listed([]) == ""
    assert listed(["x" * 50]) == "x" * 43 + "…"
