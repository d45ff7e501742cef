"""Whether what is won in one issue is lost in another, on sanction cases (F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.falsifiers.field import ECONOMIC, UNITED_STATES, Bounded, combined
from gaiatsu.studies.falsifiers.findings import Finding, Loaded
from gaiatsu.studies.falsifiers.rules import Status

if TYPE_CHECKING:
    import polars as pl

__all__ = ["linkage_finding", "linkage_status", "traded_off"]

Floats = NDArray[np.float64]

WINDOW: Final = 5
"""Years within which another demand counts as part of the same bargain."""


def traded_off(ties: pl.DataFrame, atop: pl.DataFrame | None) -> Bounded | None:
    """Ask whether U.S. economic demands win less beside another demand that won.

    Material linkage trades: what is gained in one issue is paid for in another. Social linkage does not.

    Parameters
    ----------
    ties
        Table of ``ties``.
    atop
        Table of ``atop``, to take only states that the United States must defend; every state without it.

    Returns
    -------
    Bounded or None
        Share of economic demands that the target gave in to, where the nearest demand about something else
        within five years won, less the share where it did not. ``None`` where either group is empty.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import GAVE_IN

    cases = (
        ties.filter((pl.col("threat") == 1) & (pl.col("primary_sender") == UNITED_STATES))
        .with_columns(
            gave=pl.col("outcome").is_in(list(GAVE_IN)).cast(pl.Float64),
            economic=pl.col("issue1").is_in(ECONOMIC),
            before=pl.col("start_year") - 1,
        )
        .select("case", "target", "start_year", "before", "gave", "economic")
    )
    if atop is not None:
        owed = atop.filter((pl.col("ccode1") == UNITED_STATES) & (pl.col("defense") == 1))
        owed = owed.select(target="ccode2", before="year").unique()
        cases = cases.join(owed, on=["target", "before"], how="semi")
    other = cases.filter(~pl.col("economic") & pl.col("gave").is_not_null())
    near = (
        cases.filter("economic")
        .join(other.select("target", other_year="start_year", won="gave", other="case"), on="target")
        .with_columns(apart=(pl.col("start_year") - pl.col("other_year")).abs())
        .filter(pl.col("apart") <= WINDOW)
        .sort("case", "apart", "other")
        .unique("case", keep="first", maintain_order=True)
    )
    groups = [_outcomes(near.filter(pl.col("won") == won)) for won in (1.0, 0.0)]
    if not all(np.isfinite(group).any() for group in groups):
        return None
    counts = ", ".join(
        f"{np.nansum(group):.0f} of {np.isfinite(group).sum()} {words}"
        for group, words in zip(groups, ("beside a demand that won", "beside one that did not"), strict=True)
    )
    return combined(((1.0, groups[0]), (-1.0, groups[1])), counts)


def _outcomes(cases: pl.DataFrame) -> Floats:
    return np.asarray(cases["gave"].fill_null(float("nan")).to_numpy(), dtype=float)


def linkage_status(found: Bounded) -> Status:
    """Judge F9: whether gains trade off across issues.

    Parameters
    ----------
    found
        Share won beside another gain less the share won beside none.

    Returns
    -------
    Status
        Against when the interval lies below zero whatever the missing outcomes are. Otherwise cannot tell: a
        target that gives in to everything hides a trade, so that no trade seen is not no trade.
    """
    return Status.AGAINST if found.high < 0.0 and found.highest < 0.0 else Status.CANNOT_TELL


def linkage_finding(loaded: Loaded) -> Finding | None:
    """Judge F9 on sanction cases: ``None`` where ``ties`` and ``atop`` are not both there.

    Parameters
    ----------
    loaded
        What the falsifiers may look at.

    Returns
    -------
    Finding or None
    """
    if not {"ties", "atop"} <= loaded.data.keys():
        return None
    ties, atop = (loaded.data[name].table for name in ("ties", "atop"))
    found, everywhere = traded_off(ties, atop), traded_off(ties, None)
    if found is None:
        return None
    all_states = (
        ""
        if everywhere is None
        else f" Over all states it is {everywhere.value:+.2f} ({everywhere.low:+.2f} to "
        f"{everywhere.high:+.2f}; {everywhere.counts})."
    )
    leans = "against" if found.high < 0.0 and linkage_status(found) is Status.CANNOT_TELL else ""
    return Finding(
        linkage_status(found),
        f"Economic demands on states that the United States must defend win {found.value:+.2f} more "
        f"({found.low:+.2f} to {found.high:+.2f}) beside another demand that won: {found.counts}. "
        f"{found.missing} cases have no coded outcome and could make it anything from {found.lowest:+.2f} "
        f"to {found.highest:+.2f}.{all_states} A target that gives in to everything would hide a trade, and "
        "what the sender paid is coded in no set.",
        number=found.value,
        threshold="against when the interval lies below 0 whatever the missing outcomes are; never supported "
        "by these cases",
        details={} if everywhere is None else {"all_states": everywhere.value},
        interval=(found.low, found.high),
        data=("ties", "atop"),
        measure="share of economic demands won beside another gain, less the share won beside none",
        leaning=leans,
    )
