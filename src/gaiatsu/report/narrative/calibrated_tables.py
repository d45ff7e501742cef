"""The tables of a calibrated relationship as files hold them: every prior set, every row."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaiatsu.studies.calibration import CalibrationStudy

__all__ = [
    "check_rows",
    "demand_rows",
    "evidence_rows",
    "fall_rows",
    "forecast_rows",
    "parameter_rows",
    "state_rows",
    "world_rows",
]

Rows = tuple[dict[str, Any], ...]
_ENDS = ("q05", "median", "q95")


def evidence_rows(study: CalibrationStudy) -> Rows:
    """List evidence and quality of the draws, a row a prior set.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {
            "prior_set": fit.prior,
            "log_evidence": fit.log_evidence,
            "error": fit.log_evidence_se,
            "share": fit.share,
            "status": fit.quality.status.name,
            "ess": fit.quality.ess,
            "acceptance": fit.quality.acceptance,
            "stages": fit.quality.stages,
            "smallest": fit.quality.smallest,
            "k_hat": fit.quality.k_hat,
            "prior_ess": fit.quality.prior_ess,
            "paths": fit.quality.paths,
            "effective_paths": fit.quality.effective_paths,
        }
        for fit in study.fits
    )


def state_rows(study: CalibrationStudy) -> Rows:
    """List quantiles of every state, a row a prior set, state and year.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {"prior_set": fit.prior, "state": row.state, "year": row.year}
        | _spread("prior", row.prior)
        | _spread("filtered", row.filtered)
        | _spread("smoothed", row.smoothed)
        for fit in study.fits
        for row in fit.states
    )


def demand_rows(study: CalibrationStudy) -> Rows:
    """List chance of each demand on record, a row a prior set and demand.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {
            "prior_set": fit.prior,
            "demand": row.name,
            "year": row.year,
            "type": row.demand,
            "grade": row.grade,
            "chance_prior": row.prior,
            "chance_given_record": row.posterior,
        }
        for fit in study.fits
        for row in fit.demands
    )


def parameter_rows(study: CalibrationStudy) -> Rows:
    """List every parameter, a row a prior set and parameter.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {"prior_set": fit.prior, "parameter": row.name}
        | _spread("prior", row.prior)
        | _spread("posterior", row.posterior)
        | {"shift": row.shift, "narrower": row.narrower, "p_positive": row.p_positive}
        for fit in study.fits
        for row in fit.parameters
    )


def check_rows(study: CalibrationStudy) -> Rows:
    """List what was seen and predicted, a row a prior set and number.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {
            "prior_set": fit.prior,
            "check": row.name,
            "meaning": row.meaning,
            "outside": row.outside,
            "seen": row.seen,
        }
        | _spread("prior", (row.prior.low, row.prior.median, row.prior.high))
        | {"prior_p_at_least": row.prior.p_at_least}
        | _spread("posterior", (row.posterior.low, row.posterior.median, row.posterior.high))
        | {"posterior_p_at_least": row.posterior.p_at_least}
        for fit in study.fits
        for row in fit.checks
    )


def fall_rows(study: CalibrationStudy) -> Rows:
    """List parts of the fall and when it happened, a row a prior set and part.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(
        {
            "prior_set": fit.prior,
            "part": row.part,
            "fall": row.fall,
            "fall_q05": row.low,
            "fall_q95": row.high,
            "p_fell": row.falls,
            "half_by": row.year,
            "half_by_q05": row.first,
            "half_by_q95": row.last,
        }
        for fit in study.fits
        for row in fit.fall
    )


def forecast_rows(study: CalibrationStudy) -> Rows:
    """List what would have been said of each demand before it was known, a row a prior set and demand.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple({"prior_set": fit.prior} | asdict(row) for fit in study.fits for row in fit.foretold)


def world_rows(study: CalibrationStudy) -> Rows:
    """List evidence for structural rivals, a row a prior set and world.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    tuple of dict
    """
    return tuple(asdict(row) | {"status": row.status.name} for row in study.worlds)


def _spread(word: str, values: tuple[float, float, float]) -> dict[str, float]:
    return {f"{word}_{end}": value for end, value in zip(_ENDS, values, strict=True)}
