"""Numbers as people read them: rounded on the page, whole in the files."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "show"]

MINUS = "\u2212"
SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def show(value: Any, fmt: str) -> str:
    """Write a value the way political science prints it.

    Parameters
    ----------
    value
        A number, a truth value, or text.
    fmt
        ``p`` for a probability of a test (no zero before the point: ``.0025``), ``prob`` for any other
        probability (``.43``), ``%`` for a share from 0 to 1 (``43%``), ``%1`` with a decimal, ``d`` for a
        count, ``words`` for a count that is spelled up to ten, ``year``, ``2f`` for two decimals, ``+2f``
        with its sign, ``3g`` for three significant digits, ``text`` for words that come from the data.

    Returns
    -------
    str
        What is printed.

    Raises
    ------
    ValueError
        If the format is unknown.

    Examples
    --------
    >>> show(0.00249, "p"), show(0.0771, "p"), show(0.4377, "%"), show(-0.083, "+2f"), show(8, "words")
    ('.0025', '.077', '44%', '−0.08', 'eight')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "\u2013"
    if isinstance(value, float) and math.isinf(value) and fmt != "text":
        return "\u221e" if value > 0 else f"{MINUS}\u221e"
    if fmt in FORMATS:
        return FORMATS[fmt](value)
    return _patterned(value, fmt)


def _patterned(value: Any, fmt: str) -> str:
    match = re.fullmatch(r"(\+?)(%?)(\d+)([fg]?)", fmt)
    if match is None or bool(match[2]) == bool(match[4]):
        message = f"no number format is called {fmt!r}; there are {', '.join(FORMATS)}, 2f, +2f, 3g, %1"
        raise ValueError(message)
    sign, percent, digits = match[1], match[2], int(match[3])
    if percent:
        return _minus(f"{100 * value:{sign}.{digits}f}%")
    if match[4] == "g":
        return _minus(_significant(value, digits, sign))
    return _minus(_unsigned_zero(f"{value:{sign},.{digits}f}"))


def _significant(value: float, digits: int, sign: str) -> str:
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:{sign},.{decimals}f}"


def _unsigned_zero(text: str) -> str:
    """Take the sign from a difference that rounds to nothing."""
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def _p(value: float) -> str:
    if value < 0.0001:
        return "< .0001"
    if value > 0.9995:
        return "> .999" if value < 1 else "1"
    return f"{value:.{4 if value < 0.00995 else 3}f}".lstrip("0")


def _prob(value: float) -> str:
    if 0 < value < 0.005:
        return "< .01"
    if 0.995 < value < 1:
        return "> .99"
    return f"{value:.2f}".removeprefix("0")


def _percent(value: float) -> str:
    return _minus(f"{100 * value:.0f}%")


def _words(value: int) -> str:
    return SPELLED[value] if 0 <= value < len(SPELLED) else f"{value:,d}"


FORMATS: dict[str, Callable[[Any], str]] = {
    "p": _p,
    "prob": _prob,
    "%": _percent,
    "d": lambda value: _minus(f"{int(value):,d}"),
    "words": _words,
    "year": lambda value: f"{int(value):d}",
    "text": lambda value: str(getattr(value, "label", value)),
    "yesno": lambda value: "yes" if value else "no",
}
