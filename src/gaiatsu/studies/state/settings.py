"""What the computation of a relationship's state takes as given."""

from __future__ import annotations

from dataclasses import dataclass

from gaiatsu.context.elites import OCCUPATION_END

__all__ = ["StateSettings"]


@dataclass(frozen=True)
class StateSettings:
    """Dates and choices that are fixed rather than uncertain.

    Parameters
    ----------
    occupation_end
        Decimal year in which the occupation cohort closes.
    security_turnover
        Id of the event from which officials with a security career lose ground in economic posts; where the
        record lacks it, their share stays as it was.
    steps_per_year
        Steps in which identities move.
    first_entry
        Decimal year before which no official at the top entered.
    """

    occupation_end: float = OCCUPATION_END
    security_turnover: str = "hayashi-1995"
    steps_per_year: int = 12
    first_entry: float = 1920.0
