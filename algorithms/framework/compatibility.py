"""What differs between QGIS 3.22 and 4: here, and nowhere else."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis
from qgis.PyQt.QtCore import QMetaType, QVariant

FIELD_TYPES_BY_METATYPE = 33800
# QGIS writes .txt with whatever GDAL driver claims it: Geoconcept, which takes no tables, in GDAL 3.6; VDV, which has
# Latin letters only and makes "??" of Chinese names, in 3.13.
UNFIT_FOR_TABLES = (".txt",)


def field_type(kind: type) -> Any:
    """Return the type of a `QgsField` that holds str, int or float: a QVariant's before 3.38, a QMetaType's since.

    The numbers of both are the same.
    """
    types = {str: QMetaType.Type.QString, int: QMetaType.Type.Int, float: QMetaType.Type.Double}
    if Qgis.QGIS_VERSION_INT >= FIELD_TYPES_BY_METATYPE:
        return types[kind]
    return QVariant.Type(types[kind])  # noqa: QGS402 - Qt 5 only
