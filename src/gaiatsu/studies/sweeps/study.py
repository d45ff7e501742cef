"""A sweep from its plan to its results: every finished cell is kept, whatever happens to the rest."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gaiatsu.studies.calibration.given import parameters_given_record
from gaiatsu.studies.provenance import rows_digest
from gaiatsu.studies.sweeps.measuring import compute
from gaiatsu.studies.sweeps.plan import SweepPlan
from gaiatsu.studies.sweeps.pool import Computing, computed
from gaiatsu.studies.sweeps.store import finish, keep, open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import polars as pl

    from gaiatsu.dynamics import ParameterDraws
    from gaiatsu.studies.provenance import Provenance
    from gaiatsu.studies.simulate.scenario import Scenario
    from gaiatsu.studies.sweeps.paired import Compared, Contrast, Interaction
    from gaiatsu.studies.sweeps.plan import Cell, Task

__all__ = ["SweepResult", "seconds_of", "sweep"]

_PROBE = 4096


@dataclass(frozen=True, eq=False)
class SweepResult:
    """What a sweep came to.

    Parameters
    ----------
    plan
        The sweep.
    frame
        Rows: one a cell, measure, demand type and period.
    compared
        The cells against their partners; empty without a baseline.
    digests
        SHA-256 of each table as CSV, by the name of its file.
    kept, computed
        Cells that an earlier run had finished, and that this one computed.
    """

    plan: SweepPlan
    frame: pl.DataFrame
    compared: Compared
    digests: Mapping[str, str]
    kept: int
    computed: int

    @property
    def files(self) -> tuple[str, ...]:
        """Files of the folder beside the parts."""
        tables = [name.removesuffix(".csv") for name in self.digests]
        both = [f"{name}.{kind}" for name in tables for kind in ("parquet", "csv")]
        return (*both, "codebook.json", "manifest.json")

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The results, a mapping each row."""
        return self.frame.to_dicts()

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """What each value of each axis changes."""
        return self.compared.contrasts

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """By how much what one axis does hangs on another."""
        return self.compared.interactions

    @property
    def provenance(self) -> Provenance:
        """Where the numbers come from."""
        return self.plan.provenance


def sweep(
    plan: SweepPlan,
    out: Path,
    *,
    computing: Computing | None = None,
    resume: bool = False,
    progress: Callable[[Cell | None, int, int], None] | None = None,
) -> SweepResult:
    """Compute every cell of a sweep into a folder.

    One scenario answers one question; whether an answer hangs on a parameter, on a rival's account or on what
    the sender does is seen only where all of them are varied together.

    Parameters
    ----------
    plan
        The sweep, from `plan_sweep`.
    out
        The folder.
    computing
        Where cells are computed; no number depends on it.
    resume
        Whether to go on with an earlier run in that folder.
    progress
        Called with the cell that was finished (with none at first, and when the tables are put together), how
        many are, and how many there are.

    Returns
    -------
    SweepResult

    Raises
    ------
    InvalidSpecification
        The folder holds another sweep, or this one and ``resume`` was not asked for; no scheduler answers.
    OutputError
        The folder cannot be written.
    MissingExtra
        More than this process is asked for and Dask is not installed.
    ComputationError
        A cell took down every worker that tried it.
    """
    say = progress or (lambda *_: None)
    finished = open_folder(out, plan, resume=resume)
    rest = [task for task in plan.tasks if task.cell.number not in finished]
    done, total = len(finished), len(plan.tasks)
    say(None, done, total)
    rest = _informed(rest)
    with closing(computed(rest, computing or Computing())) as results:
        for task, finding in results:
            keep(out, task, finding, plan.spec.parameters)
            done += 1
            say(task.cell, done, total)
    say(None, done, total)
    frame, compared, digests = finish(out, plan)
    return SweepResult(plan, frame, compared, digests, len(finished), len(rest))


def _informed(tasks: list[Task]) -> list[Task]:
    """Give cells the draws that the record leaves, made once for every record and prior set."""
    made: dict[str, ParameterDraws] = {}

    def draws_of(task: Task, record: Scenario) -> ParameterDraws:
        key = rows_digest([record.model_dump(mode="json"), task.cell.prior])
        if key not in made:
            size = task.size
            made[key] = parameters_given_record(
                record, prior=task.cell.prior, draws=size.draws, seed=size.seed, replicates=size.replicates
            )
        return made[key]

    return [
        task if task.record is None else replace(task, given=draws_of(task, task.record)) for task in tasks
    ]


def seconds_of(plan: SweepPlan) -> float:
    """Estimate the processor seconds of a sweep from a small piece of its first cell.

    Parameters
    ----------
    plan
        The sweep.

    Returns
    -------
    float
        Seconds on one processor, without starting workers.
    """
    first = plan.tasks[0]
    draws = max(1, min(first.size.draws, _PROBE // first.size.replicates))
    piece = replace(first, size=replace(first.size, draws=draws))
    start = time.process_time()
    compute(piece)
    spent = time.process_time() - start
    return spent / piece.relationship_years * plan.relationship_years
