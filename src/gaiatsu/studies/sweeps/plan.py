"""From the words of a sweep to its cells: what each is to compute, and a digest of exactly that."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gaiatsu.dynamics import CHUNK, Setting
from gaiatsu.dynamics.parameters import NEEDED
from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.strategy.library import find_strategy
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.simulate.making import make_setting
from gaiatsu.studies.simulate.reading import find_scenario
from gaiatsu.studies.simulate.scenario import Scenario, span_of
from gaiatsu.studies.sweeps.spec import SweepSpec, levels_of
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Cell", "Question", "SweepPlan", "Task", "plan_sweep"]

Values = tuple[tuple[str, float], ...]


class Question(NamedTuple):
    """What is measured in a cell.

    Parameters
    ----------
    measure
        A state, a part of change, an outcome, or ``first_refusal``.
    demand
        Demand type of an outcome, or ``all``.
    period
        Word of the period in the sweep file.
    first, last
        First and last year.
    """

    measure: str
    demand: str
    period: str
    first: int
    last: int


@dataclass(frozen=True)
class Cell:
    """A combination of what the sweep varies.

    Parameters
    ----------
    number
        Place in the sweep, from 0.
    scenario, strategy, world, prior
        Names.
    values
        Parameters that are set, by name.
    digest
        SHA-256 of everything that its numbers depend on.
    """

    number: int
    scenario: str
    strategy: str
    world: str
    prior: str
    values: Values
    digest: str


@dataclass(frozen=True, eq=False)
class Task:
    """A cell with all that is needed to compute it anywhere.

    Parameters
    ----------
    cell
        The cell.
    setting
        What is given, before the world changes it.
    fixed
        Parameters that the scenario or the sweep sets.
    questions
        What is measured.
    draws, replicates, seed
        Sets of parameters, relationships a set, seed of all random streams.
    version
        Version of gaiatsu that planned it.
    """

    cell: Cell
    setting: Setting
    fixed: Values
    questions: tuple[Question, ...]
    draws: int
    replicates: int
    seed: int
    version: str

    @property
    def relationship_years(self) -> int:
        """Relationships times years."""
        return self.draws * self.replicates * len(self.setting.years)


@dataclass(frozen=True, eq=False)
class SweepPlan:
    """A sweep that can be run.

    Parameters
    ----------
    spec
        The words of the sweep.
    tasks
        A task for each cell, in order.
    digest
        SHA-256 of all cells.
    provenance
        Where the numbers will have come from.
    """

    spec: SweepSpec
    tasks: tuple[Task, ...]
    digest: str
    provenance: Provenance

    @property
    def relationship_years(self) -> int:
        """Relationships times years, over all cells."""
        return sum(task.relationship_years for task in self.tasks)


@dataclass(frozen=True, eq=False)
class _Source:
    """A scenario ready to be combined."""

    scenario: Scenario
    setting: Setting
    questions: tuple[Question, ...]
    digest: str


def plan_sweep(spec: SweepSpec, *, beside: Path | None = None) -> SweepPlan:
    """Combine what a sweep varies, and check every part before anything is computed.

    Parameters
    ----------
    spec
        The sweep, from `find_sweep`.
    beside
        Folder in which scenario files are looked for first.

    Returns
    -------
    SweepPlan

    Raises
    ------
    UnknownName
        A scenario, strategy, world or parameter that does not exist.
    InvalidSpecification
        A value outside the bounds of its parameter, or a period that a scenario does not cover.

    Examples
    --------
    >>> from gaiatsu.studies.sweeps import find_sweep
    >>> plan = plan_sweep(find_sweep("template")[0])
    >>> len(plan.tasks), plan.tasks[1].cell.values
    (6, (('hierarchy', 0.0), ('trust', 1.0)))
    """
    points = tuple(_points(spec))
    for strategy in spec.strategies:
        find_strategy(strategy)
    for world in spec.worlds:
        find_world(world)
    sources = [_source(spec, name, beside) for name in spec.scenarios]
    combined = product(sources, spec.strategies, spec.worlds, spec.priors, points)
    tasks = tuple(_task(spec, number, one) for number, one in enumerate(combined))
    digest = rows_digest([task.cell.digest for task in tasks])
    return SweepPlan(spec, tasks, digest, _provenance(spec, sources))


def _points(spec: SweepSpec) -> Iterator[Values]:
    """Yield sets of parameters, each within its bounds."""
    for name in spec.parameters:
        if name not in NEEDED:
            near = get_close_matches(name, NEEDED, n=3) or NEEDED
            msg = f"A run reads no parameter {name!r}."
            raise UnknownName(msg, expected=f"one of {', '.join(near)}")
    if spec.points:
        found = [tuple(point.items()) for point in spec.points]
    else:
        levels = [[(name, value) for value in levels_of(given)] for name, given in spec.grid.items()]
        found = list(product(*levels))
    for point in found:
        for name, value in point:
            _check(name, value)
        yield point


def _check(name: str, value: float) -> None:
    low, high = find_parameter(name).bounds
    if not low <= value <= high:
        msg = f"The sweep sets the parameter {name} to {value:g}."
        raise InvalidSpecification(msg, expected=f"a number from {low:g} to {high:g}")


def _source(spec: SweepSpec, name: str, beside: Path | None) -> _Source:
    path = beside / name if beside is not None else None
    scenario = find_scenario(path if path is not None and path.is_file() else name)
    setting = make_setting(scenario)
    digest = rows_digest(_plain(setting))
    return _Source(scenario, setting, tuple(_questions(spec, scenario)), digest)


def _questions(spec: SweepSpec, scenario: Scenario) -> Iterator[Question]:
    first, last = scenario.span
    for measure, period in product(spec.measures, spec.periods):
        for span in _spans(scenario, period):
            if not first <= span[0] <= span[1] <= last:
                msg = f"The period {period} is not within the years of the scenario {scenario.name}."
                raise InvalidSpecification(msg, expected=f"years from {first} to {last}, or all, last")
            for demand in spec.demands if measure in MEASURES else ("all",):
                yield Question(measure, demand, period, *span)


def _spans(scenario: Scenario, period: str) -> list[tuple[int, int]]:
    first, last = scenario.span
    if period == "blocks":
        starts = sorted({max(block.first, first) for block in scenario.demands if block.first <= last})
        return list(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))
    words = {"all": (first, last), "first": (first, first), "last": (last, last)}
    return [words[period] if period in words else span_of(period)]


def _task(spec: SweepSpec, number: int, combined: tuple[_Source, str, str, str, Values]) -> Task:
    source, strategy, world, prior, values = combined
    scenario = source.scenario.name
    fixed = tuple({**source.scenario.parameters, **dict(values)}.items())
    release = version("gaiatsu")
    digest = rows_digest(
        {
            "setting": source.digest,
            "names": [scenario, strategy, world, prior],
            "fixed": sorted(fixed),
            "questions": source.questions,
            "size": [spec.draws, spec.replicates, spec.seed],
            "engine": [release, CHUNK],
        }
    )
    cell = Cell(number, scenario, strategy, world, prior, values=values, digest=digest)
    return Task(
        cell, source.setting, fixed, source.questions, spec.draws, spec.replicates, spec.seed, release
    )


def _plain(value: Any) -> Any:
    """Plain values of a setting, every number whole."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _provenance(spec: SweepSpec, sources: list[_Source]) -> Provenance:
    from gaiatsu import cases

    inputs = [Input(f"scenario: {one.scenario.name}", one.digest) for one in sources]
    records = {one.scenario.record.case_set for one in sources if one.scenario.record}
    tables = {one.scenario.dependence.table for one in sources if one.scenario.dependence.table}
    inputs += [case_input(cases.load(name), "events") for name in sorted(records)]
    inputs += [case_input(cases.load(name), "table1") for name in sorted(tables)]
    cited = [key for name in spec.strategies for key in find_strategy(name).literature]
    cited += [key for name in spec.worlds for key in find_world(name).references]
    return trace(plan_sweep, *inputs, seed=spec.seed, citations=tuple(dict.fromkeys(["schoppa1999", *cited])))
