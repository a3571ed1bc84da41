"""The place of outputs in the layer tree: one group, points over lines over polygons over rasters over tables."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..framework.translation import translate
from .rasters import description_of
from .words import heading

# Properties of a node.
MADE, OUTPUT = "carbonflow/made", "carbonflow/output"


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


@dataclass(frozen=True)
class Origin:
    """Which run made a layer (nanoseconds since 1970), and which of the run's outputs it is."""

    made: int
    output: int


def arrange(layer: QgsMapLayer, project: QgsProject, kind: str, origin: Origin) -> None:
    """Move the layer's node into the group, to its place there; nodes that a user's group holds stay there."""
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
    moved.setCustomProperty(MADE, str(origin.made))
    moved.setCustomProperty(OUTPUT, str(origin.output))
    if isinstance(layer, QgsRasterLayer):
        # Instead of "Band 1: carbon stock, t C/ha (Gray)".
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(moved, 0, heading(kind, description_of(layer)))
    # Those without the property are still to be placed, or the user's.
    placed = [other for other in group.children() if other != node and other.customProperty(MADE)]
    below = next((other for other in placed if _order(other) > _order(moved)), None)
    group.insertChildNode(group.children().index(below) if below else len(group.children()), moved)
    node.parent().removeChildNode(node)


def _order(node: QgsLayerTreeLayer) -> tuple[int, int, int]:
    """From above: by what a layer is drawn over, the newest run first, its outputs as they are declared."""
    made, output = (int(node.customProperty(name)) for name in (MADE, OUTPUT))
    return depth(node.layer()), -made, output
