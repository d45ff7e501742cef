"""The colors of a report, by what they mean, on white paper and on a dark screen."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PALETTE", "Color", "contrast", "light"]


@dataclass(frozen=True)
class Color:
    """A color by its meaning.

    Parameters
    ----------
    name
        What it stands for; the page's style sheet knows it by this name.
    light, dark
        Six-digit hexadecimal on paper and on a dark screen.
    kind
        ``text`` must read at a contrast of 4.5 to its ground, ``mark`` at 3, ``quiet`` may recede.
    """

    name: str
    light: str
    dark: str
    kind: str


PALETTE: dict[str, Color] = {
    color.name: color
    for color in (
        Color("paper", "#fffefb", "#14171b", "ground"),
        Color("panel", "#f5f3ec", "#1d2127", "ground"),
        Color("ink", "#20242a", "#e8e6e1", "text"),
        Color("muted", "#5b636d", "#a5adb7", "text"),
        Color("rule", "#d8d5cb", "#3a4048", "quiet"),
        Color("concede", "#1f62a8", "#7db4ee", "text"),
        Color("refuse", "#b5400f", "#f39b6b", "text"),
        Color("third", "#0c7463", "#5fcab4", "text"),
        Color("fourth", "#7a4a9e", "#c5a3ea", "text"),
        Color("fifth", "#8a6508", "#e0b950", "text"),
        Color("band", "#ebe6d9", "#262b32", "quiet"),
        Color("concede-soft", "#b9d0e8", "#2d4a69", "quiet"),
        Color("refuse-soft", "#efc5ae", "#643823", "quiet"),
        Color("gray", "#8b9199", "#7d8691", "mark"),
    )
}


def light(name: str) -> str:
    """Give the color a chart is drawn in; a page replaces it by the name.

    Examples
    --------
    >>> light("ink")
    '#20242a'
    """
    return PALETTE[name].light


def contrast(first: str, second: str) -> float:
    """Compute the contrast ratio of two colors as the Web Content Accessibility Guidelines define it.

    Parameters
    ----------
    first, second
        Six-digit hexadecimal.

    Returns
    -------
    float
        From 1 (the same) to 21 (black on white).

    Notes
    -----
    (L1 + .05) / (L2 + .05) with L the relative luminance of the lighter and the darker color.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
