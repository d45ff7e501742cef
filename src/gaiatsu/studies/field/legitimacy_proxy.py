"""How well the mark of an institution follows the procedure, on cases where the procedure is known."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from typing import TYPE_CHECKING

from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.field.outcomes import USA
from gaiatsu.studies.shares import Share

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.studies.field.design import Design

__all__ = ["matched_dockets", "proxy"]

DOCKETS = "section301"
NEAR = 1
"""Years by which a docket and a case may be apart."""


def proxy(design: Design, dockets: pl.DataFrame | None) -> Iterator[Estimate]:
    """Say how many U.S. trade cases that match a Section 301 docket carry an institution.

    Parameters
    ----------
    design
        Specification and cases.
    dockets
        The list of dockets; ``None`` where it is not there.

    Yields
    ------
    Estimate
        Of the estimator ``proxy``: the share of matched cases that carry one.
    """
    if dockets is None:
        note = f"Needs the data set {DOCKETS}."
        yield Estimate("proxy", note=note, details={"dockets": 0, "matched": 0})
        return
    found = matched_dockets(design.whole, dockets)
    share = Share(int(found["institution"].sum()), found.height)
    low, high = share.interval() if share.cases else (nan, nan)
    details: dict[str, float | int | str] = {
        "dockets": dockets.height,
        "matched": found.height,
        "carry": str(share),
    }
    yield Estimate("proxy", value=share.rate, low=low, high=high, n=found.height, details=details)


def matched_dockets(cases: pl.DataFrame, dockets: pl.DataFrame) -> pl.DataFrame:
    """Find the U.S. trade cases that began within a year of a docket against the same target.

    Parameters
    ----------
    cases
        The data set ``ties``.
    dockets
        Columns ``ccode`` (target) and ``year``.

    Returns
    -------
    polars.DataFrame
        Each case once, with the number of its nearest docket; dockets whose target is unknown match nothing.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE, sent_by

    american = cases.filter(sent_by(USA) & (pl.col("issue1") == TRADE))
    pairs = american.join(
        dockets.select(target="ccode", docket_year="year").drop_nulls(), on="target", how="inner"
    )
    near = pairs.filter((pl.col("start_year") - pl.col("docket_year")).abs() <= NEAR)
    return near.unique("case").sort("case").select("case", "target", "start_year", "institution")
