"""How an assessment was made, as sections of its report: factors with their sources, warnings, command lines.

All of it comes from the records in the rasters (`provenance`), followed back to what they were made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ..charts.elements.labels import Words
from ..provenance.ancestry import command_arguments
from ..provenance.record import Factor, Step
from ..tables.number_format import number
from .page import Command, ReportColumn, ReportTable, Section, Texts

Run = tuple[Step, Mapping[str, str]]
# From here on thousands are separated.
MOST_DIGITS_FROM = 1e4
SAFE = re.compile(r"[\w@%+=:,./-]+", re.ASCII)


def factors_section(runs: Sequence[Run], words: Words) -> Section:
    """Return every factor once, a table for each kind.

    Parameters
    ----------
    runs : sequence of (Step, mapping of str to str)
        Steps in their order, with the paths of what they wrote.
    words : mapping of str to str
        factors, factors_note, factor_<kind>, column_coefficient, column_value, column_unit, column_detail,
        column_reference, left_out (with {count}).

    Returns
    -------
    Section
    """
    section = Section("factors", words["factors"], [words["factors_note"]])
    factors: dict[Factor, None] = {}
    for step, _ in runs:
        factors.update(dict.fromkeys(step.factors))
    titles = ("column_coefficient", "column_value", "column_unit", "column_detail", "column_reference")
    columns = [ReportColumn(words[title], "", title == "column_value") for title in titles]
    left_out = sum(step.factors_left_out for step, _ in runs)
    for kind in dict.fromkeys(factor.kind for factor in factors):
        rows = [
            [one.name, _plain(one.value), one.unit, one.detail, one.reference] for one in factors if one.kind == kind
        ]
        note = words["left_out"].format(count=left_out) if left_out else ""
        section.tables.append(ReportTable(words.get(f"factor_{kind}", kind), columns, rows, note, open=True))
    return section


def warnings_section(runs: Sequence[Run], name_of: Callable[[str], str], words: Words) -> Section:
    """Return the warnings of each step.

    Parameters
    ----------
    runs : sequence of (Step, mapping of str to str)
        As in `factors_section`.
    name_of : callable
        A tool's name in the toolbox, given its id.
    words : mapping of str to str
        warnings, warnings_note, left_out (with {count}).

    Returns
    -------
    Section
    """
    groups = [
        Texts(
            _title(step, outputs, name_of),
            step.warnings,
            words["left_out"].format(count=step.warnings_left_out) if step.warnings_left_out else "",
        )
        for step, outputs in runs
        if step.warnings
    ]
    return Section("warnings", words["warnings"], [words["warnings_note"]], warnings=groups)


def steps_section(runs: Sequence[Run], own: Command, name_of: Callable[[str], str], words: Words) -> Section:
    """Return each step as a command, then the report's own.

    Parameters
    ----------
    runs, name_of
        As in `warnings_section`.
    own : Command
    words : mapping of str to str
        steps, steps_note, made_with (with {version}).

    Returns
    -------
    Section
    """
    commands = [
        Command(
            _title(step, outputs, name_of),
            command_line(command_arguments(step, outputs)),
            " · ".join([words["made_with"].format(version=step.version), *choice_words(step)]),
        )
        for step, outputs in runs
    ]
    return Section("steps", words["steps"], [words["steps_note"]], commands=[*commands, own])


def choice_words(step: Step) -> list[str]:
    """Return NAME = word for each numbered choice.

    Parameters
    ----------
    step : Step

    Returns
    -------
    list of str
    """
    return [f"{name} = {word}" for name, word in step.choices.items() if word]


def command_line(arguments: Sequence[str]) -> str:
    """Return a command for a POSIX shell, a parameter per line.

    Parameters
    ----------
    arguments : sequence of str

    Returns
    -------
    str
    """
    quoted = [one if SAFE.fullmatch(one) else "'" + one.replace("'", "'\"'\"'") + "'" for one in arguments]
    start = quoted.index("--") + 1 if "--" in quoted else len(quoted)
    return " \\\n    ".join([" ".join(quoted[:start]), *quoted[start:]])


def _plain(value: float) -> str:
    """A factor as tables have it: five digits at most, no zeros behind them."""
    return number(value) if abs(value) >= MOST_DIGITS_FROM or value != value else f"{value:.5g}".replace("-", "−")


def _title(step: Step, outputs: Mapping[str, str], name_of: Callable[[str], str]) -> str:
    files = ", ".join(re.split(r"[\\/]", path)[-1] for path in outputs.values())
    return f"{name_of(step.algorithm)}: {files}" if files else name_of(step.algorithm)
