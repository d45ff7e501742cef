"""A scenario driven forward: what becomes of every state, and whether the directions expected come true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.dynamics import Histories
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
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.simulate.beside import prior_rows, world_rows
from gaiatsu.studies.simulate.compare import ScenarioComparison, compare_scenarios
from gaiatsu.studies.simulate.differences import Difference, difference
from gaiatsu.studies.simulate.driving import SimulationOptions, drive, histories_of, spans, windows
from gaiatsu.studies.simulate.reading import find_scenario
from gaiatsu.studies.simulate.refusal import refusal_causes
from gaiatsu.studies.simulate.scenario import Expectation, Scenario, span_of
from gaiatsu.studies.simulate.views import (
    answer_fans,
    change_parts,
    cohort_views,
    law_of,
    tactic_legitimacy,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.simulate.beside import SideRow
    from gaiatsu.studies.simulate.refusal import RefusalCauses
    from gaiatsu.studies.simulate.views import AnswerFan, ChangePart, CohortView, TacticLegitimacy

__all__ = [
    "FAN_STATES",
    "ExpectationResult",
    "SimulationStudy",
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
    parts
        The same over the whole run, with their spread.
    answers
        What demands of each type could expect, by year.
    cohorts
        Identity and weight of those who entered together.
    tactics
        How legitimate each tactic is, by year.
    half_lives
        How long norms last.
    first_refusal
        When the first demand won nothing, from the first year on; ``refusal_since`` says from which.
    refusal_since
        First year in which a refusal was counted.
    expectations
        Directions expected, and what came of them.
    windows
        Two spans that are set against each other.
    own
        What the scenario comes to in them.
    worlds, priors
        The same under structural rivals and other prior sets; empty where not asked for.
    causes
        What decides the date of the first refusal; ``None`` where rivals were not asked for.
    changed
        What the scenario changes against the one that it is based on, over the later of the windows; ``None``
        where it stands alone or shares no such year with it.
    provenance
        Where it came from.
    """

    scenario: Scenario
    options: SimulationOptions
    fans: tuple[Fan, ...]
    rates: tuple[Rate, ...]
    changes: tuple[ChangeYear, ...]
    parts: tuple[ChangePart, ...]
    answers: tuple[AnswerFan, ...]
    cohorts: tuple[CohortView, ...]
    tactics: tuple[TacticLegitimacy, ...]
    half_lives: tuple[HalfLife, ...]
    first_refusal: FirstRefusal
    refusal_since: int
    expectations: tuple[ExpectationResult, ...]
    windows: tuple[tuple[int, int], tuple[int, int]]
    own: SideRow
    worlds: tuple[SideRow, ...]
    priors: tuple[SideRow, ...]
    causes: RefusalCauses | None
    changed: ScenarioComparison | None
    provenance: Provenance


def simulate(
    scenario: Scenario,
    *,
    options: SimulationOptions | None = None,
    refusal_since: int | None = None,
    beside: tuple[str, ...] = (),
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
    beside
        Worlds to be shown beside it; with any, prior sets and the causes of the first refusal are too.

    Returns
    -------
    SimulationStudy

    Raises
    ------
    InvalidSpecification
        The scenario cannot be driven, or an expectation names a measure that does not exist.
    UnknownName
        No world has one of the names.

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
    for name in beside:
        find_world(name)
    driven = drive(scenario, chosen)
    histories, since = driven.histories, refusal_since or _default_since(scenario)
    return SimulationStudy(
        scenario=scenario,
        options=chosen,
        fans=tuple(fan(histories, name) for name in FAN_STATES),
        rates=rates(histories, spans(scenario)),
        changes=changes(histories),
        parts=change_parts(histories),
        answers=answer_fans(driven, law_of(driven)),
        cohorts=cohort_views(driven, chosen),
        tactics=tactic_legitimacy(driven.setting),
        half_lives=half_lives(driven.parameters, histories),
        first_refusal=first_refusal(histories, since=since),
        refusal_since=since,
        expectations=tuple(_judge(one, histories, chosen, folder=scenario.folder) for one in scenario.expect),
        windows=windows(scenario),
        own=world_rows(scenario, chosen, names=(chosen.world,), since=since)[0],
        worlds=world_rows(scenario, chosen, names=beside, since=since) if beside else (),
        priors=prior_rows(scenario, chosen, since=since) if beside else (),
        causes=refusal_causes(scenario, chosen, since=since) if beside else None,
        changed=_changed(scenario, chosen),
        provenance=_provenance(scenario, chosen),
    )


def _judge(
    expectation: Expectation, histories: Histories, options: SimulationOptions, *, folder: Path
) -> ExpectationResult:
    if expectation.prior not in (None, options.prior):
        return ExpectationResult(expectation, None, None)
    span = span_of(expectation.years)
    if expectation.against is None:
        other, earlier = histories, span_of(expectation.than or expectation.years)
    else:
        other, _ = histories_of(find_scenario(expectation.against, beside=folder), options)
        earlier = span
    found = difference((histories, span), (other, earlier), measure=expectation.measure)
    settled = abs(found.mean) > 2.0 * found.error
    holds = {
        "same": found.identical,
        "higher": found.mean > 0.0 and settled,
        "lower": found.mean < 0.0 and settled,
    }[expectation.direction]
    return ExpectationResult(expectation, found, holds)


def _changed(scenario: Scenario, options: SimulationOptions) -> ScenarioComparison | None:
    """Set a scenario against the one that it is based on, in the years that it ends with."""
    if scenario.based_on is None:
        return None
    base = find_scenario(scenario.based_on, beside=scenario.folder)
    later = windows(scenario)[1]
    if later[0] > base.span[1] or later[1] < base.span[0]:
        return None
    return compare_scenarios(scenario, base, options=options, years=later)


def _default_since(scenario: Scenario) -> int:
    starts = [start for start, _ in spans(scenario)]
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
