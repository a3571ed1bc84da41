"""The row of the drivers: the correlation matrix of seven layers."""

from __future__ import annotations

from ..measure import Step
from ..programs import CORE, OURS, PEER, Check, Place, Program
from .accounts import floor

LAYERS = tuple(f"layer{k}.tif" for k in range(7))


def correlation(place: Place) -> list[Program]:
    def program(name: str, kind: str, step: Step, absolute: str = "1e-9", **more: object) -> Program:
        output = place.out(f"correlation {name}", "matrix.csv")
        check = Check("matrix", output, ("layers", "--absolute", absolute), more.pop("reason", ""))
        return Program(name, kind, (step,), (output,), (check,), **more)

    def out(name: str) -> str:
        return str(place.out(f"correlation {name}", "matrix.csv"))

    plugin = {
        "TARGET": place.given(LAYERS[0]),
        "LAYERS": [place.given(name) for name in LAYERS[1:]],
        "CORRELATION": out("this plugin"),
    }
    return [
        program("this plugin", OURS, place.qgis("carbonflow:rastercorrelationmatrix", plugin, plugin=True)),
        program("core alone", CORE, place.core("core_alone", "correlation", place.inputs, out("core alone"))),
        floor(place, "correlation", list(LAYERS), []),
        program(
            "GRASS r.covar",
            PEER,
            place.grass("grass_correlation", LAYERS[0], place.inputs, out("GRASS r.covar")),
            "2e-6",
            reason="prints six digits",
            needs="grass",
        ),
        program(
            "dask",
            PEER,
            place.python("dask", "with_dask", place.inputs, out("dask")),
            needs="dask",
            # Every layer and the mask in memory at once, more or less.
            needs_mb=place.cells * 60 / 1e6,
        ),
    ]
