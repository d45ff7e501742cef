"""How every chart of a report looks: quiet axes, direct labels, one set of colors and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FONT", "NARROW", "PROBABILITY", "WIDE", "Spec", "axis", "chart", "layer", "quantity", "values"]

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Liberation Sans"
PROBABILITY = "replace(format(datum.value, '~g'), /^0[.]/, '.')"
"""Vega expression that labels an axis of probabilities as the tables print them."""

WIDE, NARROW = 720, 350
"""Width of a chart in pixels, on a page and on a phone."""


def chart(body: Mapping[str, Any], *, size: tuple[int, int] | None = None) -> Spec:
    """Complete a specification with schema, size and the look of the report.

    Parameters
    ----------
    body
        Marks, layers or a concatenation.
    size
        Width and height in pixels, axes included; left out where the body sets its own.

    Returns
    -------
    Spec
        A whole Vega-Lite specification.
    """
    spec: Spec = {"$schema": SCHEMA, "background": light("paper"), "config": _config(), **body}
    if size is not None:
        spec |= {"width": size[0], "height": size[1], "autosize": {"type": "fit", "contains": "padding"}}
    return spec


def layer(*layers: Mapping[str, Any], **more: Any) -> Spec:
    """Lay marks over each other.

    Parameters
    ----------
    layers
        Specifications of the marks, the lowest first.
    more
        What holds for all of them, such as data.

    Returns
    -------
    Spec
        A layered specification.
    """
    return {"layer": list(layers), **more}


def values(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Give rows as inline data."""
    return {"values": [dict(row) for row in rows]}


def quantity(field: str, *, domain: Sequence[float] | None = None, **more: Any) -> Spec:
    """Encode a number by position, with its scale as given and not stretched.

    Parameters
    ----------
    field
        Name of the field in the rows.
    domain
        Both ends of the scale; the reach of the data when left out.
    more
        Further entries of the encoding, such as ``axis``.

    Returns
    -------
    Spec
        An encoding.
    """
    scale: Spec = {"zero": False, "nice": False}
    if domain is not None:
        scale["domain"] = list(domain)
    return {"field": field, "type": "quantitative", "scale": scale, **more}


def axis(title: str | None = None, **more: Any) -> Spec:
    """Describe an axis; its title stands at its end, horizontally.

    Parameters
    ----------
    title
        Words of the title; none when left out.
    more
        Further entries, such as ``values``.

    Returns
    -------
    Spec
        An axis.
    """
    return {"title": title, **more}


def _config() -> Spec:
    ink, muted, rule = light("ink"), light("muted"), light("rule")
    return {
        "font": FONT,
        "view": {"stroke": None},
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "axis": {
            "labelColor": muted,
            "labelFontSize": 12,
            "titleColor": muted,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domainColor": rule,
            "tickColor": rule,
            "gridColor": rule,
            "gridWidth": 0.6,
            "labelPadding": 5,
            "titlePadding": 8,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "text": {"color": ink, "fontSize": 12},
        "line": {"strokeWidth": 2, "strokeCap": "round"},
        "point": {"filled": True, "size": 60},
        "header": {"labelColor": ink, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
        "legend": {"disable": True},
    }
