"""Cells against their partners: paired differences, the effect of each value, and what hangs on what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from gaiatsu.studies.simulate.differences import Difference, average, less, paired, told
from gaiatsu.studies.sweeps.plan import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaiatsu.studies.simulate.differences import Paired, Totals
    from gaiatsu.studies.sweeps.axes import Axis
    from gaiatsu.studies.sweeps.plan import SweepPlan

    Load = Callable[[int, int], Totals]

__all__ = ["Compared", "Contrast", "Interaction", "Pair", "compare"]


class Pair(NamedTuple):
    """A cell against its partner.

    Parameters
    ----------
    cell, partner
        Numbers of the two cells, which differ in one axis.
    axis, level, baseline
        The axis, and its values in the cell and in the partner.
    question
        What is measured.
    found
        The difference; ``None`` where no set of parameters has an event in both.
    """

    cell: int
    partner: int
    axis: str
    level: str
    baseline: str
    question: Question
    found: Difference | None


@dataclass(frozen=True)
class Contrast:
    """What a value of an axis changes against the baseline, over all that else varies.

    Parameters
    ----------
    axis, level, baseline
        The axis, its value, and the value that it is compared with.
    measure, demand, period, first, last
        What is measured.
    one, other
        Means over the cells with the value, and over their partners.
    mean
        ``one - other``: the mean over the cells of their differences.
    error
        Its simulation error: what another seed would change, the luck that cells share included.
    low, high
        5 and 95 % quantiles, over the sets of parameters, of a set's own mean difference.
    least, most
        Smallest and largest difference of a cell from its partner.
    least_error, most_error
        Their simulation errors.
    least_cell, most_cell
        Numbers of these cells.
    cells, without
        Cells with a difference, and without one.
    identical
        Whether no cell differs from its partner in anything.
    """

    axis: str
    level: str
    baseline: str
    measure: str
    demand: str
    period: str
    first: int
    last: int
    one: float
    other: float
    mean: float
    error: float
    low: float
    high: float
    least: float
    most: float
    least_error: float
    most_error: float
    least_cell: int
    most_cell: int
    cells: int
    without: int
    identical: bool

    @property
    def turns(self) -> bool:
        """Whether the sign hangs on the rest: both ends lie beyond twice their own simulation errors."""
        return self.least < -2.0 * self.least_error and self.most > 2.0 * self.most_error


@dataclass(frozen=True)
class Interaction:
    """By how much what one axis does hangs on another, all other axes at their baseline.

    Parameters
    ----------
    axis, level
        An axis and its value.
    other_axis, other_level
        Another axis and its value.
    measure, demand, period, first, last
        What is measured.
    with_other, alone
        What the first value changes where the second holds, and where the second axis is at its baseline.
    mean
        ``with_other - alone``.
    error
        Its simulation error.
    low, high
        5 and 95 % quantiles over the sets of parameters.
    """

    axis: str
    level: str
    other_axis: str
    other_level: str
    measure: str
    demand: str
    period: str
    first: int
    last: int
    with_other: float
    alone: float
    mean: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Compared:
    """A sweep's cells compared.

    Parameters
    ----------
    pairs
        Each cell against its partner on each axis, in the order of cells, axes and questions.
    contrasts
        What each value of each axis changes.
    interactions
        By how much each of these hangs on each other axis.
    """

    pairs: tuple[Pair, ...]
    contrasts: tuple[Contrast, ...]
    interactions: tuple[Interaction, ...]


def compare(plan: SweepPlan, load: Load) -> Compared:
    """Compare every cell with its partners, which share its sets of parameters and its luck.

    Parameters
    ----------
    plan
        The sweep.
    load
        Gives sums and numbers by set of parameters for the number of a cell and the place of a question.

    Returns
    -------
    Compared
        Cells of different scenarios are compared over the same years only.
    """
    places = [{question: n for n, question in enumerate(task.questions)} for task in plan.tasks]
    asked = list(dict.fromkeys(question for one in places for question in one))
    worker = _Comparing(plan, places, load)
    pairs: list[Pair] = []
    contrasts: list[Contrast] = []
    interactions: list[Interaction] = []
    for question in asked:
        for axis, place in _changed(plan):
            found, contrast = worker.group(question, axis, place)
            pairs += found
            contrasts += [contrast] if contrast is not None else []
        interactions += worker.interactions(question)
    order = {axis.name: number for number, axis in enumerate(plan.grid.axes)}
    pairs.sort(key=lambda one: (one.cell, order[one.axis]))
    contrasts.sort(key=lambda one: order[one.axis])
    return Compared(tuple(pairs), tuple(contrasts), tuple(interactions))


def _changed(plan: SweepPlan) -> Iterator[tuple[Axis, int]]:
    """Every value of every axis that is not the baseline."""
    for axis in plan.grid.varied:
        for place in range(len(axis.levels)):
            if place != axis.baseline:
                yield axis, place


@dataclass(frozen=True, eq=False)
class _Comparing:
    """What a comparison needs at hand."""

    plan: SweepPlan
    places: list[dict[Question, int]]
    load: Load

    def totals(self, cell: int, question: Question) -> Totals | None:
        place = self.places[cell].get(question)
        return None if place is None else self.load(cell, place)

    def paired(self, cell: int, partner: int, question: Question) -> Paired | None:
        one, other = self.totals(cell, question), self.totals(partner, question)
        return None if one is None or other is None else paired(one, other)

    def group(self, question: Question, axis: Axis, place: int) -> tuple[list[Pair], Contrast | None]:
        """Cells with a value of an axis against their partners, one by one and all together."""
        levels = axis.levels[place], axis.levels[axis.baseline]
        found: list[Pair] = []

        def each() -> Iterator[Paired]:
            for cell, partner in self.plan.grid.along(axis, place):
                if question not in self.places[cell] or question not in self.places[partner]:
                    continue
                pair = self.paired(cell, partner, question)
                said = None if pair is None else told(question.measure, pair)
                found.append(Pair(cell, partner, axis.name, *levels, question, said))
                if pair is not None:
                    yield pair

        mean = average(each())
        return found, None if mean is None else _contrast(found, told(question.measure, mean))

    def interactions(self, question: Question) -> Iterator[Interaction]:
        grid = self.plan.grid
        levels = defaultdict(list)
        for axis, place in _changed(self.plan):
            levels[axis].append(place)
        for axis, other in combinations(levels, 2):
            for place, second in product(levels[axis], levels[other]):
                there = grid.moved(grid.origin, **{other.name: second})
                here = grid.moved(grid.origin, **{axis.name: place})
                both = grid.moved(there, **{axis.name: place})
                one = self.paired(both, there, question)
                two = self.paired(here, grid.origin, question)
                if one is None or two is None:
                    continue
                found = told(question.measure, less(one, two))
                yield Interaction(
                    axis.name,
                    axis.levels[place],
                    other.name,
                    other.levels[second],
                    *question,
                    found.one,
                    found.other,
                    found.mean,
                    found.error,
                    found.low,
                    found.high,
                )


def _contrast(pairs: list[Pair], mean: Difference) -> Contrast:
    """Say what a value changes, from its cells' differences and their average."""
    known = {pair.cell: pair.found for pair in pairs if pair.found is not None}
    least = min(known, key=lambda n: known[n].mean)
    most = max(known, key=lambda n: known[n].mean)
    return Contrast(
        pairs[0].axis,
        pairs[0].level,
        pairs[0].baseline,
        *pairs[0].question,
        mean.one,
        mean.other,
        mean.mean,
        mean.error,
        mean.low,
        mean.high,
        known[least].mean,
        known[most].mean,
        known[least].error,
        known[most].error,
        least,
        most,
        cells=len(known),
        without=len(pairs) - len(known),
        identical=mean.identical,
    )
