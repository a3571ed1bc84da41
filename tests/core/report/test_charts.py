"""Charts made from tables."""

from __future__ import annotations

from carbon_service_flow.core.report.charts import matrix_chart


def test_matrix_chart_finds_columns_in_any_case():
    rows = [{"layer": "A", "a": 1.0, "b": None}, {"layer": "b", "a": -0.5, "b": 1.0}]
    data = matrix_chart(rows, "Matrix").figure.data[0]
    assert [list(line) for line in data.z] == [[1.0, None], [-0.5, 1.0]]
    assert matrix_chart([], "Matrix") is None


def test_the_matrix_writes_numbers_as_all_pages_do():
    rows = [{"layer": "A", "a": 1.0, "b": -0.001}, {"layer": "b", "a": -0.5, "b": None}]
    chart = matrix_chart(rows, "Matrix")
    assert {(note.y, note.x): note.text for note in chart.figure.layout.annotations} == {
        (0, 0): "1.00", (0, 1): "0.00", (1, 0): "−0.50",
    }  # fmt: skip
    assert "A<br>b<br>r = −0.001000" in chart.figure.data[0].hovertext[0][1]
    assert chart.heading == "Matrix"
