"""Rows of the routing. Peers accumulate along given directions; only SAGA knows a cell that takes up what passes.

So this plugin's flux is checked with uptake, that of the other peers without (`benchmarks.flux`). SAGA takes a surface
instead of directions, each cell's steepest descent being its way: a row of its own has such a surface.
"""

from __future__ import annotations

from ..measure import Step
from ..programs import CORE, OURS, PEER, Check, Place, Program

BORDER = "without the two outer rings of cells, where it ends or loses paths"
TWO_NEIGHBOURS, ONE_NEIGHBOUR = 0, 1


def one_neighbour(place: Place) -> list[Program]:
    return _routing(
        place,
        "d8",
        ONE_NEIGHBOUR,
        (
            ("pyflwdir accuflux", "pyflwdir", "with_pyflwdir"),
            ("pysheds accumulation", "pysheds", "with_pysheds"),
            ("xarray-spatial", "xarray_spatial", "with_xarray_spatial"),
            ("overflow-hydro", "overflow", "with_overflow"),
        ),
    )


def down_a_surface(place: Place) -> list[Program]:
    ours, core, saga = (place.out(f"surface {name}", "flux.tif") for name in ("this plugin", "core alone", "SAGA"))
    plugin = {
        "EMISSION": place.given("source.tif"),
        "SEQUESTRATION": place.given("room.tif"),
        "WIND": place.given("descent.tif"),
        "METHOD": ONE_NEIGHBOUR,
        "OUTPUT_FLUX": ours,
    }
    arguments = {"SURFACE": "surface.tif", "INPUT": "source.tif", "CONTROL": "room.tif"}
    command = (
        place.peers["saga"].program,
        *("grid_analysis", "18", "-OPERATION=3", "-LINEAR=1"),
        *(f"-{name}={place.given(file)}" for name, file in arguments.items()),
        f"-FLUX={saga}",
    )
    law = ("descent", "--uptake")
    return [
        Program(
            "this plugin",
            OURS,
            (place.qgis("carbonflow:windflowrouting", plugin, plugin=True),),
            (ours,),
            (Check("flux", ours, law),),
        ),
        Program(
            "core alone",
            CORE,
            (place.core("core_alone", "routing", place.inputs, core, ONE_NEIGHBOUR, "room.tif", "descent.tif"),),
            (core,),
            (Check("flux", core, law),),
        ),
        Program(
            "SAGA accuthresholdflux",
            PEER,
            (Step(command),),
            (saga,),
            (Check("flux", saga, (*law, "--margin", "2"), BORDER),),
            needs="saga",
        ),
    ]


def two_neighbours(place: Place) -> list[Program]:
    return _routing(
        place,
        "two",
        TWO_NEIGHBOURS,
        (("pyflwdir accuflux", "pyflwdir", "with_pyflwdir"), ("pysheds D-infinity", "pysheds", "with_pysheds")),
    )


def _routing(place: Place, row: str, method: int, peers: tuple[tuple[str, str, str], ...]) -> list[Program]:
    def out(name: str, file: str = "flux.tif"):
        return place.out(f"{row} {name}", file)

    ours = out("this plugin")
    plugin = {
        "EMISSION": place.given("source.tif"),
        "SEQUESTRATION": place.given("room.tif"),
        "WIND": place.given("wind.tif"),
        "METHOD": method,
        "OUTPUT_FLUX": ours,
    }
    core = out("core alone")
    programs = [
        Program(
            "this plugin",
            OURS,
            (place.qgis("carbonflow:windflowrouting", plugin, plugin=True),),
            (ours,),
            (Check("flux", ours, (row, "--uptake")),),
            note="with uptake",
        ),
        Program(
            "core alone",
            CORE,
            (place.core("core_alone", "routing", place.inputs, core, method, "room.tif"),),
            (core,),
            (Check("flux", core, (row, "--uptake")),),
            note="with uptake",
        ),
    ]
    for name, peer, driver in peers:
        kind = "two" if row == "two" and peer == "pysheds" else "d8"
        law = "dinf" if kind == "two" else "d8"
        step = (place.python(peer, driver, kind, place.inputs, out(name)),)
        ends = peer == "pysheds"
        check = Check("flux", out(name), (law, "--margin", "2") if ends else (law,), BORDER if ends else "")
        note = "no uptake" + ("; one neighbour" if row == "two" and kind == "d8" else "")
        programs.append(Program(name, PEER, step, (out(name),), (check,), note=note, needs=peer))
    return programs
