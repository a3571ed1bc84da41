"""The Chinese translation: complete, true to the placeholders, and with every id left as it is.

The sources are read here with `ast`, apart from the tool that writes the translation file: pylupdate5 silently skips
calls whose last argument is followed by a comma.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "i18n" / "carbon_service_flow_zh_CN.ts"
CONTEXT = "CarbonServiceFlow"
# It translates error templates, which are marked where they stand, in core.
PASSES_ON = "algorithms/framework/translation.py"

CHINESE = "[\u4e00-\u9fff]"
COMMAND = re.compile(r"qgis_process run .*")
PLACEHOLDER = re.compile(r"\{\w*\}")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?!\w)", re.ASCII)
# What looks like an id wherever it stands: c_above, carbonflow:studygrid, resources/tables, .tif, u10, GB18030.
ID = re.compile(
    r"[A-Za-z]\w*_\w+|\w+:[a-z]\w+|[a-z]\w+/\w+|(?<!\w)\.[a-z]{3,4}\b|\b[a-z]+\d+\b|\b[A-Z]{2,}\d*\b|NETCDF:\S+u10",
    re.ASCII,
)
# Written in capitals, but words of the language.
WORDS = {"CRS", "FROM", "km2"}

# Ids that are also English words: {beginning of the text: ids in it}.
WORDS_THAT_ARE_IDS = {
    "Columns lucode, respiration": "lucode respiration carbon_unit subclass river lake class",
    "Columns lucode, c_above": "lucode c_above c_below c_soil c_dead",
    "Columns source": (
        "source group coefficient per carbon_unit proxy reference "
        "builtup population gdp cropland grassland woodland even"
    ),
    "Columns: source": (
        "source group coefficient per carbon_unit proxy reference builtup cropland grassland woodland even"
    ),
    "For sources whose proxy is population": "population",
    "For sources whose proxy is gdp": "gdp",
    "from_zone, to_zone": "from_zone to_zone flow_t (left the region) (unfixed) (dispersed) (no zone)",
    "Column layer, and a column per layer; the target": "layer",
    "Column layer, and a column per layer; variances": "layer",
    "rank, layer, r,": "rank layer r n n_effective p eta2",
    "With the raster's own codes": "lucode respiration carbon_unit class",
    "Source {source} is spread by": "builtup",
    "Source {source} is spread over": "class",
    "Table {table} has no row for {classes}": "lucode",
}

# One word for one thing: {English: Chinese, one of}.
TERMS = {
    "nodata": ("无数据",),
    "rasters?": ("栅格",),
    "cells?": ("像元", "单元格"),
    "grids?": ("格网",),
    "layers?": ("图层",),
    "zones?": ("分区",),
    "carbon": ("碳",),
    "sequestration": ("固碳",),
    "emissions?": ("排放",),
    "carbon stock": ("碳储量",),
    "soil respiration": ("土壤呼吸",),
    "land[- ]use": ("土地利用",),
    "pools": ("碳库",),
    "proxy": ("代理变量",),
    "calm": ("静风",),
    "wind rose": ("风玫瑰",),
    "prevailing": ("主导风向",),
    "resultant": ("合成风向",),
    "sectors?": ("方位",),
    "covariance": ("协方差",),
    "equal-area": ("等面积",),
    "cropland": ("耕地",),
    "woodland": ("林地",),
    "grassland": ("草地",),
    "built-up": ("建设用地",),
    "unused": ("未利用地",),
}


def sources() -> list[Path]:
    names = ["plugin.py", "provider.py"]
    folders = [ROOT / "algorithms", ROOT / "core"]
    return [ROOT / name for name in names] + sorted(path for folder in folders for path in folder.rglob("*.py"))


def calls(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Line and arguments of each call that marks a text; an argument that is not a constant is None."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("translate", "QT_TRANSLATE_NOOP"):
                yield node.lineno, [getattr(argument, "value", None) for argument in node.args]


def marked() -> dict[str, str]:
    """{text: where it stands} of all sources."""
    return {
        text: f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in sources()
        for line, (context, text) in calls(path)
        if context == CONTEXT and isinstance(text, str)
    }


def messages() -> list[ET.Element]:
    return list(ET.parse(TS).getroot().iter("message"))


def translations() -> dict[str, str]:
    return {m.findtext("source", ""): m.findtext("translation", "") for m in messages()}


def ids(text: str) -> set[str]:
    return set(ID.findall(PLACEHOLDER.sub(" ", text))) - WORDS


def whole(name: str) -> re.Pattern[str]:
    """The name, not as a part of a longer one; Chinese characters may touch it."""
    return re.compile(rf"(?<![A-Za-z_]){re.escape(name)}(?![A-Za-z_])")


def words_that_are_ids(text: str) -> list[str]:
    """Names listed for the text; one in parentheses may have spaces."""
    names = [ids for beginning, ids in WORDS_THAT_ARE_IDS.items() if text.startswith(beginning)]
    return re.findall(r"\([^)]*\)|\S+", " ".join(names))


def prose(text: str) -> str:
    """The text without commands, placeholders and ids."""
    for pattern in (COMMAND, PLACEHOLDER, ID, *map(whole, words_that_are_ids(text))):
        text = pattern.sub(" ", text)
    return text


def fields(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_every_text_can_be_extracted():
    """A text put together at run time, or marked for another context, would stay English without a word."""
    hidden = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in sources()
        for line, arguments in calls(path)
        if len(arguments) != 2 or arguments[0] != CONTEXT or not isinstance(arguments[1], str)
    ]
    assert {place.partition(":")[0] for place in hidden} == {PASSES_ON}


def test_every_message_of_core_is_marked():
    unmarked = []
    for path in sorted((ROOT / "core").rglob("messages.py")):
        texts = {arguments[1] for _, arguments in calls(path)}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value not in texts:
                unmarked.append(f"{path.name}:{node.lineno}")
    assert unmarked == []


def test_no_text_is_missing_and_none_is_obsolete():
    texts, known = marked(), translations()
    assert {place: text for text, place in texts.items() if text not in known} == {}
    assert [text for text in known if text not in texts] == []


def test_one_context_and_each_text_once():
    root = ET.parse(TS).getroot()
    assert root.get("language") in (None, "zh_CN")
    assert [context.findtext("name") for context in root.iter("context")] == [CONTEXT]
    assert [text for text, count in Counter(m.findtext("source") for m in messages()).items() if count > 1] == []


def test_all_is_translated():
    unfinished = [
        message.findtext("source")
        for message in messages()
        if message.find("translation").get("type") or not re.search(CHINESE, message.findtext("translation", ""))
    ]
    assert unfinished == []


def test_placeholders_are_those_of_the_text():
    assert {text: fields(text) for text, chinese in translations().items() if fields(text) != fields(chinese)} == {}


def test_a_changed_placeholder_would_be_found():
    assert fields("{raster} at {row}") != fields("{raster} at {rows}")
    assert fields("{raster}") != fields("\uff5braster\uff5d")
    assert ids("pools c_above in carbonflow:studygrid, NULL") == {"c_above", "carbonflow:studygrid", "NULL"}


def test_ids_columns_and_commands_are_not_translated():
    wrong = {}
    for text, chinese in translations().items():
        lost = {name for name in ids(text) if name not in chinese}
        lost |= {name for name in ids(chinese) if name not in text}
        if COMMAND.findall(text) != COMMAND.findall(chinese):
            lost.add("command")
        if lost:
            wrong[text] = lost
    assert wrong == {}


@pytest.mark.parametrize("beginning", WORDS_THAT_ARE_IDS)
def test_ids_that_are_words_are_not_translated(beginning):
    found = {text: chinese for text, chinese in translations().items() if text.startswith(beginning)}
    assert found
    for text, chinese in found.items():
        assert [name for name in words_that_are_ids(text) if not whole(name).search(chinese)] == []


def test_numbers_and_lines_are_those_of_the_text():
    """A lost sentence, threshold or table number shows in its numbers; a help text has as many paragraphs."""
    wrong = {}
    for text, chinese in translations().items():
        numbers = [Counter(NUMBER.findall(PLACEHOLDER.sub(" ", words))) for words in (text, chinese)]
        breaks = [re.findall(r"\n *", words) for words in (text, chinese)]
        if numbers[0] != numbers[1] or breaks[0] != breaks[1]:
            wrong[text] = (numbers, breaks)
    assert wrong == {}


def test_punctuation_of_chinese_sentences_is_full_width():
    halfwidth = re.compile(rf"{CHINESE}(?:[,;:?!]|\.(?!\w))|[,;:?!]{CHINESE}", re.ASCII)
    assert [chinese for chinese in translations().values() if halfwidth.search(chinese)] == []
    end = re.compile(r"(?<!\.)\.$")
    assert [text for text, chinese in translations().items() if end.search(text) and not chinese.endswith("。")] == []


@pytest.mark.parametrize("english", TERMS)
def test_one_word_for_one_thing(english):
    term = re.compile(rf"(?<![\w-])(?:{english})(?![\w-])", re.ASCII | re.IGNORECASE)
    found = {text: chinese for text, chinese in translations().items() if term.search(prose(text))}
    assert found
    assert {t: chinese for t, chinese in found.items() if not any(word in chinese for word in TERMS[english])} == {}


def test_it_compiles(tmp_path):
    tool = shutil.which("lrelease") or shutil.which("lrelease", path="/usr/lib/qt5/bin:/usr/lib/qt6/bin")
    if tool is None:
        pytest.skip("lrelease is not installed")
    compiled = tmp_path / "zh.qm"
    done = subprocess.run([tool, str(TS), "-qm", str(compiled)], capture_output=True, text=True, check=True)
    assert f"Generated {len(messages())} translation(s) ({len(messages())} finished" in done.stdout + done.stderr
    assert compiled.stat().st_size > 0
