"""Penalized maximum likelihood that stays finite when fifteen cases separate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign, check_link
from gaiatsu.estimation.ordinal.likelihood import case_log_likelihood, step_derivatives
from gaiatsu.estimation.ordinal.separation import separation
from gaiatsu.estimation.results import Fit, Specification
from gaiatsu.inference.laplace import maximize
from gaiatsu.numerics.special import expit

__all__ = ["fit_penalized"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_UNITS = {"adjacent": 1.0, "logit": 1.0, "probit": np.pi / np.sqrt(3.0)}
"""Logits in one unit of the link, so that the penalty means the same for each."""


def fit_penalized(design: OrdinalDesign, link: str, *, strength: float = 1.0) -> Fit[OrdinalDesign]:
    """Maximize the likelihood with a log-F penalty.

    Parameters
    ----------
    design
        Outcomes and terms. Groups are disregarded: departures of thresholds by group need a prior.
    link
        ``"adjacent"`` (eq. 1), ``"probit"`` (the article's own note 50) or ``"logit"``.
    strength
        Pseudo-cases behind each parameter; 1 by default, 0 for plain maximum likelihood.

    Returns
    -------
    Fit
        Estimates of weights and thresholds with their covariance. The status says whether the outcomes are
        separated, in which case the estimates are finite only because of the penalty.

    Raises
    ------
    InvalidSpecification
        If the strength is negative.

    Notes
    -----
    Penalty: for each weight, with b = weight x standard deviation of its term on the logit scale,
    (m/2) b - m log(1 + e^b), the log density of a log-F(m, m) law; for the thresholds, m/K pseudo-cases of
    each grade at the mean of the terms. Chosen over Jeffreys' penalty (Firth 1993), which is undefined where
    the information matrix is singular: a constant term, collinear terms or a grade without cases, all of
    which occur in this article's design. It is concave, so the maximum is unique; m = 1 holds 95 % of odds
    ratios, for a change by one standard deviation, between 1/648 and 648; and it vanishes with m
    (Greenland and Mansournia 2015). Standard errors come from the curvature of the penalized likelihood.

    References
    ----------
    greenland_mansournia2015, firth1993

    Examples
    --------
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> design = OrdinalDesign(np.array([0, 0, 1, 1]), X, ("x",), categories=2)
    >>> fit = fit_penalized(design, "logit")
    >>> fit.status.name, bool(abs(fit["x"]) < 10)
    ('COMPLETELY_SEPARATED', True)
    """
    check_link(link)
    if not strength >= 0:
        msg = f"The penalty has a strength of {strength:g}."
        raise InvalidSpecification(msg, expected="0 or more")
    objective = _Penalized.of(design, link, strength)
    point, hessian, _, (status,) = maximize(
        objective, start=objective.start()[None], tolerance=1e-12, steps=200
    )
    found = separation(design, link)
    covariance = _inverse(-hessian[0])
    return Fit(
        Specification("ordinal", link, "penalized", design.terms, f"log-F({strength:g}, {strength:g})"),
        design,
        (*design.terms, *(f"alpha_{k}" for k in range(1, design.categories))),
        point[0],
        covariance,
        objective.log_likelihood(point[0]),
        found.status if found.kind != "none" else status,
    )


@dataclass(frozen=True, eq=False)
class _Penalized:
    """Penalized log likelihood of one design in its weights and thresholds, as a stack of one."""

    link: str
    steps: FloatArray
    y: IntArray
    counts: FloatArray
    scale: FloatArray
    strength: float
    cases: int
    problems: int = 1

    @classmethod
    def of(cls, design: OrdinalDesign, link: str, strength: float) -> _Penalized:
        """Add the pseudo-cases and write every step as a row."""
        n, k = design.X.shape
        weight = design.counts / design.counts.sum()
        mean = weight @ design.X
        spread = np.sqrt(weight @ (design.X - mean) ** 2)
        grades = np.arange(design.categories)
        X = np.vstack([design.X, np.tile(mean, (len(grades), 1))])
        counts = np.concatenate([design.counts, np.full(len(grades), strength / len(grades))])
        steps = np.zeros((design.categories - 1, len(X), k + design.categories - 1))
        steps[:, :, :k] = X
        for step in range(design.categories - 1):
            steps[step, :, k + step] = -1.0
        scale = np.where(spread > 0, spread, 1.0) * _UNITS[link]
        return cls(link, steps, np.concatenate([design.y, grades]), counts, scale, strength, n)

    @property
    def dimension(self) -> int:
        """Weights and thresholds."""
        return int(self.steps.shape[2])

    def start(self) -> FloatArray:
        """No effects, and thresholds that give the observed shares (half a case added to each grade)."""
        share = np.bincount(self.y, self.counts) + 0.5
        above = 1.0 - np.cumsum(share / share.sum())[:-1]
        cuts = np.log1p(-above) - np.log(above)
        if self.link == "adjacent":
            cuts = np.log(share[:-1]) - np.log(share[1:])
        return np.concatenate([np.zeros(len(self.scale)), cuts / _UNITS[self.link]])

    def log_likelihood(self, point: FloatArray) -> float:
        """Log likelihood of the cases alone."""
        cases = self._cases(point)[: self.cases]
        return float(cases @ self.counts[: self.cases])

    def derivatives(self, points: FloatArray, index: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:  # noqa: ARG002
        """Value, gradient and Hessian at one point."""
        point = points[0]
        value = self._value(point)
        if not np.isfinite(value):
            return np.array([-np.inf]), np.zeros_like(points), -np.eye(self.dimension)[None]
        inner, curve = step_derivatives(self.link, self.steps @ point, self.y)
        gradient = np.einsum("and,an->d", self.steps, inner * self.counts)
        hessian = np.einsum("and,abn,bne->de", self.steps, curve * self.counts, self.steps, optimize=True)
        k = len(self.scale)
        b = point[:k] * self.scale
        gradient[:k] += self.strength * self.scale * (0.5 - expit(b))
        hessian[range(k), range(k)] -= self.strength * self.scale**2 * expit(b) * expit(-b)
        return np.array([value]), gradient[None], hessian[None]

    def _cases(self, point: FloatArray) -> FloatArray:
        columns = list(self.steps @ point)
        return np.asarray(case_log_likelihood(self.link, columns, self.y))

    def _value(self, point: FloatArray) -> float:
        b = point[: len(self.scale)] * self.scale
        penalty = self.strength * (0.5 * b - np.logaddexp(0.0, b)).sum()
        counted = self.counts > 0
        return float(self._cases(point)[counted] @ self.counts[counted] + penalty)


def _inverse(information: FloatArray) -> FloatArray:
    """Inverse of the information, or NaN where it has none."""
    values = np.linalg.eigvalsh(information)
    if values[0] <= 1e-10 * max(float(values[-1]), 1e-300):
        return np.full_like(information, np.nan)
    return np.asarray(np.linalg.inv(information), dtype=np.float64)
