"""The main job: the article reproduced, its rivals put through the same tests, its limits computed."""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, TypeVar

from gaiatsu.context.external import material_series
from gaiatsu.context.panel import episode_panel
from gaiatsu.studies.external import external_panel
from gaiatsu.studies.falsify import falsify
from gaiatsu.studies.figure1 import figure1
from gaiatsu.studies.figure2 import figure2
from gaiatsu.studies.ordered import ordered_models
from gaiatsu.studies.power import power
from gaiatsu.studies.rivals import rivals
from gaiatsu.studies.state import state_study
from gaiatsu.studies.table1 import table1
from gaiatsu.studies.table1_recomputed import recompute_table1

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    from gaiatsu.cases import CaseSet
    from gaiatsu.studies.external import ExternalStudy
    from gaiatsu.studies.falsify import FalsifyStudy
    from gaiatsu.studies.figure1 import Figure1Study
    from gaiatsu.studies.figure2 import Figure2Study
    from gaiatsu.studies.ordered import OrderedStudy
    from gaiatsu.studies.power import PowerStudy
    from gaiatsu.studies.rival_records import RivalsStudy
    from gaiatsu.studies.state import StateStudy
    from gaiatsu.studies.table1 import Table1Study
    from gaiatsu.studies.table1_recomputed import RecomputedTable1

__all__ = ["SEED", "STEPS", "Replication", "replicate"]

T = TypeVar("T")

SEED: Final = 1999
STEPS: Final = (
    "Table 1: dependence and its trends",
    "Figure 1: what a flat line excludes",
    "Figure 2: like with like",
    "The state of the relationship",
    "Ordered models under named priors",
    "Rival explanations",
    "Power of this design",
    "Numbers from outside",
    "What would refute the article",
)


@dataclass(frozen=True, eq=False)
class Replication:
    """Every study of the article, one field each, in the order in which the report tells them.

    Parameters
    ----------
    case_set
        The set that was examined, with its patches applied.
    table1, figure1, figure2
        The article's own exhibits, recomputed and tested.
    state
        Resolve, trust, hierarchy and legitimacy at each episode.
    ordered
        Ordered models and the composite social shift.
    power
        What a design like this one can show.
    rivals
        Every explanation through the same tests.
    external
        Published numbers beside what the theory says.
    falsifiers
        Every falsifier with its status.
    seed
        The seed that all random streams were named under.
    recomputed
        Table 1 from other producers' trade and product; ``None`` where they were not given.
    """

    case_set: CaseSet
    table1: Table1Study
    figure1: Figure1Study
    figure2: Figure2Study
    state: StateStudy
    ordered: OrderedStudy
    power: PowerStudy
    rivals: RivalsStudy
    external: ExternalStudy
    falsifiers: FalsifyStudy
    seed: int
    recomputed: RecomputedTable1 | None = None


def replicate(
    case_set: CaseSet,
    *,
    data_dir: Path | str | None = None,
    ratings: Path | str | None = None,
    seed: int = SEED,
    workers: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> Replication:
    """Reproduce and examine the article.

    Every table, figure and inference is recomputed; the article's explanation and each of its rivals meet the
    same tests; and every result says how far fifteen cases can carry it.

    Parameters
    ----------
    case_set
        The article's cases, or others of the same form.
    data_dir
        Folder of external data; without it only Table 1 and the dated events are scored.
    ratings
        CSV file with the points of Figure 1 (year, rating, label), which the article does not print.
    seed
        Seed of all random streams.
    workers
        With 2 or more, the study of power is computed in a second process; the numbers are the same. A script
        that asks for this keeps its own work under ``if __name__ == "__main__":``.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    Replication

    Raises
    ------
    InputError
        If the case set, the ratings or the external data cannot be used.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> from gaiatsu import cases
    >>> case_set = cases.load("schoppa1999")
    >>> len(case_set.episodes)
    15
    >>> replication = replicate(case_set)  # doctest: +SKIP
    >>> replication.figure2.stratified.p.greater  # doctest: +SKIP
    0.0025
    """

    def say(step: int) -> None:
        if progress is not None:
            progress(STEPS[step], step + 1, len(STEPS))

    say(0)
    dependence = table1(case_set)
    again = recompute_table1(case_set, data_dir) if data_dir else None
    say(1)
    flat_line = figure1(case_set, ratings)
    say(2)
    like_with_like = figure2(case_set)
    say(3)
    series = material_series(data_dir) if data_dir else None
    panel = episode_panel(case_set, series)
    context = state_study(case_set, seed=seed, data=series)
    with _second_process(workers) as pool:
        design = _begin(pool, partial(power, case_set, seed=seed, state=context.state, data=series))
        say(4)
        ordered = ordered_models(case_set, seed=seed, state=context.state, data=series)
        say(5)
        explanations = rivals(case_set, panel, context.state, seed=seed, data=series)
        say(6)
        simulated = design()
    say(7)
    outside = external_panel(data_dir or "", case_set=case_set, seed=seed)
    say(8)
    refuted = falsify(case_set, panel, context.state, explanations, like_with_like, data_dir=data_dir)
    return Replication(
        case_set=case_set,
        table1=dependence,
        figure1=flat_line,
        figure2=like_with_like,
        state=context,
        ordered=ordered,
        power=simulated,
        rivals=explanations,
        external=outside,
        falsifiers=refuted,
        seed=seed,
        recomputed=again,
    )


def _second_process(workers: int) -> ProcessPoolExecutor | nullcontext[None]:
    """Open a process that ends quietly when the user interrupts; none where one worker is asked for."""
    if workers < 2:
        return nullcontext()
    quiet = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=quiet)


def _begin(pool: Executor | None, task: Callable[[], T]) -> Callable[[], T]:
    """Start a task in the pool; return what collects its result, or does it here if its process died."""
    if pool is None:
        return task
    future = pool.submit(task)

    def collect() -> T:
        try:
            return future.result()
        except BrokenProcessPool:
            return task()

    return collect
