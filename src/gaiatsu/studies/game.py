"""Crisis games as a user asks about them: payoffs typed or in a file, one row an equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gaiatsu.errors import InvalidData, InvalidSpecification
from gaiatsu.sources.formats import read_raw
from gaiatsu.theory.crisis_game import NAMES, OUTCOMES, Equilibria, Payoffs, equilibria, payoffs
from gaiatsu.theory.crisis_game.belief import response_to

__all__ = ["EquilibriumRow", "best_response_curve", "parse_numbers", "parse_payoffs", "read_payoffs", "solve"]


@dataclass(frozen=True)
class EquilibriumRow:
    """One equilibrium of one game.

    Parameters
    ----------
    game
        Number of the game, from 1.
    p_challenge
        Probability that the sender challenges.
    p_resist
        Probability that a challenged target resists.
    p_stand_firm
        Probability that a sender who met resistance carries out the threat.
    outcomes
        Probabilities of `status_quo`, `concession`, `stand_firm` and `back_down`.
    log_outcomes
        Their logs, which do not round to minus infinity.
    slope
        Slope of the best response there.
    stable
        Whether it is below 1 in modulus; never for a near-tangency.
    certificate
        Why it is known to be there: `falling map`, `slope bound`, or `near tangency` where it is not.
    """

    game: int
    p_challenge: float
    p_resist: float
    p_stand_firm: float
    outcomes: dict[str, float]
    log_outcomes: dict[str, float]
    slope: float
    stable: bool
    certificate: str


def solve(game: Payoffs) -> tuple[EquilibriumRow, ...]:
    """Find every equilibrium of every game.

    Parameters
    ----------
    game
        Payoffs of any number of games.

    Returns
    -------
    tuple
        Rows in the order of games and, within a game, of resistance.

    Examples
    --------
    >>> rows = solve(parse_payoffs(
    ...     "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9,"
    ...     "target_stand_firm=-2.2,sender_back_down=-1.2,target_prize=1"))
    >>> [round(row.p_resist, 4) for row in rows]
    [0.9764]
    """
    found = equilibria(game)
    reasons, resist, stable = found.reasons(), found.resist, found.stable
    return tuple(
        _row(found, place, (float(resist[place]), bool(stable[place]), reasons[place].value))
        for place in range(found.game.size)
    )


def _row(found: Equilibria, place: int, derived: tuple[float, bool, str]) -> EquilibriumRow:
    resist, stable, reason = derived
    logs = found.log_outcomes[place]
    return EquilibriumRow(
        game=int(found.game[place]) + 1,
        p_challenge=float(np.exp(found.log_challenge[place])),
        p_resist=resist,
        p_stand_firm=float(np.exp(found.log_stand_firm[place])),
        outcomes={name: float(np.exp(log)) for name, log in zip(OUTCOMES, logs, strict=True)},
        log_outcomes={name: float(log) for name, log in zip(OUTCOMES, logs, strict=True)},
        slope=float(found.slope[place]),
        stable=stable,
        certificate=reason,
    )


def best_response_curve(game: Payoffs, points: int = 401) -> tuple[tuple[float, float], ...]:
    """Draw the best response of one game: resistance believed and resistance chosen.

    Parameters
    ----------
    game
        Payoffs of one game.
    points
        Number of points.

    Returns
    -------
    tuple
        Pairs of probabilities.

    Raises
    ------
    InvalidSpecification
        If there are several games.
    """
    from scipy.special import ndtr, ndtri

    if game.games != 1:
        msg = f"A figure was asked for {game.games:,} games."
        raise InvalidSpecification(msg, expected="one game", todo="Name one with --payoffs.")
    believed = (np.arange(points) + 0.5) / points
    best = response_to(ndtri(believed), game.at(np.zeros(points, dtype=np.intp))).best
    return tuple(zip(believed.tolist(), ndtr(best).tolist(), strict=True))


def parse_payoffs(text: str) -> Payoffs:
    """Read payoffs of one game from ``name=number,name=number``.

    Parameters
    ----------
    text
        All seven payoffs.

    Returns
    -------
    Payoffs
        One game.

    Raises
    ------
    InvalidSpecification
        If a part is not a name and a number, stands twice, or the payoffs cannot be used.
    """
    return payoffs(parse_numbers(text))


def parse_numbers(text: str) -> dict[str, object]:
    """Read ``name=number,name=number`` without asking which names there are.

    Parameters
    ----------
    text
        The list; empty parts are passed over.

    Returns
    -------
    dict
        What stands behind each name, as typed.

    Raises
    ------
    InvalidSpecification
        If a part has no value or a name stands twice.

    Examples
    --------
    >>> parse_numbers("trust=.5, hierarchy=1")
    {'trust': '.5', 'hierarchy': '1'}
    """
    found: dict[str, object] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, sign, value = (word.strip() for word in part.partition("="))
        if not sign or name in found:
            msg = f"The payoff {part!r} {'stands twice' if sign else 'has no value'}."
            raise InvalidSpecification(msg, expected="name=number, each name once", todo="Mend it.")
        found[name] = value
    return found


def read_payoffs(path: Path) -> Payoffs:
    """Read payoffs of many games from a table, one row a game.

    Parameters
    ----------
    path
        CSV, Parquet, Excel, Stata or R file with the seven payoffs as columns; others are left alone.

    Returns
    -------
    Payoffs
        As many games as rows.

    Raises
    ------
    InvalidData
        If the file cannot be read, is empty, or holds a value that is not a number.
    InvalidSpecification
        If a payoff is missing from its columns or cannot be used.
    """
    if not path.is_file():
        msg = f"The file {path} does not exist."
        raise InvalidData(msg, expected="a table of payoffs, one row a game", todo="Check the path.")
    frame = read_raw(path)
    if not frame.height:
        msg = f"{path} holds no game."
        raise InvalidData(msg, expected="one row a game below the names of the payoffs", todo="Add a row.")
    columns = [name for name in NAMES if name in frame.columns]
    return payoffs({name: _numbers(path, name, frame[name].to_list()) for name in columns})


def _numbers(path: Path, name: str, values: list[Any]) -> list[float]:
    found = []
    for row, value in enumerate(values, start=1):
        try:
            found.append(float(value))
        except (TypeError, ValueError):
            msg = f"{path}, game {row}: {name} is {'missing' if value is None else repr(value)}."
            raise InvalidData(msg, expected="a number", todo="Mend the value or drop the row.") from None
    return found
