"""Cards: one unit for both years, what changed, what is the same in both once."""

from __future__ import annotations

from carbon_service_flow.core.report.cards import cards
from carbon_service_flow.core.report.figures import Year
from carbon_service_flow.core.report.totals import Total
from support.report_words import WORDS


def test_cards_of_two_years():
    years = [Year(label, totals={"EMISSION": Total(t, 10.0)}) for label, t in (("2015", 100.0), ("2020", 110.0))]
    by_label = {card.label: card for card in cards(years, WORDS)}
    assert by_label["figure_emission_t"].values == (("2015", "100"), ("2020", "110"))
    assert by_label["figure_emission_t"].change == "+10.0 %"
    # The same area in both years is told once.
    assert by_label["figure_area_ha"].values == (("", "0.1000"),)


def test_a_stock_given_once_holds_for_both_and_is_not_told_twice():
    """The balance's sequestration is the stock: one card, without a year."""
    balance = [{"zone": "a", "area_ha": 10.0, "emission_t": 1.0, "sequestration_t": 60.0000001, "mean_ratio": None}]
    years = [
        Year("2015", {"BALANCE_TABLE": balance}, {"STOCK": Total(60.0, 10.0)}),
        Year("2020", {"BALANCE_TABLE": balance}),
    ]
    labels = [card.label for card in cards(years, WORDS)]
    assert "figure_stock_t" in labels
    assert "figure_sequestration_t" not in labels
    stock = next(card for card in cards(years, WORDS) if card.label == "figure_stock_t")
    assert [label for label, _ in stock.values] == [""]
