from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import scipy.stats

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.errors import InvalidSpecification
from gaiatsu.report.values import dump
from gaiatsu.studies.power import (
    COMPOSITE,
    EFFECTS,
    PowerDesign,
    PowerSettings,
    PowerStudy,
    _draw_outcomes,
    _layouts,
    _measure,
    _probabilities,
    _row,
    power,
)

HERE = PowerDesign("here", replicates=60)
THERE = PowerDesign("there", 200, independent=True, replicates=30)


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def study(article: CaseSet) -> PowerStudy:
    noisy = PowerDesign("noisy", 600, independent=True, reliability=0.5, replicates=10)
    return power(article, seed=3, settings=PowerSettings(designs=(HERE, THERE, noisy)))


def test_more_and_independent_episodes_show_more(study: PowerStudy) -> None:
    here, there, _ = study.designs

    assert (here.episodes, there.episodes) == (15, 200)
    assert here.row("legitimacy").power < there.row("legitimacy").power
    assert there.row("legitimacy").power > 0.9


def test_with_many_independent_episodes_intervals_cover_and_nothing_shrinks(study: PowerStudy) -> None:
    row = study.designs[1].row("legitimacy")

    assert row.coverage > 0.7
    assert row.shrinkage == pytest.approx(1.0, abs=0.15)


def test_noisy_proxies_shrink_the_social_effects_and_not_the_material_one(study: PowerStudy) -> None:
    noisy = study.designs[2]

    for cause in ("legitimacy", "trust"):
        assert noisy.row(cause).shrinkage < 0.65
        assert noisy.row(cause).coverage < 0.5
    assert noisy.row("material").shrinkage == pytest.approx(1.0, abs=0.35)
    assert np.isnan(noisy.row("trust").false_calls)


def test_the_composite_weighs_true_effects_by_the_observed_change(study: PowerStudy) -> None:
    truths = {design.row(COMPOSITE).truth for design in study.designs}

    assert len(truths) == 1
    assert -1.5 < truths.pop() < -0.4


def test_a_sceptic_calls_less_than_a_believer(article: CaseSet) -> None:
    designs = (HERE, dataclasses.replace(HERE, name="doubt", prior="sceptical"))
    study = power(article, seed=3, settings=PowerSettings(designs=designs))

    assert study.designs[1].row(COMPOSITE).power < study.designs[0].row(COMPOSITE).power


def test_a_neutral_analyst_of_idle_causes_is_seldom_fooled(article: CaseSet) -> None:
    design = PowerDesign("idle", replicates=300, prior="neutral")
    row = power(article, seed=4, settings=PowerSettings(designs=(design,))).designs[0].row(COMPOSITE)

    assert row.false_calls < 0.08


def test_the_same_seed_gives_the_same_study(article: CaseSet) -> None:
    settings = PowerSettings(designs=(dataclasses.replace(HERE, replicates=5),))

    assert dump(power(article, seed=9, settings=settings)) == dump(power(article, seed=9, settings=settings))


def test_calls_wrong_signs_and_sizes_are_counted_as_defined() -> None:
    rng = np.random.default_rng(1)
    centers = np.array([2.0, 2.0, 0.1, -2.0])
    draws = centers[:, None] + 0.1 * rng.normal(size=(4, 1000))
    row = _row("effect", 1.0, draws, draws[2:3])

    assert (row.power, row.calls) == (0.5, 3)
    assert row.type_s == pytest.approx(1 / 3)
    assert row.type_m == pytest.approx(2.0, abs=0.01)
    assert row.shrinkage == pytest.approx(centers.mean(), abs=0.01)
    assert row.coverage == 0.0
    assert row.false_calls == 0.0


def test_where_nothing_is_called_there_is_no_error_to_report() -> None:
    draws = np.random.default_rng(1).normal(size=(3, 1000))
    row = _row("effect", 1.0, draws, None)

    assert row.calls == 0
    assert np.isnan([row.type_s, row.type_m]).all()


def test_outcomes_follow_their_probabilities(rng: np.random.Generator) -> None:
    eta, cuts = np.full(40_000, 0.4), np.array([0.0, 0.5, 1.0])
    counts = np.bincount(_draw_outcomes(eta, cuts, rng), minlength=4)

    assert scipy.stats.chisquare(counts, 40_000 * _probabilities(eta[:1], cuts)[0]).pvalue > 0.01


def test_episodes_of_a_dyad_recur_whole_and_independent_ones_in_parts(rng: np.random.Generator) -> None:
    X = np.column_stack([np.arange(15.0), np.arange(15.0), np.arange(15.0)])
    whole = _layouts(X, PowerDesign("dyad", 40, replicates=5), rng)
    parts = _layouts(X, PowerDesign("dyads", 4000, independent=True, replicates=5), rng)

    assert whole.shape == (5, 40, 3)
    np.testing.assert_array_equal(whole[..., 0], whole[..., 1])
    assert abs(np.corrcoef(parts[0], rowvar=False)[0, 1]) < 0.06


def test_reliability_is_the_share_of_variance_that_is_not_error(rng: np.random.Generator) -> None:
    truths = rng.normal(size=(1, 40_000, 4))
    measured = _measure(truths, 0.5, rng)

    assert np.corrcoef(truths[0, :, 2], measured[0, :, 2])[0, 1] ** 2 == pytest.approx(0.5, abs=0.02)
    np.testing.assert_array_equal(truths[..., 0], measured[..., 0])


@pytest.mark.parametrize(
    "change", [{"episodes": -1}, {"reliability": 0.0}, {"reliability": 1.2}, {"replicates": 1}]
)
def test_a_design_that_cannot_be_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be simulated"):
        dataclasses.replace(HERE, **change)


def test_effects_must_name_the_four_causes() -> None:
    with pytest.raises(InvalidSpecification, match="one for each of material"):
        PowerSettings(effects={"trust": 1.0})
    assert set(EFFECTS) == {"material", "legitimacy", "hierarchy", "trust"}
