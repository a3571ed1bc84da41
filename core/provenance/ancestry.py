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
    """Return the records of rasters and of all that they were made from, each after those of its inputs.

    Parameters
    ----------
    paths : iterable of str
    read_one : callable
        Gives the record of a path, None when there is none.

    Returns
    -------
    list of (path, Step)
        Each path once; outputs of one run are joined by `group_runs`.
    """
    traced: dict[str, tuple[str, Step]] = {}
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
        traced[path] = (path, step)

    for path in paths:
        follow(path)
    return list(traced.values())


def group_runs(traced: Sequence[tuple[str, Step]]) -> list[tuple[Step, dict[str, str]]]:
    """Return each run once: outputs with the same algorithm, version, parameters and numbers are of one run.

    Parameters
    ----------
    traced : sequence of (path, Step)
        From `trace_ancestry`.

    Returns
    -------
    list of (Step, {output: path})
        In the order of the first output of each.
    """
    grouped: dict[str, tuple[Step, dict[str, str]]] = {}
    for path, step in traced:
        key = json.dumps([step.algorithm, step.version, dict(step.parameters), dict(step.numbers)], sort_keys=True)
        grouped.setdefault(key, (step, {}))[1].setdefault(step.output, path)
    return list(grouped.values())


def command_arguments(step: Step, outputs: Mapping[str, str]) -> list[str]:
    """Return the arguments of the command that repeats a run.

    >>> command_arguments(Step("carbonflow:carbonstock", "1", parameters={"SCHEME": "3"}), {"OUTPUT": "stock.tif"})
    ['qgis_process', 'run', 'carbonflow:carbonstock', '--', 'SCHEME=3', 'OUTPUT=stock.tif']

    Parameters
    ----------
    step : Step
    outputs : mapping of str to str
        The path of each output by its name.

    Returns
    -------
    list of str
        A parameter with several texts has an argument for each.
    """
    arguments = ["qgis_process", "run", step.algorithm, "--"]
    for name, value in step.parameters.items():
        arguments += [f"{name}={text}" for text in ((value,) if isinstance(value, str) else value)]
    return arguments + [f"{name}={path}" for name, path in outputs.items() if name]
