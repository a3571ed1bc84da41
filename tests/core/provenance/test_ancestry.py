"""Steps traced back through the records of inputs, runs joined, commands that repeat them."""

from __future__ import annotations

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


def test_command_repeats_lists():
    found = command_arguments(Step("c:x", "1", "O", {"A": "1", "L": ("a", "b")}), {"O": "o.tif"})
    assert found == ["qgis_process", "run", "c:x", "--", "A=1", "L=a", "L=b", "O=o.tif"]
