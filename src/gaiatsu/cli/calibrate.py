"""``gaiatsu calibrate``: a relationship given the demands and outcomes on its record."""

from __future__ import annotations

import math
import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gaiatsu.cli.options import seed_option
from gaiatsu.cli.output import emit, json_option, note, write_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.report.document import Report
    from gaiatsu.studies.calibration import Calibrated, CalibrationStudy
    from gaiatsu.studies.calibration.checks import Predicted
    from gaiatsu.studies.calibration.rivals import WorldRow

__all__ = ["calibrate"]

_PRIORS: Final = ("default", "sceptical", "article", "materialist")
_EVIDENCE: Final = ("concession", "conceded", "backlash", "follow_through", "depth")
_SHOWN: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")
_MOVED: Final = 8
_SURPRISE: Final = 0.05


@click.command()
@click.argument("scenario")
@click.option(
    "--prior",
    "priors",
    type=click.Choice(_PRIORS),
    multiple=True,
    help="Prior set; may be given more than once. All four when left out.",
)
@click.option(
    "--evidence",
    type=click.Choice(_EVIDENCE),
    multiple=True,
    help="Kind of evidence that counts; may be given more than once. All but conceded when left out.",
)
@click.option(
    "--world",
    "worlds",
    metavar="NAME",
    multiple=True,
    help="Structural rival whose evidence is compared with the article's account; may be given more than "
    "once, all for every one. See gaiatsu simulate --worlds.",
)
@click.option("--incomplete", is_flag=True, help="Demands that are not on record may have been made too.")
@click.option("--split", type=int, metavar="YEAR", help="Year from which demands are called late.")
@click.option(
    "--draws",
    type=click.IntRange(min=40),
    default=4000,
    show_default=True,
    help="Sets of parameters under each prior set.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the report: page, PDF, charts, tables."
)
@seed_option
@json_option
def calibrate(
    scenario: str, *, priors: tuple[str, ...], out: Path | None, as_json: bool, **options: Any
) -> None:
    """Say what the record of a relationship leaves of the beliefs about it.

    SCENARIO is a YAML file or the name of a shipped scenario. Its demands on record are those listed under
    observed, or the episodes of the case set that its record names.
    """
    from gaiatsu.dynamics.worlds import WORLDS
    from gaiatsu.studies.calibration import CalibrationOptions
    from gaiatsu.studies.calibration import calibrate as run
    from gaiatsu.studies.calibration.posterior import EVERYTHING
    from gaiatsu.studies.simulate import find_scenario

    chosen = CalibrationOptions(
        draws=options["draws"],
        priors=priors or _PRIORS,
        evidence=options["evidence"] or EVERYTHING,
        whole=not options["incomplete"],
        split=options["split"],
        seed=options["seed"],
        workers=min(2, os.cpu_count() or 1),
        worlds=tuple(world.name for world in WORLDS) if "all" in options["worlds"] else options["worlds"],
    )
    study = run(find_scenario(scenario), options=chosen, note=note)
    written = write_report(lambda: _composed(study), out)
    emit("calibrate", {**_object(study), **written}, "\n".join(_text(study, written)), as_json=as_json)


def _composed(study: CalibrationStudy) -> Report:
    from gaiatsu.report.narrative.calibrated import compose_calibration

    return compose_calibration(study)


def _object(study: CalibrationStudy) -> dict[str, Any]:
    options = study.options
    return {
        "scenario": {"name": study.scenario.name, "title": study.scenario.title},
        "years": list(study.scenario.span),
        "options": {
            "draws": options.draws,
            "evidence": options.evidence,
            "whole": options.whole,
            "worlds": options.worlds,
            "seed": options.seed,
        },
        "record": study.record.demands,
        "split": study.split,
        "fits": [_fit(fit) for fit in study.fits],
        "worlds": [_world(row) for row in study.worlds],
        "provenance": study.provenance,
    }


def _fit(fit: Calibrated) -> dict[str, Any]:
    return {
        "prior": fit.prior,
        "log_evidence": fit.log_evidence,
        "log_evidence_se": fit.log_evidence_se,
        "share": fit.share,
        "years": [{"year": year, "log_predictive": value} for year, value in fit.years.items()],
        "states": fit.states,
        "parameters": fit.parameters,
        "demands": fit.demands,
        "checks": fit.checks,
        "foretold": fit.foretold,
        "forecasts": fit.forecasts,
        "fall": fit.fall,
        "quality": {
            "status": fit.quality.status.name,
            "meaning": str(fit.quality.status),
            "ess": fit.quality.ess,
            "acceptance": fit.quality.acceptance,
            "stages": fit.quality.stages,
            "smallest": fit.quality.smallest,
            "k_hat": fit.quality.k_hat,
            "prior_ess": fit.quality.prior_ess,
            "paths": fit.quality.paths,
            "effective_paths": fit.quality.effective_paths,
        },
    }


def _world(row: WorldRow) -> dict[str, Any]:
    return {**{field.name: getattr(row, field.name) for field in fields(row)}, "status": row.status.name}


def _text(study: CalibrationStudy, written: dict[str, Any]) -> Iterator[str]:
    first, last = study.record.demands[0].year, study.record.demands[-1].year
    yield f"{study.scenario.title}, given {len(study.record.demands)} demands on record, {first}-{last}"
    yield f"Evidence that counts: {', '.join(study.options.evidence).replace('_', ' ')}."
    yield (
        f"No other demand is taken to have been made from {first} to {last}."
        if study.options.whole
        else f"Demands that are not on record may have been made from {first} to {last}."
    )
    yield ""
    yield from _evidence(study)
    if study.worlds:
        yield ""
        yield from _worlds(study)
    yield ""
    yield from _forecasts(study)
    for fit in study.fits:
        yield ""
        yield from _one(fit, study)
    if written["files"]:
        yield f"\n{len(written['files'])} files in {written['out']}"


def _evidence(study: CalibrationStudy) -> Iterator[str]:
    yield f"{'Prior set':14}{'log evidence':>16}{'share':>8}{'draws that count':>19}   quality"
    for fit in study.fits:
        evidence = f"{fit.log_evidence:.2f} ({fit.log_evidence_se:.2f})"
        word = "converged" if fit.quality.status.ok else str(fit.quality.status)
        yield f"  {fit.prior:12}{evidence:>16}{fit.share:>8.2f}{fit.quality.ess:>19,.0f}   {word}"
    yield "In parentheses: error. The share is a prior set's probability, had all shown been equally likely."
    if len(study.fits) > 1:
        top = max(study.fits, key=lambda fit: fit.share)
        verdict = "is preferred" if top.share > 0.9 else "cannot be told from the others by this record"
        yield f"The {top.prior} prior fits best and {verdict}."


def _worlds(study: CalibrationStudy) -> Iterator[str]:
    columns = f"{'log evidence':>16}{'Bayes factor':>14}{'probability':>13}   preferred"
    for place, row in enumerate(study.worlds):
        if place == 0 or study.worlds[place - 1].prior != row.prior:
            yield f"{f'World, {row.prior} prior':30}{columns}"
        evidence = f"{row.log_evidence:.2f} ({row.log_evidence_se:.2f})"
        numbers = f"{evidence:>16}{row.factor:>14.2g}{row.probability:>13.2f}"
        said = "" if row.world == "article" else row.says
        poor = "" if row.status.ok else f" ({row.status.name.lower().replace('_', ' ')})"
        yield f"  {row.world:28}{numbers}   {said}{poor}".rstrip()
    yield "Bayes factor against the article's world; probability, had that and the row's been equally likely."
    yield "One is preferred beyond .9, with two simulation errors to spare."


def _forecasts(study: CalibrationStudy) -> Iterator[str]:
    spans = study.fits[0].forecasts
    if not spans:
        return
    heads = "".join(f"{f'{row.span} ({row.demands})':>26}" for row in spans)
    yield f"{'Chance of grade 2 or 3, said before':36}{heads}"
    seen = "".join(f"{row.seen:>17.2f}{'':9}" for row in spans)
    yield f"  {'seen':34}{seen}".rstrip()
    counted = "".join(f"{row.rate:>17.2f}{f'[{row.rate_score:.2f}]':>9}" for row in spans)
    yield f"  {'counting earlier demands':34}{counted}"
    for fit in study.fits:
        said = "".join(f"{row.predicted:>17.2f}{f'[{row.score:.2f}]':>9}" for row in fit.forecasts)
        yield f"  {fit.prior:34}{said}"
    yield f"Late is from {study.split} on. Early and late: each demand from the years before it. At once: all"
    yield "late ones from the early. In brackets: mean log probability of what happened; -.69 for a coin."


def _one(fit: Calibrated, study: CalibrationStudy) -> Iterator[str]:
    quality = fit.quality
    yield f"Under the {fit.prior} prior"
    yield (
        f"  {quality.stages} resamplings, {quality.acceptance:.0%} of the last moves accepted; weighting the "
        f"prior's draws at once would leave {quality.prior_ess:.0f} (k-hat {quality.k_hat:.1f})."
    )
    paths = "one path is enough" if quality.paths == 1 else f"{quality.paths} paths"
    least = "" if quality.paths == 1 else f", of which at least {quality.effective_paths:.0%} count"
    kept = f"a year alone leaves at least {quality.smallest:.0%} of the draws"
    yield f"  For each set of parameters {paths}{least}; {kept}."
    yield ""
    yield from _states(fit, study)
    yield ""
    yield from _demands(fit)
    yield ""
    yield from _checks(fit)
    yield ""
    yield from _fall(fit)
    yield ""
    yield from _moved(fit)


def _states(fit: Calibrated, study: CalibrationStudy) -> Iterator[str]:
    first, last = study.record.demands[0].year, study.record.demands[-1].year
    wanted = sorted({first, (first + study.split) // 2, study.split, last})
    yield f"  {'State, median (90 %)':34}" + "".join(f"{year:>20}" for year in wanted)
    for name in _SHOWN:
        rows = {row.year: row for row in fit.states if row.state == name}
        for word in ("prior", "filtered", "smoothed"):
            cells = [getattr(rows[year], word) for year in wanted]
            shown = "".join(f"{f'{mid:.2f} ({low:.2f}, {high:.2f})':>20}" for low, mid, high in cells)
            yield f"    {name if word == 'prior' else '':20}{word:12}{shown}"


def _demands(fit: Calibrated) -> Iterator[str]:
    yield f"  {'Chance that a demand wins (grade 2 or 3)':52}{'grade':>7}{'prior':>8}{'given record':>14}"
    for row in fit.demands:
        grade = "?" if row.grade is None else str(row.grade)
        yield f"    {row.name:34}{row.demand:16}{grade:>7}{row.prior:>8.2f}{row.posterior:>14.2f}"


def _checks(fit: Calibrated) -> Iterator[str]:
    columns = f"{'seen':>9}{'prior':>22}{'p':>6}{'given the record':>22}{'p':>6}"
    yield f"  {'The same demands answered anew':34}{columns}"
    for check in fit.checks:
        name = f"{check.name}*" if check.outside else check.name
        odd = not _SURPRISE / 2.0 <= check.posterior.p_at_least <= 1.0 - _SURPRISE / 2.0
        mark = "  a surprise even so" if odd else ""
        yield (
            f"    {name:32}{_number(check.seen):>9}{_span(check.prior):>22}{check.prior.p_at_least:>6.2f}"
            f"{_span(check.posterior):>22}{check.posterior.p_at_least:>6.2f}{mark}"
        )
    yield "    Medians and 90 % intervals; p is the chance of at least what was seen, ties counted half."
    yield "    The record is used twice, which is kind to the model."
    if any(check.outside for check in fit.checks):
        yield "    * from other episodes, not used for the fit; the scenario's own demands are drawn."


def _fall(fit: Calibrated) -> Iterator[str]:
    columns = f"{'size (90 %)':>24}{'P(fell)':>9}{'half by (90 %)':>22}"
    yield f"  {'Fall in the payoff of the same demand':40}{columns}"
    for part in fit.fall:
        size = f"{part.fall:+.2f} ({part.low:+.2f}, {part.high:+.2f})"
        when = f"{_number(part.year)} ({_number(part.first)}, {_number(part.last)})"
        yield f"    {part.part:38}{size:>24}{part.falls:>9.2f}{when:>22}"


def _moved(fit: Calibrated) -> Iterator[str]:
    columns = f"{'prior (90 %)':>24}{'given the record':>24}{'moved, in sd':>14}"
    yield f"  {'Parameters that moved most':28}{columns}"
    for row in fit.parameters[:_MOVED]:
        spans = [f"{mid:.2f} ({low:.2f}, {high:.2f})" for low, mid, high in (row.prior, row.posterior)]
        yield f"    {row.name:26}{spans[0]:>24}{spans[1]:>24}{row.shift:>+14.2f}"


def _span(predicted: Predicted) -> str:
    ends = f"{_number(predicted.low)}, {_number(predicted.high)}"
    return f"{_number(predicted.median)} ({ends})"


def _number(value: float) -> str:
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "never"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"
