"""From specification to picture: SVG for the page, the paper and the files, PNG for slides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gaiatsu.report.figures.theme import FONT
from gaiatsu.report.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["inline", "on_paper", "png", "standalone", "svg"]

SANS = "Helvetica, Arial, 'Liberation Sans', sans-serif"
SERIF = "Libertinus Serif"


def svg(spec: Mapping[str, Any]) -> str:
    """Draw a Vega-Lite specification.

    Parameters
    ----------
    spec
        The specification, with its data.

    Returns
    -------
    str
        SVG in the light colors; :func:`standalone`, :func:`inline` and :func:`on_paper` dress it.
    """
    import vl_convert

    drawing = str(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]))
    return _numbered(_quiet(_without_addresses(drawing)))


def png(drawing: str, *, scale: float = 2.0) -> bytes:
    """Rasterize a drawing.

    Parameters
    ----------
    drawing
        SVG of :func:`svg`.
    scale
        Pixels a unit.

    Returns
    -------
    bytes
        The PNG file.
    """
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing, scale=scale))


def standalone(drawing: str, title: str) -> str:
    """Dress a drawing as a file of its own: light colors, letters that every machine has.

    Parameters
    ----------
    drawing
        SVG of :func:`svg`.
    title
        Title of the file, in plain text.

    Returns
    -------
    str
        SVG with its title.
    """
    head = f"<title>{_escaped(title)}</title>"
    return _with_fonts(drawing, SANS).replace(">", f">{head}", 1)


def on_paper(drawing: str) -> str:
    """Dress a drawing for the PDF: its letters, no ground of its own."""
    return _without_ground(_with_fonts(drawing, SERIF))


def inline(drawing: str, name: str, *, kind: str) -> str:
    """Dress a drawing for the page: colors by name, so that light and dark are one drawing.

    Parameters
    ----------
    drawing
        SVG of :func:`svg`.
    name
        Name of the chart; ids inside the drawing are put under it.
    kind
        Class of the element: which screen it is for.

    Returns
    -------
    str
        SVG element to set into the page; screen readers pass over it.
    """
    named = _without_ground(drawing)
    for color in PALETTE.values():
        named = named.replace(color.light, f"var(--{color.name})")
    named = named.replace(f'font-family="{FONT}" ', "").replace(f' font-family="{FONT}"', "")
    size = re.search(r'width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"', named)
    if size is not None:
        named = named.replace(size[0], f'width="{size[1]}"', 1)
    named = re.sub(r'(id="|url\(#)(?=[a-z]+\d+)', rf"\g<1>{name}-{kind}-", named)
    return named.replace('class="marks"', f'class="{kind}" aria-hidden="true" focusable="false"', 1)


def _without_ground(drawing: str) -> str:
    return re.sub(r'(<svg[^>]*>)<rect width="[\d.]+" height="[\d.]+" fill="[^"]*"/>', r"\1", drawing, count=1)


def _without_addresses(drawing: str) -> str:
    return drawing.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def _quiet(drawing: str) -> str:
    """Drop what Vega says to screen readers; the figure's own words and table say it better."""
    return re.sub(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"', "", drawing)


def _numbered(drawing: str) -> str:
    """Count the ids of a drawing from one: Vega counts them through every drawing of the process."""
    found = dict.fromkeys(re.findall(r'\bid="([a-z]+\d+)"', drawing))
    names = {name: f"part{number}" for number, name in enumerate(found, start=1)}
    return re.sub(
        r'(\bid="|url\(#)([a-z]+\d+)', lambda match: match[1] + names.get(match[2], match[2]), drawing
    )


def _with_fonts(drawing: str, family: str) -> str:
    return drawing.replace(f'font-family="{FONT}"', f'font-family="{family}"')


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
