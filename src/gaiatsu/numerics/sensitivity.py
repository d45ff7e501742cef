"""How strong an unseen cause, or an error of measurement, would have to be to explain an estimate away."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

from gaiatsu.errors import InvalidSpecification

__all__ = ["EValue", "corrected_difference", "e_value", "partial_r2", "predictive_values", "robustness_value"]


@dataclass(frozen=True)
class EValue:
    """E-values of a risk ratio.

    Parameters
    ----------
    estimate
        Of the estimate: the risk ratio that an unmeasured cause would need with both treatment and outcome to
        explain it away.
    interval
        The same for the end of the interval that is nearer to one; 1 where the interval contains one.
    """

    estimate: float
    interval: float


def e_value(ratio: float, low: float, high: float) -> EValue:
    """Compute the E-value of a risk ratio.

    Parameters
    ----------
    ratio
        Risk ratio, above 0.
    low, high
        Ends of its interval.

    Returns
    -------
    EValue
        At least 1; the larger, the stronger the unmeasured cause would have to be.

    Raises
    ------
    InvalidSpecification
        If a ratio is not above 0, or does not lie within its interval.

    Notes
    -----
    E = RR + sqrt(RR (RR - 1)) for RR > 1; a ratio below one is inverted first.

    References
    ----------
    vanderweele_ding2017

    Examples
    --------
    >>> found = e_value(3.9, 1.8, 8.7)
    >>> round(found.estimate, 2), round(found.interval, 2)
    (7.26, 3.0)
    """
    if not 0 < low <= ratio <= high:
        msg = f"The risk ratio {ratio:g} with the interval {low:g} to {high:g} cannot be used."
        raise InvalidSpecification(msg, expected="a ratio above 0 within its interval")
    nearer = low if ratio > 1 else 1 / high
    return EValue(_e(max(ratio, 1 / ratio)), _e(nearer) if nearer > 1 else 1.0)


def _e(ratio: float) -> float:
    return ratio + sqrt(ratio * (ratio - 1))


def partial_r2(t: float, degrees: float) -> float:
    """Share of the remaining variance of the outcome that a term of a linear model accounts for.

    Parameters
    ----------
    t
        Its t-value.
    degrees
        Residual degrees of freedom.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(partial_r2(0.097316 / 0.023257, 783), 3)
    0.022
    """
    return t**2 / (t**2 + degrees)


def robustness_value(t: float, degrees: float, *, share: float = 1.0, critical: float = 0.0) -> float:
    """Compute the robustness value of a term of a linear model.

    Parameters
    ----------
    t
        Its t-value.
    degrees
        Residual degrees of freedom.
    share
        Share of the estimate that is to be explained away.
    critical
        Critical t-value on ``degrees - 1``, to ask instead when the estimate stops being significant; 0 asks
        when it is explained away.

    Returns
    -------
    float
        0 to 1: an unmeasured cause that accounts for this share of the remaining variance of both treatment
        and outcome would do.

    Notes
    -----
    RV = (sqrt(f^4 + 4 f^2) - f^2) / 2 with f = share |t| / sqrt(df) - critical / sqrt(df - 1); 0 where f is
    negative.

    References
    ----------
    cinelli_hazlett2020

    Examples
    --------
    >>> round(robustness_value(0.097316 / 0.023257, 783), 3)
    0.139
    """
    f = share * abs(t) / sqrt(degrees) - (critical / sqrt(degrees - 1) if critical else 0.0)
    return 0.5 * (sqrt(f**4 + 4 * f**2) - f**2) if f > 0 else 0.0


def predictive_values(prevalence: float, sensitivity: float, specificity: float) -> tuple[float, float]:
    """Predictive values of a proxy that is right as often as said.

    Parameters
    ----------
    prevalence
        Share of cases that the proxy marks, 0 to 1.
    sensitivity, specificity
        How often it marks what it should, and leaves what it should.

    Returns
    -------
    tuple of float
        Share of the marked that are rightly marked, and of the others that are rightly left; not a number
        where no true share could lead to this prevalence.

    Notes
    -----
    True share = (prevalence + specificity - 1) / (sensitivity + specificity - 1).

    References
    ----------
    rogan_gladen1978

    Examples
    --------
    >>> predictive_values(0.5, 1.0, 1.0)
    (1.0, 1.0)
    """
    quality = sensitivity + specificity - 1
    true = (prevalence + specificity - 1) / quality if quality > 0 else nan
    if not 0 < true < 1:
        return nan, nan
    return true * sensitivity / prevalence, (1 - true) * specificity / (1 - prevalence)


def corrected_difference(
    marked: float, others: float, *, prevalence: float, sensitivity: float, specificity: float
) -> float:
    """Difference of two rates if the mark that tells the groups apart is sometimes wrong.

    Parameters
    ----------
    marked, others
        Rate of success where the proxy marks and where it does not.
    prevalence
        Share of cases that it marks.
    sensitivity, specificity
        How often it marks what it should, and leaves what it should; the same whatever the outcome.

    Returns
    -------
    float
        The difference between the true groups; not a number where these errors cannot have led to these
        rates.

    Notes
    -----
    (marked - others) / (PPV + NPV - 1).

    Examples
    --------
    >>> round(corrected_difference(0.7, 0.5, prevalence=0.4, sensitivity=0.8, specificity=0.9), 3)
    0.28
    """
    ppv, npv = predictive_values(prevalence, sensitivity, specificity)
    quality = ppv + npv - 1
    if not quality > 0:
        return nan
    difference = (marked - others) / quality
    rates = (marked + (1 - ppv) * difference, others - (1 - npv) * difference)
    return difference if all(-1e-12 <= rate <= 1 + 1e-12 for rate in rates) else nan
