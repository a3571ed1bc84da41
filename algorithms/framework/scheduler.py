"""The address of a Dask scheduler: an environment variable, or a setting under the provider's name.

Settings > Options > Processing > Providers > Carbon Service Flow shows the setting. It is empty unless somebody fills
it in: then everything runs on this machine.
"""

from __future__ import annotations

import os

from qgis.core import QgsSettings
from qgis.PyQt.QtGui import QIcon

from ...core.engine.cluster import ENVIRONMENT
from .translation import translate

SETTING = "CARBON_SERVICE_FLOW_SCHEDULER"
# Where Processing keeps what its options dialog shows.
KEY = f"Processing/Configuration/{SETTING}"


def scheduler_address() -> str:
    """Return the address, "" for none; the environment comes first."""
    return os.environ.get(ENVIRONMENT, "").strip() or str(QgsSettings().value(KEY, "") or "").strip()


def add_setting(group: str, icon: QIcon) -> None:
    """Show the setting in the options of Processing, where that is there (not in every script)."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig, Setting
    except ImportError:
        return
    shown = translate("CarbonServiceFlow", "Address of a Dask scheduler (tcp://host:8786); empty: this machine")
    ProcessingConfig.settingIcons[group] = icon
    ProcessingConfig.addSetting(Setting(group, SETTING, shown, ""))
    ProcessingConfig.readSettings()


def remove_setting(group: str) -> None:
    """Take the setting out of the options; its value stays for the next time."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig
    except ImportError:
        return
    ProcessingConfig.settingIcons.pop(group, None)
    if SETTING in ProcessingConfig.settings:
        ProcessingConfig.removeSetting(SETTING)
