"""What QGIS calls, in the main thread, for each output that it has loaded."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
)

from .apply import style_layer
from .kinds import STYLES
from .tree import arrange, group_name


class LayerStyler(QgsProcessingLayerPostProcessorInterface):
    """Styles a loaded layer and gives it its place. Holds nothing of a run: one serves all runs."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        # The result is there and right: a style that fails is no reason to lose it.
        try:
            style_layer(layer, self.kind)
        except Exception as error:
            feedback.pushWarning(f"{layer.name()} gets no style: {error}")
        arrange(layer, context.project() or QgsProject.instance())


Stylers = Mapping[str, LayerStyler]


def make_stylers() -> dict[str, LayerStyler]:
    """A styler per kind. QGIS does not own them: who calls this keeps them as long as algorithms may run."""
    return {kind: LayerStyler(kind) for kind in set(STYLES.values())}


def attach(stylers: Stylers, algorithm: str, results: Mapping[str, object], context: QgsProcessingContext) -> None:
    """Tell QGIS which styler each result gets that it will load; touches nothing but what the context notes."""
    for name, destination in results.items():
        styler = stylers.get(STYLES.get((algorithm, name), ""))
        if styler is not None and context.willLoadLayerOnCompletion(str(destination)):
            details = context.layerToLoadOnCompletionDetails(str(destination))
            details.setPostProcessor(styler)
            # Since QGIS 3.32: some versions style a layer before it is in the tree.
            if hasattr(details, "groupName") and not details.groupName:
                details.groupName = group_name()
