"""Carbon accounts: stock and its change by land use, emission by source, zone totals by proxy; uses zones, engine."""

from . import yearbook  # noqa: F401 - see `plugin`
