"""Numbers as people read them: rounded on the page, whole in the files."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "show"]

MINUS = "\u2212"
SPELLED = (
    *(
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def show(value: Any, fmt: str) -> str:
    """Write a value the way political science prints it.

    Parameters
    ----------
    value
        A number, a truth value, or text.
    fmt
        ``p`` for a probability of a test (no zero before the point: ``.0025``), ``p3`` for a column of
        them (``.003``), ``prob`` for any other probability (``.43``), ``%`` for a share from 0 to 1
        (``43%``), ``%1`` with a decimal, ``points`` for a difference of shares (``+21``), ``d`` for a
        count, ``words`` for a count that is spelled up to
        twenty (``Words`` to begin a sentence, ``none`` where no noun follows it), ``factor`` for a Bayes
        factor kept as its natural logarithm, ``year``, ``2f`` for two decimals, ``+2f`` with its sign,
        ``3g`` for three significant digits, ``text`` for words that come from the data, ``yesno``.

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


def _p3(value: float) -> str:
    """Print a column of p-values with their points below each other."""
    if value < 0.0005:
        return "< .001"
    return f"{value:.3f}".removeprefix("0")


def _prob(value: float) -> str:
    if 0 < value < 0.005:
        return "< .01"
    if 0.995 < value < 1:
        return "> .99"
    return f"{value:.2f}".removeprefix("0")


def _factor(log_factor: float) -> str:
    """Print a Bayes factor from its natural logarithm."""
    if abs(log_factor) > 13.8:
        return "> 1,000,000" if log_factor > 0 else "< .000001"
    factor = math.exp(log_factor)
    if factor >= 9.95:
        return f"{factor:,.0f}"
    return f"{factor:.1f}" if factor >= 0.95 else f"{factor:.2f}".removeprefix("0")


def _percent(value: float) -> str:
    return _minus(_unsigned_zero(f"{100 * value:.0f}%"))


def _words(value: int) -> str:
    return SPELLED[value] if 0 <= value < len(SPELLED) else f"{value:,d}"


FORMATS: dict[str, Callable[[Any], str]] = {
    "p": _p,
    "p3": _p3,
    "prob": _prob,
    "factor": _factor,
    "%": _percent,
    "d": lambda value: _minus(f"{int(value):,d}"),
    "points": lambda value: _minus(_unsigned_zero(f"{100 * value:+.0f}")),
    "words": _words,
    "Words": lambda value: _words(value)[:1].upper() + _words(value)[1:],
    "none": lambda value: "none" if value == 0 else _words(value),
    "year": lambda value: f"{int(value):d}",
    "text": lambda value: str(getattr(value, "label", value)).replace("->", "\u2192"),
    "yesno": lambda value: "yes" if value else "no",
}
