"""What QGIS calls, in the main thread, for each output that it has loaded.

`setPostProcessor` hands the object over to the run's context, which deletes it in the end: so every output of every run
needs one of its own. But nothing keeps its Python half, without which QGIS calls an empty method: a `Store` does, until
QGIS has used it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
)

from ..models.words import output_words
from .apply import style_layer
from .kinds import kind_of, position_of
from .tree import Origin, arrange, group_name


class LayerStyler(QgsProcessingLayerPostProcessorInterface):
    """Styles a loaded layer and gives it its place; then leaves the store."""

    def __init__(self, kind: str, origin: Origin, store: Store) -> None:
        super().__init__()
        self.kind = kind
        self._origin = origin
        self._store = store

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        # The result is there and right: a style that fails is no reason to lose it.
        try:
            style_layer(layer, self.kind)
        except Exception as error:
            feedback.pushWarning(f"{layer.name()} gets no style: {error}")
        arrange(layer, context.project() or QgsProject.instance(), self.kind, self._origin)
        self._store.drop(self)


class Store:
    """Keeps the stylers that QGIS has not used yet."""

    def __init__(self) -> None:
        self._stylers: set[LayerStyler] = set()

    def __len__(self) -> int:
        """How many are held."""
        return len(self._stylers)

    def drop(self, styler: LayerStyler) -> None:
        """Keep it no longer."""
        self._stylers.discard(styler)

    def attach(self, algorithm: str, results: Mapping[str, object], context: QgsProcessingContext) -> None:
        """Give each result that QGIS will load its styler; touches nothing but what the context notes."""
        now = time.time_ns()
        for name, destination in results.items():
            kind = kind_of(algorithm, name)
            if kind is not None and context.willLoadLayerOnCompletion(str(destination)):
                styler = LayerStyler(kind, Origin(now, position_of(algorithm, name)), self)
                self._stylers.add(styler)
                details = context.layerToLoadOnCompletionDetails(str(destination))
                details.setPostProcessor(styler)
                # A model's file names its outputs in English.
                details.name = output_words().get(details.name, details.name)
                # Since QGIS 3.32: some versions style a layer before it is in the tree.
                if hasattr(details, "groupName") and not details.groupName:
                    details.groupName = group_name()
