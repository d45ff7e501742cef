"""The episodes of a case set as rows of a panel."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import polars as pl

from gaiatsu.cases import Coded
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.sources.codes import ccode_of_iso3

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.dyads.records import Years

__all__ = ["CODED", "episode_rows"]

CODED = (
    "demand_type",
    "depth",
    "explicitness",
    "threatened_cost",
    "unilateral",
    "authorised",
    "concession",
    "conceded",
    "backlash",
)


def episode_rows(case_set: CaseSet, years: Years | None = None) -> pl.DataFrame:
    """List episodes with the codes of sender and target and the year the demand was made.

    Parameters
    ----------
    case_set
        The episodes.
    years
        Keep those whose demand was made in these years; all when left out.

    Returns
    -------
    polars.DataFrame
        ccode1 (sender), ccode2 (target), year, then id, title, start, end and the codings, as the case set
        gives them. A sender that is no state keeps an empty code, and uncoded fields are empty.

    Raises
    ------
    InvalidSpecification
        No episode begins in those years.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> rows = episode_rows(cases.load("schoppa1999"))
    >>> rows.height, rows.row(0)[:3]
    (15, (2, 740, 1977))
    """
    kept = [e for e in case_set.episodes if years is None or years.first <= e.start_year <= years.last]
    if not kept:
        when = "" if years is None else f" begins in {years.first}:{years.last}"
        message = f"No episode of {case_set.id}{when}."
        raise InvalidSpecification(message, expected="years in which demands were made")
    columns: dict[str, list[Any]] = {
        "ccode1": [_code(episode.sender, episode.start_year) for episode in kept],
        "ccode2": [_code(episode.target, episode.start_year) for episode in kept],
        "year": [episode.start_year for episode in kept],
        "id": [episode.id for episode in kept],
        "title": [episode.title for episode in kept],
        "start": [str(episode.start) for episode in kept],
        "end": [episode.end if isinstance(episode.end, str) else None for episode in kept],
    }
    coded = {name: [_value(getattr(episode, name)) for episode in kept] for name in CODED}
    return pl.DataFrame({**columns, **coded}, strict=False).with_columns(
        pl.col("ccode1", "ccode2", "year").cast(pl.Int16)
    )


def _code(letters: str, year: int) -> int | None:
    """Find the state; an organization without a state has no code."""
    for when in (year, None):
        try:
            return ccode_of_iso3(letters, when)
        except UnknownName:
            continue
    return None


def _value(field: object) -> Any:
    if not isinstance(field, Coded):
        return None
    value = field.value
    if isinstance(value, bool):
        return int(value)
    return value.value if isinstance(value, Enum) else value
