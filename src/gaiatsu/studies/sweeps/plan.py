"""From the words of a sweep to its cells: what each is to compute, and a digest of exactly that."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gaiatsu.dynamics import CHUNK, Setting
from gaiatsu.dynamics.parameters import NEEDED
from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.strategy.library import LIBRARY, find_strategy
from gaiatsu.studies.calibration.given import scenario_on_record
from gaiatsu.studies.documents import find_file
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.simulate.making import make_setting
from gaiatsu.studies.simulate.reading import find_scenario
from gaiatsu.studies.simulate.scenario import Scenario, span_of
from gaiatsu.studies.sweeps.axes import Grid, grid_of
from gaiatsu.studies.sweeps.digests import content_of, source_of_release
from gaiatsu.studies.sweeps.spec import SweepSpec, levels_of
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.dynamics import ParameterDraws, Policy
    from gaiatsu.strategy.records import Strategy

__all__ = ["Cell", "Question", "SweepPlan", "Task", "plan_sweep"]

_FILES = (".yaml", ".yml")
_MOST_PAIRS = 1_000_000

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


@dataclass(frozen=True)
class Size:
    """How many histories a cell has.

    Parameters
    ----------
    draws, replicates
        Sets of parameters, and relationships a set.
    seed
        Seed of all random streams.
    pairs
        Whether what each set says is handed over, so that cells can be compared set by set.
    """

    draws: int
    replicates: int
    seed: int
    pairs: bool


@dataclass(frozen=True)
class Code:
    """What computes a cell.

    Parameters
    ----------
    version
        Version of gaiatsu.
    source
        Digest of its modules while the version is one of development; empty for a release.
    """

    version: str
    source: str

    @staticmethod
    def here() -> Code:
        """Say what would compute a cell in this process."""
        return Code(version("gaiatsu"), source_of_release())


@dataclass(frozen=True, eq=False)
class Task:
    """A cell with all that is needed to compute it anywhere.

    Parameters
    ----------
    cell
        The cell.
    setting
        What is given, before the world changes it.
    policy
        What the sender does.
    fixed
        Parameters that the scenario or the sweep sets.
    questions
        What is measured.
    size
        How many histories, and from which seed.
    code
        What planned it, and has to compute it.
    record
        The scenario whose record the draws are conditioned on; ``None`` where they are the prior's.
    given
        Those draws; ``None`` before they are made.
    """

    cell: Cell
    setting: Setting
    policy: Policy
    fixed: Values
    questions: tuple[Question, ...]
    size: Size
    code: Code
    record: Scenario | None = None
    given: ParameterDraws | None = None

    @property
    def relationship_years(self) -> int:
        """Relationships times years."""
        return self.size.draws * self.size.replicates * len(self.setting.years)


@dataclass(frozen=True, eq=False)
class SweepPlan:
    """A sweep that can be run.

    Parameters
    ----------
    spec
        The words of the sweep.
    grid
        What is varied, and the baseline.
    strategies
        What the sender does, in the order of the sweep.
    tasks
        A task for each cell, in order.
    digest
        SHA-256 of all cells.
    provenance
        Where the numbers will have come from.
    """

    spec: SweepSpec
    grid: Grid
    strategies: tuple[Strategy, ...]
    tasks: tuple[Task, ...]
    digest: str
    provenance: Provenance

    @property
    def baseline(self) -> dict[str, str]:
        """Value of each axis that the others are compared with."""
        return {axis.name: axis.levels[axis.baseline] for axis in self.grid.axes}

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
    record: Scenario | None


def plan_sweep(spec: SweepSpec, *, beside: Path | None = None) -> SweepPlan:
    """Combine what a sweep varies, and check every part before anything is computed.

    Parameters
    ----------
    spec
        The sweep, from `find_sweep`.
    beside
        Folder in which files of scenarios and strategies are looked for first.

    Returns
    -------
    SweepPlan

    Raises
    ------
    UnknownName
        A scenario, strategy, world or parameter that does not exist.
    InvalidSpecification
        A value outside the bounds of its parameter, a period that a scenario does not cover, a baseline that
        the sweep does not have, or a file that cannot be used.

    Examples
    --------
    >>> from gaiatsu.studies.sweeps import find_sweep
    >>> plan = plan_sweep(find_sweep("template")[0])
    >>> len(plan.tasks), plan.tasks[1].cell.values
    (6, (('hierarchy', 0.0), ('trust', 1.0)))
    """
    points = tuple(_points(spec))
    strategies = tuple(_strategy(name, beside) for name in spec.strategies)
    for world in spec.worlds:
        find_world(world)
    sources = [_source(spec, name, beside) for name in spec.scenarios]
    names = [one.scenario.name for one in sources]
    grid = grid_of(spec, scenarios=names, strategies=[one.name for one in strategies])
    code = Code.here()
    combined = product(sources, strategies, spec.worlds, spec.priors, points)
    tasks = tuple(_task(spec, number, one, code=code) for number, one in enumerate(combined))
    _check_pairs(spec, grid, tasks)
    digest = rows_digest([task.cell.digest for task in tasks])
    return SweepPlan(spec, grid, strategies, tasks, digest, _provenance(spec, sources, strategies))


def _check_pairs(spec: SweepSpec, grid: Grid, tasks: tuple[Task, ...]) -> None:
    """Refuse more comparisons than can be held, before anything is computed."""
    asked = sum(len(task.questions) for task in tasks)
    many = sum(asked * (len(axis.levels) - 1) // len(axis.levels) for axis in grid.varied)
    if spec.pairs and many > _MOST_PAIRS:
        msg = f"The sweep would compare cells {many:,} times."
        todo = "Measure less, vary less at once, or write `baseline: none` into the sweep."
        raise InvalidSpecification(msg, expected=f"at most {_MOST_PAIRS:,} times", todo=todo)


def _strategy(name: str, beside: Path | None) -> Strategy:
    """Find a strategy of the index, or read the file of one beside the sweep."""
    folder = beside or Path()
    path = find_file(name, folder)
    if path is None:
        if name.endswith(_FILES):
            msg = f"There is no strategy file {name}."
            raise UnknownName(msg, expected=f"a file in {folder.resolve()}, or a name of the index")
        return find_strategy(name)
    from gaiatsu.studies.advise.reading import read_strategy

    return read_strategy(path)


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
    scenario = find_scenario(find_file(name, beside or Path()) or name)
    setting = make_setting(scenario)
    digest = rows_digest(content_of(setting))
    record = scenario_on_record(scenario) if spec.given_record else None
    return _Source(scenario, setting, tuple(_questions(spec, scenario)), digest, record)


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


def _task(
    spec: SweepSpec, number: int, combined: tuple[_Source, Strategy, str, str, Values], *, code: Code
) -> Task:
    source, strategy, world, prior, values = combined
    scenario = source.scenario.name
    fixed = tuple({**source.scenario.parameters, **dict(values)}.items())
    digest = rows_digest(
        {
            "setting": source.digest,
            "policy": content_of(strategy.policy),
            "names": [scenario, strategy.name, world, prior],
            "fixed": sorted(fixed),
            "questions": source.questions,
            "size": [spec.draws, spec.replicates, spec.seed],
            "record": None if source.record is None else _on_record(source.record),
            "engine": [code.version, code.source, CHUNK],
        }
    )
    cell = Cell(number, scenario, strategy.name, world, prior, values=values, digest=digest)
    size = Size(spec.draws, spec.replicates, spec.seed, pairs=spec.pairs)
    return Task(
        cell, source.setting, strategy.policy, fixed, source.questions, size, code, record=source.record
    )


def _on_record(scenario: Scenario) -> list[Any]:
    """List what draws given a record hang on: the scenario and its episodes."""
    from gaiatsu import cases

    said: list[Any] = [scenario.model_dump(mode="json")]
    if scenario.record is not None:
        said.append(case_input(cases.load(scenario.record.case_set), "episodes").digest)
    return said


def _provenance(spec: SweepSpec, sources: list[_Source], strategies: tuple[Strategy, ...]) -> Provenance:
    from gaiatsu import cases

    inputs = [Input(f"scenario: {one.scenario.name}", one.digest) for one in sources]
    own = [one for one in strategies if one.name not in LIBRARY]
    inputs += [Input(f"strategy: {one.name}", rows_digest(content_of(one.policy))) for one in own]
    records = {one.scenario.record.case_set for one in sources if one.scenario.record}
    tables = {one.scenario.dependence.table for one in sources if one.scenario.dependence.table}
    inputs += [case_input(cases.load(name), "events") for name in sorted(records)]
    inputs += [case_input(cases.load(name), "table1") for name in sorted(tables)]
    cited = [key for one in strategies for key in one.literature]
    cited += [key for name in spec.worlds for key in find_world(name).references]
    return trace(plan_sweep, *inputs, seed=spec.seed, citations=tuple(dict.fromkeys(["schoppa1999", *cited])))
