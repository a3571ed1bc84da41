"""Phrases and listings are their English text, and remember what they were made of."""

from __future__ import annotations

import pickle

from carbon_service_flow.core.phrases import Listing, Phrase


def test_a_phrase_is_its_text_and_knows_template_and_values() -> None:
    inner = Phrase("line {line}", line=3)
    phrase = Phrase("{where} of {file}", where=inner, file="a.csv")
    assert phrase == "line 3 of a.csv"
    assert isinstance(phrase, str)
    assert (phrase.template, phrase.values) == ("{where} of {file}", {"where": "line 3", "file": "a.csv"})
    assert phrase.values["where"] is inner


def test_a_listing_joins_its_parts_with_its_separator() -> None:
    parts = (Phrase("{count} cells", count=2), "plain")
    assert Listing(parts) == "2 cells, plain"
    listing = Listing(iter(parts), "; ")
    assert listing == "2 cells; plain"
    assert (listing.parts, listing.separator) == (parts, "; ")
    assert (Listing([]), Listing(["alone"], "; ")) == ("", "alone")


def test_both_reach_other_processes_as_they_are() -> None:
    phrase = pickle.loads(pickle.dumps(Phrase("{count} cells", count=2)))
    assert (type(phrase), phrase, phrase.template, phrase.values) == (Phrase, "2 cells", "{count} cells", {"count": 2})
    listing = pickle.loads(pickle.dumps(Listing([phrase, "plain"], " | ")))
    assert (type(listing), listing, listing.separator) == (Listing, "2 cells | plain", " | ")
    assert listing.parts[0].template == "{count} cells"
