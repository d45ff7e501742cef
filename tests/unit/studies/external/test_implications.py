"""What the theory implies: signs follow the weights, and the arithmetic is that of its equations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.studies.external import implications as ask
from gaiatsu.studies.external.implications import TheoryDraws, predict, predict_level, theory_draws
from gaiatsu.theory.parameters import PRIOR_SETS


@pytest.fixture(scope="module")
def default() -> TheoryDraws:
    return theory_draws(cases.load("schoppa1999"), "default", seed=7, draws=800)


@pytest.fixture(scope="module")
def article() -> TheoryDraws:
    return theory_draws(cases.load("schoppa1999"), "article", seed=7, draws=800)


def with_weights(model: TheoryDraws, **weights: float) -> TheoryDraws:
    """The same draws with weights fixed."""
    fixed = {name: np.full_like(model.parameters[name], value) for name, value in weights.items()}
    return replace(model, parameters={**model.parameters, **fixed})


later = partial(ask.later_fall, ratios=(5.64, 3.56, 3.10), baseline=5.61, social=False)

CASES: list[tuple[Callable[[TheoryDraws], np.ndarray], str, int]] = [
    (ask.legitimacy_effect, "legitimacy", 1),
    (ask.legitimacy_growth, "legitimacy", 1),
    (ask.regime_decline, "legitimacy", -1),
    (ask.reputation_effect, "material", -1),
    (ask.cost_effect, "material", 1),
    (ask.dependence_effect, "material", 1),
    (later, "material", 1),
    (ask.deference_effect, "hierarchy", 1),
]


@pytest.mark.parametrize(("implication", "weight", "sign"), CASES)
def test_the_sign_of_an_implication_is_that_of_its_weight(
    implication: Callable[[TheoryDraws], np.ndarray], weight: str, sign: int, default: TheoryDraws
) -> None:
    positive = implication(with_weights(default, **{weight: 1.0}))
    negative = implication(with_weights(default, **{weight: -1.0}))

    assert (sign * positive > 0).all()
    assert (sign * negative < 0).all()
    assert implication(with_weights(default, **{weight: 0.0})) == pytest.approx(0, abs=1e-12)


def test_without_reactance_and_posture_a_threat_is_like_nature(default: TheoryDraws) -> None:
    indifferent = with_weights(default, reactance=0.0, public_posture=0.0)

    assert ask.reactance_effect(indifferent) == pytest.approx(0, abs=1e-15)
    assert (ask.reactance_effect(with_weights(default, reactance=0.5)) < 0).all()


def test_concession_is_the_upper_half_of_the_adjacent_category_logit(default: TheoryDraws) -> None:
    flat = with_weights(default, **dict.fromkeys(ask.TERM_NAMES, 0.0))
    steps = np.exp(-np.cumsum(flat.thresholds, axis=1))
    total = 1 + steps.sum(axis=1)

    assert flat.concede() == pytest.approx((steps[:, 1] + steps[:, 2]) / total)


def test_the_parts_of_the_decline_add_up(default: TheoryDraws) -> None:
    assert ask.regime_decline(default) + ask.own_decline(default) == pytest.approx(
        ask.social_decline(default)
    )


def test_the_article_puts_the_larger_fall_later_and_materialism_earlier(article: TheoryDraws) -> None:
    ask_fall = partial(ask.later_fall, ratios=(5.64, 3.56, 3.10), baseline=5.61)

    assert np.mean(ask_fall(article) < 0) > 0.95
    assert np.mean(ask_fall(article, social=False) > 0) > 0.95


def test_an_unknown_change_is_ignored_nowhere(default: TheoryDraws) -> None:
    assert not np.allclose(default.concede(hierarchy=1.0), default.concede(hierarchy=0.0))


def test_the_article_s_beliefs_fix_the_direction_and_the_model_at_hand_the_share(
    default: TheoryDraws, article: TheoryDraws
) -> None:
    said = predict("x", ask.deference_effect, (default, article))

    assert (said.direction, said.article) == (1, 1.0)
    assert 0.4 < said.model < 0.6
    assert said.low < said.mean < said.high


def test_a_level_has_no_direction(default: TheoryDraws) -> None:
    said = predict_level("x", lambda model: np.asarray(model.parameters["resolve_prior"]), default)

    assert said.direction == 0
    assert said.mean == pytest.approx(0.66, abs=0.02)


def test_a_scene_can_be_shared_without_changing_a_draw() -> None:
    setting = cases.load("schoppa1999")
    alone = theory_draws(setting, "default", seed=3, draws=50)
    shared = theory_draws(
        setting, "default", seed=3, draws=50, like=theory_draws(setting, "article", seed=3, draws=50)
    )

    assert np.array_equal(alone.concede(), shared.concede())


@pytest.mark.parametrize("name", list(PRIOR_SETS))
def test_every_named_prior_set_can_be_drawn_and_draws_repeat(name: str) -> None:
    first, second = (theory_draws(cases.load("schoppa1999"), name, seed=3, draws=50) for _ in range(2))

    assert first.name == f"{name} prior"
    assert np.array_equal(first.concede(), second.concede())
    assert np.diff(first.thresholds, axis=1).min() > 0
