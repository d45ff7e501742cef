"""The record in structural rivals, and what the model would have said of demands before they were known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.calibrated_tables import forecast_rows, world_rows

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.calibration import CalibrationStudy
    from gaiatsu.studies.calibration.rivals import WorldRow

__all__ = ["ahead", "rivals"]

RUN: Final = "calibration"
ARTICLE: Final = "article"
MATERIALIST: Final = "materialist"
SAYS: Final = {
    "this one": "the rival preferred",
    "the article's": "the article preferred",
    "cannot tell": "cannot tell",
}
COLORS: Final = {"this one": "refuse", "the article's": "concede", "cannot tell": "ink"}
REACH: Final = 150.0
"""Bayes factors beyond this, or below its inverse, stand at the end of the axis."""
ODDS: Final = "datum.value < 1 ? '1/' + format(1 / datum.value, '.0f') : format(datum.value, '.0f')"
LATE: Final = "late, at once"
HEADS: Final = {"early": "Early", "late": "Late", LATE: "At once"}


def rivals(trail: Trail, study: CalibrationStudy, best: int) -> tuple[Section, ...]:
    """Tell whether the record prefers the article's account to structural rivals.

    Parameters
    ----------
    trail
        The numbers of the study.
    study
        The study.
    best
        Place of the prior set that fits best.

    Returns
    -------
    tuple of Section
        One; none where no rival was asked for.
    """
    prior = study.fits[best].prior
    chosen = [row for row in study.worlds if row.prior == prior and row.world != ARTICLE]
    if not chosen:
        return ()
    chart = Chart(
        "worlds",
        f"How much likelier the record is than in the article\u2019s world, {prior} prior",
        _plot(chosen, narrow=False),
        _plot(chosen, narrow=True),
        "A point with a bar for each structural rival, about a line at one.",
        note="Bayes factor, and two simulation errors on either side. Beyond 9, or below 1/9, one of the two "
        "has more than nine chances in ten under even odds.",
    )
    caveat = Caveat(
        "A rival that leaves something out is held to the same prior for the rest. It gains where the "
        "article\u2019s account spread its bets over outcomes that did not come."
    )
    table = _worlds(trail, study, best)
    sentence = Prose(_material(trail, study))
    return (
        Section(
            "rivals",
            "Structures",
            "The social account or a rival?",
            _finding(prior, chosen),
            (chart, sentence, caveat, table),
        ),
    )


def _finding(prior: str, rows: list[WorldRow]) -> str:
    worse, better = (
        [row.title for row in rows if row.says == word] for word in ("the article's", "this one")
    )
    parts = []
    if worse:
        parts.append(f"prefers the article\u2019s account to {'; '.join(worse)}")
    if better:
        parts.append(f"prefers {'; '.join(better)} to the article\u2019s account")
    left = len(rows) - len(worse) - len(better)
    if not parts:
        told = show(left, "words")
        return f"Under the {prior} prior: cannot tell the article\u2019s account from any of {told} rivals."
    if left:
        parts.append(f"cannot tell of the other {show(left, 'words')}")
    return f"Under the {prior} prior the record {' and '.join(parts)}."


def _material(trail: Trail, study: CalibrationStudy) -> str:
    """Say how the material world fares under every prior set, as odds for the article's."""
    told = []
    for place, row in enumerate(study.worlds):
        if row.world == MATERIALIST:
            share = trail.number(RUN, f"worlds.{place}.probability", "prob")
            told.append(f"{share} under the {row.prior} prior")
    if not told:
        return "The material world was not asked for."
    return (
        f"Probability of the material world, had it and the article\u2019s been equally likely: "
        f"{', '.join(told)}."
    )


def _plot(rows: list[WorldRow], *, narrow: bool) -> dict[str, object]:
    drawn = []
    for row in rows:
        low, high = (np.exp(row.log_factor + side * row.log_factor_se) for side in (-2.0, 2.0))
        drawn.append(
            Dot(
                row.title,
                row.factor,
                float(low),
                float(high),
                color=COLORS[row.says],
                printed=f"{show(row.log_factor, 'factor')}  {SAYS[row.says]}",
            )
        )
    plot = DotPlot(
        tuple(drawn),
        "Bayes factor against the article\u2019s account",
        (1.0 / REACH, REACH),
        threshold=(1.0, "as likely"),
        log=True,
        ticks=(1.0 / 99.0, 1.0 / 9.0, 1.0, 9.0, 99.0),
        form=ODDS,
    )
    return dots(plot, narrow=narrow)


def _worlds(trail: Trail, study: CalibrationStudy, best: int) -> Table:
    priors = [fit.prior for fit in study.fits]
    at = {(row.prior, row.world): place for place, row in enumerate(study.worlds)}
    rows = []
    for row in (row for row in study.worlds if row.prior == priors[best]):
        path = f"worlds.{at[row.prior, row.world]}"
        error = trail.number(RUN, f"{path}.log_evidence_se", "2f")
        cells = [f"{trail.number(RUN, f'{path}.log_evidence', '2f')} ({error})"]
        cells += [
            trail.number(RUN, f"worlds.{at[prior, row.world]}.log_factor", "factor") for prior in priors
        ]
        says = "" if row.world == ARTICLE else SAYS[row.says]
        rows.append(Row((row.title, *cells, says), strong=row.says != "cannot tell"))
    heads = [Column(f"f{place}", f"Factor, {prior}", "right") for place, prior in enumerate(priors)]
    return Table(
        "worlds",
        "Evidence for each world",
        (
            Column("c0", "World"),
            Column("evidence", f"Log evidence, {priors[best]} prior", "right"),
            *heads,
            Column("says", f"{priors[best].capitalize()} prior"),
        ),
        tuple(rows),
        note="In parentheses the simulation error. Factor: Bayes factor against the article\u2019s world. "
        "What each world supposes stands in the file.",
        full=world_rows(study),
    )


def ahead(trail: Trail, study: CalibrationStudy, best: int) -> tuple[Prose | Table, ...]:
    """Tell what would have been said of each span before it was known.

    Parameters
    ----------
    trail
        The numbers of the study.
    study
        The study.
    best
        Place of the prior set that fits best.

    Returns
    -------
    tuple
        Two sentences and a table; nothing where no grade is known.
    """
    spans = study.fits[best].forecasts
    if not spans:
        return ()
    seen = [trail.number(RUN, f"fits.{best}.forecasts.{place}.seen", "prob") for place in range(len(spans))]
    rows = [
        Row(("Share that won", *(cell for share in seen for cell in (share, "")))),
        Row(("Counting earlier demands", *_cells(trail, best, "rate", "rate_score", len(spans)))),
    ]
    rows += [
        Row((f"{fit.prior} prior", *_cells(trail, place, "predicted", "score", len(spans))))
        for place, fit in enumerate(study.fits)
    ]
    heads = [Column("c0", "")]
    for place, span in enumerate(spans):
        heads += [
            Column(f"p{place}", f"{HEADS[span.span]} ({span.demands})", "right"),
            Column(f"s{place}", "Score", "right"),
        ]
    table = Table(
        "ahead",
        "Mean chance of winning, said before it was known",
        tuple(heads),
        tuple(rows),
        note=f"Late is from {study.split} on. Early and late: each demand from the years before it; at once: "
        "all late ones from the early ones. Score: mean log probability of what happened; a coin has "
        "\u22120.69.",
        full=forecast_rows(study),
    )
    return (Prose(_sentences(trail, study, best)), table)


def _cells(trail: Trail, fit: int, chance: str, score: str, count: int) -> list[str]:
    cells = []
    for place in range(count):
        path = f"fits.{fit}.forecasts.{place}"
        cells += [
            trail.number(RUN, f"{path}.{chance}", "prob"),
            trail.number(RUN, f"{path}.{score}", "2f"),
        ]
    return cells


def _sentences(trail: Trail, study: CalibrationStudy, best: int) -> str:
    fit = study.fits[best]
    place = next((place for place, row in enumerate(fit.forecasts) if row.span == LATE), None)
    if place is None:
        return "No demand is late enough to be predicted from earlier ones."
    path = f"fits.{best}.forecasts.{place}"
    chance, low, high, seen = (
        trail.number(RUN, f"{path}.{name}", "prob") for name in ("predicted", "low", "high", "seen")
    )
    score, counted = (
        trail.number(RUN, f"fits.{best}.forecasts.{place - 1}.{name}", "2f")
        for name in ("score", "rate_score")
    )
    return (
        f"A forecaster with the {fit.prior} prior who knew the record up to {study.split - 1} would have "
        f"given later demands a chance of {chance} (nine tenths: {low}\u2013{high}); the share that "
        f"won is {seen}. A year ahead the model scores {score} a demand and counting {counted}."
    )
