"""Generations from real careers: when people at the top were formed, and how long they took to get there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidData

__all__ = [
    "FORMATIVE_AGES",
    "PERIODS",
    "POLITICIANS",
    "SEATS",
    "TENURE_SHAPES",
    "Period",
    "WaitingTime",
    "formed_shares",
    "seats_in",
    "sitting_weights",
    "waiting_time",
]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Period:
    """Years that formed a political generation.

    Parameters
    ----------
    id
        Its name in columns.
    label
        Its name in prose.
    first, last
        First and last calendar year; infinite where open.
    """

    id: str
    label: str
    first: float
    last: float


PERIODS: Final = (
    Period("wartime", "empire and war, up to 1944", -np.inf, 1944),
    Period("occupied", "the occupation, 1945-51", 1945, 1951),
    Period("alliance", "the alliance and the Cold War at its height, 1952-68", 1952, 1968),
    Period("detente", "détente and the first trade conflicts, 1969-79", 1969, 1979),
    Period("late_cold_war", "the later Cold War, 1980-89", 1980, 1989),
    Period("after_cold_war", "after the Cold War, from 1990", 1990, np.inf),
)
"""Periods by what was met first. The years are Japan's; the periods of other states would be others."""

FORMATIVE_AGES: Final = (20, 25)
"""First and last age, both included, at which politics is taken to leave its mark."""

SEATS: Final = (
    (1947, 466),
    (1954, 467),
    (1967, 486),
    (1971, 491),
    (1976, 511),
    (1986, 512),
    (1993, 511),
    (1996, 500),
    (2000, 480),
    (2014, 475),
    (2017, 465),
)
"""Seats of Japan's lower house from each year on, as the Public Offices Election Law sets them
(statistics_bureau2012). No data set read here has them but for the 466 winners of 1947."""

TENURE_SHAPES: Final = (0.6, 1.0, 2.0)
"""Shapes of a Weibull law of tenure: leaving falls with years served, stays the same, or rises."""

POLITICIANS: Final = (25.2, 8.1)
"""Mean and spread in years from first election to prime minister, 23 of Japan's from 1972 to 2012."""

WIDEST, NARROWEST, HALVINGS = 1e4, 1e-2, 80


def formed_shares(birth_years: Numbers) -> Numbers:
    """Share of each person's formative years that falls into each period.

    The article explains deference by what officials lived through when young: those formed by defeat and
    occupation left the top posts about 1990. With a year of birth and nothing else this is all that can be
    said of a person, and it is said of what may have formed them, not of what they believed.

    Parameters
    ----------
    birth_years
        Calendar years, shape ``(N,)``.

    Returns
    -------
    array
        Shape ``(N, len(PERIODS))``; rows sum to 1.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> formed_shares(np.asarray([1919.0, 1925.0])).round(2)[:, :3].tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    born = np.asarray(birth_years, dtype=float)[:, None]
    youngest, oldest = FORMATIVE_AGES
    first = np.asarray([period.first for period in PERIODS])
    last = np.asarray([period.last for period in PERIODS])
    inside = np.minimum(last, born + oldest) - np.maximum(first, born + youngest) + 1.0
    shares: Numbers = np.maximum(inside, 0.0) / (oldest - youngest + 1)
    return shares


def seats_in(year: int) -> int:
    """Look up the seats of Japan's House of Representatives.

    Parameters
    ----------
    year
        Calendar year, 1947 or later.

    Raises
    ------
    InvalidData
        Before 1947.

    Examples
    --------
    >>> seats_in(1990)
    512
    """
    if year < SEATS[0][0]:
        message = f"The seats of the House of Representatives in {year} are not listed."
        raise InvalidData(message, expected="a year from 1947")
    return next(seats for first, seats in reversed(SEATS) if first <= year)


def sitting_weights(entry_years: Numbers, *, year: int, seats: float, shape: float) -> Numbers:
    """Chance that each member who ever entered still sits, if tenure follows a Weibull law.

    Only first elections are on record, not who sat when. The number of seats is known, however, so the scale
    of the law is chosen to fill them in that year; its shape stays an assumption, and the spread over
    ``TENURE_SHAPES`` is what the assumption is worth.

    Parameters
    ----------
    entry_years
        Year of first election of each member; later ones than ``year`` get 0.
    year
        The year looked at. Nothing after it is used.
    seats
        Seats to fill.
    shape
        Shape of the law, above 0.

    Returns
    -------
    array
        0-1, shape of ``entry_years``; they sum to ``seats``, or are all 1 where fewer ever entered.

    Notes
    -----
    ``exp(-((year - entry)/scale)^shape)``.

    Examples
    --------
    >>> entry = np.repeat([1960.0, 1970.0, 1980.0], 100)
    >>> weights = sitting_weights(entry, year=1980, seats=200.0, shape=1.0)
    >>> round(float(weights.sum()), 6), weights[-1] > weights[0]
    (200.0, np.True_)
    """
    served = year - np.asarray(entry_years, dtype=float)
    entered = served >= 0
    if entered.sum() <= seats:
        return entered.astype(float)

    kinds, place, number = np.unique(served[entered], return_inverse=True, return_counts=True)

    def staying(scale: float) -> Numbers:
        return np.asarray(np.exp(-((kinds / scale) ** shape)))

    low, high = np.log(NARROWEST), np.log(WIDEST)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if number @ staying(np.exp(middle)) > seats else (middle, high)
    found = np.zeros(served.shape)
    found[entered] = staying(np.exp(0.5 * (low + high)))[place]
    return found


@dataclass(frozen=True)
class WaitingTime:
    """How long careers took from entry to the top.

    Parameters
    ----------
    people
        Number of careers.
    mean, spread
        Mean and standard deviation in years.
    tenth, median, ninetieth
        Quantiles in years.
    """

    people: int
    mean: float
    spread: float
    tenth: float
    median: float
    ninetieth: float


def waiting_time(entry_years: Numbers, top_years: Numbers) -> WaitingTime:
    """Describe the time from entry to the top in real careers.

    The kernel of seniority in eq. 9 (entry at about 23, the top about 32 years later) is an assumption that
    careers can check.

    Parameters
    ----------
    entry_years, top_years
        Year each person entered and first held a top post; pairs with a missing year are left out. Only those
        who arrived are in it: those who never did have no waiting time.

    Returns
    -------
    WaitingTime

    Raises
    ------
    InvalidData
        Fewer than two careers.

    Examples
    --------
    >>> waiting_time(np.asarray([1947.0, 1958.0]), np.asarray([1982.0, 1987.0])).mean
    32.0
    """
    waited = np.asarray(top_years, dtype=float) - np.asarray(entry_years, dtype=float)
    waited = waited[np.isfinite(waited)]
    if waited.size < 2:
        message = f"{waited.size} career with both dates is too few for a waiting time."
        raise InvalidData(message, expected="at least 2 careers", todo="Look for dates of entry.")
    tenth, median, ninetieth = np.quantile(waited, (0.1, 0.5, 0.9))
    return WaitingTime(
        int(waited.size),
        float(waited.mean()),
        float(waited.std(ddof=1)),
        float(tenth),
        float(median),
        float(ninetieth),
    )
