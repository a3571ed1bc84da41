"""The one error tree, and the translation mark for its messages.

Every error that a user can cause is a `CarbonFlowError` and also the built-in kind that a Python caller
expects (`ValueError`, `OSError`, ...). It is raised with a *template* and the values that fill it:

    raise TableError(MISSING_COLUMN, table="pools.csv", column="c_soil", columns="lucode, c_above")

`str(error)` is the English message. The QGIS side translates `error.template` and fills it with
`error.values`: so all wording lives in the `messages.py` of core and its rooms, is extracted for translation
from there, and nothing in core knows a language.
"""

from __future__ import annotations


class CarbonFlowError(Exception):
    """Base of all errors that a user can meet.

    Parameters
    ----------
    template : str
        The English message, with fields in braces.
    **values
        What fills them.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def __reduce__(self) -> tuple[object, ...]:
        """Send template and values to another process, not the finished text."""
        return _again, (type(self), self.template, self.values)


def _again(kind: type[CarbonFlowError], template: str, values: dict[str, object]) -> CarbonFlowError:
    return kind(template, **values)


class RasterError(CarbonFlowError, ValueError):
    """A raster whose content cannot be used: wrong values, wrong number of bands, no CRS."""


class ReadError(CarbonFlowError, OSError):
    """A file that cannot be opened or read to its end."""


class WriteError(CarbonFlowError, OSError):
    """A target that cannot be written or replaced."""


class GridMismatchError(CarbonFlowError, ValueError):
    """Rasters that should lie on one grid do not."""


class TableError(CarbonFlowError, ValueError):
    """A table with a missing column, or a cell that is not what its column needs."""


class ZoneError(CarbonFlowError, LookupError):
    """Zones without rows, rows without zones, zones outside the grid."""


class UnknownCodeError(CarbonFlowError, LookupError):
    """Raster codes that no table row or crosswalk explains."""


class ParameterError(CarbonFlowError, ValueError):
    """A parameter value, or a combination of them, that has no meaning."""


class NotEnoughMemoryError(CarbonFlowError, MemoryError):
    """A step that must hold its grid in memory, and does not fit."""


class ClusterError(CarbonFlowError, ConnectionError):
    """A Dask cluster that is named and cannot be used, or broke down."""


class CancelledError(CarbonFlowError):
    """The user cancelled."""
