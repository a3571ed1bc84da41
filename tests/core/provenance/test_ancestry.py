"""Steps traced back through the records of inputs, runs joined, commands that repeat them."""

from __future__ import annotations

from dataclasses import replace

from carbon_service_flow.core.provenance.ancestry import command_arguments, group_runs, trace_ancestry
from carbon_service_flow.core.provenance.record import Step


def test_trace_follows_back_and_orders_by_need():
    """flux <- emission, stock; both <- grid. The grid is told once and first, the flux last."""
    made = {
        "flux": Step("c:flow", "1", "OUTPUT_FLUX", {"E": "emission", "C": "stock"}),
        "absorbed": Step("c:flow", "1", "OUTPUT_ABSORBED", {"E": "emission", "C": "stock"}),
        "emission": Step("c:emission", "1", "OUTPUT", {"LANDUSE": "landuse", "LIST": ("grid", "")}),
        "stock": Step("c:stock", "1", "OUTPUT", {"GRID": "grid"}),
        "grid": Step("c:grid", "1", "OUTPUT", {"AREA": "grid"}),
    }
    found = trace_ancestry(["flux", "absorbed"], made.get)
    assert [path for path, _ in found] == ["grid", "emission", "stock", "flux", "absorbed"]
    joined = group_runs(found)
    assert [step.algorithm for step, _ in joined] == ["c:grid", "c:emission", "c:stock", "c:flow"]
    assert joined[-1][1] == {"OUTPUT_FLUX": "flux", "OUTPUT_ABSORBED": "absorbed"}


def test_texts_that_are_no_paths_are_not_followed() -> None:
    """A parameter of several lines is a table or a script, and the empty text no raster; each path is asked once."""
    asked = []
    records = {"a": Step("c:a", "1", "OUTPUT", {"TABLE": "x\ny", "NONE": "", "AGAIN": "b", "LIST": ("b", "a")})}

    def read_one(path: str) -> Step | None:
        asked.append(path)
        return records.get(path)

    assert trace_ancestry(["a", "a"], read_one) == [("a", records["a"])]
    assert asked == ["a", "b"]


def test_outputs_are_of_one_run_when_all_but_their_names_agree() -> None:
    """Another version, parameter or number is another run; of one output written twice the first path is taken."""
    step = Step("c:a", "1", "OUTPUT", {"E": "x", "F": "y"}, numbers={"N": 1.0})
    others = [
        replace(step, version="2"),
        replace(step, algorithm="c:b"),
        replace(step, parameters={"E": "x", "F": "z"}),
        replace(step, numbers={"N": 2.0}),
    ]
    same = replace(step, output="OUTPUT_FLUX", parameters={"F": "y", "E": "x"}, warnings=["w"])
    traced = [("first", step), ("second", same), ("third", step), *((str(k), o) for k, o in enumerate(others))]
    runs = group_runs(traced)
    assert [paths for _, paths in runs] == [
        {"OUTPUT": "first", "OUTPUT_FLUX": "second"},
        *({"OUTPUT": str(number)} for number in range(4)),
    ]
    assert runs[0][0] is step


def test_an_output_without_a_name_is_no_argument() -> None:
    assert command_arguments(Step("c:x", "1"), {"": "a.tif", "O": "b.tif"})[3:] == ["--", "O=b.tif"]


def test_command_repeats_lists():
    found = command_arguments(Step("c:x", "1", "O", {"A": "1", "L": ("a", "b")}), {"O": "o.tif"})
    assert found == ["qgis_process", "run", "c:x", "--", "A=1", "L=a", "L=b", "O=o.tif"]
