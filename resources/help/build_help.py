"""Write the pages behind the help buttons, in English and Chinese: `make help`, with QGIS's Python and Markdown.

A page per algorithm and model from what it says of itself, the guide, the tutorial and the method from docs/, and a
start page. Plain HTML without scripts, which opens from the plugin's folder without a network.
"""

import os
import re
import shutil
import sys
from html import escape
from pathlib import Path

import markdown

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsProcessingParameterDefinition, QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LANGUAGES = ("en", "zh")
GROUPS = ("grids", "accounts", "balance", "flow", "drivers", "report", "models")
GUIDES = ("guide", "tutorial", "method")
Flag = QgsProcessingParameterDefinition.Flag
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="../help.css">
</head>
<body>
<nav><a href="index.html">{home}</a></nav>
{body}
</body>
</html>
"""
WORDS = {
    "en": {
        "home": "Carbon Service Flow",
        "contents": "Documentation",
        "guide": "User guide",
        "tutorial": "Tutorial: the sample assessment",
        "method": "Method: formulas, constants, sources",
        "tools": "Tools",
        "inputs": "Inputs",
        "outputs": "Outputs",
        "numbers": "Numbers",
        "optional": "optional",
        "advanced": "advanced",
        "default": "default",
        "yes": "yes",
        "no": "no",
    },
    "zh": {
        "home": "固碳服务流（Carbon Service Flow）",
        "contents": "使用文档",
        "guide": "用户指南",
        "tutorial": "教程：示例评估",
        "method": "方法：公式、常数与来源",
        "tools": "算法",
        "inputs": "输入",
        "outputs": "输出",
        "numbers": "数值结果",
        "optional": "可选",
        "advanced": "高级",
        "default": "默认",
        "yes": "是",
        "no": "否",
    },
}


def default_of(definition, words):
    """The default as a user sees it, "" for none."""
    value = definition.defaultValue()
    if value is None or definition.isDestination():
        return ""
    if isinstance(definition, QgsProcessingParameterEnum):
        return definition.options()[int(value)]
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def parameter(definition, words):
    """A term and its explanation."""
    marks = [
        words[mark]
        for mark, flag in (("optional", Flag.FlagOptional), ("advanced", Flag.FlagAdvanced))
        if definition.flags() & flag
    ]
    default = default_of(definition, words)
    marks += [f"{words['default']}: {default}"] if default else []
    head = f"{escape(definition.description())} <code>{escape(definition.name())}</code>"
    head += f" <small>{escape(', '.join(marks))}</small>" if marks else ""
    text = escape(definition.help())
    if isinstance(definition, QgsProcessingParameterEnum):
        text += '<ol start="0">' + "".join(f"<li>{escape(one)}</li>" for one in definition.options()) + "</ol>"
    return f"<dt>{head}</dt><dd>{text}</dd>"


def paragraph(text):
    """A paragraph; the label before the first colon stands out, a command is set as code."""
    if "qgis_process run " in text:
        label, _, command = text.partition("qgis_process run ")
        return f"<p><b>{escape(label)}</b></p><pre>qgis_process run {escape(command)}</pre>"
    colon = min((text.find(mark) for mark in (": ", "：") if 0 < text.find(mark) < 16), default=-1)
    if colon > 0:
        return f"<p><b>{escape(text[: colon + 1])}</b>{escape(text[colon + 1 :])}</p>"
    return f"<p>{escape(text)}</p>"


def algorithm_page(algorithm, words):
    """The body of an algorithm's page."""
    definitions = algorithm.parameterDefinitions()
    inputs = [one for one in definitions if not one.isDestination()]
    outputs = [one for one in definitions if one.isDestination()]
    numbers = [one for one in algorithm.outputDefinitions() if one.type() == "outputNumber"]
    body = [f"<h1>{escape(algorithm.displayName())}</h1>", f"<p><code>{escape(algorithm.id())}</code></p>"]
    body += [paragraph(text) for text in algorithm.shortHelpString().split("\n\n")]
    for title, found in (("inputs", inputs), ("outputs", outputs)):
        if found:
            body += [f"<h2>{words[title]}</h2><dl>", *(parameter(one, words) for one in found), "</dl>"]
    if numbers:
        terms = (f"<dt>{escape(one.description())} <code>{one.name()}</code></dt>" for one in numbers)
        body += [f"<h2>{words['numbers']}</h2><dl>", *terms, "</dl>"]
    return "\n".join(body)


def source_of(name, language):
    """The Markdown file of a guide in a language, the English one where there is no other, None without any."""
    places = [ROOT / "docs" / language / f"{name}.md", ROOT / "docs" / f"{name}.md"]
    return next((place for place in places if place.is_file()), None)


def guide_page(source):
    """A guide as HTML; links between the guides and to pictures are those of the pages."""
    text = source.read_text(encoding="utf-8").replace("../images/", "images/").replace("(images/", "(../images/")
    # Which test holds a formula is for those who have the tests.
    text = re.sub(r"(?ms)^## Every formula, and where it is tested\n.*?(?=^## )", "", text)
    # From a page of one language to one of the other.
    text = re.sub(r"\]\(\.\./(\w+)\.md", r"](../en/\1.md", text)
    text = re.sub(r"\]\(zh/(\w+)\.md", r"](../zh/\1.md", text)
    text = text.replace(".md)", ".html)").replace(".md#", ".html#")
    return markdown.markdown(text, extensions=["tables", "fenced_code", "toc"])


def start_page(algorithms, words, language):
    """The body of the start page."""
    body = [f"<h1>{words['home']}</h1>", f"<h2>{words['contents']}</h2><ul>"]
    body += [f'<li><a href="{name}.html">{words[name]}</a></li>' for name in GUIDES if source_of(name, language)]
    body += ["</ul>", f"<h2>{words['tools']}</h2>"]
    for group in GROUPS:
        members = [one for one in algorithms if one.groupId() == group]
        if members:
            body.append(f"<h3>{escape(members[0].group())}</h3><ul>")
            body += [f'<li><a href="{one.name()}.html">{escape(one.displayName())}</a></li>' for one in members]
            body.append("</ul>")
    return "\n".join(body)


def write(folder, language, name, title, body):
    """Write a page."""
    path = folder / language / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    home = WORDS[language]["home"]
    text = PAGE.format(language=language, title=escape(title), home=home, body=body)
    path.write_text(text, encoding="utf-8", newline="\n")


def build(folder):
    """Write all pages into a folder. QGIS must run, and the provider must not be registered."""
    from carbon_service_flow.provider import CarbonFlowProvider

    for language in LANGUAGES:
        words, translator = WORDS[language], QTranslator()
        if language == "zh":
            translator.load(str(ROOT / "i18n" / "carbon_service_flow_zh_CN.qm"))
            QCoreApplication.installTranslator(translator)
        provider = CarbonFlowProvider()
        registry = QgsApplication.processingRegistry()
        registry.addProvider(provider)
        provider.refreshAlgorithms()
        algorithms = sorted(provider.algorithms(), key=lambda one: one.name())
        for algorithm in algorithms:
            write(folder, language, algorithm.name(), algorithm.displayName(), algorithm_page(algorithm, words))
        for name in GUIDES:
            source = source_of(name, language)
            if source is not None:
                write(folder, language, name, words[name], guide_page(source))
        write(folder, language, "index", words["home"], start_page(algorithms, words, language))
        registry.removeProvider(provider)
        QCoreApplication.removeTranslator(translator)
    used = "".join(page.read_text(encoding="utf-8") for page in folder.rglob("*.html"))
    (folder / "images").mkdir(exist_ok=True)
    for picture in sorted((ROOT / "docs" / "images").glob("*.png")):
        if f"images/{picture.name}" in used:
            shutil.copyfile(picture, folder / "images" / picture.name)


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    for old in (*HERE.glob("*/*.html"), *HERE.glob("images/*.png")):
        old.unlink()
    build(HERE)
    application.exitQgis()
