"""What the theory implies about quantities measured elsewhere, by evaluating its equations draw by draw.

Each function takes the draws of a model and returns a change or a level for every draw. Nothing here knows
what was found: the verdicts are drawn where these meet the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.external.records import Prediction
from gaiatsu.studies.state import STATE_PARAMETERS, relationship_state
from gaiatsu.theory.material import asymmetry, credibility
from gaiatsu.theory.norm_change.reputation import resolve, resolve_step
from gaiatsu.theory.parameters import DEFAULT, PRIOR_SETS, sample_parameters
from gaiatsu.theory.response import TERM_NAMES, concession_probabilities, payoff, payoff_terms
from gaiatsu.theory.social import procedural_legitimacy
from gaiatsu.theory.tactics import threat_probability, threat_value

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet

__all__ = [
    "SUBSTANTIAL",
    "TheoryDraws",
    "cost_effect",
    "deference_effect",
    "dependence_effect",
    "identity_shift",
    "later_fall",
    "legitimacy_effect",
    "legitimacy_growth",
    "own_decline",
    "predict",
    "predict_level",
    "reactance_effect",
    "regime_decline",
    "repeat_effect",
    "reputation_effect",
    "social_decline",
    "theory_draws",
    "threat_ratio",
    "threat_trend",
]

Floats = NDArray[np.float64]
Implication = Callable[["TheoryDraws"], Floats]

SUBSTANTIAL: Final = 2
"""Grade from which the target counts as having conceded: partly or largely."""
SOCIAL: Final = ("hierarchy", "legitimacy", "trust_of_sender")
REGIME: Final = ("legitimacy",)
LOW, HIGH = 0.25, 0.75
OWN_COST = 0.1
"""Cost to the sender of carrying a threat out, as a share of the prize, where only a sign is asked for."""


@dataclass(frozen=True, eq=False)
class TheoryDraws:
    """Draws of everything that the response of the target depends on, at an episode like the article's.

    Parameters
    ----------
    name
        What the draws are from, such as ``default prior``.
    parameters
        Draws of the theory's parameters, shape ``(draw,)`` each.
    thresholds
        Costs of the three grades of concession, shape ``(draw, 3)``.
    tactic, setting
        Means over the article's episodes.
    state
        Means over the same, shape ``(draw,)`` each.
    before, after
        The social state averaged over the episodes of either period.
    """

    name: str
    parameters: Mapping[str, Floats]
    thresholds: Floats
    tactic: Mapping[str, Any]
    setting: Mapping[str, Any]
    state: Mapping[str, Floats]
    before: Mapping[str, Floats]
    after: Mapping[str, Floats]

    def concede(self, *, unthreatened: bool = False, **changes: Any) -> Floats:
        """Probability of a concession of at least two grades, with parts of the setting changed.

        Parameters
        ----------
        unthreatened
            Whether the same costs come without anyone's threat, so that nothing is there to react to.
        changes
            New values for entries of ``tactic``, ``setting`` or ``state``.
        """
        tactic, setting, state = (
            {name: changes.get(name, value) for name, value in part.items()}
            for part in (self.tactic, self.setting, self.state)
        )
        terms = payoff_terms(tactic=tactic, setting=setting, state=state)
        if unthreatened:
            terms |= {"reactance": 0.0, "public_posture": 0.0}
        eta = payoff(terms, {name: self.parameters[name] for name in TERM_NAMES})
        grades = concession_probabilities(np.broadcast_to(eta, self.thresholds.shape[:1]), self.thresholds)
        return np.asarray(grades[..., SUBSTANTIAL:].sum(axis=-1))


def theory_draws(
    case_set: CaseSet,
    prior_set: str = "default",
    *,
    seed: int,
    draws: int = 4000,
    like: TheoryDraws | None = None,
) -> TheoryDraws:
    """Draw the theory from one of its named prior sets, in the setting of a case set.

    Parameters
    ----------
    case_set
        Episodes whose averages set the scene and whose record gives the state of the relationship.
    prior_set
        One of the named prior sets.
    seed
        Seed of the draws.
    draws
        Number of draws.
    like
        Draws of another prior set with the same case set, seed and number: their scene is taken over, since
        the named prior sets differ in the weights alone.

    Returns
    -------
    TheoryDraws
    """
    priors, open_stream = PRIOR_SETS[prior_set], partial(stream, seed, "external")
    weights = sample_parameters(DEFAULT, rng=open_stream(prior_set), draws=draws, priors=priors)
    gap = priors["threshold_gap"].sample(open_stream(prior_set, "gap"), draws)
    steps = [weights["threshold_first"], weights["threshold_gap"], gap]
    scene = like or _scene(case_set, rng=open_stream("state"), draws=draws)
    state = {name: scene.parameters[name] for name in STATE_PARAMETERS}
    return replace(
        scene,
        name=f"{prior_set} prior",
        parameters={**weights, **state},
        thresholds=np.cumsum(np.stack(steps, axis=-1), axis=-1),
    )


def _scene(case_set: CaseSet, *, rng: np.random.Generator, draws: int) -> TheoryDraws:
    """Everything but the weights: the average episode and the state of the relationship."""
    panel, record = episode_panel(case_set), event_record(case_set)
    state = relationship_state(panel, record, rng=rng, draws=draws)
    columns = ("credibility", "hierarchy", "legitimacy", "trust_of_sender")
    whole, before, after = (
        {name: getattr(state, name)[:, rows].mean(axis=1) for name in columns}
        for rows in (slice(None), ~panel.after, panel.after)
    )
    tactic, setting = (
        {name: float(getattr(panel, name).mean()) for name in names}
        for names in (
            ("threatened_cost", "public_posture", "depth"),
            ("asymmetry", "domestic_support", "exposure"),
        )
    )
    return TheoryDraws("", state.parameters, np.zeros((draws, 3)), tactic, setting, whole, before, after)


def predict(contrast: str, implication: Implication, models: tuple[TheoryDraws, TheoryDraws]) -> Prediction:
    """Summarize a change: its direction by the article's beliefs, its size in the model at hand.

    Parameters
    ----------
    contrast
        What is compared with what.
    implication
        Function of the draws.
    models
        The model at hand, and draws from the article's prior set.

    Returns
    -------
    Prediction
    """
    at_hand, article = (implication(model) for model in models)
    direction = 1 if np.median(article) >= 0 else -1
    low, high = np.quantile(at_hand, [0.05, 0.95])
    return Prediction(
        contrast,
        direction,
        float(np.mean(direction * article > 0)),
        float(np.mean(direction * at_hand > 0)),
        float(at_hand.mean()),
        float(low),
        float(high),
    )


def predict_level(quantity: str, implication: Implication, model: TheoryDraws) -> Prediction:
    """Summarize a level in the model at hand.

    Parameters
    ----------
    quantity
        What it is a level of.
    implication
        Function of the draws.
    model
        The model at hand.

    Returns
    -------
    Prediction
        With direction 0.
    """
    level = implication(model)
    low, high = np.quantile(level, [0.05, 0.95])
    return Prediction(quantity, 0, float("nan"), float("nan"), float(level.mean()), float(low), float(high))


def legitimacy_effect(model: TheoryDraws, *, dispute_settlement: float = 0.0) -> Floats:
    """Gain from threatening with the regime's authority rather than unilaterally (eq. 10 into eq. 2).

    Parameters
    ----------
    model
        Draws.
    dispute_settlement
        DSM_t, 0-1.

    Returns
    -------
    array
        Change in the chance of a concession of two grades or more, for each draw.
    """
    rule = partial(
        procedural_legitimacy,
        target_in_violation=0.0,
        violation_elsewhere=0.0,
        dispute_settlement=dispute_settlement,
    )
    authorized = float(rule(authorized=1.0, unilateral=0.0))
    unilateral = float(rule(authorized=0.0, unilateral=1.0))
    return model.concede(legitimacy=authorized) - model.concede(legitimacy=unilateral)


def legitimacy_growth(model: TheoryDraws) -> Floats:
    """How much larger that gain is once the regime settles disputes than while it could not."""
    return legitimacy_effect(model, dispute_settlement=1.0) - legitimacy_effect(model)


def repeat_effect(model: TheoryDraws) -> Floats:
    """Change in the chance of a further threat when the sender expects a quarter less concession (eq. 4)."""
    expected = model.concede()
    return _threats(model, 0.75 * expected) - _threats(model, expected)


def threat_trend(model: TheoryDraws) -> Floats:
    """Change in the chance of a threat from before to after, if the sender sees it clearly (eq. 4)."""
    return _threats(model, _given(model, model.after)) - _threats(model, _given(model, model.before))


def threat_ratio(model: TheoryDraws) -> float:
    """Mean chance of a threat after over that before, if the sender sees the context clearly (eq. 4)."""
    after, before = (_threats(model, _given(model, state)).mean() for state in (model.after, model.before))
    return float(after / before)


def _threats(model: TheoryDraws, concession: Floats) -> Floats:
    value = threat_value(concession, 0.0, prize=1.0, resistance=1.0 - concession, own_cost=OWN_COST)
    return np.asarray(threat_probability(value, sensitivity=model.parameters["threat_sensitivity"]))


def reputation_effect(model: TheoryDraws) -> Floats:
    """Change in concessions after the sender backed down once more (eq. 6 into eq. 3 into eq. 2)."""
    mean, weight = model.parameters["resolve_prior"], model.parameters["resolve_prior_weight"]
    kept, dropped = weight * mean, weight * (1 - mean)
    step = partial(resolve_step, memory=model.parameters["resolve_memory"])
    after = resolve(step(kept, kept, observed=0.0), step(dropped, dropped, observed=1.0))
    before = resolve(kept, dropped)
    return model.concede(credibility=credibility(after)) - model.concede(credibility=credibility(before))


def reactance_effect(model: TheoryDraws) -> Floats:
    """Change in concessions when the same costs are threatened rather than natural (beta_0 and beta_A)."""
    return model.concede() - model.concede(unthreatened=True)


def cost_effect(model: TheoryDraws) -> Floats:
    """Change in concessions from a light to a severe threatened cost."""
    return model.concede(threatened_cost=HIGH) - model.concede(threatened_cost=LOW)


def dependence_effect(model: TheoryDraws) -> Floats:
    """Change in concessions from slight to full asymmetry of dependence."""
    return model.concede(asymmetry=1.0) - model.concede(asymmetry=LOW)


def deference_effect(model: TheoryDraws) -> Floats:
    """Change in concessions from a target that sees itself as an equal to one that defers."""
    return model.concede(hierarchy=HIGH) - model.concede(hierarchy=LOW)


def identity_shift(model: TheoryDraws) -> Floats:
    """Change in the target's deference from before to after (eq. 8 and 9)."""
    return np.asarray(model.after["hierarchy"] - model.before["hierarchy"])


def social_decline(model: TheoryDraws) -> Floats:
    """Change in concessions to the same demand as the social state goes from before to after."""
    return _given(model, model.after, SOCIAL) - _given(model, model.before, SOCIAL)


def regime_decline(model: TheoryDraws) -> Floats:
    """Take the part of it that the trade regime brings to every target: legitimacy alone changes."""
    return _given(model, model.after, REGIME) - _given(model, model.before, REGIME)


def own_decline(model: TheoryDraws) -> Floats:
    """Take the part of it that belongs to this relationship: identity and trust."""
    return social_decline(model) - regime_decline(model)


def _given(model: TheoryDraws, state: Mapping[str, Floats], names: tuple[str, ...] = ()) -> Floats:
    changes: dict[str, Any] = {name: state[name] for name in names or state}
    return model.concede(**changes)


def later_fall(
    model: TheoryDraws, *, ratios: tuple[float, float, float], baseline: float, social: bool = True
) -> Floats:
    """How much larger the second fall of concessions is than the first (eq. 2, material and social terms).

    Dependence falls from period to period; the social state changes between the second and the third.

    Parameters
    ----------
    model
        Draws.
    ratios
        Dependence ratio in three successive periods.
    baseline
        Ratio that sets the unit of asymmetry.
    social
        Whether the social state changes too; without it this is what materialism says.

    Returns
    -------
    array
        Change for each draw; negative where the second fall is the larger one.
    """
    states = (model.before, model.before, model.after) if social else (model.state,) * 3
    leverage = [float(asymmetry(ratio, baseline_ratio=baseline)) for ratio in ratios]
    early, middle, late = (
        _given(model, {**state, "asymmetry": np.asarray(held)}, (*SOCIAL, "asymmetry"))
        for held, state in zip(leverage, states, strict=True)
    )
    return (late - middle) - (middle - early)
