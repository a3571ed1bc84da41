"""Charts, a module per subject, as plotly figures from tables; uses elements, wind and drivers."""
