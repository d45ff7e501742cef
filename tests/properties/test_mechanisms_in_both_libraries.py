"""Every mechanism of the theory gives the same numbers in NumPy and in JAX."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import array_api_compat
import numpy as np
import pytest

import gaiatsu.theory
from gaiatsu.context import material as context_material
from gaiatsu.context.series import MaterialSeries, Reading
from gaiatsu.numerics.streams import stream
from gaiatsu.theory import material, response, rivals, social, tactics
from gaiatsu.theory.norm_change import decomposition, identity, reputation, seniority, trust

N = 64
DATES = np.sort(stream(1, "dates").uniform(1980.0, 1996.0, N))
EVENTS = np.asarray([1983.5, 1987.5, 1989.86, 1994.1])
RATIO = MaterialSeries("dependence_ratio", np.arange(1970.0, 1996.0), np.linspace(6.0, 2.7, 26), "ratio", "s")
SERIES = {
    "dependence_ratio": RATIO,
    "alternative_market_share": MaterialSeries(
        "alternative_market_share", RATIO.years, np.linspace(2.1, 3.1, 26), "%", "s"
    ),
    "target_export_share": MaterialSeries(
        "target_export_share", RATIO.years, np.linspace(2.4, 2.0, 26), "%", "s", reading=Reading.LINEAR
    ),
    "shocks": MaterialSeries(
        "shocks", np.asarray([1945.0, 1989.86]), np.asarray([0.0, 1.0]), "0-1", "s", reading=Reading.STEP
    ),
}


def unit(name: str, *shape: int) -> np.ndarray:
    return np.asarray(stream(2, name).uniform(0.02, 0.98, shape or (N,)))


U = {name: unit(name) for name in "abcdefg"}
FLAGS = {name: stream(3, name).integers(0, 2, N).astype(float) for name in "vguz"}
TACTIC = {"threatened_cost": U["a"], "public_posture": U["b"], "depth": U["c"]}
SETTING = {"asymmetry": U["d"], "domestic_support": U["e"], "exposure": U["f"]}
STATE = {"credibility": U["g"], "hierarchy": U["a"], "legitimacy": U["b"], "trust_of_sender": U["c"]}
WEIGHTS = dict(zip(response.TERM_NAMES, U.values(), strict=False)) | {"reactance": U["a"]}
EDGES = np.asarray([1920.0, 1952.32, 1970.0, 1985.0, 1997.0])
PI = unit("pi", 2, N, 4) / unit("pi", 2, N, 4).sum(axis=-1, keepdims=True)
TERMS = response.payoff_terms(tactic=TACTIC, setting=SETTING, state=STATE)

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

CALLS: dict[str, Call] = {
    "asymmetry": (context_material.asymmetry, (2 + U["a"],), {"baseline_ratio": 5.6 + U["b"]}),
    "material_position": (material.material_position, (0.3 + 8 * U["a"],), {}),
    "credibility": (
        material.credibility,
        (U["a"],),
        {"public_posture": U["b"], "stake": U["c"], "own_cost": U["d"], "weights": (U["e"], U["f"], U["g"])},
    ),
    "expected_threat": (material.expected_threat, (U["a"], U["b"], U["c"]), {}),
    "excuse_for_unilateralism": (
        social.excuse_for_unilateralism, (U["a"],), {"violation_elsewhere": FLAGS["z"]}
    ),
    "procedural_legitimacy": (
        social.procedural_legitimacy,
        (),
        {
            "target_in_violation": FLAGS["v"],
            "authorized": FLAGS["g"],
            "unilateral": FLAGS["u"],
            "violation_elsewhere": FLAGS["z"],
            "dispute_settlement": U["a"],
        },
    ),
    "legitimacy_term": (social.legitimacy_term, (U["a"],), {}),
    "expected_stretching": (social.expected_stretching, (U["a"], U["b"]), {}),
    "linked_hierarchy": (social.linked_hierarchy, (U["a"], U["b"]), {"security_share": U["c"]}),
    "social_payoff": (
        social.social_payoff,
        (),
        {
            "hierarchy": U["a"], "legitimacy": U["b"], "stretching": U["c"],
            "weights": (U["d"], U["e"], U["f"]),
        },
    ),
    "resolve_step": (
        reputation.resolve_step, (5 + U["a"], 6 + U["b"]),
        {"memory": U["c"], "observed": U["d"], "years": 3 * U["e"]},
    ),
    "resolve": (reputation.resolve, (U["a"], U["b"]), {}),
    "decayed_sum": (reputation.decayed_sum, (DATES, EVENTS), {"weights": unit("w", 4), "memory": 0.9}),
    "resolve_from_record": (
        reputation.resolve_from_record,
        (DATES, EVENTS),
        {
            "followed_through": unit("w", 4),
            "dropped": unit("x", 4),
            "prior": (6.6 * unit("y", 5, 1), 3.4 * unit("z", 5, 1)),
            "memory": unit("m", 5, 1, 1),
        },
    ),
    "evidence_of_honoring": (trust.evidence_of_honoring, (U["a"],), {"cheat_rate": U["b"]}),
    "evidence_of_violation": (trust.evidence_of_violation, (U["a"],), {"cheat_rate": U["b"]}),
    "trust_step": (
        trust.trust_step, (U["a"], U["b"]), {"memory": U["c"], "evidence": U["d"], "years": 2 * U["e"]}
    ),
    "trust_from_record": (
        trust.trust_from_record,
        (DATES, EVENTS),
        {"resting": unit("r", 5, 1), "evidence": unit("w", 4) - 0.5, "memory": unit("m", 5, 1, 1)},
    ),
    "two_strike_interval": (trust.two_strike_interval, (U["a"], U["b"]), {"memory": U["c"], "gap": 6.6}),
    "two_strike_rule": (
        trust.two_strike_rule, (U["a"], U["b"]), {"violation_evidence": U["c"], "memory": U["d"], "gap": 6.6}
    ),
    "plasticity": (
        identity.plasticity,
        (DATES, EVENTS),
        {"base": unit("g", 5, 1), "jump": unit("j", 5, 1, 4), "decay": 2.5 * unit("s", 5, 1, 1)},
    ),
    "identity_step": (
        identity.identity_step, (U["a"], U["b"]), {"plasticity": U["c"], "years": 2 * U["d"]}
    ),
    "identity_after_linkage": (identity.identity_after_linkage, (U["a"], U["b"]), {"cost": U["c"]}),
    "senior_weight": (seniority.senior_weight, (1952.32, DATES), {"mean": 32 + U["a"], "spread": 3 + U["b"]}),
    "half_weight_date": (seniority.half_weight_date, (1952.32,), {"mean": 32 + U["a"]}),
    "seniority_weights": (
        seniority.seniority_weights,
        (EDGES, DATES),
        {"mean": 31 + unit("m", 5, 1, 1), "spread": 3 + unit("s", 5, 1, 1)},
    ),
    "mean_identity": (seniority.mean_identity, (PI[0], unit("h", N, 4)), {}),
    "decompose": (
        decomposition.decompose,
        (PI[0], PI[1]),
        {"identities_before": unit("h", N, 4), "identities_after": unit("k", N, 4)},
    ),
    "perceived": (tactics.perceived, (DATES, U["a"]), {"lag": 1.3}),
    "threat_value": (
        tactics.threat_value, (U["a"], U["b"]), {"prize": U["c"], "resistance": U["d"], "own_cost": U["e"]}
    ),
    "threat_probability": (tactics.threat_probability, (U["a"] - 0.5,), {"sensitivity": 4 * U["b"]}),
    "demand_depth": (tactics.demand_depth, (U["a"],), {"base": U["b"], "weight": U["c"]}),
    "backlash_index": (
        tactics.backlash_index,
        (U["a"], U["b"]),
        {
            "legitimacy": U["c"],
            "hierarchy": U["d"],
            "trust_of_sender": U["e"],
            "weights": (U["f"], U["g"], U["a"], U["b"], U["c"]),
        },
    ),
    "backlash_probabilities": (
        tactics.backlash_probabilities, (U["a"], np.sort(unit("cut", N, 2), axis=-1)), {}
    ),
    "backlash_feedback": (
        tactics.backlash_feedback,
        (2 * FLAGS["v"], U["a"]),
        {"violation_evidence": U["b"], "distrust": U["c"], "defiance": U["d"]},
    ),
    "payoff_terms": (response.payoff_terms, (), {"tactic": TACTIC, "setting": SETTING, "state": STATE}),
    "payoff": (response.payoff, (TERMS, WEIGHTS), {}),
    "social_interaction": (response.social_interaction, (TERMS, WEIGHTS), {"gamma": U["a"]}),
    "concession_log_probabilities": (
        response.concession_log_probabilities, (4 * U["a"] - 2, unit("alpha", N, 3)), {}
    ),
    "concession_probabilities": (
        response.concession_probabilities, (4 * U["a"] - 2, unit("alpha", N, 3)), {}
    ),
    "expected_concession": (response.expected_concession, (unit("p", N, 4),), {}),
    **{
        f"covariate of {name}": (rivals.find_rival(name).covariate, (SERIES, DATES), {"lag": lag})
        for name, lag in (("trade-dependence", 3.5), ("asian-markets", 2.0), ("cold-war-material", 1.0))
    },
}  # fmt: skip
"""One call of every mechanism, with arrays for arguments."""


@pytest.fixture(scope="module")
def jnp() -> Any:
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy

    return jax.numpy


def moved(value: Any, jnp: Any) -> Any:
    """The same arguments as JAX arrays; series stay what they are."""
    if isinstance(value, np.ndarray):
        return jnp.asarray(value)
    if isinstance(value, dict):
        return {name: moved(part, jnp) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(moved(part, jnp) for part in value)
    return value


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("name", CALLS)
def test_the_mechanism_agrees_to_twelve_digits(name: str, jnp: Any) -> None:
    function, arguments, options = CALLS[name]
    in_numpy = list(leaves(function(*arguments, **options)))
    in_jax = list(leaves(function(*moved(arguments, jnp), **moved(options, jnp))))

    assert len(in_numpy) == len(in_jax)
    for ours, theirs in zip(in_numpy, in_jax, strict=True):
        assert array_api_compat.is_jax_array(theirs)
        assert theirs.dtype == np.asarray(ours).dtype
        np.testing.assert_allclose(np.asarray(theirs), ours, rtol=1e-12, atol=1e-12)


def test_no_mechanism_is_left_out() -> None:
    """Every public function of the theory that computes is in the table above."""
    not_mechanisms = {"find_parameter", "find_rival", "sample_parameters"}
    public = set()
    for info in pkgutil.walk_packages(gaiatsu.theory.__path__, "gaiatsu.theory."):
        if info.name.startswith(("gaiatsu.theory.crisis_game", "gaiatsu.theory.response.crisis")):
            continue  # a search over intervals; its slope is written out instead
        module = importlib.import_module(info.name)
        public |= {
            name for name in getattr(module, "__all__", ()) if inspect.isfunction(getattr(module, name))
        }

    assert public - not_mechanisms == {name for name in CALLS if " " not in name}


@pytest.mark.parametrize(
    "name", ["trust_from_record", "resolve_from_record", "plasticity", "seniority_weights"]
)
def test_the_mechanism_can_be_differentiated_and_compiled(name: str, jnp: Any) -> None:
    import jax

    function, arguments, options = CALLS[name]
    free = {key: moved(value, jnp) for key, value in options.items() if isinstance(value, np.ndarray)}
    held = {key: value for key, value in options.items() if key not in free}

    def total(parameters: dict[str, Any]) -> Any:
        return jnp.sum(function(*arguments, **held, **parameters) ** 2)

    slopes = jax.jit(jax.grad(total))(free)
    assert all(bool(jnp.all(jnp.isfinite(slope))) for slope in slopes.values())
