"""A cell computed: its histories driven forward, and what they say to each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gaiatsu.dynamics import RunOptions, draw_parameters, run
from gaiatsu.dynamics.histories import PARTS, STATES
from gaiatsu.dynamics.worlds import apply_world, in_world
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.library import find_strategy
from gaiatsu.studies.simulate.differences import totals
from gaiatsu.studies.sweeps.spec import FIRST_REFUSAL

if TYPE_CHECKING:
    from gaiatsu.dynamics import Histories
    from gaiatsu.studies.sweeps.plan import Question, Task

__all__ = ["Reply", "compute", "reply"]

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


def compute(task: Task) -> tuple[Reply, ...]:
    """Drive the relationships of a cell and answer its questions; the same to the bit wherever it runs.

    Parameters
    ----------
    task
        The cell with all that is needed.

    Returns
    -------
    tuple of Reply
        In the order of the questions.

    Raises
    ------
    InvalidSpecification
        Another version of gaiatsu planned the cell.
    """
    from importlib.metadata import version

    if task.version != version("gaiatsu"):
        msg = f"A cell planned by gaiatsu {task.version} met a worker with {version('gaiatsu')}."
        raise InvalidSpecification(msg, expected="the same version everywhere", todo="Install it there.")
    histories = _histories(task)
    return tuple(reply(histories, question) for question in task.questions)


def _histories(task: Task) -> Histories:
    cell = task.cell
    drawn = draw_parameters(
        task.draws, seed=task.seed, prior_set=cell.prior, replicates=task.replicates
    ).replace(**dict(task.fixed))
    setting, parameters = apply_world(cell.world, task.setting, drawn)
    policy = in_world(cell.world, find_strategy(cell.strategy).policy)
    kept = RunOptions(columns=_columns(task.questions), replicates=task.replicates)
    return run(setting, parameters, seed=task.seed, policy=policy, options=kept)


def _columns(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Columns of the histories that the questions read."""
    asked = {question.measure for question in questions}
    plain = [name for name in (*STATES, *PARTS) if name in asked]
    return tuple(plain) if len(plain) == len(asked) else (*plain, *_OUTCOMES)


def reply(histories: Histories, question: Question) -> Reply:
    """Answer one question.

    Parameters
    ----------
    histories
        The histories of a cell.
    question
        The question.

    Returns
    -------
    Reply
    """
    span = (question.first, question.last)
    if question.measure == FIRST_REFUSAL:
        return _first_refusal(histories, span)
    sums, counts = totals(histories, span, question.measure, demand=question.demand)
    events, happened = float(counts.sum()), counts > 0.0
    if not events:
        return Reply(np.nan, np.nan, np.nan, np.nan, 0.0, 0)
    mean = float(sums.sum() / events)
    influence = (sums - mean * counts) / counts.mean()
    error = float(influence.std() / np.sqrt(influence.size))
    low, high = np.quantile(sums[happened] / counts[happened], (0.05, 0.95)).tolist()
    return Reply(mean, error, low, high, float(happened.mean()), int(events))


def _first_refusal(histories: Histories, span: tuple[int, int]) -> Reply:
    """Year of the first demand within the span that won nothing."""
    rows = (histories.years >= span[0]) & (histories.years <= span[1])
    refused = np.asarray(histories["concession"])[rows] == 0
    ever = refused.any(axis=0)
    first = np.where(ever, histories.years[rows][np.argmax(refused, axis=0)].astype(float), np.inf)
    low, middle, high = np.quantile(first, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    return Reply(middle, np.nan, low, high, float(ever.mean()), int(ever.size))
