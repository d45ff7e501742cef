"""What sanction cases say about the weight of legitimacy, as weights of the draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from gaiatsu.dynamics.answer import grade_factors
from gaiatsu.sources import available, data_folder
from gaiatsu.studies.provenance import Input

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.dynamics import ParameterDraws

__all__ = ["LegitimacyEvidence", "legitimacy_evidence", "log_odds_of_backing", "weights_after"]

Floats = NDArray[np.float64]

GAP: Final = 0.875
"""Difference in legitimacy between a threat with the regime's authority and one without: 1 - 1/4 under GATT
and 1 - 0 under the WTO (eq. 10); halfway between, as the cases are of both periods. Ours."""


@dataclass(frozen=True)
class LegitimacyEvidence:
    """Estimate of the study of legitimacy on trade cases.

    Parameters
    ----------
    log_odds, error
        What an institution adds to the log odds that the target gives in or settles, circumstances held
        constant; standard error clustered by target.
    without
        Share that gave in or settled without an institution.
    cases
        Coded cases.
    source
        The data set that was read.
    """

    log_odds: float
    error: float
    without: float
    cases: int
    source: Input


def legitimacy_evidence(data_dir: Path | str | None, *, seed: int) -> LegitimacyEvidence | None:
    """Estimate what an institution's backing adds, as the study of legitimacy does.

    Parameters
    ----------
    data_dir
        Folder of external data; ``None`` for none.
    seed
        Seed of the study.

    Returns
    -------
    LegitimacyEvidence or None
        ``None`` without the data set ``ties``.

    References
    ----------
    morgan2014
    """
    if data_dir is None or "ties" not in available(data_folder(data_dir)):
        return None
    from gaiatsu.sources import read
    from gaiatsu.studies.field.design import Design
    from gaiatsu.studies.field.legitimacy_models import models
    from gaiatsu.studies.field.specification import specification

    ties = read("ties", data_dir)
    plan = specification("legitimacy")
    found = next(models(Design(plan, ties.table, ties.table, seed)))
    return LegitimacyEvidence(
        float(found.details["log_odds"]),
        float(found.details["log_odds_error"]),
        float(found.details["without"]),
        found.n,
        Input(ties.name, ties.digest),
    )


def log_odds_of_backing(parameters: ParameterDraws, *, without: float) -> Floats:
    """Compute what an institution would add to the log odds of a concession, by each set of parameters.

    Parameters
    ----------
    parameters
        The draws.
    without
        Share of concessions without an institution, which fixes where on its curve a target stands.

    Returns
    -------
    array
        Shape ``(n,)``.

    Notes
    -----
    With ``O(eta) = sum_{k>=1} exp(k eta - sum_{j<=k} alpha_j)`` the odds of any concession (eq. 1), eta_0
    solves ``O = without / (1 - without)`` and the gain is ``ln O(eta_0 + beta_L gap) - ln O(eta_0)``.

    References
    ----------
    schoppa1999
    """
    factors = grade_factors(parameters.thresholds.mean(axis=0))
    weight = parameters["legitimacy"]
    target = np.log(without / (1.0 - without))
    out = np.empty(weight.size)
    for place in range(weight.size):
        row = factors[:, place]

        def odds(eta: float, row: Floats = row) -> float:
            logs = np.arange(1, 4) * eta + np.log(row)
            return float(np.logaddexp.reduce(logs))

        base = brentq(lambda eta, odds=odds: odds(eta) - target, -200.0, 200.0)
        out[place] = odds(base + weight[place] * GAP) - target
    return out


def weights_after(evidence: LegitimacyEvidence, parameters: ParameterDraws) -> Floats:
    """Weights of the draws after the estimate, adding up to 1.

    Parameters
    ----------
    evidence
        The estimate, taken as normal.
    parameters
        The draws, a set each.

    Returns
    -------
    array
        Shape ``(n,)``.

    Notes
    -----
    The institution stands for legitimacy without error here, and coded outcomes for all; both make the
    evidence look stronger than it is. It says nothing about the weight of material pressure: the cases hold
    no measure of the asymmetry of dependence.
    """
    predicted = log_odds_of_backing(parameters, without=evidence.without)
    logs = -0.5 * ((evidence.log_odds - predicted) / evidence.error) ** 2
    raw = np.exp(logs - logs.max())
    return np.asarray(raw / raw.sum())
