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

__all__ = ["DOCKETS", "matched_dockets", "proxy"]

DOCKETS = "section301"
BY_PANEL = "by_way_of_the_wto"
"""Mark of the dockets in which the United States went to the WTO instead."""
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
    import polars as pl

    found = matched_dockets(design.whole, dockets)
    share, panels, others = (
        Share(int(rows["institution"].sum()), rows.height)
        for rows in (found, found.filter("by_panel"), found.filter(~pl.col("by_panel")))
    )
    low, high = share.interval() if share.cases else (nan, nan)
    details: dict[str, float | int | str] = {
        "dockets": dockets.height,
        "matched": found.height,
        "carry": str(share),
        "panels": str(panels),
        "others": str(others),
    }
    yield Estimate("proxy", value=share.rate, low=low, high=high, n=found.height, details=details)


def matched_dockets(cases: pl.DataFrame, dockets: pl.DataFrame) -> pl.DataFrame:
    """Find the U.S. trade cases that began within a year of a docket against the same target.

    Parameters
    ----------
    cases
        The data set ``ties``.
    dockets
        Columns ``ccode`` (target), ``year`` and ``quality``, which says where the WTO was gone to instead.

    Returns
    -------
    polars.DataFrame
        Each case once, with ``by_panel``: whether any of its dockets was taken to the WTO. Dockets whose
        target is unknown match nothing.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE, sent_by

    american = cases.filter(sent_by(USA) & (pl.col("issue1") == TRADE))
    by_panel = pl.col("quality").str.contains(BY_PANEL).fill_null(value=False)
    listed = dockets.select(target="ccode", docket_year="year", by_panel=by_panel).drop_nulls()
    pairs = american.join(listed, on="target", how="inner")
    near = pairs.filter((pl.col("start_year") - pl.col("docket_year")).abs() <= NEAR)
    keys = ["case", "target", "start_year", "institution"]
    return near.group_by(keys).agg(pl.col("by_panel").any()).sort("case")
