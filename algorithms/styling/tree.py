"""The place of outputs in the layer tree: one group, points over lines over polygons over rasters over tables."""

from __future__ import annotations

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..translation import translate
from .rasters import description_of
from .words import heading


def group_name() -> str:
    """The group's name in the layer tree."""
    return translate("CarbonServiceFlow", "Carbon Service Flow")


def depth(layer: QgsMapLayer | None) -> int:
    """How far down a layer lies: 0 for points, 4 for tables."""
    if isinstance(layer, QgsRasterLayer):
        return 3
    kinds = QgsWkbTypes.GeometryType
    levels = {kinds.PointGeometry: 0, kinds.LineGeometry: 1, kinds.PolygonGeometry: 2}
    return levels.get(layer.geometryType(), 4) if isinstance(layer, QgsVectorLayer) else 4


def arrange(layer: QgsMapLayer, project: QgsProject, kind: str) -> None:
    """Move the layer's node into the group, above what it lies over; nodes that a user's group holds stay there."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id())
    if node is None or node.parent() is None:
        return
    group = root.findGroup(group_name())
    if node.parent() == root:
        group = group or root.insertGroup(0, group_name())
    elif group is None or node.parent() != group:
        return
    moved = node.clone()
    if isinstance(layer, QgsRasterLayer):
        # Instead of "Band 1: carbon stock, t C/ha (Gray)".
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(moved, 0, heading(kind, description_of(layer)))
    group.insertChildNode(_place(group, node, depth(layer)), moved)
    node.parent().removeChildNode(node)


def _place(group: QgsLayerTreeGroup, node: QgsLayerTreeLayer, level: int) -> int:
    for index, other in enumerate(group.children()):
        if other is not node and isinstance(other, QgsLayerTreeLayer) and depth(other.layer()) >= level:
            return index
    return len(group.children())
