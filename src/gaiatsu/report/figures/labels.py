"""Direct labels: where each can stand so that it covers neither a point nor another label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Label", "Place", "place_labels", "text_width"]

WIDTHS = {
    **dict.fromkeys("iljI.,:;'|!", 0.25),
    **dict.fromkeys("ftr()- ", 0.33),
    **dict.fromkeys("mwMW%", 0.86),
}
LINE = 1.25
GAP = 4.0


@dataclass(frozen=True)
class Label:
    """A point that needs words beside it.

    Parameters
    ----------
    x, y
        Its place in pixels, y downwards.
    text
        The words.
    radius
        Half the width of its mark in pixels.
    """

    x: float
    y: float
    text: str
    radius: float = 5.0


@dataclass(frozen=True)
class Place:
    """Where a label stands.

    Parameters
    ----------
    x, y
        Anchor in pixels; y is the middle of the line.
    align
        Which end of the words the anchor is.
    """

    x: float
    y: float
    align: str


Box = tuple[float, float, float, float]


def text_width(text: str, size: float) -> float:
    """Estimate the width of words in pixels, for a plain sans-serif letter.

    Parameters
    ----------
    text
        The words.
    size
        Size of the letter in pixels.

    Returns
    -------
    float
        Pixels.

    Examples
    --------
    >>> text_width("mild", 10) < text_width("warm", 10)
    True
    """
    return size * sum(WIDTHS.get(letter, 0.66 if letter.isupper() else 0.55) for letter in text)


def place_labels(
    labels: Sequence[Label], *, size: float, bounds: Box, obstacles: Sequence[Box] = (), reach: int = 3
) -> tuple[Place, ...]:
    """Choose a place for every label, the first free one in a fixed order of preference.

    Parameters
    ----------
    labels
        Points in the order in which they choose.
    size
        Size of the letter in pixels.
    bounds
        Left, top, right and bottom edge that labels may not cross.
    obstacles
        Left, top, right and bottom edge of what labels may not cover.
    reach
        How many lines away from its point a label may stand.

    Returns
    -------
    tuple of Place
        One a label; the first preference where nothing is free.

    Examples
    --------
    >>> place_labels([Label(10, 10, "a")], size=10, bounds=(0, 0, 100, 20))[0].align
    'left'
    """
    taken = [_box_of_point(label) for label in labels]
    places: list[Place] = []
    for number, label in enumerate(labels):
        options = _options(label, size, reach)
        others = [*obstacles, *(box for other, box in enumerate(taken) if other != number)]
        free = (option for option in options if _is_free(_box(option, label.text, size), others, bounds))
        choice = next(free, options[0])
        taken.append(_box(choice, label.text, size))
        places.append(choice)
    return tuple(places)


def _options(label: Label, size: float, reach: int) -> list[Place]:
    beside = label.radius + GAP
    options = [Place(label.x + beside, label.y, "left"), Place(label.x - beside, label.y, "right")]
    for level in range(1, reach + 1):
        rise = label.radius + (level - 0.5) * size * LINE + 1
        for sign in (-1, 1):
            y = label.y + sign * rise
            options += [
                Place(label.x, y, "center"),
                Place(label.x - label.radius, y, "left"),
                Place(label.x + label.radius, y, "right"),
            ]
    return options


def _box(place: Place, text: str, size: float) -> Box:
    width = text_width(text, size)
    left = place.x - {"left": 0.0, "center": width / 2, "right": width}[place.align]
    half = size * LINE / 2 - 0.5
    return left, place.y - half, left + width, place.y + half


def _box_of_point(label: Label) -> Box:
    return label.x - label.radius, label.y - label.radius, label.x + label.radius, label.y + label.radius


def _is_free(box: Box, others: Sequence[Box], bounds: Box) -> bool:
    inside = box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
    return inside and not any(_overlap(box, other) for other in others)


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
