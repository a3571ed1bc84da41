"""Bring the translation file up to date with the sources: `python .ci/update_translation.py`.

Every `translate("CarbonServiceFlow", "...")` and `QT_TRANSLATE_NOOP("CarbonServiceFlow", "...")` of the shipped
Python files becomes a message. Translations are kept while their English text is unchanged; new texts are marked
unfinished; texts that are gone are removed. Line numbers are left out: they would change with every edit.

Why not pylupdate5: it silently skips a call whose last argument is followed by a comma, as the formatter writes
every call that does not fit on one line.
"""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "i18n" / "carbon_service_flow_zh_CN.ts"
PATTERNS = ("plugin.py", "provider.py", "algorithms/**/*.py", "core/**/*.py")
CONTEXT = "CarbonServiceFlow"
FUNCTIONS = ("translate", "QT_TRANSLATE_NOOP")
QUOTES = {'"': "&quot;", "'": "&apos;"}


def texts_of(path: Path) -> Iterator[str]:
    """Yield the marked texts of one file, in the order of the file."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in FUNCTIONS and len(call.args) == 2:
            context, text = call.args
            value = getattr(text, "value", None)
            if isinstance(value, str) and getattr(context, "value", None) == CONTEXT:
                yield value


def marked_texts() -> dict[str, list[str]]:
    """Return {English text: the files it stands in}, files and texts in their order."""
    found: dict[str, list[str]] = {}
    for path in (path for pattern in PATTERNS for path in sorted(ROOT.glob(pattern))):
        for text in texts_of(path):
            files = found.setdefault(text, [])
            name = path.relative_to(ROOT).as_posix()
            if name not in files:
                files.append(name)
    return found


def translations() -> dict[str, str]:
    """Return {English text: translation} of the finished messages in the translation file."""
    if not TS.exists():
        return {}
    done = {}
    for message in ET.parse(TS).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") is None:
            done[message.findtext("source", "")] = translation.text
    return done


def as_ts(texts: dict[str, list[str]], done: dict[str, str]) -> str:
    """Return the translation file's content."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", '<TS version="2.1" language="zh_CN">']
    lines += ["<context>", f"    <name>{CONTEXT}</name>"]
    for text, files in texts.items():
        lines.append("    <message>")
        lines += [f'        <location filename="../{name}"/>' for name in files]
        lines.append(f"        <source>{escape(text, QUOTES)}</source>")
        if text in done:
            lines.append(f"        <translation>{escape(done[text], QUOTES)}</translation>")
        else:
            lines.append('        <translation type="unfinished"></translation>')
        lines.append("    </message>")
    return "\n".join([*lines, "</context>", "</TS>", ""])


def main() -> None:
    """Write the file and say what is left to do."""
    texts, done = marked_texts(), translations()
    TS.write_text(as_ts(texts, done), encoding="utf-8")
    open_texts = [text for text in texts if text not in done]
    print(f"{TS.name}: {len(texts)} messages, {len(open_texts)} to translate, {len(set(done) - set(texts))} removed")
    for text in open_texts:
        print(f"  {text!r}")


if __name__ == "__main__":
    main()
