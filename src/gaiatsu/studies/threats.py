"""What the record of sanction threats says: how often targets gave in, where, when and to whom.

Two data sets are read: counts by directed dyad and decade, in which a threat ends in concession, imposition
or back-down; and single cases with their final outcome. No nominal code is ever averaged: an outcome counts
as a success or it does not, and the words that count are part of the coding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.studies.shares import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

__all__ = [
    "BROAD",
    "STRICT",
    "BeforeAfter",
    "CaseCoding",
    "before_after",
    "concession_by_target",
    "concession_share",
    "obliged_decades",
    "threat_outcomes",
]

USA: Final = 2
JAPAN: Final = 740
BROAD: Final = ("partial acquiescence", "complete acquiescence", "negotiated settlement")
"""The target gave in or a settlement was negotiated."""
STRICT: Final = ("partial acquiescence", "complete acquiescence")
"""The target gave in."""
LAST_BEFORE: Final = 1992


def threat_outcomes(threats: pl.DataFrame) -> dict[str, int]:
    """How threats ended: concession, imposition, back-down.

    Parameters
    ----------
    threats
        Rows of the data set ``sigint``.
    """
    return {name: int(threats[name].sum()) for name in ("concede", "stand_firm", "back_down")}


def concession_share(threats: pl.DataFrame) -> Share:
    """Share of threats that the target gave in to."""
    outcomes = threat_outcomes(threats)
    return Share(outcomes["concede"], sum(outcomes.values()))


def concession_by_target(threats: pl.DataFrame, *, at_least: int = 1) -> dict[int, Share]:
    """Share of threats given in to, by target, highest rate first.

    Parameters
    ----------
    threats
        Rows of the data set ``sigint``.
    at_least
        Fewest threats for a target to be listed.

    Returns
    -------
    dict
        Shares by code of the target.
    """
    shares = {int(code): concession_share(threats.filter(ccode2=code)) for code in threats["ccode2"].unique()}
    listed = [(code, share) for code, share in shares.items() if share.cases >= at_least]
    return dict(sorted(listed, key=lambda item: (-item[1].rate, item[0])))


def obliged_decades(threats: pl.DataFrame, alliances: pl.DataFrame) -> pl.DataFrame:
    """Add whether the sender owed the target defense in at least half of the decade's years.

    The alliance variable that comes with these data was not measured before 1990, so obligations are taken
    from the treaties themselves.

    Parameters
    ----------
    threats, alliances
        Tables of ``sigint`` and ``atop``.

    Returns
    -------
    polars.DataFrame
        ``threats`` with the column ``obliged``.
    """
    import polars as pl

    keys = ["ccode1", "ccode2", "decade"]
    owed = alliances.filter(pl.col("defense") == 1).with_columns(decade=pl.col("year") // 10 * 10)
    years = owed.group_by(keys).agg(owed_years=pl.len())
    joined = threats.join(years, on=keys, how="left").with_columns(pl.col("owed_years").fill_null(0))
    return joined.with_columns(obliged=pl.col("owed_years") >= 5)


@dataclass(frozen=True)
class CaseCoding:
    """Which cases count, and which outcomes count as success.

    Parameters
    ----------
    success
        Words of the final outcome that count.
    trade_only
        Only cases whose first issue is trade.
    dated_by
        ``start_year`` or ``end_year``.
    leading_sender
        Whether the sender must lead the case, or may stand anywhere among the senders.
    """

    success: tuple[str, ...] = BROAD
    trade_only: bool = False
    dated_by: str = "start_year"
    leading_sender: bool = False

    @property
    def words(self) -> str:
        """The coding in a sentence."""
        gave = "gave in or negotiated" if self.success == BROAD else "gave in"
        issue = "trade cases" if self.trade_only else "all issues"
        sender = "United States leading" if self.leading_sender else "United States among the senders"
        return f"{gave}; {issue}; {sender}; by {self.dated_by.replace('_', ' ')}, to {LAST_BEFORE} and after"


@dataclass(frozen=True)
class BeforeAfter:
    """Success before and after the end of 1992, with what the missing outcomes could make of it.

    Parameters
    ----------
    before, after
        Cases whose outcome is coded.
    missing_before, missing_after
        Cases whose outcome is not.
    """

    before: Share
    after: Share
    missing_before: int
    missing_after: int

    @property
    def change(self) -> float:
        """Rate after less rate before, coded cases only."""
        return self.after.rate - self.before.rate

    @property
    def bounds(self) -> tuple[float, float]:
        """Smallest and largest change that any filling of the missing outcomes gives."""
        return (
            _filled(self.after, self.missing_after, 0) - _filled(self.before, self.missing_before, 1),
            _filled(self.after, self.missing_after, 1) - _filled(self.before, self.missing_before, 0),
        )


def _filled(share: Share, missing: int, value: int) -> float:
    return (share.successes + value * missing) / (share.cases + missing)


def before_after(
    cases: pl.DataFrame, coding: CaseCoding, targets: Sequence[int] | None = None
) -> BeforeAfter:
    """Count the successes of U.S. sanction cases to the end of 1992 and after.

    Parameters
    ----------
    cases
        Table of the data set ``ties``.
    coding
        Which cases and outcomes count.
    targets
        Codes of the targets; every target but Japan when left out.

    Returns
    -------
    BeforeAfter

    References
    ----------
    morgan2014
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE, sent_by

    chosen = cases.filter(pl.col("primary_sender") == USA if coding.leading_sender else sent_by(USA))
    chosen = chosen.filter(pl.col("issue1") == TRADE) if coding.trade_only else chosen
    where = pl.col("target") != JAPAN if targets is None else pl.col("target").is_in(list(targets))
    chosen = chosen.filter(where & pl.col(coding.dated_by).is_not_null())
    early = pl.col(coding.dated_by) <= LAST_BEFORE
    return BeforeAfter(
        _share(chosen.filter(early), coding),
        _share(chosen.filter(~early), coding),
        int(chosen.filter(early)["outcome"].null_count()),
        int(chosen.filter(~early)["outcome"].null_count()),
    )


def _share(cases: pl.DataFrame, coding: CaseCoding) -> Share:
    outcomes = cases["outcome"].drop_nulls()
    return Share(int(outcomes.is_in(list(coding.success)).sum()), outcomes.len())
