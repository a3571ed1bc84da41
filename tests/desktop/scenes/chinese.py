"""The same in Chinese: every dialog, the menu, the sample project."""

import os
import sys

sys.path.insert(0, os.environ["CSF_SCENES"])

from stage import (
    ANSWERS,
    FOLDER,
    begin,
    emission_parameters,
    layer_named,
    look_at_dialogs,
    look_at_menu,
    look_for,
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
    look_for("固碳")
    picture("sample_project_zh.png")
    landuse = layer_named("landcover")
    refused("carbonflow:carbonstock", {"LANDUSE": landuse, "SCHEME": 3, "ZONE_TABLE": str(FOLDER / "z.csv")})
    for name, parameters in (("carbonemissions", emission_parameters()), ("carbonserviceflow", {})):
        dialog = shown(f"carbonflow:{name}", parameters)
        picture(f"{name}_zh.png")
        dialog.close()


begin(scene)
