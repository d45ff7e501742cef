"""Social series: what elites said about the relationship, counted by indicator and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gaiatsu.context.series import Quality, SocialSeries
from gaiatsu.errors import MissingData
from gaiatsu.terms import Independence

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.terms import Indicator, Side

__all__ = ["indicator_balance"]


def indicator_balance(
    case_set: CaseSet,
    *,
    towards: Indicator,
    against: Indicator,
    side: Side,
    independent_only: bool,
) -> SocialSeries:
    """Yearly share of statements that point one way rather than the other.

    Parameters
    ----------
    case_set
        A set with statements.
    towards, against
        The two indicators compared, such as deference and equality.
    side
        Whose statements.
    independent_only
        Leave out statements that explain the very outcome they are meant to predict.

    Returns
    -------
    SocialSeries
        Share of ``towards`` among both, 0-1, in the years that have at least one statement.

    Raises
    ------
    MissingData
        No such statement in the set.
    """
    used = [
        statement
        for statement in case_set.statements
        if statement.side == side
        and statement.indicator in (towards, against)
        and (not independent_only or statement.independence is Independence.INDEPENDENT)
    ]
    if not used:
        msg = (
            f"{case_set.id} has no such statement of {towards.value} or {against.value} by the {side.value}."
        )
        raise MissingData(msg, expected="at least one coded statement")
    years = np.asarray(sorted({int(statement.decimal_date) for statement in used}), dtype=float)
    shares = [
        np.mean([statement.indicator == towards for statement in used if int(statement.decimal_date) == year])
        for year in years
    ]
    sources = "; ".join(sorted({f"{statement.source}, {statement.locator}" for statement in used}))
    return SocialSeries(
        f"{towards.value}_over_{against.value}",
        years,
        np.asarray(shares),
        "share",
        sources,
        (Quality.CODED,) * years.size,
    )
