"""Carbon Service Flow: where a region takes up carbon, where it releases it, where the wind carries it."""


def classFactory(iface: object) -> object:  # noqa: N802 - the name QGIS calls
    """Return the plugin; nothing of QGIS is imported before this call."""
    from .plugin import CarbonServiceFlowPlugin

    return CarbonServiceFlowPlugin(iface)
