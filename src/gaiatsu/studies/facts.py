"""The article's checkable facts beside the data: what it asserts in passing, counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.studies import fact_counts as count
from gaiatsu.studies.fact_counts import Answer, Tables, within
from gaiatsu.studies.standing import Standing

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet, Fact

__all__ = ["FACT_DATA", "FactCheck", "fact_checks"]


@dataclass(frozen=True)
class FactCheck:
    """One fact that the article asserts, and what the data say.

    Parameters
    ----------
    id
        Id of the fact in the case set, or a name of our own.
    paraphrase, locator
        What the article asserts, in our words, and where.
    printed
        The number as printed.
    standing
        Whether the data bear it out.
    finding
        What they show, in a sentence.
    coding
        Which rows were counted, and how.
    values
        The numbers.
    data
        External data sets that were needed.
    """

    id: str
    paraphrase: str
    locator: str
    printed: str
    standing: Standing
    finding: str
    coding: str
    values: Mapping[str, float | int | str]
    data: tuple[str, ...]


@dataclass(frozen=True)
class _Check:
    fact: str
    answer: Callable[[CaseSet, Tables], Answer]
    data: tuple[str, ...] = ()
    paraphrase: str = ""
    locator: str = ""
    printed: str = ""


def fact_checks(case_set: CaseSet, tables: Tables) -> tuple[FactCheck, ...]:
    """Check the facts that the data at hand reach; the others say what they would need.

    Parameters
    ----------
    case_set
        The article's facts and its table of dependence.
    tables
        External data sets that were read, by name; may be empty.

    Returns
    -------
    tuple of FactCheck
        In the order of the article's argument.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> [check.standing.value for check in fact_checks(cases.load("schoppa1999"), {}) if not check.data]
    ['data needed', 'agrees', 'agrees', 'agrees', 'data needed']
    """
    return tuple(_check(check, case_set, tables) for check in CHECKS)


def _check(check: _Check, case_set: CaseSet, tables: Tables) -> FactCheck:
    fact = next((fact for fact in case_set.facts if fact.id == check.fact), None)
    missing = [name for name in check.data if name not in tables]
    if missing:
        finding = f"Needs the data set{'s' * (len(missing) > 1)} {', '.join(missing)}."
        answer = Answer(Standing.DATA_NEEDED, finding, "", {})
    else:
        answer = check.answer(case_set, tables)
    return FactCheck(
        check.fact,
        fact.paraphrase if fact else check.paraphrase,
        fact.locator if fact else check.locator,
        _printed(fact) if fact else check.printed,
        answer.standing,
        answer.finding,
        answer.coding,
        answer.values,
        check.data,
    )


def _printed(fact: Fact) -> str:
    style = "g" if fact.unit == "year" else ",g"
    ends = (fact.value,) if fact.upper is None else (fact.value, fact.upper)
    span = "-".join(format(end, style) for end in ends)
    bound = "" if fact.bound == "exact" else f"{fact.bound} "
    unit = "" if fact.unit in ("year", "rank") else f" {fact.unit}"
    return f"{bound}{span}{unit}"


# --- from the article's own table ------------------------------------------------------------------------


def _column(case_set: CaseSet, column: str, first: int, last: int) -> np.ndarray:
    table = case_set.table("table1")
    place = table.columns.index(column)
    return np.asarray([row[place] for row in table.rows if first <= row[0] <= last], dtype=float)


def _early_share(case_set: CaseSet, _: Tables) -> Answer:
    shares = _column(case_set, "japan_exports_share", 1970, 1974)
    finding = f"The share ran from {shares.min():g} to {shares.max():g} % in 1970-74."
    values = {"lowest": float(shares.min()), "highest": float(shares.max())}
    return Answer(within(bool(shares.max() < 3)), finding, "Table 1, 1970-74", dict(values))


def _early_ratio(case_set: CaseSet, _: Tables) -> Answer:
    ratios = _column(case_set, "ratio", 1970, 1972)
    low, high = float(ratios.min()), float(ratios.max())
    after = float(_column(case_set, "ratio", 1973, 1973)[0])
    finding = f"The printed ratio ran from {low:g} to {high:g} in 1970-72 and fell to {after:g} in 1973."
    values = {"lowest": low, "highest": high, "ratio_1973": after}
    return Answer(within((low, high) == (6.3, 8.7)), finding, "Table 1, 1970-72", dict(values))


def _late_ratio(case_set: CaseSet, _: Tables) -> Answer:
    ratios = _column(case_set, "ratio", 1990, 1995)
    values = {"median": float(np.median(ratios)), "mean": float(ratios.mean()), "last": float(ratios[-1])}
    finding = (
        f"Median {values['median']:g}, mean {values['mean']:.2f} in 1990-95; it closes at {values['last']:g}."
    )
    close = abs(values["median"] - 3.3) < 0.05
    return Answer(within(close), finding, "Table 1, 1990-95", dict(values))


def _unreached(_: CaseSet, __: Tables, *, needs: str) -> Answer:
    return Answer(Standing.DATA_NEEDED, f"No registered data set reaches it: {needs}.", "", {})


CHECKS: Final = (
    _Check(
        "security-asymmetry",
        count.obligations,
        ("atop",),
        "Security obligations run from the United States to Japan only.",
        "The Social Context of U.S.-Japan Bargaining",
        "one-sided",
    ),
    _Check("responsiveness-rank", count.responsiveness, ("ties",)),
    _Check("sales-gain-share", partial(_unreached, needs="it takes sales gains by case")),
    _Check("export-share-early-1970s", _early_share),
    _Check("ratio-early-1970s", _early_ratio),
    _Check("ratio-1990s", _late_ratio),
    _Check("capital-dependence-peak", count.capital, ("lmf_external_wealth",)),
    _Check("troops-japan", count.troops_japan, ("us_troops",)),
    _Check("troops-far-east", count.troops_far_east, ("us_troops",)),
    _Check("cabinet-duration", count.cabinets, ("archigos", "reign_elections")),
    _Check("ldp-margin", partial(_unreached, needs="it takes seats by party and election")),
)

FACT_DATA: Final = tuple(sorted({name for check in CHECKS for name in check.data}))
"""External data sets that the checks read."""
