"""The report of a relationship calibrated to its record: page one, its sections, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.report.document import (
    Callout,
    Caveat,
    Chart,
    Column,
    FrontPage,
    Prose,
    Report,
    Row,
    Section,
    Table,
)
from gaiatsu.report.figures.calibration import demand_chart, state_chart
from gaiatsu.report.figures.simulation import FAN_TITLES
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.calibrated_rivals import ahead, rivals
from gaiatsu.report.narrative.calibrated_tables import (
    check_rows,
    demand_rows,
    evidence_rows,
    fall_rows,
    parameter_rows,
    state_rows,
)
from gaiatsu.report.trail import Trail

if TYPE_CHECKING:
    from gaiatsu.studies.calibration import CalibrationStudy

__all__ = ["compose_calibration"]

RUN: Final = "calibration"
STATES: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")
PREFERRED: Final = 0.9
MOVED: Final = 12


def compose_calibration(study: CalibrationStudy) -> Report:
    """Tell what the record of a relationship leaves of the beliefs about it as a report.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    Report
        Page one with the evidence for each prior set; then, under the set that fits best, states, predictions
        of the record, timing and parameters; the trail of every number. Files hold all sets.
    """
    trail = Trail({RUN: study})
    best = max(range(len(study.fits)), key=lambda place: study.fits[place].share)
    opening = _front(trail, study, best)
    told = [*rivals(trail, study, best), _states(trail, study, best), _checks(trail, study, best)]
    told += [_fall(trail, study)]
    told += [_parameters(trail, study, best), _quality(trail, study), sources.section(trail)]
    first, last = study.record.demands[0].year, study.record.demands[-1].year
    return Report(
        study.scenario.title,
        f"What {len(study.record.demands)} demands on record, {first}\u2013{last}, leave of the beliefs",
        opening,
        tuple(told),
        trail,
        _imprint(study),
    )


def _imprint(study: CalibrationStudy) -> tuple[str, ...]:
    evidence = ", ".join(study.options.evidence).replace("_", " ")
    made = (
        f"Made by gaiatsu {study.provenance.version}: {study.options.draws:,} sets of parameters under each "
        f"prior set, seed {study.options.seed}. Evidence that counts: {evidence}."
    )
    return made, "Conditioned on the record named here; what it does not say is as the prior set has it."


def _front(trail: Trail, study: CalibrationStudy, best: int) -> FrontPage:
    fit = study.fits[best]
    chart = Chart(
        "demands",
        f"Chance that each demand on record wins, {fit.prior} prior",
        demand_chart(fit.demands),
        demand_chart(fit.demands, narrow=True),
        "A line for each demand from the chance under beliefs alone to that given the record.",
        note="In parentheses the grade on record; grades 2 and 3 win.",
        data=Table("demands", "Chances", _columns("Demand", "Type", "Grade", "Beliefs", "Record"), (),
                   folded=True, full=demand_rows(study)),
    )  # fmt: skip
    question = (
        "What does the history that happened leave of the beliefs, and could the model have brought it forth?"
    )
    return FrontPage(question, _verdict(trail, study, best), chart, _evidence(trail, study), _carry(study))


def _verdict(trail: Trail, study: CalibrationStudy, best: int) -> str:
    fit = study.fits[best]
    path = f"fits.{best}"
    if len(study.fits) == 1:
        choice = f"Under the {fit.prior} prior"
    elif fit.share > PREFERRED:
        choice = f"The record prefers the {fit.prior} prior ({trail.number(RUN, f'{path}.share', 'prob')})"
    else:
        share = trail.number(RUN, f"{path}.share", "prob")
        choice = f"Which prior set is right: cannot tell; the {fit.prior} prior fits best ({share}). Under it"
    fall = _place(study, best, "fall in satisfied")
    if fall is None:
        return f"{choice} the states below are what the record leaves."
    check = f"{path}.checks.{fall}"
    odd = not PREFERRED > fit.checks[fall].posterior.p_at_least > 1.0 - PREFERRED
    word = "is a surprise even to the calibrated model" if odd else "is no surprise to the calibrated model"
    seen = trail.number(RUN, f"{check}.seen", "2f")
    expected = trail.number(RUN, f"{check}.posterior.median", "2f")
    chance = trail.number(RUN, f"{check}.posterior.p_at_least", "prob")
    return (
        f"{choice}, the share of demands that won fell by {seen}, where the same demands answered anew fall "
        f"by {expected}: this {word} (chance of as much, {chance})."
    )


def _place(study: CalibrationStudy, fit: int, name: str) -> int | None:
    return next((place for place, row in enumerate(study.fits[fit].checks) if row.name == name), None)


def _evidence(trail: Trail, study: CalibrationStudy) -> Table:
    rows = []
    for place, fit in enumerate(study.fits):
        path = f"fits.{place}"
        cells = [
            trail.number(RUN, f"{path}.log_evidence", "2f"),
            trail.number(RUN, f"{path}.log_evidence_se", "2f"),
            trail.number(RUN, f"{path}.share", "prob"),
        ]
        free = _place(study, place, "first refusal, free run")
        cells += [
            "\u2013" if free is None else trail.number(RUN, f"{path}.checks.{free}.{when}.median", "year")
            for when in ("prior", "posterior")
        ]
        rows.append(Row((f"{fit.prior} prior", *cells), strong=fit.share > PREFERRED))
    columns = _columns("", "Log evidence", "Error", "Share", "First refusal: beliefs", "given the record")
    note = (
        "Share: probability of the set, had all shown been equally likely. First refusal: median year, when "
        "the scenario's own demands are drawn."
    )
    return Table("evidence", "Evidence", columns, tuple(rows), note=note, full=evidence_rows(study))


def _carry(study: CalibrationStudy) -> Callout:
    whole = "No other demand is taken to have been made in between." if study.options.whole else (
        "Demands that are not on record may have been made too."
    )  # fmt: skip
    return Callout(
        "What this can carry",
        (
            f"{len(study.record.demands)} demands of one dyad: causes that moved together stay together.",
            "Grades, backlash and depth are codings; a judgment that changes changes the result.",
            whole,
            "The decision to threaten and conduct in deals are taken as given, not scored.",
            "A check that uses the record twice is kind to the model: only a surprise counts.",
        ),
    )


def _columns(first: str, *others: str) -> tuple[Column, ...]:
    right = tuple(Column(f"c{place}", label, "right") for place, label in enumerate(others, 1))
    return (Column("c0", first), *right)


def _states(trail: Trail, study: CalibrationStudy, best: int) -> Section:
    fit = study.fits[best]
    last = study.record.demands[-1].year
    rows = []
    for place, row in enumerate(fit.states):
        if row.state in STATES and row.year == last:
            cells = []
            for word in ("prior", "filtered", "smoothed"):
                low, middle, high = (
                    trail.number(RUN, f"fits.{best}.states.{place}.{word}.{end}", "prob") for end in range(3)
                )
                cells.append(f"{middle} ({low}\u2013{high})")
            rows.append(Row((FAN_TITLES[row.state], *cells)))
    chart = Chart(
        "states",
        f"States by year, {fit.prior} prior",
        state_chart(fit.states, demands=fit.demands, states=STATES),
        state_chart(fit.states, demands=fit.demands, states=STATES, narrow=True),
        "A panel a state by year, with a median and a band before and after.",
        note="Bands hold nine tenths. Upright rules are years with a demand on record.",
    )
    table = Table(
        "states",
        f"States at the start of {last}; the file holds every year and prior set",
        _columns("State", "Beliefs alone", "As of the year", "Given the record"),
        tuple(rows),
        full=state_rows(study),
    )
    return Section(
        "states", "States", "What was the relationship like?",
        "A state is not seen; the record says what it must have been for what came of it.", (chart, table),
    )  # fmt: skip


def _checks(trail: Trail, study: CalibrationStudy, best: int) -> Section:
    fit = study.fits[best]
    rows, odd = [], 0
    for place, check in enumerate(fit.checks):
        path = f"fits.{best}.checks.{place}"
        fmt = _format(check.name)
        cells = [trail.number(RUN, f"{path}.seen", fmt)]
        for word in ("prior", "posterior"):
            middle, low, high = (
                trail.number(RUN, f"{path}.{word}.{end}", fmt) for end in ("median", "low", "high")
            )
            cells += [f"{middle} ({low}\u2013{high})", trail.number(RUN, f"{path}.{word}.p_at_least", "prob")]
        surprise = not 0.025 <= check.posterior.p_at_least <= 0.975
        odd += surprise and not check.outside
        name = f"{check.name}, from outside" if check.outside else check.name
        rows.append(Row((name, *cells), strong=bool(surprise)))
    table = Table(
        "checks", f"Seen and predicted, {fit.prior} prior",
        _columns("", "Seen", "Beliefs alone", "P", "Given the record", "P"), tuple(rows),
        note="Medians and nine tenths; P is the chance of at least what was seen, ties counted half. Bold: a "
        "surprise even given the record.",
        full=check_rows(study),
    )  # fmt: skip
    finding = (
        f"Of {len(fit.checks)} numbers, {odd} surprise{'s' * (odd == 1)} the model that has seen the record."
        if odd
        else "None of these numbers surprises the model that has seen the record."
    )
    blocks: tuple[Table | Caveat | Prose, ...] = (*ahead(trail, study, best), table)
    if any(check.outside for check in fit.checks):
        blocks += (Caveat("Base rates from outside count other episodes, by other rules."),)
    return Section("checks", "Predictions", "Could the model have brought it forth?", finding, blocks)


def _format(name: str) -> str:
    """Format of a number by what it is: a year, a count, or a share."""
    if name.startswith("first") or name == "best break":
        return "year"
    return "d" if name.startswith(("satisfied", "backlash")) else "2f"


def _fall(trail: Trail, study: CalibrationStudy) -> Section:
    rows = []
    for place, fit in enumerate(study.fits):
        for row, part in enumerate(fit.fall):
            path = f"fits.{place}.fall.{row}"
            size, low, high = (trail.number(RUN, f"{path}.{end}", "+2f") for end in ("fall", "low", "high"))
            when = [trail.number(RUN, f"{path}.{end}", "year") for end in ("year", "first", "last")]
            cells = (
                part.part,
                f"{size} ({low} to {high})",
                trail.number(RUN, f"{path}.falls", "prob"),
                f"{when[0]} ({when[1]}\u2013{when[2]})",
            )
            group = f"{fit.prior} prior" if row == 0 else ""
            rows.append(Row(cells, group=group, strong=part.falls > PREFERRED))
    table = Table(
        "fall",
        "Fall in the payoff of conceding to an unchanging demand",
        _columns("Part", "Log odds of a grade (90%)", "P(fell)", "Half by (90%)"),
        tuple(rows),
        note="A demand for results, unilateral, with the mean cost and posture of the record.",
        full=fall_rows(study),
    )
    finding = (
        f"A cause that moved too early or too late is not the cause; late demands begin in {study.split} "
        "here. Where a prior set fixes the sign of an effect, that it fell is assumed."
    )
    return Section("fall", "Timing", "Which part fell, how far, and when?", finding, (table,))


def _parameters(trail: Trail, study: CalibrationStudy, best: int) -> Section:
    fit = study.fits[best]
    rows = []
    for place, row in enumerate(fit.parameters[:MOVED]):
        path = f"fits.{best}.parameters.{place}"
        cells = []
        for word in ("prior", "posterior"):
            low, middle, high = (trail.number(RUN, f"{path}.{word}.{end}", "2f") for end in range(3))
            cells.append(f"{middle} ({low} to {high})")
        rows.append(Row((row.name, *cells, trail.number(RUN, f"{path}.shift", "+2f"))))
    table = Table(
        "parameters", f"Parameters that moved most, {fit.prior} prior; the file holds all",
        _columns("Parameter", "Beliefs alone", "Given the record", "Moved, in sd"), tuple(rows),
        full=parameter_rows(study),
    )  # fmt: skip
    finding = "Most parameters stay where the prior put them: the record says little about them."
    return Section("parameters", "Parameters", "What did the record change?", finding, (table,))


def _quality(trail: Trail, study: CalibrationStudy) -> Section:
    rows = []
    for place, fit in enumerate(study.fits):
        path = f"fits.{place}.quality"
        cells = [
            "converged" if fit.quality.status.ok else str(fit.quality.status),
            trail.number(RUN, f"{path}.ess", "d"),
            trail.number(RUN, f"{path}.acceptance", "%"),
            trail.number(RUN, f"{path}.smallest", "%"),
            trail.number(RUN, f"{path}.prior_ess", "d"),
            trail.number(RUN, f"{path}.k_hat", "1f"),
            trail.number(RUN, f"{path}.paths", "d"),
        ]
        rows.append(Row((f"{fit.prior} prior", *cells)))
    table = Table(
        "quality", "Draws",
        _columns("", "Status", "Effective", "Accepted", "A year leaves", "From the prior", "k-hat", "Paths"),
        tuple(rows),
        note="From the prior: how many draws would count, had they been weighted by the whole record at "
        "once.",
    )  # fmt: skip
    sound = all(fit.quality.status.ok for fit in study.fits)
    finding = "They can be relied on." if sound else "Not everywhere: see the status."
    return Section("quality", "Computation", "Can the draws be relied on?", finding, (table,))
