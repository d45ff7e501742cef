"""A relationship calibrated to its record, as files: charts, tables and the trail of where they came from."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.bundle import check_place, put
from gaiatsu.report.figures import render
from gaiatsu.report.figures.calibration import demand_chart, state_chart
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gaiatsu.report.figures.theme import Spec
    from gaiatsu.studies.calibration import Calibrated, CalibrationStudy

__all__ = ["write_calibration"]

_SCHEMA: Final = "gaiatsu-trail-1.0"
_SHOWN: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")
_QUANTILES: Final = ("q05", "median", "q95")


def write_calibration(study: CalibrationStudy, out: Path) -> list[str]:
    """Write the charts and tables of a calibrated scenario into a folder, all or none.

    Parameters
    ----------
    study
        What the record says.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.

    Returns
    -------
    list of str
        Files, relative to the folder.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    check_place(out)
    made: dict[str, bytes] = {}
    for fit in study.fits:
        for name, (title, spec) in _charts(fit, study).items():
            drawing = render.svg(spec)
            made[f"figures/{name}-{fit.prior}.svg"] = render.standalone(drawing, title).encode()
            made[f"figures/{name}-{fit.prior}.png"] = render.png(drawing)
    made |= {f"tables/{name}.csv": _csv(rows) for name, rows in _tables(study).items()}
    head = {"schema": _SCHEMA, "title": study.scenario.title, "files": sorted([*made, "trail.json"])}
    body = {
        "scenario": study.scenario.model_dump(mode="json", by_alias=True),
        "options": study.options,
        "record": study.record,
        "provenance": study.provenance,
    }
    made["trail.json"] = (dump({**head, **body}) + "\n").encode()
    put(made, out)
    return list(made)


def _charts(fit: Calibrated, study: CalibrationStudy) -> dict[str, tuple[str, Spec]]:
    title = f"{study.scenario.title}, {fit.prior} prior"
    return {
        "states": (
            f"{title}: states given the record",
            state_chart(fit.states, demands=fit.demands, states=_SHOWN),
        ),
        "demands": (f"{title}: chance that each demand on record wins", demand_chart(fit.demands)),
    }


def _tables(study: CalibrationStudy) -> dict[str, list[Sequence[Any]]]:
    fits = study.fits
    spans = [f"{word}_{end}" for word in ("prior", "filtered", "smoothed") for end in _QUANTILES]
    both = [f"{word}_{end}" for word in ("prior", "posterior") for end in _QUANTILES]
    states = [
        (fit.prior, row.state, row.year, *row.prior, *row.filtered, *row.smoothed)
        for fit in fits
        for row in fit.states
    ]
    parameters = [
        (fit.prior, row.name, *row.prior, *row.posterior, row.shift, row.narrower, row.p_positive)
        for fit in fits
        for row in fit.parameters
    ]
    demands = [
        (fit.prior, row.name, row.year, row.demand, row.grade, row.prior, row.posterior)
        for fit in fits
        for row in fit.demands
    ]
    fall = [
        (fit.prior, row.part, row.fall, row.low, row.high, row.falls, row.year, row.first, row.last)
        for fit in fits
        for row in fit.fall
    ]
    size = ("fall", "fall_q05", "fall_q95", "p_fell", "half_by", "half_by_q05", "half_by_q95")
    chances = ("chance_prior", "chance_given_record")
    return {
        "evidence": _evidence(fits),
        "states": [("prior_set", "state", "year", *spans), *states],
        "parameters": [("prior_set", "parameter", *both, "shift", "narrower", "p_positive"), *parameters],
        "demands": [("prior_set", "demand", "year", "type", "grade", *chances), *demands],
        "checks": _checks(fits),
        "fall": [("prior_set", "part", *size), *fall],
    }


def _evidence(fits: Sequence[Calibrated]) -> list[Sequence[Any]]:
    head = ("prior_set", "log_evidence", "error", "share", "status", "ess", "k_hat", "prior_ess", "paths")
    rows = [
        (
            fit.prior,
            fit.log_evidence,
            fit.log_evidence_se,
            fit.share,
            fit.quality.status.name,
            fit.quality.ess,
            fit.quality.k_hat,
            fit.quality.prior_ess,
            fit.quality.paths,
        )
        for fit in fits
    ]
    return [head, *rows]


def _checks(fits: Sequence[Calibrated]) -> list[Sequence[Any]]:
    ends = ("median", "q05", "q95", "p_at_least")
    head = ("prior_set", "check", "meaning", "outside", "seen")
    rows = [
        (
            fit.prior,
            row.name,
            row.meaning,
            row.outside,
            row.seen,
            *(
                value
                for one in (row.prior, row.posterior)
                for value in (one.median, one.low, one.high, one.p_at_least)
            ),
        )
        for fit in fits
        for row in fit.checks
    ]
    return [(*head, *(f"{word}_{end}" for word in ("prior", "posterior") for end in ends)), *rows]


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
