"""How a raster was made, kept inside it: the step, its parameters, numbers, factors and warnings.

    write_record("stock.part-1.tif", "stock.tif", Step("carbonflow:carbonstock", "0.1.0", "OUTPUT", {"SCHEME": "3"}))
    read_record("stock.tif").parameters["SCHEME"]                     # "3"
    gdalinfo -mdd CARBON_SERVICE_FLOW stock.tif                # for people

The record is a metadata domain of the GeoTIFF, an item per fact, so that other programs neither see it as theirs nor
carry it on to what they derive from the file. It holds no times and no names of machines: the same input gives the
same bytes. GDAL moves metadata beyond 32 000 bytes out of the file: `MOST_BYTES` of warnings and factors are kept, and
what is left out is counted.

A cloud-optimised GeoTIFF cannot be added to without losing its layout: it is written once more, and since GDAL leaves
foreign domains out there, the record is one item, in JSON, of the ordinary metadata.

A raster's record names the rasters that it was made from, which have records of their own: see
`core/provenance/ancestry`.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from osgeo import gdal

from ..errors import WriteError
from ..messages import CANNOT_WRITE
from ..raster.gdal_environment import quiet_gdal

DOMAIN = "CARBON_SERVICE_FLOW"
# Kinds of factors.
EMISSION_FACTOR, RESPIRATION_FACTOR, DENSITY_FACTOR = "emission", "respiration", "density"
PARAMETER, CHOICE, NUMBER, FACTOR, WARNING = "PARAMETER_", "CHOICE_", "NUMBER_", "FACTOR_", "WARNING_"
FACTORS_LEFT_OUT, WARNINGS_LEFT_OUT = "FACTORS_LEFT_OUT", "WARNINGS_LEFT_OUT"
CLASS_BREAKS = "CLASS_BREAKS"
# Of the 32 000 bytes that a GeoTIFF's metadata may have: for factors, and for warnings.
MOST_BYTES = 12_000
# A longer parameter is shortened: a CRS written out, a long list of files.
LONGEST_PARAMETER = 1_000


@dataclass(frozen=True)
class Factor:
    """A coefficient that a step multiplied with.

    Parameters
    ----------
    kind : str
        `EMISSION_FACTOR`, `RESPIRATION_FACTOR` or `DENSITY_FACTOR`.
    name : str
        What it holds for: a source, a class of land use.
    value : float
    unit : str
    reference : str
        Where it is from.
    detail : str
        What it is made of.
    """

    kind: str
    name: str
    value: float
    unit: str
    reference: str = ""
    detail: str = ""


@dataclass
class Journal:
    """What a run gathers on its way: factors and warnings, each once, in the order met."""

    factors: list[Factor] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def factor(self, factor: Factor) -> None:
        """Add a factor, unless it is there already.

        Parameters
        ----------
        factor : Factor
        """
        if factor not in self.factors:
            self.factors.append(factor)

    def warning(self, text: str) -> None:
        """Add a warning, unless it is there already.

        Parameters
        ----------
        text : str
        """
        if text not in self.warnings:
            self.warnings.append(text)


@dataclass(frozen=True)
class Step:
    """One output of one run.

    Parameters
    ----------
    algorithm, version : str
        The algorithm's id, such as carbonflow:carbonstock, and the plugin's version.
    output : str
        The output's name, such as OUTPUT_FLUX.
    parameters : mapping of str to str or tuple of str
        Several texts where a parameter takes several.
    choices : mapping of str to str
        The words behind numbered choices.
    numbers : mapping of str to float
        Results, such as STOCK_T.
    factors : sequence of Factor
    warnings : sequence of str
    factors_left_out, warnings_left_out : int
        How many did not fit into the record.
    class_breaks : sequence of float
        Where the classes of its legend begin, where that cannot be seen from the values; empty for any other raster.
    """

    algorithm: str
    version: str
    output: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    factors: Sequence[Factor] = ()
    warnings: Sequence[str] = ()
    factors_left_out: int = 0
    warnings_left_out: int = 0
    class_breaks: Sequence[float] = ()

    @property
    def name(self) -> str:
        """The algorithm's id without its provider."""
        return self.algorithm.split(":")[-1]


def write_record(path: str, label: str, step: Step, cog_options: Sequence[str] | None = None) -> None:
    """Put the record into a raster that is complete; pixels stay as they are.

    Parameters
    ----------
    path : str
    label : str
        What messages call the raster.
    step : Step
    cog_options : sequence of "NAME=VALUE", optional
        For a cloud-optimised GeoTIFF, which is written anew with them; None for any other raster. (The layout that
        GDAL gives is no sign: 3.13 calls plain tiled files COG, too.)

    Raises
    ------
    WriteError
    """
    with quiet_gdal() as gdal_says:
        reason, failed = "", False
        try:
            failed = not (_add(path, step) if cog_options is None else _rewrite_cog(path, step, cog_options))
        except (RuntimeError, OSError) as error:
            reason = str(error)
        if failed or reason or gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise WriteError(CANNOT_WRITE, path=label, reason=reason or gdal_says.complaint)


def _add(path: str, step: Step) -> bool:
    """Add the record to the file as it is; return False when that failed."""
    # Since GDAL 3.13 plain tiled files count as cloud-optimised, and are not updated without this.
    options = [] if path.lower().endswith(".vrt") else ["IGNORE_COG_LAYOUT_BREAK=YES"]
    dataset = gdal.OpenEx(path, gdal.OF_UPDATE | gdal.OF_RASTER, open_options=options)
    if dataset is None or dataset.SetMetadata(_items(step), DOMAIN) != gdal.CE_None:
        return False
    dataset.FlushCache()
    return True


def _rewrite_cog(path: str, step: Step, chosen: Sequence[str]) -> bool:
    """Copy the file, with its own codec and blocks unless options say otherwise; return False when that failed.

    Overviews are copied as they are.
    """
    dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    compression = dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") or "NONE"
    block, _ = dataset.GetRasterBand(1).GetBlockSize()
    item = f"{DOMAIN}={json.dumps(_items(step), ensure_ascii=False)}"
    own = {"COMPRESS": compression, "BLOCKSIZE": str(block), "BIGTIFF": "IF_SAFER"}
    options = [f"{name}={value}" for name, value in {**own, **dict(o.split("=", 1) for o in chosen)}.items()]
    temporary = path + ".cog.tif"
    copied = gdal.Translate(temporary, dataset, format="COG", creationOptions=options, metadataOptions=[item])
    written = copied is not None
    copied = dataset = None
    if written:
        os.replace(temporary, path)
    return written


def read_record(path: str) -> Step | None:
    """Return the record of a raster.

    Parameters
    ----------
    path : str

    Returns
    -------
    Step, or None when there is no record, or no such raster
    """
    with quiet_gdal():
        try:
            dataset = gdal.OpenEx(path, gdal.OF_RASTER)
            items = {} if dataset is None else dataset.GetMetadata_Dict(DOMAIN) or _item(dataset)
        except RuntimeError:
            items = {}
    return _step(items) if items and items.get("ALGORITHM") else None


def _item(dataset: gdal.Dataset) -> dict[str, str]:
    """Return the metadata items of the record of a cloud-optimised GeoTIFF."""
    try:
        items = json.loads(dataset.GetMetadataItem(DOMAIN) or "{}")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in items.items()} if isinstance(items, dict) else {}


def _items(step: Step) -> dict[str, str]:
    """Return the record as metadata items."""
    items = {"ALGORITHM": step.algorithm, "VERSION": step.version, "OUTPUT": step.output}
    for name, value in step.parameters.items():
        text = value if isinstance(value, str) else json.dumps(list(value), ensure_ascii=False)
        items[PARAMETER + name] = text if len(text) <= LONGEST_PARAMETER else text[: LONGEST_PARAMETER - 1] + "…"
    items.update({CHOICE + name: word for name, word in step.choices.items()})
    items.update({NUMBER + name: repr(float(number)) for name, number in step.numbers.items()})
    factors = [
        json.dumps([f.kind, f.name, f.value, f.unit, f.reference, f.detail], ensure_ascii=False) for f in step.factors
    ]
    for start, texts, left_out in (
        (FACTOR, factors, FACTORS_LEFT_OUT),
        (WARNING, list(step.warnings), WARNINGS_LEFT_OUT),
    ):
        fitting = _count_fitting(texts)
        items.update({f"{start}{number:03d}": text for number, text in enumerate(texts[:fitting], start=1)})
        if fitting < len(texts):
            items[left_out] = str(len(texts) - fitting)
    if step.class_breaks:
        items[CLASS_BREAKS] = " ".join(f"{value:.12g}" for value in step.class_breaks)
    return {name: _without_controls(text) for name, text in items.items()}


def _count_fitting(texts: Sequence[str]) -> int:
    """Return how many of the first texts fit into `MOST_BYTES` of XML."""
    used = 0
    for number, text in enumerate(texts):
        used += len(html.escape(text).encode()) + 60
        if used > MOST_BYTES:
            return number
    return len(texts)


def _without_controls(text: str) -> str:
    """Return the text with blanks for control characters: XML has none but these, and a nul would end the text."""
    return "".join(c if c in "\n\t" or c.isprintable() or not c.isascii() else " " for c in text)


def _step(items: Mapping[str, str]) -> Step:
    """Return the record that metadata items hold."""

    def beginning(start: str) -> dict[str, str]:
        return {name[len(start) :]: text for name, text in items.items() if name.startswith(start)}

    return Step(
        items["ALGORITHM"],
        items.get("VERSION", ""),
        items.get("OUTPUT", ""),
        {name: _value(text) for name, text in beginning(PARAMETER).items()},
        beginning(CHOICE),
        {name: number for name, text in beginning(NUMBER).items() if (number := _number(text)) is not None},
        [factor for _, text in sorted(beginning(FACTOR).items()) if (factor := _factor(text)) is not None],
        [text for _, text in sorted(beginning(WARNING).items())],
        int(_number(items.get(FACTORS_LEFT_OUT, "0")) or 0),
        int(_number(items.get(WARNINGS_LEFT_OUT, "0")) or 0),
        tuple(number for text in items.get(CLASS_BREAKS, "").split() if (number := _number(text)) is not None),
    )


def _value(text: str) -> Any:
    """Return a parameter's text, or its texts where they are a list."""
    if not text.startswith("["):
        return text
    try:
        texts = json.loads(text)
    except ValueError:
        return text
    return tuple(map(str, texts)) if isinstance(texts, list) else text


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _factor(text: str) -> Factor | None:
    """Return a factor, None when somebody else wrote this."""
    try:
        kind, name, value, unit, reference, detail = json.loads(text)
        return Factor(str(kind), str(name), float(value), str(unit), str(reference), str(detail))
    except (ValueError, TypeError):
        return None
