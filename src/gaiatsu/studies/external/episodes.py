"""Single sanction cases before and after the end of 1992, laid beside the theory."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from gaiatsu.studies.external.comparison import (
    Comparison,
    Measurement,
    Tables,
    Values,
    near,
    shift,
    spelled,
)
from gaiatsu.studies.external.implications import own_decline, regime_decline, social_decline
from gaiatsu.studies.external.records import Evidence, Origin, Recomputed
from gaiatsu.studies.shares import fisher
from gaiatsu.studies.threats import JAPAN, BeforeAfter, CaseCoding, before_after

__all__ = ["EPISODES", "larger_fall"]

GRID: Final = 200


def _values(found: BeforeAfter) -> Values:
    return {
        "before": str(found.before),
        "after": str(found.after),
        "change": found.change,
        "p": fisher(found.before, found.after),
        "missing_before": found.missing_before,
        "missing_after": found.missing_after,
        "lowest_change": found.bounds[0],
        "highest_change": found.bounds[1],
    }


def _words(found: BeforeAfter) -> str:
    return f"{found.before.rate:.2f} -> {found.after.rate:.2f} ({found.before} -> {found.after})"


def _cases(
    tables: Tables, *, coding: CaseCoding, targets: tuple[int, ...] | None, printed: tuple[str, str] | None
) -> Measurement:
    found = before_after(tables["ties"].table, coding, targets)
    low, high = found.bounds
    values = _values(found)
    same = None if printed is None else _same(found, printed)
    finding = (
        f"{_words(found)}, p = {fisher(found.before, found.after):.2f}, "
        f"{spelled(found.after, found.before)}; cases without a coded outcome could make the change "
        f"anything from {low:+.2f} to {high:+.2f}."
    )
    evidence = replace(shift(found.after, found.before), robust=low * high > 0)
    return Measurement(evidence, finding, Recomputed(values, coding.words, same))


def _same(found: BeforeAfter, printed: tuple[str, str]) -> bool:
    """Whether the counts, or the rates to two digits, are those on record."""
    shares = found.before, found.after
    if "/" in printed[0]:
        return tuple(map(str, shares)) == printed
    return all(near(share.rate, float(number), 2) for share, number in zip(shares, printed, strict=True))


def larger_fall(first: BeforeAfter, second: BeforeAfter) -> float:
    """Probability that success fell further in the first sample than in the second, Jeffreys priors.

    Parameters
    ----------
    first, second
        Samples before and after.

    Returns
    -------
    float
        0 to 1; one half where both fell alike.

    Examples
    --------
    >>> from gaiatsu.studies.shares import Share
    >>> steady = BeforeAfter(Share(50, 100), Share(50, 100), 0, 0)
    >>> round(larger_fall(steady, steady), 2)
    0.5
    """
    levels = (np.arange(GRID) + 0.5) / GRID
    falls = [
        np.sort(np.subtract.outer(found.before.quantiles(levels), found.after.quantiles(levels)).ravel())
        for found in (first, second)
    ]
    return float(np.searchsorted(falls[1], falls[0]).mean() / falls[1].size)


def _beyond_others(tables: Tables) -> Measurement:
    cases = tables["ties"].table
    values: Values = {}
    for name, coding in (("all_issues", CaseCoding()), ("trade", CaseCoding(trade_only=True))):
        japan, others = before_after(cases, coding, (JAPAN,)), before_after(cases, coding)
        values |= {f"japan_{name}": _words(japan), f"others_{name}": _words(others)}
        values[f"larger_fall_in_japan_{name}"] = larger_fall(japan, others)
    chance = float(values["larger_fall_in_japan_trade"])
    finding = (
        f"Like with like, trade cases only, Japan {values['japan_trade']} and other targets "
        f"{values['others_trade']}: the chance that Japan fell further is {chance:.2f}."
    )
    ours = Recomputed(
        values,
        "both samples with the same issues; gave in or negotiated; by start year, to 1992 and after",
        None,
        "The numbers on record set Japan on all issues beside other targets on trade.",
    )
    return Measurement(Evidence(-1 if chance >= 0.5 else 1, max(chance, 1 - chance)), finding, ours)


# --- the rows ----------------------------------------------------------------------------------------------


TIES: Final = ("ties",)
EPISODES: Final = (
    Comparison(
        "cases-japan",
        "U.S.-Japan cases, gave in or negotiated, to 1992 and after",
        "13/17 -> 6/11, p = .41",
        Origin.COMPUTED,
        "morgan2014",
        ("H2", "H3", "H4T", "F11"),
        "the same demand in the social state of after against before",
        social_decline,
        partial(_cases, coding=CaseCoding(), targets=(JAPAN,), printed=("13/17", "6/11")),
        TIES,
    ),
    Comparison(
        "cases-others",
        "U.S. cases against other targets, to 1992 and after",
        ".54 -> .40",
        Origin.COMPUTED,
        "morgan2014",
        ("H3", "F11"),
        "the same demand once the regime settles disputes, nothing else changed",
        regime_decline,
        partial(_cases, coding=CaseCoding(trade_only=True), targets=None, printed=(".54", ".40")),
        TIES,
    ),
    Comparison(
        "cases-others-all",
        "U.S. cases against other targets on all issues, to 1992 and after",
        ".54 -> .40, set beside Japan on all issues",
        Origin.COMPUTED,
        "morgan2014",
        ("H3", "F11"),
        "the same demand once the regime settles disputes, nothing else changed",
        regime_decline,
        partial(_cases, coding=CaseCoding(), targets=None, printed=(".54", ".40")),
        TIES,
    ),
    Comparison(
        "cases-japan-trade",
        "U.S.-Japan trade cases, gave in or negotiated, to 1992 and after",
        "not on record",
        Origin.COMPUTED,
        "morgan2014",
        ("H2", "H3", "H4T", "F11"),
        "the same demand in the social state of after against before",
        social_decline,
        partial(_cases, coding=CaseCoding(trade_only=True), targets=(JAPAN,), printed=None),
        TIES,
    ),
    Comparison(
        "decline-beyond-others",
        "Japan's decline beyond that of other targets",
        "decline not specific to Japan",
        Origin.COMPUTED,
        "morgan2014",
        ("H2", "H4T", "F11"),
        "what identity and trust take away beyond what the regime does",
        own_decline,
        _beyond_others,
        TIES,
    ),
)
"""Rows that single cases fill."""
