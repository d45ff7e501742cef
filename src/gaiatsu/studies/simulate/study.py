"""A scenario driven forward: what becomes of every state, and whether the directions expected come true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.dynamics import Histories, RunOptions, draw_parameters, run
from gaiatsu.dynamics.summaries import (
    ChangeYear,
    Fan,
    FirstRefusal,
    HalfLife,
    Rate,
    changes,
    fan,
    first_refusal,
    half_lives,
    rates,
)
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.simulate.differences import Difference, difference
from gaiatsu.studies.simulate.making import apply_parameters, make_setting
from gaiatsu.studies.simulate.reading import find_scenario
from gaiatsu.studies.simulate.scenario import Expectation, Scenario, span_of

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws

__all__ = [
    "FAN_STATES",
    "ExpectationResult",
    "SimulationOptions",
    "SimulationStudy",
    "histories_of",
    "simulate",
]

FAN_STATES: Final = (
    "hierarchy",
    "hierarchy_security",
    "hierarchy_economic",
    "trust_of_sender",
    "trust_of_target",
    "resolve",
    "legitimacy",
    "depth",
)


@dataclass(frozen=True)
class SimulationOptions:
    """How a scenario is driven.

    Parameters
    ----------
    draws
        Sets of parameters from the prior.
    replicates
        Relationships a set, which differ in chance only.
    prior
        Name of the prior set.
    seed
        Seed of all random streams; scenarios with one seed share their parameters and chances.
    workers
        Threads; no number depends on it.

    Raises
    ------
    InvalidSpecification
        Fewer than ten relationships.
    """

    draws: int = 2000
    replicates: int = 1
    prior: str = "default"
    seed: int = 1999
    workers: int = 1

    def __post_init__(self) -> None:
        if self.draws * self.replicates < 10 or self.replicates < 1:
            msg = f"A run of {self.draws} draws and {self.replicates} replicates says nothing."
            raise InvalidSpecification(msg, expected="at least ten relationships")


@dataclass(frozen=True)
class ExpectationResult:
    """Whether a direction that a scenario expects comes true.

    Parameters
    ----------
    expectation
        The direction.
    difference
        What was found; ``None`` where another prior set is asked for.
    holds
        Whether the mean difference has the direction and is more than two simulation errors from zero (for
        ``same``: every single difference is zero); ``None`` where it was not judged.
    """

    expectation: Expectation
    difference: Difference | None
    holds: bool | None


@dataclass(frozen=True, eq=False)
class SimulationStudy:
    """What a scenario leads to.

    Parameters
    ----------
    scenario
        The scenario.
    options
        How it was driven.
    fans
        Quantiles of each state by year.
    rates
        Outcomes by demand type in each span of demands.
    changes
        Parts of the mean change of hierarchy by year (eq. 11).
    half_lives
        How long norms last.
    first_refusal
        When the first demand won nothing, from the first year on; ``refusal_since`` says from which.
    refusal_since
        First year in which a refusal was counted.
    expectations
        Directions expected, and what came of them.
    provenance
        Where it came from.
    """

    scenario: Scenario
    options: SimulationOptions
    fans: tuple[Fan, ...]
    rates: tuple[Rate, ...]
    changes: tuple[ChangeYear, ...]
    half_lives: tuple[HalfLife, ...]
    first_refusal: FirstRefusal
    refusal_since: int
    expectations: tuple[ExpectationResult, ...]
    provenance: Provenance


def simulate(
    scenario: Scenario, *, options: SimulationOptions | None = None, refusal_since: int | None = None
) -> SimulationStudy:
    """Drive a scenario forward and summarize it.

    Parameters
    ----------
    scenario
        The scenario, from `find_scenario`.
    options
        Draws, prior set, seed.
    refusal_since
        Year from which refusals count; by default the third block of demands, or the start.

    Returns
    -------
    SimulationStudy

    Raises
    ------
    InvalidSpecification
        The scenario cannot be driven, or an expectation names a measure that does not exist.

    References
    ----------
    schoppa1999; firebaugh1989

    Examples
    --------
    >>> study = simulate(find_scenario("us-japan"), options=SimulationOptions(draws=20))
    >>> study.fans[0].name, len(study.changes)
    ('hierarchy', 47)
    """
    chosen = options or SimulationOptions()
    histories, parameters = histories_of(scenario, chosen)
    since = refusal_since or _default_since(scenario)
    return SimulationStudy(
        scenario=scenario,
        options=chosen,
        fans=tuple(fan(histories, name) for name in FAN_STATES),
        rates=rates(histories, _spans(scenario)),
        changes=changes(histories),
        half_lives=half_lives(parameters, histories),
        first_refusal=first_refusal(histories, since=since),
        refusal_since=since,
        expectations=tuple(_judge(one, histories, chosen) for one in scenario.expect),
        provenance=_provenance(scenario, chosen),
    )


def histories_of(scenario: Scenario, options: SimulationOptions) -> tuple[Histories, ParameterDraws]:
    """Drive a scenario and keep everything.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, seed.

    Returns
    -------
    tuple
        Histories, and the parameters behind them.
    """
    drawn = draw_parameters(
        options.draws, seed=options.seed, prior_set=options.prior, replicates=options.replicates
    )
    parameters = apply_parameters(scenario, drawn)
    kept = RunOptions(workers=options.workers, replicates=options.replicates)
    return run(make_setting(scenario), parameters, seed=options.seed, options=kept), parameters


def _judge(expectation: Expectation, histories: Histories, options: SimulationOptions) -> ExpectationResult:
    if expectation.prior not in (None, options.prior):
        return ExpectationResult(expectation, None, None)
    span = span_of(expectation.years)
    if expectation.against is None:
        other, earlier = histories, span_of(expectation.than or expectation.years)
    else:
        other, _ = histories_of(find_scenario(expectation.against), options)
        earlier = span
    found = difference((histories, span), (other, earlier), measure=expectation.measure)
    settled = abs(found.mean) > 2.0 * found.error
    holds = {
        "same": found.identical,
        "higher": found.mean > 0.0 and settled,
        "lower": found.mean < 0.0 and settled,
    }[expectation.direction]
    return ExpectationResult(expectation, found, holds)


def _spans(scenario: Scenario) -> tuple[tuple[int, int], ...]:
    """Spans of years between one block of demands and the next, within the run."""
    first, last = scenario.span
    starts = sorted({max(block.first, first) for block in scenario.demands if block.first <= last})
    return tuple(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))


def _default_since(scenario: Scenario) -> int:
    starts = [start for start, _ in _spans(scenario)]
    return starts[2] if len(starts) > 2 else starts[0]


def _provenance(scenario: Scenario, options: SimulationOptions) -> Provenance:
    inputs = [Input(f"scenario: {scenario.name}", rows_digest(scenario.model_dump(mode="json")))]
    used = {scenario.record.case_set: "events"} if scenario.record else {}
    from gaiatsu import cases

    inputs += [case_input(cases.load(name), part) for name, part in used.items()]
    if scenario.dependence.table is not None:
        inputs.append(case_input(cases.load(scenario.dependence.table), "table1"))
    citations = ("schoppa1999", "kydd2005", "josang_ismail2002", "kowert_legro1996", "firebaugh1989")
    return trace(simulate, *inputs, seed=options.seed, citations=citations)
