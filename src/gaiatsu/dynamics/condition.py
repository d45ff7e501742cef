"""The relationship given its record: likelihood, filtered and smoothed states, by particles.

Given the parameters, the state follows from the acts on record. Where everything that moves it is on record
(deals and threats given, no demand left to be drawn) one path is the whole answer and its likelihood is
exact. Where something is drawn (demands before the record begins, conduct in deals that nobody wrote
down) many paths are carried a year at a time, weighted by the record and resampled: a bootstrap filter,
whose likelihood is unbiased for any number of paths. A transition has no density, so that a path drawn
backwards could only be one that was there: smoothed paths are the ancestors of the last year's.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED, grade_weights
from gaiatsu.dynamics.evidence import EVIDENCE, log_likelihood
from gaiatsu.dynamics.observed import (
    ObservedDemand,
    compound_answer,
    recorded_answer,
    recorded_policy,
    silent_policy,
)
from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.policy import Chance, Policy, observed_policy
from gaiatsu.dynamics.setting import Setting
from gaiatsu.dynamics.state import CohortBook, State
from gaiatsu.dynamics.step import Run, Year, begin, prepare, step
from gaiatsu.dynamics.target import Answer, Call
from gaiatsu.dynamics.worlds import apply_world, find_world, in_world
from gaiatsu.dynamics.worlds_on_record import pressed_in
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream

__all__ = [
    "ANSWERED",
    "TRACKED",
    "ConditionOptions",
    "Conditioned",
    "DemandRecord",
    "condition",
    "is_determined",
    "record_of",
]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

TRACKED: Final = (
    "hierarchy",
    "hierarchy_security",
    "hierarchy_economic",
    "trust_of_sender",
    "trust_of_target",
    "resolve",
)
"""States that are kept year by year, as they are at the start of it."""

ANSWERED: Final = {
    "won": "chance of a satisfying concession, 0-1",
    "material": "material part of the payoff of one grade more",
    "social": "social part of it: hierarchy, legitimacy and trust",
    "depth": "depth of the demand, 0-1",
    "grade": "concession, 0-3: on record, or drawn where it is unknown",
    "backlash": "0-2, the same; -1 without a threat",
    "carried_out": "1 for a threat carried out, 0 for one dropped, -1 where none was resisted",
}
"""What is kept of each demand."""

_GRADES: Final = 4
_BLOCK: Final = 2048
"""Paths that are driven together; part of the definition of the random streams."""
_USUAL: Final = ("concession", "backlash", "follow_through", "depth")


@dataclass(frozen=True)
class DemandRecord:
    """Demands on record, in order, and the years that they are all the demands of.

    Parameters
    ----------
    demands
        In order of year.
    first, last
        Years between which, both included, no demand was made but those on record; in other years demands
        are drawn.

    Raises
    ------
    InvalidSpecification
        Demands out of order, or the years the wrong way round.
    """

    demands: tuple[ObservedDemand, ...]
    first: int
    last: int

    def __post_init__(self) -> None:
        years = [demand.year for demand in self.demands]
        if years != sorted(years) or not years:
            msg = f"The demands on record fall in the years {years}."
            raise InvalidSpecification(msg, expected="at least one demand, in order of year")

    def in_year(self, year: int) -> tuple[ObservedDemand, ...]:
        """Demands of a year."""
        return tuple(demand for demand in self.demands if demand.year == year)

    def covers(self, year: int) -> bool:
        """Whether the record holds all demands of a year."""
        return self.first <= year <= self.last

    def forget(self, *names: str) -> DemandRecord:
        """Copy in which some of what came of every demand is unknown."""
        return DemandRecord(tuple(demand.forget(*names) for demand in self.demands), self.first, self.last)


@dataclass(frozen=True)
class ConditionOptions:
    """How a record is conditioned on.

    Parameters
    ----------
    evidence
        Kinds of evidence that count, some of ``EVIDENCE``; a grade counts by itself or as yes or no.
    particles
        Paths for each set of parameters.
    workers
        Threads; no number depends on it.
    world
        Structural rival that is supposed to hold, one of ``gaiatsu.dynamics.worlds.WORLDS``.

    Raises
    ------
    InvalidSpecification
        Unknown evidence, both readings of the grade, no path or no worker.
    UnknownName
        No world has that name.
    """

    evidence: tuple[str, ...] = _USUAL
    particles: int = 1
    workers: int = 1
    world: str = "article"

    def __post_init__(self) -> None:
        find_world(self.world)
        unknown = [name for name in self.evidence if name not in EVIDENCE]
        if unknown:
            msg = f"There is no kind of evidence {unknown[0]!r}."
            raise InvalidSpecification(msg, expected=f"some of {', '.join(EVIDENCE)}")
        if {"concession", "conceded"} <= set(self.evidence):
            msg = "The grade of concession would count twice."
            raise InvalidSpecification(msg, expected="concession or conceded, not both")
        if min(self.particles, self.workers) < 1:
            msg = f"{self.particles} paths on {self.workers} workers were asked for."
            raise InvalidSpecification(msg, expected="at least one of each")


@dataclass(frozen=True, eq=False)
class Conditioned:
    """What a record says, for each of ``n`` sets of parameters.

    Parameters
    ----------
    years
        Years of the run.
    log_likelihood
        Log likelihood of each year's record given the years before it, shape ``(years, n)``; exact where
        everything is on record, otherwise its exponential is unbiased.
    filtered
        A draw of each of ``TRACKED`` given the record up to and with each year, shape ``(6, years, n)``.
    smoothed
        A draw of the whole path given the whole record, same shape.
    demands
        Of the smoothed path, each of ``ANSWERED`` for each demand on record, shape ``(7, demands, n)``.
    ahead
        Chance of each grade of each demand given the record of the years before, shape ``(4, demands, n)``.
    effective
        Smallest effective share of the paths over the years that have a record, shape ``(n,)``.
    """

    years: NDArray[np.int64]
    log_likelihood: Floats
    filtered: Floats
    smoothed: Floats
    demands: Floats
    ahead: Floats
    effective: Floats

    @property
    def total(self) -> Floats:
        """Log likelihood of the whole record, shape ``(n,)``."""
        return np.asarray(self.log_likelihood.sum(axis=0))


def record_of(demands: Sequence[ObservedDemand], *, whole: bool = True) -> DemandRecord:
    """Put demands in order and say which years they cover.

    Parameters
    ----------
    demands
        In any order.
    whole
        Whether no other demand was made between the first and the last of them.

    Returns
    -------
    DemandRecord

    Examples
    --------
    >>> record_of([ObservedDemand(1995, 0, grade=1), ObservedDemand(1990, 0, grade=3)]).first
    1990
    """
    ordered = tuple(sorted(demands, key=lambda demand: demand.year))
    years = [demand.year for demand in ordered] or [0]
    return DemandRecord(ordered, years[0], years[-1] if whole else years[0] - 1)


def is_determined(setting: Setting, record: DemandRecord) -> bool:
    """Whether the state follows from the parameters and the record, with nothing left to be drawn.

    Parameters
    ----------
    setting
        What is given, year by year.
    record
        The demands on record.

    Returns
    -------
    bool
        Then one path is enough, and its likelihood exact.
    """
    given = setting.record.deals and setting.record.threats
    known = all(demand.backlash is not None for demand in record.demands if demand.threatened)
    return given and known and all(record.covers(year) for year in setting.years[:-1].tolist())


def condition(
    setting: Setting,
    parameters: ParameterDraws,
    record: DemandRecord,
    *,
    seed: int,
    options: ConditionOptions | None = None,
) -> Conditioned:
    """Condition relationships on the record of their demands.

    The state of a relationship is not seen; what it leads to is. This turns the engine that draws
    histories into a likelihood of the one that happened.

    Parameters
    ----------
    setting
        What is given, year by year.
    parameters
        A set of parameters a relationship.
    record
        The demands on record.
    seed
        Seed of the named streams.
    options
        Kinds of evidence and number of paths.

    Returns
    -------
    Conditioned

    Raises
    ------
    InvalidSpecification
        A demand on record falls outside the years of the setting.

    Notes
    -----
    All demands of a year meet the state at its start. The log likelihood of a year is
    ``log mean_m exp(l_m)`` over the paths m, which are then drawn anew by systematic resampling.

    References
    ----------
    gordon1993; andrieu2010

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> record = record_of([ObservedDemand(1975, 0, grade=3), ObservedDemand(1984, 0, grade=0)])
    >>> found = condition(quiet_setting(1970, 1990), draw_parameters(5, seed=1), record, seed=1)
    >>> found.smoothed.shape, bool((found.total < 0.0).all())
    ((6, 20, 5), True)
    """
    chosen = options or ConditionOptions()
    outside = [demand.year for demand in record.demands if demand.year not in setting.years]
    if outside:
        msg = f"A demand on record falls in {outside[0]}."
        raise InvalidSpecification(msg, expected=f"years from {setting.start} to {setting.stop - 1}")
    setting, parameters = apply_world(chosen.world, setting, parameters)
    met = replace(record, demands=pressed_in(chosen.world, setting, record.demands))
    size = max(1, _BLOCK // chosen.particles)

    def drive(at: int) -> Conditioned:
        drawn = _repeated(parameters.take(slice(at, at + size)), chosen.particles)
        return _Block(prepare(setting, drawn), met, chosen, (seed, at // size)).drive()

    starts = range(0, len(parameters), size)
    if chosen.workers == 1 or len(starts) == 1:
        blocks = [drive(at) for at in starts]
    else:
        with ThreadPoolExecutor(chosen.workers) as pool:
            blocks = list(pool.map(drive, starts))
    joined = {
        name: np.concatenate([getattr(block, name) for block in blocks], axis=-1)
        for name in ("log_likelihood", "filtered", "smoothed", "demands", "ahead", "effective")
    }
    return Conditioned(years=setting.years, **joined)


@dataclass(frozen=True, eq=False)
class _Block:
    """Paths that are driven together, those of one set of parameters side by side."""

    run: Run
    record: DemandRecord
    options: ConditionOptions
    key: tuple[int, int]

    def drive(self) -> Conditioned:
        """Drive the paths through all years, weighting and resampling in those that have a record."""
        setting, count = self.run.setting, self.options.particles
        paths = self.run.constants.columns.size
        sets = paths // count
        state = begin(self.run)
        years = setting.years
        likelihood, effective = np.zeros((years.size, sets)), np.ones(sets)
        seen, met = np.empty((len(TRACKED), years.size, paths)), np.empty((len(ANSWERED), 0, paths))
        filtered = np.empty((len(TRACKED), years.size, sets))
        ahead = [np.empty((_GRADES, 0, sets))]
        first = np.arange(sets) * count
        for row, year in enumerate(years.tolist()):
            state, done, scores, answers = self._year(state, year)
            seen[:, row] = [getattr(done, name) for name in TRACKED]
            met = np.concatenate([met, answers[:-_GRADES]], axis=1)
            if scores is not None:
                ahead.append(answers[-_GRADES:].reshape(_GRADES, -1, sets, count).mean(axis=-1))
                weights = scores.reshape(sets, count)
                top = weights.max(axis=1, keepdims=True)
                shares = np.exp(weights - np.where(np.isfinite(top), top, 0.0))
                total = shares.sum(axis=1)
                with np.errstate(divide="ignore"):
                    likelihood[row] = top[:, 0] + np.log(total) - np.log(count)
                if count > 1:
                    with np.errstate(invalid="ignore"):
                        spread = total**2 / (shares**2).sum(axis=1) / count
                    effective = np.minimum(effective, np.nan_to_num(spread))
                    chosen = self._resampled(shares, year)
                    state, seen, met = _taken(state, chosen), seen[..., chosen], met[..., chosen]
            filtered[:, row] = seen[:, row, self._one(first, "pick", year)]
        last = self._one(first, "path")
        expected = np.concatenate(ahead, axis=1)
        return Conditioned(years, likelihood, filtered, seen[..., last], met[..., last], expected, effective)

    def _year(self, state: State, year: int) -> tuple[State, Year, Floats | None, Floats]:
        demands = self.record.in_year(year)
        if not demands:
            chances = self._chances("drawn", year)
            policy = silent_policy(year) if self.record.covers(year) else observed_policy
            later, done = step(state, self.run, self._here(policy), chances=chances)
            return later, done, None, np.empty((len(ANSWERED) + _GRADES, 0, chances.shape[1]))
        return self._recorded(state, demands)

    def _recorded(
        self, state: State, demands: tuple[ObservedDemand, ...]
    ) -> tuple[State, Year, Floats, Floats]:
        readers = [_Reader(demand, self.options.evidence) for demand in demands]
        chances = [self._chances("recorded", state.year, place) for place in range(len(demands))]
        met = []
        for reader, drawn in zip(readers, chances, strict=True):
            policy = self._here(recorded_policy(reader.demand))
            later, done = step(state, self.run, policy, chances=drawn, target=reader)
            came = np.asarray([done.concession, done.backlash, done.carried_out], dtype=float)
            met.append(np.concatenate([reader.summary[0], came, reader.grades[0]]))
        if len(demands) > 1:  # each was only tried out; now all of them happen
            levels = [reader.answers[0].backlash * reader.demand.threatened for reader in readers]
            last = readers[-1].answers[0]

            def together(*_: object) -> Answer:
                return compound_answer(last.grade, levels, last.breach)

            last_of_all = replace(demands[-1], threatened=any(demand.threatened for demand in demands))
            most = max(demand.linkage * demand.threatened for demand in demands)
            policy = self._here(recorded_policy(last_of_all, linkage=most))
            later, done = step(state, self.run, policy, chances=chances[-1], target=together)
        scores = np.sum([reader.scores[0] for reader in readers], axis=0)
        return later, done, scores, np.stack(met, axis=1)

    def _here(self, policy: Policy) -> Policy:
        return in_world(self.options.world, policy)

    def _one(self, first: Places, *names: str | int) -> Places:
        """One path of each set; resampled places stand in order of their parents, so the place is drawn."""
        count = self.options.particles
        if count == 1:
            return first
        return np.asarray(first + (self._stream(*names).random(first.size) * count).astype(np.intp))

    def _resampled(self, shares: Floats, year: int) -> Places:
        """Systematic resampling within each set; a set whose every path is impossible keeps its paths."""
        sets, count = shares.shape
        total = shares.sum(axis=1, keepdims=True)
        even = np.where(total > 0.0, shares / np.where(total > 0.0, total, 1.0), 1.0 / count)
        ladder = np.cumsum(even, axis=1)
        ladder[:, -1] = 1.0
        row = np.arange(sets)[:, None]
        marks = (np.arange(count) + self._stream("resample", year).random((sets, 1))) / count
        place = np.searchsorted((ladder + row).ravel(), (marks + row).ravel(), side="right").reshape(
            sets, count
        )
        inside = np.clip(place, row * count, row * count + count - 1)
        return np.asarray(inside.ravel(), dtype=np.intp)

    def _chances(self, *names: str | int) -> Floats:
        return self._stream(*names).random((len(Chance), self.run.constants.columns.size))

    def _stream(self, *names: str | int) -> np.random.Generator:
        return stream(self.key[0], "condition", self.key[1], *names)


class _Reader:
    """A target that answers as on record and notes how likely that was."""

    def __init__(self, demand: ObservedDemand, evidence: tuple[str, ...]) -> None:
        self.demand = demand
        self.evidence = evidence
        self.answers: list[Answer] = []
        self.scores: list[Floats] = []
        self.summary: list[Floats] = []
        self.grades: list[Floats] = []

    def __call__(self, call: Call, chances: Floats, /) -> Answer:
        answer = recorded_answer(call, chances, self.demand)
        self.answers.append(answer)
        self.scores.append(log_likelihood(call, self.demand, evidence=self.evidence))
        self.grades.append(_grades(call))
        self.summary.append(_summary(call, self.grades[-1]))
        return answer


def _grades(call: Call) -> Floats:
    weights = grade_weights(call.payoff, call.issue.faced.factors)
    return np.stack([np.ones_like(weights.total), *weights[:-1]]) / weights.total


def _summary(call: Call, grades: Floats) -> Floats:
    """Chance of a satisfying concession, material and social part of the payoff, and depth."""
    weights, issue = call.constants.payoff_weights, call.issue
    material = weights["material"] * issue.credibility * call.pressure.threatened_cost * issue.asymmetry
    social = (
        weights["hierarchy"] * issue.hierarchy
        + weights["legitimacy"] * (call.pressure.legitimacy - 0.5)
        - weights["trust"] * (1.0 - issue.trust_of_sender) * issue.faced.exposure
    )
    return np.stack([grades[SATISFIED:].sum(axis=0), material, social, issue.faced.depth])


def _repeated(parameters: ParameterDraws, times: int) -> ParameterDraws:
    if times == 1:
        return parameters
    values = {name: np.repeat(column, times) for name, column in parameters.values.items()}
    return ParameterDraws(values, np.repeat(parameters.thresholds, times, axis=-1))


def _taken(state: State, places: Places) -> State:
    """State of some paths; they share the parameters of those whose place they take."""
    arrays = ("trust_of_sender", "trust_of_target", "followed", "dropped", "pulled", "left", "hierarchy")
    book = CohortBook(state.book.rows[..., places], state.book.filled.copy())
    return replace(
        state,
        **{name: getattr(state, name)[..., places] for name in arrays},
        book=book,
        open_deal=state.open_deal[places],
        seen=tuple(column[..., places] for column in state.seen),
        answered=type(state.answered)(*(column[places] for column in state.answered)),
    )
