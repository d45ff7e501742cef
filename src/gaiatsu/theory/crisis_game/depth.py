"""How deep a target concedes: its margin over resisting, cut into grades."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaiatsu.numerics.bivariate import log_density
from gaiatsu.theory.crisis_game.derivatives import Jet
from gaiatsu.theory.crisis_game.payoffs import FloatArray

__all__ = ["GRADES", "log_depths"]

GRADES: Final = ("nominal", "partial", "large")
"""Grades of a concession, 1 to 3 of the scale whose 0 is resistance."""


def log_depths(z: FloatArray, log_steps: FloatArray) -> tuple[Jet, Jet, Jet]:
    r"""Log probability of each grade of concession, given that the target concedes.

    The shock that decides whether a target concedes also decides how far: one that barely prefers
    conceding concedes in name, one that dreads war concedes much. Graded outcomes then inform the same
    payoffs as the four ends.

    Parameters
    ----------
    z
        Probit of resistance, one a game.
    log_steps
        Logs of the two steps between the cuts, in standard deviations of the target's shock.

    Returns
    -------
    tuple of Jet
        One jet a grade; arguments are ``z`` and the two logs.

    Notes
    -----
    The target concedes when its margin :math:`-(G + e)` is positive, and by grade ``k`` or more when it
    exceeds :math:`\tau_k`, with :math:`\tau_1 = 0`, :math:`\tau_2 = e^{s_1}`,
    :math:`\tau_3 = \tau_2 + e^{s_2}`:

    .. math:: P(y \ge k) = \Phi(-z - \tau_k), \qquad
        P(y = k \mid y \ge 1) = \frac{\Phi(-z - \tau_k) - \Phi(-z - \tau_{k+1})}{\Phi(-z)}

    References
    ----------
    lewis_schultz2003; bayard_elliott1994

    Examples
    --------
    >>> grades = log_depths(np.array([0.0]), np.log([0.5, 0.5]))
    >>> [round(float(np.exp(grade.value)[0]), 3) for grade in grades]
    [0.383, 0.3, 0.317]
    """
    first, second = np.exp(np.asarray(log_steps, dtype=float))
    ends = [-z, -z - first, -z - first - second]
    slopes = [np.array([-1.0, 0.0, 0.0]), np.array([-1.0, -first, 0.0]), np.array([-1.0, -first, -second])]
    bends = [np.zeros((3, 3)), np.diag([0.0, -first, 0.0]), np.diag([0.0, -first, -second])]
    inner = [_linear(end, slope, bend) for end, slope, bend in zip(ends, slopes, bends, strict=True)]
    whole = _log_share(inner[0], None)
    parts = (_log_share(inner[0], inner[1]), _log_share(inner[1], inner[2]), _log_share(inner[2], None))
    nominal, partial, large = (part - whole for part in parts)
    return nominal, partial, large


def _linear(value: FloatArray, slope: FloatArray, bend: FloatArray) -> Jet:
    games = value.size
    return Jet(value, np.tile(slope, (games, 1)), np.tile(bend, (games, 1, 1)))


def _log_share(high: Jet, low: Jet | None) -> Jet:
    """Log of ``Phi(high) - Phi(low)``, with ``low`` at minus infinity where there is none."""
    from scipy.special import log_ndtr

    value = log_ndtr(high.value)
    if low is not None:
        value = value + np.log(-np.expm1(np.minimum(log_ndtr(low.value) - value, -1e-300)))
    rate = np.exp(log_density(high.value) - value)
    slope = rate[:, None] * high.slope
    curvature = rate[:, None, None] * (high.curvature - high.value[:, None, None] * _square(high.slope))
    if low is not None:
        drop = np.exp(log_density(low.value) - value)
        slope = slope - drop[:, None] * low.slope
        bent = low.curvature - low.value[:, None, None] * _square(low.slope)
        curvature = curvature - drop[:, None, None] * bent
    return Jet(value, slope, curvature - _square(slope))


def _square(slope: FloatArray) -> FloatArray:
    return np.asarray(slope[:, :, None] * slope[:, None, :])
