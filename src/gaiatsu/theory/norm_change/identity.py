"""Role identity: how shocks loosen it, and what it is pulled towards (eq. 8)."""

from __future__ import annotations

from gaiatsu.numerics.special import Array, namespace

__all__ = ["identity_after_linkage", "identity_step", "plasticity"]


def plasticity(dates: Array, shock_dates: Array, *, base: Array, jump: Array, decay: Array) -> Array:
    """Share of the gap to the material position that an identity closes in a year (eq. 8).

    Gradual change moves an identity by ``base`` only; a shock raises the share and the rise fades. A shock
    does not move the identity itself.

    Parameters
    ----------
    dates
        Decimal years, shape ``(..., T)``.
    shock_dates
        Decimal years, shape ``(K,)``; a shock later than the date has no effect.
    base
        g0, 0-1 a year, shape ``(..., 1)``.
    jump
        gS, 0-1, shape ``(..., 1, 1)`` or ``(..., 1, K)``: plasticity on the day of a shock.
    decay
        s, years, above 0, shape ``(..., 1, 1)``.

    Returns
    -------
    array
        g_t in [0, 1], shape ``(..., T)``.

    Notes
    -----
    ``g_t = 1 - (1 - g0) prod_k [1 - gS exp(-(t - t_k)/s)]`` over shocks ``t_k <= t``.

    References
    ----------
    kowert_legro1996; schoppa1999

    Examples
    --------
    >>> import numpy as np
    >>> g = plasticity(np.asarray([1989.0, 1990.0]), np.asarray([1990.0]), base=0.02, jump=0.3, decay=2.5)
    >>> [round(float(x), 3) for x in g]
    [0.02, 0.314]
    """
    xp = namespace(dates, shock_dates, base, jump, decay)
    age = xp.asarray(dates)[..., None] - xp.asarray(shock_dates)
    felt = age >= 0.0
    loosened = jump * xp.exp(-xp.where(felt, age, xp.zeros_like(age)) / decay)
    kept = xp.where(felt, 1.0 - loosened, xp.ones_like(loosened))
    return 1.0 - (1.0 - base) * xp.prod(kept, axis=-1)


def identity_step(identity: Array, position: Array, *, plasticity: Array, years: Array = 1.0) -> Array:
    """Identity of a cohort after a time in which plasticity and position hold (eq. 8).

    Parameters
    ----------
    identity
        h_c before, 0-1: how far the cohort sees its state as the junior partner.
    position
        h*_t, 0-1: what the material position would suggest.
    plasticity
        g_t, 0-1 a year.
    years
        Length of the step.

    Returns
    -------
    array
        h_c after, between ``identity`` and ``position``.

    Notes
    -----
    ``h' = h + [1 - (1 - g)^years] (h* - h)``; one step of a year is eq. 8, and steps compose.

    References
    ----------
    schoppa1999; kowert_legro1996

    Examples
    --------
    >>> round(identity_step(0.8, 0.5, plasticity=0.1), 3)
    0.77
    """
    return identity + (1.0 - (1.0 - plasticity) ** years) * (position - identity)


def identity_after_linkage(security_identity: Array, linkage: Array, *, cost: Array) -> Array:
    """Security-side identity the year after a security threat was used in an economic issue.

    Material linkage is not free: it spends the deference that social linkage lives on.

    Parameters
    ----------
    security_identity
        H_security, 0-1.
    linkage
        L, 0-1: how far the tactic drew on the security relation.
    cost
        kappa, 0-1.

    Returns
    -------
    array
        ``H_security (1 - kappa L)``, 0-1.

    References
    ----------
    schoppa1999; wagner1988

    Examples
    --------
    >>> round(identity_after_linkage(0.8, 1.0, cost=0.25), 6)
    0.6
    """
    return security_identity * (1.0 - cost * linkage)
