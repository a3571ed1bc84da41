"""Charts made from tables."""

from __future__ import annotations

from carbon_service_flow.core.report.charts import matrix_chart


def test_matrix_chart_finds_columns_in_any_case():
    rows = [{"layer": "A", "a": 1.0, "b": None}, {"layer": "b", "a": -0.5, "b": 1.0}]
    data = matrix_chart(rows, "Matrix").figure.data[0]
    assert [list(line) for line in data.z] == [[1.0, None], [-0.5, 1.0]]
    assert matrix_chart([], "Matrix") is None
