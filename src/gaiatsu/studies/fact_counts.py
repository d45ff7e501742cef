"""Counts behind the article's facts: cabinets, capital, troops, responsiveness, obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.studies.shares import Share, probability_above, probability_first
from gaiatsu.studies.standing import Standing, by_probability
from gaiatsu.studies.threats import BROAD, JAPAN, LAST_BEFORE, STRICT, USA

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.cases import CaseSet
    from gaiatsu.sources import Dataset

__all__ = [
    "Answer",
    "cabinets",
    "capital",
    "obligations",
    "responsiveness",
    "troops_far_east",
    "troops_japan",
    "within",
]

Tables = Mapping[str, "Dataset"]
Values = dict[str, float | int | str]

TRADE_PARTNERS: Final = {
    20: "canada",
    713: "taiwan",
    732: "korea",
    JAPAN: "japan",
    1000: "european_community",
}
FEWEST_CASES: Final = 7
FIRST_CABINET, LAST_CABINET = date(1972, 7, 1), date(1993, 8, 9)
CARETAKER, OUTLIVED = timedelta(days=60), timedelta(days=60)
"""A spell this short is a caretaker's; a cabinet still there so long after an election is a new one."""
USA_IFS, JAPAN_IFS = 111, 158
BUSH_YEARS: Final = range(1989, 1993)
WINDOW: Final = (1970, 1996)
FAR_EAST: Final = (700, 899)


@dataclass(frozen=True)
class Answer:
    """What the data say about a fact."""

    standing: Standing
    finding: str
    coding: str
    values: Values


def within(inside: bool, *, otherwise: Standing = Standing.DISAGREES) -> Standing:
    """Judge a fact that is either borne out or not.

    Parameters
    ----------
    inside
        Whether it is.
    otherwise
        Standing where it is not.

    Returns
    -------
    Standing
    """
    return Standing.AGREES if inside else otherwise


def cabinets(_: CaseSet, tables: Tables) -> Answer:
    """Count how long Japanese cabinets lasted, 1972-93.

    A cabinet ends with its head of government and with every election of the lower house, after which the
    constitution has it resign even where the same head forms the next.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    import polars as pl

    spells = tables["archigos"].table.filter(
        (pl.col("ccode") == JAPAN) & (pl.col("start") >= FIRST_CABINET) & (pl.col("end") <= LAST_CABINET)
    )
    heads = [(start, end) for start, end in spells.select("start", "end").iter_rows()]
    lasting = [(start, end) for start, end in heads if end - start > CARETAKER]
    days = _election_days(tables)
    formed = sum(1 + sum(start < day < end - OUTLIVED for day in days) for start, end in lasting)
    years = [(end - start).days / 365.25 for start, end in heads]
    mean = sum((end - start).days for start, end in lasting) / 365.25 / formed
    values: Values = {
        "cabinets": formed,
        "mean_years": mean,
        "heads_of_government": len(heads),
        "mean_years_of_heads": float(np.mean(years)),
        "mean_years_of_heads_without_caretaker": mean * formed / len(lasting),
        "longest_years": max(years),
    }
    finding = (
        f"{formed} cabinets lasted {mean:.2f} years on average. Heads of government lasted "
        f"{np.mean(years):.2f}, and {mean * formed / len(lasting):.2f} without the caretaker of 1980."
    )
    coding = (
        "heads of government from July 1972 to 9 August 1993 (Archigos), each spell cut by the lower-house "
        "elections it outlived (REIGN), the caretaker left out"
    )
    return Answer(within(mean < 2), finding, coding, values)


def _election_days(tables: Tables) -> list[date]:
    import polars as pl

    votes = tables["reign_elections"].table.filter((pl.col("ccode") == JAPAN) & (pl.col("type") == "L"))
    rows = votes.select("year", "month", pl.col("day").fill_null(15)).iter_rows()
    return [date(*row) for row in rows]


def capital(_: CaseSet, tables: Tables) -> Answer:
    """Count when U.S. dependence on foreign capital was highest.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    deficit = _wealth(tables, USA_IFS, "current_account", sign=-1.0)
    debt = _wealth(tables, USA_IFS, "net_assets", sign=-1.0)
    supply = _wealth(tables, JAPAN_IFS, "current_account", sign=1.0)
    flow, stock, source = (_peak(series) for series in (deficit, debt, supply))
    higher = next((year for year in sorted(debt) if year > stock and debt[year] > debt[stock]), "never")
    values: Values = {
        "deficit_peak_year": flow,
        "deficit_peak": deficit[flow],
        "deficit_1991": deficit[1991],
        "liabilities_peak_year": stock,
        "liabilities_peak": debt[stock],
        "liabilities_higher_from": higher,
        "japanese_surplus_peak_year": source,
        "japanese_surplus_peak": supply[source],
    }
    inside = [year in BUSH_YEARS for year in (flow, stock)]
    split = Standing.CANNOT_TELL if any(inside) else Standing.DISAGREES
    finding = (
        f"Net foreign liabilities peaked in {stock} at {debt[stock]:.1f} % of GDP (higher again: {higher}), "
        f"the deficit to be financed in {flow} at {deficit[flow]:.1f} % (1991: {deficit[1991]:.2f} %), "
        f"Japan's surplus in {source} at {supply[source]:.1f} % of U.S. GDP."
    )
    span = f"{WINDOW[0]}-{WINDOW[1]}"
    coding = f"peaks of {span}; against all partners, since bilateral positions are not in these data"
    return Answer(within(all(inside), otherwise=split), finding, coding, values)


def _peak(series: Mapping[int, float]) -> int:
    inside = [year for year in series if WINDOW[0] <= year <= WINDOW[1]]
    return max(inside, key=series.__getitem__)


def _wealth(tables: Tables, country: int, amount: str, *, sign: float) -> dict[int, float]:
    """Read a position or flow in percent of U.S. GDP by year."""
    table = tables["lmf_external_wealth"].table
    gdp = dict(table.filter(ifs=USA_IFS).select("year", "gdp").iter_rows())
    rows = table.filter(ifs=country).select("year", amount).drop_nulls().iter_rows()
    return {year: sign * 100 * value / gdp[year] for year, value in rows}


def responsiveness(_: CaseSet, tables: Tables) -> Answer:
    """Count how often trading partners gave in to U.S. trade threats and sanctions to 1992.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE, sent_by

    early = (
        (pl.col("issue1") == TRADE) & (pl.col("start_year") <= LAST_BEFORE) & pl.col("outcome").is_not_null()
    )
    coded = tables["ties"].table.filter(sent_by(USA) & early)
    named = {name: coded.filter(target=code) for code, name in TRADE_PARTNERS.items()}
    listed = {name: cases for name, cases in named.items() if cases.height >= FEWEST_CASES}
    shares = {name: _given_in(cases, BROAD) for name, cases in listed.items()}
    first = probability_first(shares, "japan")
    ahead = probability_above(shares["japan"], shares["european_community"])
    values: Values = {name: str(share) for name, share in shares.items()}
    values |= {f"{name}_gave_in": str(_given_in(cases, STRICT)) for name, cases in listed.items()}
    values |= {"probability_first": first, "probability_ahead_of_community": ahead}
    listing = ", ".join(f"{name.replace('_', ' ').title()} {share}" for name, share in shares.items())
    finding = (
        f"Gave in or settled: {listing}. The chance that Japan was first is {first:.2f}, that it was ahead "
        f"of the Community {ahead:.2f}."
    )
    coding = (
        "U.S. among the senders, first issue trade, begun by 1992, outcome coded; partners with "
        f"{FEWEST_CASES} cases or more"
    )
    return Answer(by_probability(first), finding, coding, values)


def _given_in(cases: pl.DataFrame, words: tuple[str, ...]) -> Share:
    return Share(int(cases["outcome"].is_in(list(words)).sum()), cases.height)


def troops_japan(_: CaseSet, tables: Tables) -> Answer:
    """Count the troops in Japan around 1995.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    table = tables["us_troops"].table.filter(ccode=JAPAN)
    counts: dict[int, int] = dict(table.select("year", "troops").iter_rows())
    kept, later = _mean(counts, 1990, 1994), _mean(counts, 1996, 2000)
    finding = (
        f"{kept:,.0f} on average in 1990-94, the level to be kept; {counts[1995]:,} in 1995 and {later:,.0f} "
        "on average in 1996-2000."
    )
    values: Values = {"mean_1990_94": kept, "count_1995": counts[1995], "mean_1996_2000": later}
    coding = "active-duty troops in Japan; borne out if the mean of 1990-94 is within 5 %"
    return Answer(within(abs(kept - 45_000) <= 2_250), finding, coding, values)


def troops_far_east(_: CaseSet, tables: Tables) -> Answer:
    """Count the troops in Asia around 1995.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    import polars as pl

    table = tables["us_troops"].table.filter(pl.col("ccode").is_between(*FAR_EAST))
    counts: dict[int, int] = dict(table.group_by("year").agg(pl.col("troops").sum()).iter_rows())
    kept = _mean(counts, 1990, 1994)
    finding = (
        f"{kept:,.0f} on land in Asia on average in 1990-94 and {counts[1995]:,} in 1995. Sailors afloat are "
        "not counted by country, so the total cannot be checked."
    )
    values: Values = {"mean_1990_94": kept, "count_1995": counts[1995]}
    verdict = within(abs(kept - 100_000) <= 5_000, otherwise=Standing.CANNOT_TELL)
    return Answer(verdict, finding, "active-duty troops in states 700-899; within 5 %", values)


def _mean(counts: Mapping[int, int], first: int, last: int) -> float:
    return float(np.mean([counts[year] for year in range(first, last + 1)]))


def obligations(_: CaseSet, tables: Tables) -> Answer:
    """Count the years in which the United States owed Japan defense and Japan owed none.

    Parameters
    ----------
    _
        The case set; not read.
    tables
        External data sets by name.

    Returns
    -------
    Answer
    """
    table = tables["atop"].table
    owed, returned = _promises(table, USA, JAPAN), _promises(table, JAPAN, USA)
    years = sorted(set(owed) & set(returned))
    one_sided = [year for year in years if owed[year] > returned[year]]
    finding = (
        f"The United States owed Japan defense and Japan owed none in {len(one_sided)} of {len(years)} years "
        f"({years[0]}-{years[-1]}). The Correlates of War code the same treaty symmetric."
    )
    values: Values = {"years": len(years), "one_sided": len(one_sided)}
    verdict = within(len(one_sided) == len(years))
    return Answer(verdict, finding, "ATOP, defense obligations from 1945 on", values)


def _promises(table: pl.DataFrame, first: int, second: int) -> dict[int, int]:
    rows = table.filter(ccode1=first, ccode2=second).select("year", "defense").iter_rows()
    return {year: defense for year, defense in rows if year >= 1945}
