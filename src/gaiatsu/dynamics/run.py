"""Years one after another, relationships in chunks, each chunk and year with a random stream of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.histories import COLUMNS, Histories, new_columns, write_year
from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.policy import Chance, Policy, observed_policy
from gaiatsu.dynamics.setting import Setting
from gaiatsu.dynamics.step import begin, prepare, step
from gaiatsu.dynamics.target import TargetPolicy, quantal_answer
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream

__all__ = ["CHUNK", "RunOptions", "chances_of", "run"]

CHUNK: Final = 4096
"""Relationships that share a random stream in a year; a change of it changes every number."""

_TOGETHER: Final = 4
"""Chunks that are stepped together at most, for fewer steps; no number depends on it."""


@dataclass(frozen=True)
class RunOptions:
    """How a run is computed and what is kept of it.

    Parameters
    ----------
    columns
        Columns of the histories.
    workers
        Threads; the result is the same to the bit with any number.
    replicates
        Relationships that share a set of parameters, noted in the histories.

    Raises
    ------
    InvalidSpecification
        Fewer than one worker or replicate, or no column.
    """

    columns: tuple[str, ...] = COLUMNS
    workers: int = 1
    replicates: int = 1

    def __post_init__(self) -> None:
        if self.workers < 1 or self.replicates < 1 or not self.columns:
            msg = f"A run with {self!r} has nothing to do."
            raise InvalidSpecification(msg, expected="at least one worker, one replicate and one column")


def chances_of(seed: int, chunk: int, year: int) -> NDArray[np.float64]:
    """Uniform numbers of a year in a chunk of relationships, which all runs with one seed share.

    Parameters
    ----------
    seed
        Seed of the named streams.
    chunk
        Number of the chunk, from 0.
    year
        The year.

    Returns
    -------
    array
        On [0, 1), a row for each `gaiatsu.dynamics.policy.Chance`, shape ``(10, CHUNK)``.
    """
    return stream(seed, "dynamics", "chunk", chunk, "year", year).random((len(Chance), CHUNK))


def run(
    setting: Setting,
    parameters: ParameterDraws,
    *,
    seed: int,
    policy: Policy = observed_policy,
    options: RunOptions | None = None,
    target: TargetPolicy = quantal_answer,
) -> Histories:
    """Drive relationships through the years of a setting.

    The article's claims about change are claims about what follows from what over decades; a run is where
    they meet each other.

    Parameters
    ----------
    setting
        What is given, year by year.
    parameters
        A set of parameters a relationship.
    seed
        Seed of the named streams. Two runs with one seed share their chances year by year and relationship by
        relationship, so that differences between settings are not blurred by luck.
    policy
        The sender's choice in a year.
    options
        Columns to keep and number of threads.
    target
        The target's way to answer.

    Returns
    -------
    Histories
        The first years of a longer run, and the first relationships of a larger one, are the same to the bit.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters, run
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> histories = run(quiet_setting(1970, 1990), draw_parameters(50, seed=1), seed=1)
    >>> histories["hierarchy"].shape
    (20, 50)
    """
    chosen = options or RunOptions()
    size, years = len(parameters), setting.years
    columns = new_columns(chosen.columns, years.size, size)

    def drive(chunks: range) -> None:
        places = slice(chunks.start * CHUNK, min(chunks.stop * CHUNK, size))
        prepared = prepare(setting, parameters.take(places))
        state = begin(prepared)
        for row, year in enumerate(years.tolist()):
            drawn = [chances_of(seed, number, year) for number in chunks]
            chances = drawn[0] if len(drawn) == 1 else np.concatenate(drawn, axis=1)
            own = chances[:, : places.stop - places.start]
            state, done = step(state, prepared, policy, chances=own, target=target)
            write_year(columns, done, row=row, places=places)

    together = _together(-(-size // CHUNK), chosen.workers)
    if chosen.workers == 1:
        for chunks in together:
            drive(chunks)
    else:
        with ThreadPoolExecutor(chosen.workers) as pool:
            list(pool.map(drive, together))
    for column in columns.values():
        np.asarray(column).flags.writeable = False
    return Histories(years, columns, chosen.replicates)


def _together(chunks: int, workers: int) -> list[range]:
    """Share chunks out so that each worker has some, and as few steps as that allows."""
    many = max(1, min(_TOGETHER, -(-chunks // workers)))
    return [range(first, min(first + many, chunks)) for first in range(0, chunks, many)]
