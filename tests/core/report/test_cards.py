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


def balance(emission, ratios):
    """A balance table of zones of 10 ha: equal shares of the emission, 10 t taken up each, these mean ratios."""
    return [
        {"zone": str(k), "area_ha": 10.0, "emission_t": emission / len(ratios), "sequestration_t": 10.0, "flow_t": 2.0,
         "mean_ratio": ratio, "ratio_of_totals": 1.0}
        for k, ratio in enumerate(ratios)
    ]  # fmt: skip


def test_counts_and_shares_have_no_change_and_say_of_what():
    """2 of 3 zones above 1 in the first year, 1 in the second; 30 and 60 of 100 t leave."""
    years = [
        Year(label, {"BALANCE_TABLE": balance(30.0, ratios), "FLOW_TABLE": [{"emission_t": 100.0, "left_region_t": t}]})
        for label, ratios, t in (("2015", [2.0, 3.0, 1.0], 30.0), ("2020", [2.0, 0.5, 0.5], 60.0))
    ]
    by_label = {card.label: card for card in cards(years, WORDS)}
    deficit, exported = by_label["figure_zones_in_deficit"], by_label["figure_left_share"]
    assert (deficit.values, deficit.change) == ((("2015", "2"), ("2020", "1")), "")
    assert deficit.note.startswith("of 3")
    assert (exported.values, exported.change) == ((("2015", "30 %"), ("2020", "60 %")), "")
    assert exported.unit == "of_emission"
    # 3 zones of 10 ha are 0.3 km2.
    assert by_label["figure_area_ha"].values == (("", "0.3000"),)
    assert by_label["figure_area_ha"].unit == "km2"


def test_what_only_one_year_has_keeps_its_year_unless_it_is_shared():
    years = [Year("2015", totals={"EMISSION": Total(1.0, 1.0), "STOCK": Total(7.0, 1.0)}), Year("2020")]
    by_label = {card.label: card for card in cards(years, WORDS)}
    assert by_label["figure_emission_t"].values == (("2015", "1"),)
    assert by_label["figure_stock_t"].values == (("", "7"),)
    (alone,) = [card for card in cards(years[:1], WORDS) if card.label == "figure_emission_t"]
    assert alone.values == (("", "1"),)


def test_nearly_the_same_is_the_same():
    """Seven digits of 10^6 t: half a tonne is nothing, two tonnes are a change."""
    for second, values in ((1e6 + 0.5, 1), (1e6 + 2, 2)):
        years = [Year(label, totals={"EMISSION": Total(t, 10.0)}) for label, t in (("a", 1e6), ("b", second))]
        card = next(card for card in cards(years, WORDS) if card.label == "figure_emission_t")
        assert len(card.values) == values
        assert card.values[0][1] == "1,000"
        assert card.unit == "thousand_t unit_c_year"


def test_a_sequestration_that_is_the_stock_becomes_the_stock_of_its_year():
    years = [
        Year("2015", totals={"STOCK": Total(60.0, 10.0)}),
        Year("2020", totals={"SEQUESTRATION": Total(60.0, 20.0)}),
    ]
    by_label = {card.label: card for card in cards(years, WORDS)}
    assert by_label["figure_stock_t_ha"].values == (("2015", "6"), ("2020", "3"))
    assert "figure_sequestration_t_ha" not in by_label


def test_of_two_years_that_are_the_same_the_first_is_shown():
    years = [Year(label, totals={"EMISSION": Total(t, 1.0)}) for label, t in (("a", 1234.4999), ("b", 1234.5001))]
    card = next(card for card in cards(years, WORDS) if card.label == "figure_emission_t")
    assert card.values == (("", "1,234"),)


def test_a_sequestration_is_the_stock_within_a_millionth_of_it():
    """10 t of 60 million are a share of 1.7e-7: the stock. 2e-7 t beside 1e-7 t are twice as much: not the stock."""
    for stock, sequestration, same in ((6e7, 6e7 + 10.0, True), (1e-7, 2e-7, False)):
        rows = [{"zone": "a", "area_ha": 10.0, "emission_t": 1.0, "sequestration_t": sequestration, "mean_ratio": None}]
        year = Year("2015", {"BALANCE_TABLE": rows}, {"STOCK": Total(stock, 10.0)})
        labels = [card.label for card in cards([year], WORDS)]
        assert ("figure_sequestration_t" not in labels) == same
