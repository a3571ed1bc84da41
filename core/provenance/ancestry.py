"""The steps that led to a raster, traced back through the records of its inputs, and the commands that repeat them.

flux.tif  <-  emission.tif  <-  emission_totals.csv     records name their inputs: flux.tif's names emission.tif
trace_ancestry(["flux.tif"])                            [("emission.tif", step), ("flux.tif", step)]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from .record import Step, read_record


def trace_ancestry(
    paths: Iterable[str], read_one: Callable[[str], Step | None] = read_record
) -> list[tuple[str, Step]]:
    """Return (path, record) of these rasters and of all that they were made from, each after what it needs.

    Outputs of one run follow each other: `group_runs` joins them.
    """
    found: dict[str, tuple[str, Step]] = {}
    begun: set[str] = set()

    def follow(path: str) -> None:
        if path in begun:
            return
        begun.add(path)
        step = read_one(path)
        if step is None:
            return
        for value in step.parameters.values():
            for text in (value,) if isinstance(value, str) else value:
                if text and "\n" not in text:
                    follow(text)
        found[path] = (path, step)

    for path in paths:
        follow(path)
    return list(found.values())


def group_runs(traced: Sequence[tuple[str, Step]]) -> list[tuple[Step, dict[str, str]]]:
    """Return each run once, with {output: path} of its rasters; the order is that of the first of them."""
    found: dict[str, tuple[Step, dict[str, str]]] = {}
    for path, step in traced:
        key = json.dumps([step.algorithm, step.version, dict(step.parameters), dict(step.numbers)], sort_keys=True)
        found.setdefault(key, (step, {}))[1].setdefault(step.output, path)
    return list(found.values())


def command_arguments(step: Step, outputs: Mapping[str, str]) -> list[str]:
    """Return the arguments of the command that repeats a run."""
    arguments = ["qgis_process", "run", step.algorithm, "--"]
    for name, value in step.parameters.items():
        arguments += [f"{name}={text}" for text in ((value,) if isinstance(value, str) else value)]
    return arguments + [f"{name}={path}" for name, path in outputs.items() if name]
