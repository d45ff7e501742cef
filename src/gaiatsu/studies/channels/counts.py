"""Sanction crises counted by sender, target and period: as published, and counted again from the cases."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

__all__ = ["CUTS", "EVENTS", "Agreement", "Cut", "agreement", "cut", "recounted"]

EVENTS: Final = ("concede", "stand_firm", "back_down")
FIRST, LAST = 1970, 1999
"""Years of the published counts."""

STATES: Final = 1000
"""Codes below it are states; the European Community is none."""

SENDERS: Final = tuple(f"sender{place}" for place in range(1, 6))
KEYS: Final = ("ccode1", "ccode2", "period")


@dataclass(frozen=True)
class Cut:
    """How time is cut into games.

    Parameters
    ----------
    name
        ``decade``, ``five-years``, ``year``, or ``relevant`` (decades of politically relevant dyads, most of
        them without any crisis).
    dataset
        Data set with the published counts.
    years
        Length of a period.
    """

    name: str
    dataset: str
    years: int

    @property
    def months(self) -> int:
        """Months in a whole period."""
        return 12 * self.years


CUTS: Final[Mapping[str, Cut]] = MappingProxyType(
    {
        item.name: item
        for item in (
            Cut("decade", "sigint_decade", 10),
            Cut("five-years", "sigint_5years", 5),
            Cut("year", "sigint_1year", 1),
            Cut("relevant", "sigint_relevant", 10),
        )
    }
)


def cut(name: str) -> Cut:
    """Return the cut of that name.

    Parameters
    ----------
    name
        ``decade``, ``five-years``, ``year`` or ``relevant``.

    Returns
    -------
    Cut

    Raises
    ------
    UnknownName
        If there is none.

    Examples
    --------
    >>> cut("five-years").months
    60
    """
    if name not in CUTS:
        msg = f"No cut of time is called {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(CUTS)}")
    return CUTS[name]


def recounted(cases: pl.DataFrame, *, years: int) -> pl.DataFrame:
    """Count crises by sender, target and period from the cases themselves.

    The published counts come without the program that made them. Only a count that can be made again says
    what a "threat" is in them, and lets a circumstance of the cases, such as an institution that took part,
    be set beside the outcomes.

    Parameters
    ----------
    cases
        The table of TIES as the reader gives it.
    years
        Length of a period.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2, period (first year), one count an outcome; ``unthreatened``: of the crises
        that stood firm, those in which nothing was threatened before it was imposed; ``shared``: crises with
        several senders; ``institution``: crises in which an institution took part, and
        ``institution_known``: crises for which that is coded.

    Notes
    -----
    A rule that we found by trial to give the published numbers. Every sender listed counts, not the leading
    one alone. A final outcome after imposition is "stood firm", whether or not a threat came before; one at
    the stage of threat is "conceded" if the target gave in or the two settled, "backed down" if the sender
    gave up or nothing came of it. Cases without a coded outcome do not count. Cases of one sender, target and
    month are one crisis, the first by number.

    References
    ----------
    morgan2014; crismancox_gibilisco2021
    """
    import polars as pl

    crises = _crises(cases).with_columns(period=pl.col("start_year") // years * years)
    firm, known = pl.col("event") == "stand_firm", pl.col("institution").is_not_null()
    return (
        crises.group_by(KEYS)
        .agg(
            *((pl.col("event") == name).sum().cast(pl.Int64).alias(name) for name in EVENTS),
            unthreatened=(firm & (pl.col("threat") == 0)).sum().cast(pl.Int64),
            shared=(pl.col("senders") > 1).sum().cast(pl.Int64),
            institution=(pl.col("institution") == 1).sum().cast(pl.Int64),
            institution_known=known.sum().cast(pl.Int64),
        )
        .sort(KEYS)
    )


def _crises(cases: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    from gaiatsu.sources.sets.ties import GAVE_IN, NEGOTIATED

    outcome = pl.col("outcome")
    event = (
        pl.when(pl.col("outcome_stage") == "imposition")
        .then(pl.lit("stand_firm"))
        .when(outcome.is_in([*GAVE_IN, *NEGOTIATED]))
        .then(pl.lit("concede"))
        .when(outcome.is_not_null())
        .then(pl.lit("back_down"))
    )
    coded = cases.filter(pl.col("start_year").is_between(FIRST, LAST)).with_columns(event=event)
    listed = coded.drop_nulls(["event", "target"]).unpivot(
        on=list(SENDERS),
        index=["case", "target", "start_year", "start_month", "event", "threat", "institution"],
        value_name="ccode1",
    )
    senders = listed.drop_nulls("ccode1").unique(["case", "ccode1"]).rename({"target": "ccode2"})
    counted = senders.with_columns(senders=pl.len().over("case"))
    states = counted.filter((pl.col("ccode1") < STATES) & (pl.col("ccode2") < STATES))
    month = ["ccode1", "ccode2", "start_year", "start_month"]
    return states.sort("case").unique(month, keep="first", maintain_order=True)


@dataclass(frozen=True)
class Agreement:
    """How far the count from the cases agrees with the published one.

    Parameters
    ----------
    published
        Rows of the published count.
    found
        Of these, rows that the cases give at all.
    equal
        Of these, rows with every outcome equally often.
    extra
        Rows that only the count from the cases has.
    totals
        Crises by outcome, published and counted again over the published rows.
    """

    published: int
    found: int
    equal: int
    extra: int
    totals: Mapping[str, tuple[int, int]]


def agreement(published: pl.DataFrame, again: pl.DataFrame) -> Agreement:
    """Compare the published count with the one from the cases.

    Parameters
    ----------
    published
        Columns ccode1, ccode2, period and the outcomes.
    again
        As `recounted` gives it.

    Returns
    -------
    Agreement

    Examples
    --------
    >>> import polars as pl
    >>> one = {"ccode1": [2], "ccode2": [740], "period": [1990], "concede": [1], "stand_firm": [0]}
    >>> published = pl.DataFrame({**one, "back_down": [1]})
    >>> agreement(published, pl.DataFrame({**one, "back_down": [2]})).equal
    0
    """
    import polars as pl

    both = published.join(again.select(*KEYS, *EVENTS), on=KEYS, how="left", suffix="_again")
    same = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_again") for name in EVENTS)
    extra = again.join(published, on=KEYS, how="anti").height
    totals = {name: (int(both[name].sum()), int(both[f"{name}_again"].sum())) for name in EVENTS}
    found = both["concede_again"].is_not_null().sum()
    equal = both.select(same.fill_null(value=False).sum()).item()
    return Agreement(both.height, int(found), int(equal), extra, MappingProxyType(totals))
