"""Which field is U and which is V, and which step of one belongs to which of the other.

Both are looked for by what they say of themselves (`components`). What contradicts the parameter that it is given for
is an error, and so is what cannot be told apart: several levels or members, of which the error lists all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ...errors import RasterError
from ...phrases import Listing, Phrase
from ...progress import Progress
from ...raster.containers.paths import named_file
from ...raster.dataset import open_dataset
from ...raster.sources import Band
from ..messages import (
    EASTWARD_WIND,
    LEVEL_MISSING,
    LEVELS_DIFFER,
    NO_COMPONENTS,
    NO_WIND,
    NORTHWARD_WIND,
    ONE_COMPONENT,
    SAME_RASTER,
    SEVERAL_WINDS,
    STEPS_DIFFER,
    SWAPPED,
    TIMES_DIFFER,
    UNNAMED_BANDS,
    WRONG_COMPONENT,
)
from .components import Field, FieldStep, fields_in

_DIRECTIONS = {"u": Phrase(EASTWARD_WIND), "v": Phrase(NORTHWARD_WIND)}
_LISTED = 12


def choose_fields(u_band: Band, v_band: Band | None, level: str = "") -> tuple[Field, Field]:
    """Return the fields of U and V.

    Parameters
    ----------
    u_band : Band
        The first band of U, or a container.
    v_band : Band or None
        None: V is in the file of U.
    level : str
        Words of the level or member to take, where there are several.

    Returns
    -------
    u, v : Field

    Raises
    ------
    RasterError
        For the same raster twice, a component that is not what its parameter wants, several levels or members.
    """
    if v_band is not None and u_band.path == v_band.path and named_file(u_band.path) != u_band.path:
        raise RasterError(SAME_RASTER, raster=u_band.name)
    u_found = fields_in(u_band)
    v_found = u_found if v_band is None or v_band.path == u_band.path else fields_in(v_band)
    if v_band is None and not _of(v_found, "v"):
        # One variable of a file was named: the other is looked for in the whole file.
        v_found = fields_in(replace(u_band, path=named_file(u_band.path)))
    us = _candidates(u_found, "u", u_band, None if v_band is None else v_found)
    vs = _candidates(v_found, "v", v_band or u_band, None if v_band is None else u_found)
    if us == vs:
        raise RasterError(SAME_RASTER, raster=u_band.name)
    if level.strip():
        us, vs = (_at_level(fields, level, u_band.name) for fields in (us, vs))
    pairs = [(u, v) for u in us for v in vs if _agree(u.level, v.level) and _agree(u.member, v.member)]
    if len(pairs) == 1:
        return pairs[0]
    if pairs:
        places = [u.place if u.place == v.place else f"{u.describe()} / {v.describe()}" for u, v in pairs]
        shown = Listing([*places[:_LISTED], *(["…"] if len(places) > _LISTED else [])], "; ")
        raise RasterError(SEVERAL_WINDS, raster=u_band.name, count=len(pairs), levels=shown, example=places[0])
    named = {"u": _described(us), "v": _described(vs)}
    raise RasterError(LEVELS_DIFFER, u=u_band.name, v=(v_band or u_band).name, u_level=named["u"], v_level=named["v"])


def _of(fields: Sequence[Field], component: str) -> list[Field]:
    return [field for field in fields if field.component == component]


def _candidates(found: list[Field], component: str, band: Band, others: list[Field] | None) -> list[Field]:
    """The fields that may be a component: those that say so; with U and V given, also what says nothing."""
    fitting, wrong, silent = _of(found, component), _of(found, "v" if component == "u" else "u"), _of(found, "")
    if fitting:
        return fitting
    wanted, other = _DIRECTIONS[component], _DIRECTIONS["v" if component == "u" else "u"]
    parameter, counterpart = ("U", "V") if component == "u" else ("V", "U")
    if others is None:
        if wrong:
            raise RasterError(ONE_COMPONENT, raster=band.name, found=_described(wrong), missing=wanted)
        raise RasterError(NO_COMPONENTS, raster=band.name, found=_described(found))
    if wrong:
        if _of(others, component) and not _of(others, "v" if component == "u" else "u"):
            raise RasterError(SWAPPED, first=_described(wrong), second=_described(_of(others, component)))
        values = {"raster": band.name, "parameter": parameter, "found": _described(wrong)}
        raise RasterError(WRONG_COMPONENT, **values, is_wind=other, wanted=wanted, counterpart=counterpart)
    others_of_file = _of(found, "other")
    if not silent and others_of_file:
        values = {"raster": band.name, "parameter": parameter, "found": _described(others_of_file)}
        raise RasterError(NO_WIND, **values, wanted=wanted)
    if len({one.files[0].path for one in silent}) > 1:
        # Several variables, none of which is a wind: the error that lists them.
        open_dataset(band.path, band.name)
    return silent


def _described(fields: Sequence[Field]) -> Listing:
    names = list(dict.fromkeys(field.describe() or Phrase(UNNAMED_BANDS, count=len(field.steps)) for field in fields))
    return Listing([*names[:_LISTED], *(["…"] if len(names) > _LISTED else [])], "; ")


def _words(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]+|\d+(?:\.\d+)?", text.lower()))
    return {f"{float(word):g}" if word[0].isdigit() else word for word in words}


def _at_level(fields: list[Field], level: str, name: str) -> list[Field]:
    wanted = _words(level)
    chosen = [field for field in fields if wanted == _words(field.place)]
    chosen = chosen or [field for field in fields if wanted <= _words(f"{field.title} {field.place}")]
    if not chosen:
        raise RasterError(LEVEL_MISSING, raster=name, level=level, levels=_described(fields))
    return chosen


def _agree(first: str, second: str) -> bool:
    """Whether two levels or members may be the same: either is not said, or their numbers are equal."""
    if not first or not second or first == second:
        return True
    numbers = [sorted(float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)) for text in (first, second)]
    return numbers[0] == numbers[1]


def align_steps(u: Field, v: Field, progress: Progress) -> tuple[Field, Field]:
    """Return both fields with the same steps in the same order, each time once.

    Parameters
    ----------
    u, v : Field
    progress : Progress

    Returns
    -------
    u, v : Field

    Raises
    ------
    RasterError
        For times or numbers of steps that differ.
    """
    names = {"u": u.files[0].name, "v": v.files[0].name}
    (u, u_repeats), (v, v_repeats) = _without_repeats(u), _without_repeats(v)
    for parameter, repeats in _repeats_by_parameter(u_repeats, v_repeats):
        progress.warning(
            f"{len(repeats)} time steps of {parameter} repeat a time that was there before, the first {repeats[0]} UTC "
            "(downloads that overlap, or several forecasts of one time). The first of each is taken."
        )
    if _timed(u) and _timed(v):
        places = {step.time: step for step in v.steps}
        odd = sorted({step.time for step in u.steps} ^ set(places), key=_as_time)
        if odd:
            missing = "v" if odd[0] not in places else "u"
            raise RasterError(
                TIMES_DIFFER, **names, u_steps=len(u.steps), v_steps=len(v.steps), time=odd[0], missing=missing.upper()
            )
        ordered = tuple(places[step.time] for step in u.steps)
        if ordered != v.steps:
            progress.info("The time steps of U and V are in another order: they are paired by their times.")
        return u, replace(v, steps=ordered)
    if len(u.steps) != len(v.steps):
        raise RasterError(STEPS_DIFFER, **names, u_steps=len(u.steps), v_steps=len(v.steps))
    for first, second in zip(u.steps, v.steps):
        if first.time is not None and second.time is not None and first.time != second.time:
            values = {"u_steps": len(u.steps), "v_steps": len(v.steps), "time": first.time}
            raise RasterError(TIMES_DIFFER, **names, **values, missing="V")
    return u, v


def _as_time(time: datetime | None) -> datetime:
    return time or datetime.min


def _timed(field: Field) -> bool:
    return all(step.time is not None for step in field.steps)


def _without_repeats(field: Field) -> tuple[Field, list[datetime]]:
    seen: set[datetime] = set()
    kept: list[FieldStep] = []
    repeats: list[datetime] = []
    for step in field.steps:
        if step.time is None or step.time not in seen:
            kept.append(step)
        else:
            repeats.append(step.time)
        if step.time is not None:
            seen.add(step.time)
    return replace(field, steps=tuple(kept)), repeats


def _repeats_by_parameter(u: list[datetime], v: list[datetime]) -> list[tuple[str, list[datetime]]]:
    if u == v:
        return [("U and V", u)] if u else []
    return [(name, repeats) for name, repeats in (("U", u), ("V", v)) if repeats]
