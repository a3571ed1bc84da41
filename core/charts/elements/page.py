"""Charts as one self-contained HTML page: works offline, opens on a phone, holds no script but plotly's and its own.

    write_page("roses.html", "Wind roses", rose_charts(roses), "en", ["Bars show where the wind comes from."])

The page is a template of the plugin (`resources/templates`), as the report is: both extend `base.html`, which has the
policy that forbids the page to load anything, the style, and plotly's script once. jinja2 escapes every text; plotly's
own output goes in as it is, and charts escape the names in it (`labels.escaped`).

plotly and jinja2 come with QGIS and are imported when a page is written; charts of tables need pandas as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ... import PLUGIN_FOLDER
from ...errors import ParameterError
from ..messages import JINJA_MISSING, PLOTLY_MISSING

TEMPLATES = PLUGIN_FOLDER / "resources" / "templates"
FONTS = "'Open Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', 'WenQuanYi Micro Hei', sans-serif"
CONFIG = {"displaylogo": False, "responsive": True}


def require_packages() -> None:
    """Check that plotly and jinja2 are there.

    Raises
    ------
    ParameterError
        One is missing; the message says how to get it.
    """
    if find_spec("plotly") is None:
        raise ParameterError(PLOTLY_MISSING)
    if find_spec("jinja2") is None:
        raise ParameterError(JINJA_MISSING)


def styled(figure: Any, height: int | None = None) -> Any:
    """Give a figure the house's font and margins.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Changed in place.
    height : int or None
        Pixels; plotly's own where it is None.

    Returns
    -------
    plotly.graph_objects.Figure
        The same figure.
    """
    figure.update_layout(
        template="plotly_white", font={"family": FONTS, "size": 13}, margin={"l": 40, "r": 20, "t": 60, "b": 40}
    )
    if height is not None:
        figure.update_layout(height=height)
    return figure


def figure_html(figure: Any) -> str:
    """Return a figure as a part of a page that holds plotly's script already.

    Parameters
    ----------
    figure : object
        Anything with plotly's `to_html`.

    Returns
    -------
    str
        HTML.
    """
    return str(figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG))


def write_page(path: str, title: str, figures: Sequence[Any], language: str = "en", notes: Sequence[str] = ()) -> None:
    """Write figures under a title and notes.

    Parameters
    ----------
    path : str
        The file to be written.
    title : str
        Plain text.
    figures : sequence of object
        Figures of plotly, and what stands for them: anything with plotly's `to_html`.
    language : str
        As HTML names it.
    notes : sequence of str
        Paragraphs below the title, plain text.

    Raises
    ------
    ParameterError
        plotly or jinja2 is missing.
    """
    require_packages()
    texts = [figure_html(figure) for figure in figures]
    fill_template(path, "charts.html", bool(texts), title=title, language=language, notes=notes, figures=texts)


def fill_template(path: str, template: str, has_charts: bool, **values: Any) -> None:
    """Write a page made of a template that extends `base.html`.

    Parameters
    ----------
    path : str
        The file to be written, in UTF-8.
    template : str
        A file in `TEMPLATES`.
    has_charts : bool
        Whether plotly's script is needed.
    **values : object
        What the template names; title and language at least.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = get_plotlyjs() if has_charts else ""
    text = environment.get_template(template).render(fonts=FONTS, script=script, **values)
    Path(path).write_text(text.lstrip(), encoding="utf-8")
