"""Charts as one self-contained HTML page: works offline, opens on a phone, holds no script but plotly's own.

plotly comes with QGIS and is imported when a chart is made. Names from layers and tables are data: `escaped` turns them
into text, because plotly reads some HTML tags in labels.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...errors import ParameterError
from ..messages import PLOTLY_MISSING

FONTS = "'Open Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', 'WenQuanYi Micro Hei', sans-serif"
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light; }}
body {{ font-family: {fonts}; margin: 1.5rem auto; max-width: 72rem; padding: 0 1rem; color: #222; background: #fff;
  overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5rem; }}
figure {{ margin: 1.5rem 0; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def escaped(text: object) -> str:
    """Return a name as text that no renderer reads as markup."""
    return html.escape(str(text), quote=False)


def require_plotly() -> None:
    """Raise `ParameterError` saying how to get plotly when it is missing."""
    if find_spec("plotly") is None:
        raise ParameterError(PLOTLY_MISSING)


def styled(figure: Any, height: int | None = None) -> Any:
    """Give a plotly figure the house's font and margins; return it."""
    figure.update_layout(
        template="plotly_white", font={"family": FONTS, "size": 13}, margin={"l": 40, "r": 20, "t": 60, "b": 40}
    )
    if height is not None:
        figure.update_layout(height=height)
    return figure


def write_page(path: str, title: str, figures: Sequence[Any], language: str = "en", notes: Sequence[str] = ()) -> None:
    """Write figures (plotly) under a title, with notes as paragraphs, to `path`; plotly's script is in the page."""
    require_plotly()
    parts = [f"<p>{escaped(note)}</p>" for note in notes]
    for number, figure in enumerate(figures):
        inner = figure.to_html(
            full_html=False,
            include_plotlyjs=number == 0,
            config={"displaylogo": False, "responsive": True},
        )
        parts.append(f"<figure>{inner}</figure>")
    page = PAGE.format(title=escaped(title), language=language, fonts=FONTS, body="\n".join(parts))
    Path(path).write_text(page, encoding="utf-8")
