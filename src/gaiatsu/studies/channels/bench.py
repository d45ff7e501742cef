"""The tables, fits and settings that every estimator of the channel test works with."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gaiatsu.estimation.signalling.design import GameDesign, game_design
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.channels.fits import SpecificationFit, carried, fit_from_many
from gaiatsu.studies.channels.specification import SPECIFICATIONS, channel_formulas, channel_specification

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gaiatsu.studies.channels.description import Description
    from gaiatsu.studies.field.specification import FieldSpecification

__all__ = ["FULL", "LIGHT", "Bench", "Settings", "Table", "designed", "fit_all", "opened", "spread"]

Result = TypeVar("Result")
Table = Mapping[str, "NDArray[Any]"]

JUDGED: Final = ("both", "full", "full-threat", "gamma", "reputation-direct", "misplaced")
"""Specifications that a verdict rests on; they are fitted from all twelve starts, the others from fewer."""


@dataclass(frozen=True)
class Settings:
    """How much is computed.

    Parameters
    ----------
    replicates
        Simulated data sets for each supposed effect.
    resamples
        Samples of dyads behind the bootstrap.
    remeasurements
        Draws of further error for each amount of it.
    folds
        Parts into which the dyads are split for prediction.
    weighted
        Importance draws from each posterior.
    workers
        Processes; results do not depend on it.
    """

    replicates: int = 20
    resamples: int = 40
    remeasurements: int = 8
    folds: int = 10
    weighted: int = 1000
    workers: int = 1


FULL: Final = Settings()
LIGHT: Final = Settings(replicates=4, resamples=4, remeasurements=1, folds=3, weighted=400)
"""A lighter setting: fits and verdicts are the same, less is simulated."""


@dataclass(frozen=True, eq=False)
class Bench:
    """What the estimators work with.

    Parameters
    ----------
    plan
        The specification of the study.
    tables
        Columns by sample.
    reliability
        Of each index, by sample and concept.
    fits
        Fits of the primary sample by specification.
    settings
        How much is computed.
    seed
        Seed of the run.
    pool
        Processes that share the work; ``None`` for this one alone.
    description
        The primary table in numbers, no outcome set against any regressor.
    """

    plan: FieldSpecification
    tables: Mapping[str, Table]
    reliability: Mapping[str, Mapping[str, float]]
    fits: Mapping[str, SpecificationFit]
    settings: Settings
    seed: int
    pool: Executor | None = None
    description: Description | None = None

    @property
    def margin(self) -> float:
        """What counts as a large shift of a payoff."""
        return self.plan.thresholds["margin"]

    @property
    def primary(self) -> Table:
        """Columns of the primary sample."""
        return self.tables[self.plan.primary_sample.id]

    def generator(self, *names: str) -> np.random.Generator:
        """Open the random stream of that name."""
        return stream(self.seed, self.plan.id, *names)

    def period(self, sample: str) -> str:
        """Cut of time of a sample."""
        return str(self.plan.sample(sample).options["period"])

    def spread(self, tasks: Sequence[Callable[[], Result]]) -> list[Result]:
        """Perform tasks, in several processes where the settings say so."""
        return spread(tasks, self.pool)


def designed(table: Table, name: str, period: str = "decade", *, coding: str = "published") -> GameDesign:
    """Lay a specification out over a table.

    Parameters
    ----------
    table
        Columns by name.
    name
        The specification.
    period
        Cut of time of the table.
    coding
        Of the outcomes.

    Returns
    -------
    GameDesign
    """
    return game_design(table, channel_formulas(name, period, coding=coding))


def opened(workers: int) -> AbstractContextManager[Executor | None]:
    """Open processes that end quietly when the user interrupts; none where one is asked for.

    Parameters
    ----------
    workers
        How many.

    Returns
    -------
    context manager
        Of the pool, or of ``None``.
    """
    if workers < 2:
        return nullcontext()
    quiet = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=quiet)


def spread(tasks: Sequence[Callable[[], Result]], pool: Executor | None) -> list[Result]:
    """Perform tasks and give their results in order, whatever the number of processes.

    Parameters
    ----------
    tasks
        Functions without arguments that another process can be handed.
    pool
        The processes; ``None`` performs them here.

    Returns
    -------
    list
    """
    return [task() for task in tasks] if pool is None else list(pool.map(_call, tasks))


def _call(task: Callable[[], Result]) -> Result:
    return task()


def fit_all(
    table: Table,
    seed: int,
    *,
    starts: int = 12,
    pool: Executor | None = None,
    names: tuple[str, ...] = (),
) -> dict[str, SpecificationFit]:
    """Fit the specifications to the primary sample.

    Parameters
    ----------
    table
        Columns of the primary sample.
    seed
        Seed of the run.
    starts
        Starts of the specifications that a verdict rests on.
    pool
        Processes that share the work.
    names
        Which specifications; all where left out.

    Returns
    -------
    dict
        Fits by specification, each at least as high as those nested in it among these.
    """
    wanted = names or tuple(item.name for item in SPECIFICATIONS)
    tasks = [partial(_fit, name, table, seed, _starts(name, starts)) for name in wanted]
    found: dict[str, SpecificationFit] = {}
    for name, fit in zip(wanted, spread(tasks, pool), strict=True):
        inner = (found[nested] for nested in channel_specification(name).nests if nested in found)
        found[name] = carried(fit, tuple(inner))
    return found


def _starts(name: str, most: int) -> int:
    """Count the starts: twelve where a verdict rests on it; the higher summit is carried over to the rest."""
    if name in JUDGED:
        return most
    return min(2 if channel_specification(name).nests else 3, most)


def _fit(name: str, table: Table, seed: int, count: int) -> SpecificationFit:
    return fit_from_many(name, designed(table, name), stream(seed, "channels", "starts", name), count=count)
