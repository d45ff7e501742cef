"""One year of many relationships: state in, state out, uniform numbers handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import (
    SATISFIED,
    Issue,
    Pressure,
    context_payoff,
    legitimacy_of,
)
from gaiatsu.dynamics.constants import Constants, prepare_constants
from gaiatsu.dynamics.elites import (
    Elites,
    IdentityChange,
    Top,
    change_parts,
    prepare_elites,
    retention,
)
from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.policy import Chance, Outlook, Policy, Tactic
from gaiatsu.dynamics.setting import Setting
from gaiatsu.dynamics.state import Answered, State
from gaiatsu.dynamics.target import Answer, Call, TargetPolicy, quantal_answer
from gaiatsu.numerics.special import expit
from gaiatsu.theory.material import credibility
from gaiatsu.theory.norm_change.identity import identity_after_linkage
from gaiatsu.theory.norm_change.reputation import decayed_sum, resolve, resolve_step
from gaiatsu.theory.norm_change.trust import trust_step
from gaiatsu.theory.social import linked_hierarchy
from gaiatsu.theory.tactics import BacklashFeedback, backlash_feedback, backlash_index

__all__ = ["NOTHING", "Run", "Year", "begin", "prepare", "step"]

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]

NOTHING = -1
"""Level that stands for: there was none this year."""


@dataclass(frozen=True, eq=False)
class Run:
    """Setting, draws and what follows from them, for every year of a run.

    Parameters
    ----------
    setting
        What is given.
    constants
        The parameters.
    elites
        Cohorts and their weights.
    """

    setting: Setting
    constants: Constants
    elites: Elites


class Year(NamedTuple):
    """What the demand of a year met and what came of it; arrays of shape ``(n,)``.

    Parameters
    ----------
    hierarchy, hierarchy_security, hierarchy_economic
        H in an economic issue and in each domain at the start of the year, 0-1.
    trust_of_sender, trust_of_target, resolve
        tau, tau_S and R at the start of the year, 0-1.
    demand
        Place of the demand's type; ``NOTHING`` without one.
    threatened
        1 with a threat, 0 without.
    credibility, legitimacy, depth
        q, l and D of the demand, as made; without a demand, of the one that would have been made.
    payoff, provocation
        eta and the index of the backlash, likewise.
    exposure, threatened_cost
        sigma_d and M, likewise; M is 0 without a threat.
    concession
        0-3; ``NOTHING`` without a demand.
    carried_out
        1 for a threat carried out, 0 for one dropped, ``NOTHING`` where none was resisted.
    backlash
        0-2; ``NOTHING`` without a threat.
    deal
        1 for last year's deal honored by the sender, 0 stretched, ``NOTHING`` without a deal.
    kept
        1 for last year's deal kept by the target, 0 broken, ``NOTHING`` without a deal.
    change
        Change of hierarchy over the year, in parts.
    """

    hierarchy: Floats
    hierarchy_security: Floats
    hierarchy_economic: Floats
    trust_of_sender: Floats
    trust_of_target: Floats
    resolve: Floats
    demand: Levels
    threatened: Levels
    credibility: Floats
    legitimacy: Floats
    depth: Floats
    payoff: Floats
    provocation: Floats
    exposure: Floats
    threatened_cost: Floats
    concession: Levels
    carried_out: Levels
    backlash: Levels
    deal: Levels
    kept: Levels
    change: IdentityChange


class _Outcome(NamedTuple):
    """What the target and the sender did, and the demand as the target met it.

    ``grade`` is ``NOTHING`` without a demand; ``breach`` is the chance that an open deal is broken.
    """

    grade: Levels
    carried: Flags
    dropped: Flags
    backlash: Levels
    breach: Floats | float
    call: Call


def prepare(setting: Setting, parameters: ParameterDraws) -> Run:
    """Compute what the years of a run have in common.

    Parameters
    ----------
    setting
        What is given.
    parameters
        A set a relationship.

    Returns
    -------
    Run
    """
    return Run(setting, prepare_constants(parameters), prepare_elites(setting, parameters))


def begin(run: Run) -> State:
    """State at the start of the first year: trust at rest, reputation at its prior, identities as imprinted.

    Acts on record before the first year have had their effect.

    Parameters
    ----------
    run
        The run.

    Returns
    -------
    State
    """
    constants, record, start = run.constants, run.setting.record, run.setting.start
    top = run.elites.begin()
    earlier = (-np.inf, float(start))
    return State(
        year=start,
        trust_of_sender=constants.resting_sender
        + _evidence_on_record(run, record.sender_dates, record.sender_signs, earlier),
        trust_of_target=constants.resting_target
        + _evidence_on_record(run, record.target_dates, record.target_signs, earlier),
        followed=constants.followed + _counts_on_record(run, +1.0, earlier),
        dropped=constants.dropped + _counts_on_record(run, -1.0, earlier),
        pulled=top.pulled,
        left=top.left,
        hierarchy=top.hierarchy,
        book=top.book,
        entered=top.entered,
        open_deal=np.zeros(constants.columns.size),
        seen=(),
        answered=Answered(*(np.full(constants.columns.size, NOTHING, dtype=np.int8) for _ in range(3))),
    )


def step(
    state: State, run: Run, policy: Policy, *, chances: Floats, target: TargetPolicy = quantal_answer
) -> tuple[State, Year]:
    """Drive every relationship through one year.

    The sender perceives, demands and perhaps threatens; the target concedes a grade and may hit back; an
    unsatisfied sender carries its threat out or drops it; last year's deal is honored or stretched, kept or
    broken; then trust, reputation and identities move.

    Parameters
    ----------
    state
        State at the start of the year; it is not changed.
    run
        Setting and parameters.
    policy
        The sender's.
    chances
        Uniform numbers on [0, 1), a row for each `Chance`, shape ``(10, n)``.
    target
        The target's way to answer.

    Returns
    -------
    tuple
        The state a year later, and the year.

    References
    ----------
    schoppa1999
    """
    constants, year = run.constants, state.year
    top = Top(state.pulled, state.left, state.hierarchy, state.book, state.entered)
    now = np.stack(
        [
            linked_hierarchy(
                state.hierarchy[0], state.hierarchy[1], security_share=run.elites.security_share(year)
            ),
            expit(state.trust_of_sender),
            resolve(state.followed, state.dropped),
        ]
    )
    seen = (now, *state.seen)[: constants.longest_lag + 1]
    outlook = _outlook(run, state, constants.perceive(seen), np.asarray(expit(state.trust_of_target)))
    tactic = policy(outlook, chances)
    call = _call(now, outlook, tactic)
    outcome = _outcome(call, target(call, chances), tactic, chances)
    deals = _deals(state, tactic, outcome.breach, chances)
    provoked = _provoked(outcome.backlash, constants)
    moved, change = _move(run, top, year, _wear(tactic, provoked, constants))
    came = _Came(outcome, deals, provoked)
    done = _year(state, now, tactic=tactic, outcome=outcome, ended=_Ended(deals, change))
    answered = Answered(done.concession, done.backlash, done.kept)
    return _later(state, run, came, moved=moved, seen=seen, answered=answered), done


def _outlook(run: Run, state: State, perceived: Floats, trust_of_target: Floats) -> Outlook:
    setting, year = run.setting, state.year
    place = year - setting.origin
    return Outlook(
        year=year,
        hierarchy=perceived[0],
        trust_of_sender=perceived[1],
        resolve=perceived[2],
        trust_of_target=trust_of_target,
        asymmetry=float(setting.asymmetry[place]),
        dispute_settlement=float(setting.dispute_settlement[place]),
        violation_elsewhere=float(setting.violation_elsewhere[place]),
        demands=setting.demands_in(year),
        constants=run.constants,
        answered=state.answered,
    )


def _call(now: Floats, outlook: Outlook, tactic: Tactic) -> Call:
    """Bring the demand as made before the target, in the context as it is."""
    constants, demands, plan = outlook.constants, outlook.demands, tactic.plan
    made = tactic.threatened.astype(float)
    posture = plan.public_posture * made
    issue = Issue(
        asymmetry=outlook.asymmetry,
        faced=plan.faced,
        hierarchy=now[0],
        trust_of_sender=now[1],
        credibility=np.asarray(
            credibility(
                now[2],
                public_posture=posture,
                stake=demands.stake,
                own_cost=demands.own_cost,
                weights=constants.credibility_weights,
            )
        ),
    )
    pressure = Pressure(
        made,
        np.minimum(plan.threatened_cost + plan.linkage, 1.0) * made,
        posture,
        legitimacy_of(plan, made, outlook.dispute_settlement, outlook.violation_elsewhere),
    )
    return Call(
        year=outlook.year,
        asked=plan.asked,
        threatened=tactic.threatened,
        pressure=pressure,
        issue=issue,
        payoff=context_payoff(pressure, issue, constants.payoff_weights),
        provocation=np.asarray(
            backlash_index(
                pressure.public_posture,
                pressure.threatened_cost,
                legitimacy=pressure.legitimacy,
                hierarchy=issue.hierarchy,
                trust_of_sender=issue.trust_of_sender,
                weights=constants.backlash_weights,
            )
        ),
        trust_of_target=outlook.trust_of_target,
        demands=demands,
        constants=constants,
    )


def _outcome(call: Call, answer: Answer, tactic: Tactic, chances: Floats) -> _Outcome:
    """Let an unsatisfied sender follow through or not."""
    resisted = call.threatened & (answer.grade < SATISFIED)
    follow = call.issue.credibility
    if tactic.carry_out is not None:
        follow = np.where(np.isnan(tactic.carry_out), follow, tactic.carry_out)
    carried = resisted & (chances[Chance.CARRY] < follow)
    return _Outcome(
        _level(answer.grade, call.asked),
        carried,
        resisted & ~carried,
        answer.backlash * call.threatened,
        answer.breach,
        call,
    )


class _Deals(NamedTuple):
    """What became of last year's deals: flags of the sender's and of the target's conduct."""

    open: Flags
    stretched: Flags
    broken: Flags


class _Came(NamedTuple):
    """What came of the demand, of last year's deals, and of the backlash."""

    outcome: _Outcome
    deals: _Deals
    provoked: BacklashFeedback


class _Ended(NamedTuple):
    """What the year brought to an end: last year's deals, and the change of hierarchy."""

    deals: _Deals
    change: IdentityChange


def _deals(state: State, tactic: Tactic, breach: Floats | float, chances: Floats) -> _Deals:
    open_deal = state.open_deal > 0.0
    return _Deals(
        open_deal,
        open_deal & (chances[Chance.STRETCH] < tactic.stretch * state.open_deal),
        open_deal & (chances[Chance.BREACH] < breach),
    )


def _wear(tactic: Tactic, provoked: BacklashFeedback, constants: Constants) -> Floats:
    """Share of deference that backlash, and on the security side a security threat, leave."""
    linked = identity_after_linkage(
        provoked.hierarchy,
        tactic.plan.linkage * tactic.threatened,
        cost=constants.parameters["linkage_cost"],
    )
    return np.stack([linked, provoked.hierarchy])


def _move(run: Run, top: Top, year: int, wear: Floats) -> tuple[Top, IdentityChange]:
    kept = retention(run.elites, year)
    replaced = run.elites.replaced(top, year)
    moved = run.elites.advance(top, year, kept=kept, wear=wear, replaced=replaced)
    ends = (top.hierarchy, moved.hierarchy)
    return moved, change_parts(run.elites, year, ends=ends, replaced=replaced, kept=kept, wear=wear)


def _provoked(backlash: Levels, constants: Constants) -> BacklashFeedback:
    return backlash_feedback(
        backlash,
        1.0,
        violation_evidence=constants.violation,
        distrust=constants.parameters["backlash_distrust"],
        defiance=constants.parameters["backlash_defiance"],
    )


def _later(
    state: State, run: Run, came: _Came, *, moved: Top, seen: tuple[Floats, ...], answered: Answered
) -> State:
    """Let trust and reputation fade by a year and take in what happened."""
    constants, record, year = run.constants, run.setting.record, state.year
    parameters = constants.parameters
    outcome, deals, provoked = came
    span = (float(year), float(year + 1))
    sender = _evidence_on_record(run, record.sender_dates, record.sender_signs, span)
    target = _evidence_on_record(run, record.target_dates, record.target_signs, span)
    followed: Floats | float = _counts_on_record(run, +1.0, span)
    dropped: Floats | float = _counts_on_record(run, -1.0, span)
    if not record.deals:
        honored = deals.open & ~deals.stretched
        sender = sender + honored * constants.honoring - deals.stretched * constants.violation
        kept = deals.open & ~deals.broken
        target = target + kept * constants.honoring - deals.broken * constants.violation
        followed, dropped = np.add(followed, honored), np.add(dropped, deals.stretched)
    if not record.threats:
        followed, dropped = np.add(followed, outcome.carried), np.add(dropped, outcome.dropped)
    elsewhere, place = parameters["extra_dyadic_weight"], year - run.setting.origin
    memory, faith = parameters["resolve_memory"], parameters["trust_memory"]
    others = [
        column[place] * elsewhere for column in (run.setting.kept_elsewhere, run.setting.dropped_elsewhere)
    ]
    return State(
        year=year + 1,
        trust_of_sender=trust_step(
            state.trust_of_sender, constants.resting_sender, memory=faith, evidence=sender + provoked.evidence
        ),
        trust_of_target=trust_step(
            state.trust_of_target, constants.resting_target, memory=faith, evidence=target
        ),
        followed=resolve_step(
            state.followed, constants.followed, memory=memory, observed=followed + others[0]
        ),
        dropped=resolve_step(state.dropped, constants.dropped, memory=memory, observed=dropped + others[1]),
        pulled=moved.pulled,
        left=moved.left,
        hierarchy=moved.hierarchy,
        book=moved.book,
        entered=moved.entered,
        open_deal=outcome.call.issue.faced.exposure * (outcome.grade >= 1),
        seen=seen,
        answered=answered,
    )


def _year(state: State, now: Floats, *, tactic: Tactic, outcome: _Outcome, ended: _Ended) -> Year:
    plan, call, deals = tactic.plan, outcome.call, ended.deals
    return Year(
        hierarchy=now[0],
        hierarchy_security=state.hierarchy[0],
        hierarchy_economic=state.hierarchy[1],
        trust_of_sender=now[1],
        trust_of_target=call.trust_of_target,
        resolve=now[2],
        demand=_level(plan.demand, call.asked),
        threatened=tactic.threatened.astype(np.int8),
        credibility=call.issue.credibility,
        legitimacy=np.asarray(call.pressure.legitimacy),
        depth=plan.faced.depth,
        payoff=call.payoff,
        provocation=call.provocation,
        exposure=plan.faced.exposure,
        threatened_cost=np.asarray(call.pressure.threatened_cost),
        concession=outcome.grade,
        carried_out=_level(outcome.carried, outcome.carried | outcome.dropped),
        backlash=_level(outcome.backlash, tactic.threatened),
        deal=_level(~deals.stretched, deals.open),
        kept=_level(~deals.broken, deals.open),
        change=ended.change,
    )


def _level(level: Levels | Flags | NDArray[np.intp], happened: Flags) -> Levels:
    """Level where something happened and ``NOTHING`` elsewhere, without a branch."""
    there = np.asarray(happened, dtype=np.int8)
    return np.asarray(level, dtype=np.int8) * there + (there - np.int8(1))


def _evidence_on_record(
    run: Run, dates: tuple[float, ...], signs: tuple[float, ...], span: tuple[float, float]
) -> Floats | float:
    """Evidence of the deals on record in a span, faded to its end (eq. 7)."""
    inside = [(date, sign) for date, sign in zip(dates, signs, strict=True) if span[0] <= date < span[1]]
    if not inside:
        return 0.0
    when, weight = (np.asarray(column) for column in zip(*inside, strict=True))
    constants = run.constants
    strength = np.where(weight > 0.0, constants.honoring[:, None], constants.violation[:, None]) * weight
    memory = constants.parameters["trust_memory"][:, None, None]
    total = decayed_sum(np.asarray([span[1]]), when, weights=strength[:, None, :], memory=memory)
    return np.asarray(total[:, 0])


def _counts_on_record(run: Run, sign: float, span: tuple[float, float]) -> Floats | float:
    """Acts on record in a span that followed through (+1) or dropped (-1), faded to its end (eq. 6)."""
    record = run.setting.record
    acts = zip(record.resolve_dates, record.resolve_signs, strict=True)
    inside = [(date, abs(s)) for date, s in acts if span[0] <= date < span[1] and s * sign > 0.0]
    if not inside:
        return 0.0
    when, weight = (np.asarray(column) for column in zip(*inside, strict=True))
    memory = run.constants.parameters["resolve_memory"][:, None, None]
    return np.asarray(decayed_sum(np.asarray([span[1]]), when, weights=weight, memory=memory)[:, 0])
