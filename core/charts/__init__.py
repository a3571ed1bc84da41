"""Charts, a module per subject, as plotly figures from tables; uses elements, wind and drivers."""

from . import elements  # noqa: F401 - see `plugin`
