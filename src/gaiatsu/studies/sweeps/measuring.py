"""A cell computed: its histories driven forward, and what they say to each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import RunOptions, draw_parameters, run
from gaiatsu.dynamics.histories import PARTS, STATES
from gaiatsu.dynamics.worlds import apply_world, in_world
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.simulate.differences import totals as totals_between
from gaiatsu.studies.sweeps.plan import Code
from gaiatsu.studies.sweeps.spec import FIRST_REFUSAL

if TYPE_CHECKING:
    from gaiatsu.dynamics import Histories
    from gaiatsu.studies.simulate.differences import Totals
    from gaiatsu.studies.sweeps.plan import Question, Task

__all__ = ["Finding", "Reply", "compute", "totals_of"]

Floats = NDArray[np.float64]

_OUTCOMES: Final = ("demand", "threatened", "concession", "carried_out", "backlash")


class Reply(NamedTuple):
    """What the histories of a cell say to a question.

    Parameters
    ----------
    value
        The mean; of ``first_refusal`` the median year, infinite where fewer than half had one.
    error
        Simulation error of the mean: what another seed would change; of a median, not a number.
    low, high
        5 and 95 % quantiles over the sets of parameters; of ``first_refusal`` over the relationships.
    share
        Share of the relationships that the quantiles stand on: those with an event, or with a refusal.
    events
        How many values the mean is over.
    """

    value: float
    error: float
    low: float
    high: float
    share: float
    events: int


class Finding(NamedTuple):
    """What a cell came to.

    Parameters
    ----------
    replies
        In the order of the questions.
    totals
        Sums and numbers by set of parameters, in the same order; empty where cells are not compared.
    """

    replies: tuple[Reply, ...]
    totals: tuple[Totals, ...]


def compute(task: Task) -> Finding:
    """Drive the relationships of a cell and answer its questions; the same to the bit wherever it runs.

    Parameters
    ----------
    task
        The cell with all that is needed: no file is read.

    Returns
    -------
    Finding

    Raises
    ------
    InvalidSpecification
        Another version of gaiatsu, or other code of a version of development, planned the cell.
    """
    here = Code.here()
    if task.code != here:
        known = f"gaiatsu {task.code.version}{_source(task.code)}"
        msg = f"A cell planned by {known} met a worker with {here.version}{_source(here)}."
        raise InvalidSpecification(msg, expected="the same version everywhere", todo="Install it there.")
    histories = _histories(task)
    asked = [(question, totals_of(histories, question)) for question in task.questions]
    replies = tuple(_reply(histories, question, totals=found) for question, found in asked)
    return Finding(replies, tuple(found for _, found in asked) if task.size.pairs else ())


def _source(code: Code) -> str:
    return f" (source {code.source[:8]})" if code.source else ""


def _histories(task: Task) -> Histories:
    cell, size = task.cell, task.size
    drawn = task.given or draw_parameters(
        size.draws, seed=size.seed, prior_set=cell.prior, replicates=size.replicates
    )
    setting, parameters = apply_world(cell.world, task.setting, drawn.replace(**dict(task.fixed)))
    policy = in_world(cell.world, task.policy)
    kept = RunOptions(columns=_columns(task.questions), replicates=size.replicates)
    return run(setting, parameters, seed=size.seed, policy=policy, options=kept)


def _columns(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Columns of the histories that the questions read."""
    asked = {question.measure for question in questions}
    plain = [name for name in (*STATES, *PARTS) if name in asked]
    return tuple(plain) if len(plain) == len(asked) else (*plain, *_OUTCOMES)


def _reply(histories: Histories, question: Question, *, totals: Totals) -> Reply:
    if question.measure == FIRST_REFUSAL:
        return _first_refusal(histories, question)
    sums, counts = totals
    events, happened = float(counts.sum()), counts > 0.0
    if not events:
        return Reply(np.nan, np.nan, np.nan, np.nan, 0.0, 0)
    mean = float(sums.sum() / events)
    influence = (sums - mean * counts) / counts.mean()
    error = float(influence.std() / np.sqrt(influence.size))
    low, high = np.quantile(sums[happened] / counts[happened], (0.05, 0.95)).tolist()
    return Reply(mean, error, low, high, float(happened.mean()), int(events))


def totals_of(histories: Histories, question: Question) -> Totals:
    """Sum and number of what a question is about, by set of parameters.

    Parameters
    ----------
    histories
        The histories of a cell.
    question
        The question.

    Returns
    -------
    tuple
        Sums and numbers, as from `gaiatsu.studies.simulate.differences.totals`. Of ``first_refusal`` the year
        of the first refusal, and the year after the period where there was none: a mean that always exists.
    """
    if question.measure != FIRST_REFUSAL:
        span = (question.first, question.last)
        return totals_between(histories, span, question.measure, demand=question.demand)
    years = np.minimum(_refusals(histories, question), question.last + 1.0).reshape(-1, histories.replicates)
    return years.sum(axis=1), np.full(years.shape[0], float(histories.replicates))


def _first_refusal(histories: Histories, question: Question) -> Reply:
    first = _refusals(histories, question)
    low, middle, high = np.quantile(first, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    return Reply(middle, np.nan, low, high, float(np.isfinite(first).mean()), int(first.size))


def _refusals(histories: Histories, question: Question) -> Floats:
    """Year of the first demand within the period that won nothing, by relationship; infinite for none."""
    rows = (histories.years >= question.first) & (histories.years <= question.last)
    refused = np.asarray(histories["concession"])[rows] == 0
    years = histories.years[rows][np.argmax(refused, axis=0)].astype(float)
    return np.where(refused.any(axis=0), years, np.inf)
