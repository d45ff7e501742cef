"""The parameters, in the order of the equations."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from math import inf, log
from types import MappingProxyType
from typing import Final

from gaiatsu.errors import UnknownName
from gaiatsu.inference.priors import (
    Prior,
    beta,
    half_normal,
    log_normal,
    normal,
    truncated_normal,
    uniform,
)
from gaiatsu.theory.parameters.record import Origin, Parameter

__all__ = ["DEFAULT", "find_parameter"]

_SHARE: Final = (0.0, 1.0)
_POSITIVE: Final = (0.0, inf)
_LINE: Final = (-inf, inf)
_WEIGHT: Final = "log odds of one grade more"


def _weight(name: str, symbol: str, prior: Prior, meaning: str) -> Parameter:
    return Parameter(name, symbol, "response", f"{_WEIGHT} a unit of the term", prior, meaning, "eq. 2")


def _ours(
    name: str,
    symbol: str,
    prior: Prior,
    meaning: str,
    *,
    place: tuple[str, str, str],
    bounds: tuple[float, float],
) -> Parameter:
    group, unit, locator = place
    return Parameter(name, symbol, group, unit, prior, meaning, locator, bounds, Origin.OURS)


_RESPONSE: Final = (
    _weight("material", "beta_M", normal(1, 1), "Weight of the credible cost times asymmetry of dependence."),
    _weight("domestic_support", "beta_N", normal(0.5, 1), "Weight of support inside the target."),
    _weight("hierarchy", "beta_H", normal(0, 1.5), "Weight of deference as a junior partner."),
    _weight("legitimacy", "beta_L", normal(0.8, 0.8), "Weight of the tactic's procedural legitimacy."),
    _weight("trust", "beta_tau", normal(0, 1.5), "Weight of the expected loss from a stretched deal."),
    _weight("depth", "beta_D", half_normal(0.7), "Weight of the depth of the demand."),
    _weight("public_posture", "beta_A", half_normal(0.7), "Resistance to being pressed in public."),
    _weight(
        "reactance", "beta_0", truncated_normal(0.3, 0.3, lower=0.0), "Resistance to being coerced at all."
    ),
    Parameter(
        "sender_trust",
        "beta_S",
        "depth",
        "log odds of depth",
        normal(0, 1.5),
        "How much the sender's distrust deepens its demands; it acts on outcomes only through them.",
        "eq. 2",
    ),
)

_THRESHOLDS: Final = (
    Parameter(
        "threshold_first", "alpha_1", "thresholds", _WEIGHT, normal(0.2, 1.5),
        "Cost of the first grade of concession.", "eq. 1",
    ),
    Parameter(
        "threshold_gap", "alpha_k - alpha_(k-1)", "thresholds", _WEIGHT, log_normal(-0.7, 0.5),
        "How much more each further grade costs.", "eq. 1", _POSITIVE,
    ),
    Parameter(
        "threshold_by_demand", "alpha_(k,d) - alpha_k", "thresholds", _WEIGHT, normal(0, 0.5),
        "Departure of a demand type's threshold from the common one.", "eq. 1",
    ),
)  # fmt: skip

_EQ3: Final = ("credibility", "log odds", "eq. 3")
_CREDIBILITY: Final = tuple(
    _ours(name, symbol, half_normal(0.5), meaning, place=_EQ3, bounds=_POSITIVE)
    for name, symbol, meaning in (
        (
            "posture_credibility", "phi_A",
            ("What public commitment adds to credibility. Two draws in three move .66 to less than .76: "
            "audience costs are real, but two thirds of resisted threats were carried out in any case."),
        ),
        (
            "stake_credibility", "phi_W",
            "What a large stake adds to credibility; the scale of phi_A, for want of any reason to differ.",
        ),
        (
            "own_cost_credibility", "phi_K",
            "What the sender's own cost takes from credibility; the scale of phi_A, for the same reason.",
        ),
    )
)  # fmt: skip

_REPUTATION: Final = (
    Parameter(
        "resolve_prior", "R_0", "reputation", "share followed through", beta(6.6, 3.4),
        "Reputation towards which the record is forgotten; mean .66, near the share of resisted threats that "
        "the United States carried out.", "eq. 6", _SHARE,
    ),
    Parameter(
        "resolve_memory", "lam", "reputation", "share a year", beta(8, 2),
        "How much of the record still counts a year later.", "eq. 6", _SHARE,
    ),
    Parameter(
        "extra_dyadic_weight", "w_x", "reputation", "share of an own observation", beta(2, 6),
        "What the sender's conduct towards other states counts for here.", "eq. 6", _SHARE,
    ),
    _ours(
        "resolve_prior_weight", "a_0 + b_0", log_normal(log(10), 0.35),
        "Observations that the reputation R_0 is worth. Its own prior Beta(6.6, 3.4) is worth ten, so the "
        "belief of the target is given the same weight, within a factor of two.",
        place=("reputation", "observations", "eq. 6"), bounds=_POSITIVE,
    ),
)  # fmt: skip

_TRUST_RESTING: Final = (
    "The article finds a fairly high degree of trust and the worked example of eq. 7 starts at .90; the mode "
    "of this prior is .89."
)
_TRUST: Final = (
    Parameter(
        "honest_error", "e", "trust", "chance a deal", beta(1, 9),
        "How often an honest partner is seen to break a deal.", "eq. 7", _SHARE,
    ),
    Parameter(
        "cheat_rate", "w", "trust", "chance a deal", beta(5, 5),
        "How often a cheating partner breaks a deal; sampled given w > e.", "eq. 7", _SHARE,
    ),
    Parameter(
        "trust_memory", "psi", "trust", "share a year", beta(18, 2),
        "How much of what was learned still counts a year later.", "eq. 7", _SHARE,
    ),
    _ours(
        "resting_trust_of_sender", "tau_0", beta(9, 2), f"Trust the target rests at. {_TRUST_RESTING}",
        place=("trust", "probability", "eq. 7"), bounds=_SHARE,
    ),
    _ours(
        "resting_trust_of_target", "tau_S0", beta(9, 2),
        f"Trust the sender rests at. {_TRUST_RESTING} The same law as for the target, who is not known to "
        "have trusted more or less.",
        place=("trust", "probability", "eq. 7"), bounds=_SHARE,
    ),
    _ours(
        "trust_threshold", "tau*", beta(8, 8),
        "Trust below which a deal is not worth making. Centered where honest and cheating are equally "
        "likely, with a standard deviation of .12; the study reports its result at fixed values too.",
        place=("trust", "probability", "eq. 7"), bounds=_SHARE,
    ),
)  # fmt: skip

_IDENTITY: Final = (
    Parameter(
        "plasticity_base", "g_0", "identity", "share a year", beta(1, 40),
        "Share of the gap to the material position closed in a quiet year.", "eq. 8", _SHARE,
    ),
    Parameter(
        "plasticity_shock", "g_S", "identity", "share a year", beta(3, 7),
        "Plasticity on the day of a shock of weight 1.", "eq. 8", _SHARE,
    ),
    Parameter(
        "shock_decay", "s", "identity", "years", log_normal(log(2.5), 0.3),
        "Years in which the plasticity after a shock falls to 1/e; about 2.5.", "eq. 8", _POSITIVE,
    ),
    *(
        _ours(name, symbol, prior, meaning, place=("identity", "0-1", "eq. 8"), bounds=_SHARE)
        for name, symbol, prior, meaning in (
            (
                "imprint_occupation", "h_occ", beta(16, 4),
                ("Imprint of those who served under the occupation, in both domains: lasting deference, not "
                "submission, hence .8 and not 1."),
            ),
            (
                "imprint_alliance_security", "h_cw,sec", beta(15, 6),
                ("Imprint on the security side of those who entered from 1952 to 1970: leader and supporter "
                "in one alliance, a little below the occupation's."),
            ),
            (
                "imprint_alliance_economic", "h_cw,eco", beta(11, 9),
                ("Imprint on the economic side of the same entrants, whose first posts of responsibility "
                "were in trade conflicts: between deference and equality, leaning to the former."),
            ),
        )
    ),
)  # fmt: skip

_SENIORITY: Final = tuple(
    _ours(name, symbol, prior, meaning, place=("seniority", unit, "eq. 9"), bounds=bounds)
    for name, symbol, unit, bounds, prior, meaning in (
        (
            "official_seniority", "m_off", "years", _POSITIVE, truncated_normal(32, 1, lower=0.0),
            "Years from an official's entry at about 23 to the top posts; the theory's 32, give or take one.",
        ),
        (
            "official_spread", "s_off", "years", _POSITIVE, truncated_normal(3.5, 0.5, lower=0.5),
            "Standard deviation of the same; the theory's 3.5, give or take a half.",
        ),
        (
            "politician_seniority", "m_pol", "years", _POSITIVE, truncated_normal(35, 2, lower=0.0),
            ("Years from a politician's entry into public service to the top. The prime ministers of 1976-96 "
            "took from about 22 (Hosokawa) to 49 years (Miyazawa)."),
        ),
        (
            "politician_spread", "s_pol", "years", _POSITIVE, truncated_normal(8, 1, lower=0.5),
            "Standard deviation of the same, from the same careers.",
        ),
        (
            "official_share", "omega", "0-1", _SHARE, beta(12, 6),
            ("Weight of officials beside politicians. The article rests on officials of three ministries and "
            "adds prime ministers, so two thirds."),
        ),
        (
            "security_share", "chi", "0-1", _SHARE, beta(6, 12),
            ("Share of officials with a security career in economic posts: the custom of one of the three "
            "ministries, so one third."),
        ),
        (
            "security_share_retained", "chi'/chi", "0-1", _SHARE, beta(5, 5),
            ("What is left of that share once that ministry promotes from its economic side: between all and "
            "nothing."),
        ),
    )
)  # fmt: skip

_LAG: Final = (
    Parameter(
        "materialism_lag", "s_M", "material", "years", uniform(0, 8),
        "Years by which concessions may follow a material cause.", "section 4", _POSITIVE,
    ),
)  # fmt: skip

_TACTICS: Final = tuple(
    _ours(name, symbol, prior, meaning, place=(group, unit, locator), bounds=bounds)
    for name, symbol, (group, unit, locator), bounds, prior, meaning in (
        (
            "linkage_cost", "kappa", ("linkage", "share", "section 2"), _SHARE, beta(2, 8),
            ("Share of security-side deference that a full security threat uses up by the next year: a "
            "fifth, since one such threat is a breach of custom but not the end of an alliance."),
        ),
        (
            "perception_lag", "s_S", ("threat", "years", "eq. 4"), _POSITIVE, uniform(0, 8),
            ("Years by which the sender's view of the context trails the truth; as open as the lag allowed "
            "to materialism."),
        ),
        (
            "threat_sensitivity", "rho", ("threat", "per unit of value", "eq. 4"), _POSITIVE,
            log_normal(log(4), 0.5),
            "How sharply threats follow their value: at 4 a gain of half a prize makes a threat 88 % likely.",
        ),
        *(
            (
                f"backlash_{name}", symbol, ("backlash", "log odds", "eq. 5"), _POSITIVE, half_normal(1),
                f"Effect of {words} on the backlash; sign from the theory, size left open.",
            )
            for name, symbol, words in (
                ("public_posture", "b_A", "public posture (raises)"),
                ("threat", "b_M", "the threatened cost (raises)"),
                ("legitimacy", "b_l", "legitimacy (lowers)"),
                ("hierarchy", "b_H", "deference (lowers)"),
                ("trust", "b_tau", "trust (lowers)"),
            )
        ),
        (
            "backlash_first", "c_1", ("backlash", "log odds", "eq. 5"), _LINE, normal(0.5, 1),
            "First cut point: most demands meet no more than words.",
        ),
        (
            "backlash_gap", "c_2 - c_1", ("backlash", "log odds", "eq. 5"), _POSITIVE, log_normal(0.7, 0.5),
            "Distance to the second cut point: counter-sanctions are rare beside protest.",
        ),
        (
            "backlash_distrust", "f_tau", ("backlash", "share", "eq. 5"), _SHARE, beta(2, 8),
            "Share of one violation that a counter-sanction counts for in the target's trust.",
        ),
        (
            "backlash_defiance", "f_H", ("backlash", "share", "eq. 5"), _SHARE, beta(2, 18),
            "Share of deference that a counter-sanction uses up.",
        ),
        *(
            (
                f"depth_{name}", f"delta_{name}", ("depth", "log odds", "eq. 2"), _LINE, normal(mean, 0.7),
                f"Depth of {words} under full trust.",
            )
            for name, mean, words in (
                ("results", 0.3, "a demand for results, which asks for an outcome and not for an effort"),
                ("rule", -0.3, "a demand for a rule"),
                ("macroeconomic", 0.0, "a macroeconomic demand"),
                ("other", 0.0, "any other demand"),
            )
        ),
    )
)  # fmt: skip

DEFAULT: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        parameter.name: parameter
        for parameter in (
            *_RESPONSE, *_THRESHOLDS, *_CREDIBILITY, *_REPUTATION, *_TRUST,
            *_IDENTITY, *_SENIORITY, *_LAG, *_TACTICS,
        )
    }
)  # fmt: skip
"""Every parameter by name, with its default prior."""


def find_parameter(name: str) -> Parameter:
    """One parameter by name.

    Parameters
    ----------
    name
        Its name.

    Raises
    ------
    UnknownName
        No parameter has it.
    """
    if name not in DEFAULT:
        near = get_close_matches(name, list(DEFAULT), n=3) or list(DEFAULT)
        msg = f"There is no parameter {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(near)}")
    return DEFAULT[name]
