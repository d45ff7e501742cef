"""A report as one self-contained page: no network, light and dark, screen, phone and paper."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from gaiatsu.report.document import Callout, Caveat, Chart, Heading, Points, Prose, Table
from gaiatsu.report.inline import Cite, Emphasis, Link, Node, Number, Words, parse
from gaiatsu.report.palette import PALETTE
from gaiatsu.report.sources import bare, beside, work, works_cited
from gaiatsu.report.trail import CLOSE, OPEN
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from gaiatsu.report.document import Report

__all__ = ["page"]

BUTTON = Markup('<button type="button" class="n" data-n="{}">{}</button>')
WORDS = Markup('<span data-n="{}">{}</span>')

TOGETHER, APART = "\ue002", "\ue003"
HELD = re.compile(rf"((?:\b\w+ [=<>] |\()*){OPEN}\d+{CLOSE}([).,;:]*)")

KINDS = {
    Prose: "prose",
    Heading: "heading",
    Points: "points",
    Caveat: "caveat",
    Callout: "callout",
    Table: "table",
    Chart: "chart",
}


def page(report: Report, drawings: Mapping[str, tuple[str, str]]) -> str:
    """Write the page.

    Parameters
    ----------
    report
        The document.
    drawings
        For each chart by id, its inline SVG for a wide and for a narrow screen.

    Returns
    -------
    str
        HTML.
    """
    writer = _Writer(report)
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report,
        drawings={name: (Markup(wide), Markup(narrow)) for name, (wide, narrow) in drawings.items()},  # noqa: S704
        t=writer.html,
        bare=writer.bare,
        kind=lambda block: KINDS[type(block)],
        groups=beside,
        style=Markup(_colors() + _asset("style.css")),  # noqa: S704
        script=Markup(_asset("script.js")),  # noqa: S704
        trail=Markup(_trail(report)),  # noqa: S704
        works=works_cited(report),
    )


def _held(text: str) -> str:
    """Keep a number on one line with the sign before it and the mark after it."""
    return HELD.sub(lambda match: f"{TOGETHER}{match[0]}{APART}" if match[1] or match[2] else match[0], text)


class _Writer:
    """Turns marked prose into HTML with the numbers of one report."""

    def __init__(self, report: Report) -> None:
        self._entries = report.trail.entries

    def html(self, text: str) -> Markup:
        parts = Markup("").join(self._node(node) for node in parse(_held(text)))
        return parts.replace(TOGETHER, Markup('<span class="nb">')).replace(APART, Markup("</span>"))

    def bare(self, text: str) -> str:
        """Read prose as plain text, for places that hold nothing else."""
        return bare(text, self._entries)

    def _node(self, node: Node) -> Markup:
        match node:
            case Words(text):
                return escape(text)
            case Number(index):
                entry = self._entries[index]
                return (WORDS if entry.id.endswith("/text") else BUTTON).format(index, entry.text)
            case Emphasis(nodes):
                return Markup("<em>{}</em>").format(Markup("").join(map(self._node, nodes)))
            case Link(nodes, target):
                return Markup('<a href="{}">{}</a>').format(target, Markup("").join(map(self._node, nodes)))
            case Cite(key):
                return Markup('<a class="cite" href="#work-{}">{}</a>').format(key, work(key).short)


def _trail(report: Report) -> str:
    """Write the trail for a script element, where a closing tag may not appear."""
    content: dict[str, Any] = report.trail.plain()
    shown = ("text", "value", "step", "path", "meaning", "source", "rows")
    content["numbers"] = [{name: number[name] for name in shown} for number in content["numbers"]]
    keys = {key for source in report.trail.sources.values() for key in source.citations}
    content["works"] = {key: work(key, report.references).text for key in sorted(keys)}
    return dump(content, indent=None).replace("</", "<\\/").replace("<!--", "<\\!--")


def _colors() -> str:
    def block(shade: str) -> str:
        return "".join(f"--{color.name}:{getattr(color, shade)};" for color in PALETTE.values())

    light, dark = block("light") + "color-scheme:light;", block("dark") + "color-scheme:dark;"
    return (
        f":root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return files("gaiatsu.report").joinpath("templates", name).read_text(encoding="utf-8")
