"""The same in Chinese: every dialog, the menu, the sample project."""

import os
import sys

sys.path.insert(0, os.environ["CSF_SCENES"])

from stage import (
    ANSWERS,
    FOLDER,
    begin,
    layer_named,
    look_at_dialogs,
    look_at_menu,
    open_sample,
    picture,
    refused,
    shown,
    window,
)


def scene():
    look_at_dialogs()
    look_at_menu()
    window("固碳")
    ANSWERS["sample"] = open_sample()
    picture("sample_project_zh.png")
    landuse = layer_named("landcover")
    refused("carbonflow:carbonstock", {"LANDUSE": landuse, "SCHEME": 3, "ZONE_TABLE": str(FOLDER / "z.csv")})
    for name in ("carbonemissions", "carbonserviceflow"):
        dialog = shown(f"carbonflow:{name}")
        picture(f"{name}_zh.png")
        dialog.close()


begin(scene)
