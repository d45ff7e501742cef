"""Duels, break-evens, evidence and sentences of the advice, against numbers by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.dynamics import ParameterDraws, draw_parameters
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.special import expit
from gaiatsu.sources.locate import data_folder
from gaiatsu.strategy.evaluate import PARTS, RATES, Assessment, Performance, discounted, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.strategy.regret import Regret, Rule
from gaiatsu.studies.advise import AdviceOptions, advise
from gaiatsu.studies.advise.duels import duel
from gaiatsu.studies.advise.evidence import (
    GAP,
    LegitimacyEvidence,
    legitimacy_evidence,
    log_odds_of_backing,
    weights_after,
)
from gaiatsu.studies.advise.playing import Played, default_first
from gaiatsu.studies.advise.records import BreakEven, Duel, StrategyRow, Turning
from gaiatsu.studies.advise.stakes import break_evens
from gaiatsu.studies.advise.study import _worse
from gaiatsu.studies.advise.words import article_sentence, depends_sentence, parameter_words, verdict
from gaiatsu.studies.provenance import Input
from gaiatsu.studies.simulate import find_scenario
from gaiatsu.theory.parameters import DEFAULT
from gaiatsu.theory.response import concession_probabilities

Floats = NDArray[np.float64]


def performance(name: str, payoffs: list[list[float]]) -> Performance:
    """Payoffs by year, a number a set."""
    whole = np.asarray(payoffs)
    parts = dict.fromkeys(PARTS, np.zeros_like(whole))
    halves = np.stack([whole, whole])
    return Performance(name, whole, halves, len(payoffs), parts, {}, dict.fromkeys(RATES, 0.0))


def played(social: list[list[float]], materialist: list[list[float]]) -> Played:
    found = {"social": performance("social", social), "materialist": performance("materialist", materialist)}
    return Played(quiet_setting(1970, 1972), draw_parameters(len(social[0]), seed=1), found)


# --- duels -----------------------------------------------------------------------------------------------


def test_a_duel_by_hand() -> None:
    """Gains of (-1, 2), (-1, .5), (1, 0), (-1, 1.05): better from 1/2, never, always, from .952."""
    found = duel(
        played([[0.0, 0.0, 1.0, 0.0], [2.0, 0.5, 0.0, 1.05]], [[1.0, 1.0, 0.0, 1.0], [0.0] * 4]),
        names=("x", "x"),
        discount=0.9,
    )

    assert found.better == found.below == 0.5
    assert found.threshold == pytest.approx(0.5)
    assert found.orders["better from a patience on"] == 0.5
    assert found.by_patience[0] == 0.25
    assert found.by_patience[-1] == 0.75
    assert (found.effective, found.verdict) == (4.0, "cannot tell")


def test_many_draws_on_one_side_are_a_verdict() -> None:
    one, other = [[1.0] * 200], [[0.0] * 200]

    assert duel(played(one, other), names=("x", "x"), discount=0.9).verdict == "social"
    assert duel(played(other, one), names=("x", "x"), discount=0.9).verdict == "materialist"


def test_weights_count_draws_as_often_as_they_say() -> None:
    both = played([[1.0, 0.0]], [[0.0, 1.0]])
    found = duel(both, names=("x", "x"), discount=0.9, weights=np.asarray([0.95, 0.05]))

    assert found.better == pytest.approx(0.95)
    assert found.verdict == "cannot tell"  # the interval of two draws is wide
    assert found.effective == pytest.approx(1.0 / (0.95**2 + 0.05**2), abs=1e-6)


# --- break-evens -----------------------------------------------------------------------------------------


def test_at_the_break_even_the_two_are_level() -> None:
    """Played again with the weight that the line gives, the means are the same."""
    drawn, names = draw_parameters(200, seed=3), ("social", "materialist")
    policies = {name: LIBRARY[name].policy for name in names}

    def means(stakes: Stakes) -> tuple[float, Played]:
        made = evaluate(
            quiet_setting(1970, 1990),
            drawn,
            policies,
            seed=3,
            assessment=Assessment(1975, stakes=stakes),
        )
        found = Played(quiet_setting(1970, 1990), drawn, {one.name: one for one in made})
        gap = discounted(made[0].payoffs - made[1].payoffs, stakes.discount).mean()
        return float(gap), found

    gap, found = means(Stakes())
    turned = {one.stake: one for one in break_evens(found, Stakes(), (names,))}
    one = turned["stretch_gain"]
    assert one.turns is not None
    assert abs(gap) > 0.01
    assert means(Stakes(stretch_gain=one.turns))[0] == pytest.approx(0.0, abs=1e-9)


# --- evidence --------------------------------------------------------------------------------------------


def test_what_backing_adds_is_what_the_theory_s_own_law_says() -> None:
    drawn = draw_parameters(10, seed=4)
    gains = log_odds_of_backing(drawn, without=0.4)
    thresholds = drawn.thresholds.mean(axis=0)

    for place in range(10):
        alpha = thresholds[:, place]
        grid = np.linspace(-30.0, 30.0, 60_001)
        some = 1.0 - concession_probabilities(grid, alpha)[:, 0]
        base = float(np.interp(0.4, some, grid))
        moved = (
            1.0 - concession_probabilities(np.asarray([base + GAP * drawn["legitimacy"][place]]), alpha)[0, 0]
        )
        assert gains[place] == pytest.approx(log(moved / (1.0 - moved)) - log(0.4 / 0.6), abs=1e-3)


def test_without_a_second_and_third_grade_the_gain_is_the_weight_times_the_gap() -> None:
    drawn = draw_parameters(20, seed=5)
    steep = np.broadcast_to(np.asarray([0.3, 60.0, 60.0])[None, :, None], drawn.thresholds.shape)
    binary = ParameterDraws(drawn.values, np.array(steep))

    assert log_odds_of_backing(binary, without=0.3) == pytest.approx(GAP * drawn["legitimacy"], abs=1e-6)


def test_weights_are_the_normal_density_of_the_estimate() -> None:
    drawn = draw_parameters(50, seed=6)
    evidence = LegitimacyEvidence(1.1, 0.5, 0.5, 100, Input("x", "y"))
    weights = weights_after(evidence, drawn)
    predicted = log_odds_of_backing(drawn, without=0.5)
    ratio = np.exp(-0.5 * (((1.1 - predicted[0]) / 0.5) ** 2 - ((1.1 - predicted[1]) / 0.5) ** 2))

    assert weights.sum() == pytest.approx(1.0)
    assert weights[0] / weights[1] == pytest.approx(ratio)


@pytest.mark.data
def test_the_evidence_is_the_study_s_own_estimate(data_dir: object) -> None:
    found = legitimacy_evidence(str(data_folder(str(data_dir))), seed=1999)
    assert found is not None

    assert [found.log_odds, found.error] == pytest.approx([1.114, 0.555], abs=1e-3)
    assert (found.cases, found.source.name) == (364, "ties")
    assert expit(np.asarray(found.log_odds)) > 0.5


# --- sentences -------------------------------------------------------------------------------------------


def row(name: str, value: float) -> StrategyRow:
    return StrategyRow(
        name,
        name.capitalize(),
        "",
        (),
        value,
        0.1,
        0.0,
        1.0,
        parts={},
        beyond=0.0,
        left=(),
        rates={},
        over_status_quo=0.5,
        threshold=0.5,
        below=0.5,
        regret=Regret(name, 0.0, 0.0, 0.5),
        worst_account="",
        worst_regret=0.0,
        by_year=(),
    )


def test_the_verdict_names_the_weakest_comparison_or_says_that_nobody_can_tell() -> None:
    rows = (row("a", 2.0), row("b", 1.5), row("c", 1.0))

    assert verdict("a", rows, {"b": 0.93, "c": 0.97}, ties={"b": 0.0, "c": 0.0}) == (
        "A is better than every other strategy with a probability of at least 0.93."
    )
    close = verdict("a", rows, {"b": 0.93, "c": 0.97}, ties={"b": 0.0, "c": 0.0}, level=("b",))
    assert close.endswith("at least 0.93.")
    open_answer = verdict(None, rows, {"b": 0.6, "c": 0.97}, ties={"b": 0.31, "c": 0.0})
    assert open_answer.startswith("Cannot tell which strategy is best. A has the largest mean, 2.00; it is")
    assert "better than b in 60% of the draws, and worth as much in 31%." in open_answer
    apart = verdict(None, rows, {"b": 0.4, "c": 0.7}, ties={"b": 0.2, "c": 0.0}, level=("b",))
    assert "level with b; it is better than c in 70% of the draws." in apart


def test_of_many_rivals_the_one_that_beats_it_most_must_do_so_beyond_the_interval_of_all() -> None:
    """In .92 of 1,000 draws: enough for one rival named beforehand, not for the largest of ten."""
    worse = np.where(np.arange(1000) < 920, 0.0, 2.0)
    rivals = {f"r{place}": np.ones(1000) for place in range(10)}

    assert _worse({"w": worse, "r0": rivals["r0"]}, ["r0", "w"]) == (("w", "r0"),)
    assert _worse({"w": worse, **rivals}, [*rivals, "w"]) == ()


def belief(title: str, better: float, word: str) -> Duel:
    return Duel("materialist", title, title, better, 0, 1, better, 0.0, {}, (), (), 100, word)


@pytest.mark.parametrize(
    ("duels", "begins"),
    [
        ((("p", 0.95, "social"), ("q", 0.97, "social")), "The article's advice holds under every set"),
        ((("p", 0.05, "materialist"), ("q", 0.02, "materialist")), "The article's advice fails under every"),
        (
            (("p", 0.6, "cannot tell"), ("q", 0.97, "social")),
            "Whether the article's advice holds, nobody can",
        ),
        ((("p", 0.95, "social"), ("q", 0.6, "cannot tell")), "The article's advice holds under p, not under"),
    ],
)
def test_the_article_s_advice_is_judged_by_its_beliefs(
    duels: tuple[tuple[str, float, str], ...], begins: str
) -> None:
    assert article_sentence([belief(*one) for one in duels]).startswith(begins)


def test_what_it_depends_on_is_said_with_the_share_at_either_end_and_near_weights_of_ours() -> None:
    turn = Turning(
        "a", "b", 0.6, (), Rule((("trust", "upper", 0.61),), 0.9, 300, 0.86, 0.93, 0.2, 0.16, 0.25)
    )
    titles = {"a": "Alpha", "b": "Social package"}
    level = BreakEven("stretch_gain", "a", "b", 0.5, 0.16)
    said = depends_sentence(turn, titles, (level, BreakEven("breach_loss", "a", "b", 0.5, 33.0)))

    assert said == (
        "This depends on the weight of the expected loss from a stretched deal. Alpha is better than the "
        "social "
        "package in 90% of the draws (86% to 93%) where the weight of the expected loss from a stretched "
        "deal "
        "is above 0.61, and in 20% (16% to 25%) at the other end. It depends also on what stretching adds "
        "to a "
        "deal, as a share of it (0.50 is supposed; level at 0.16)."
    )
    assert depends_sentence(Turning("a", "b", 0.6, (), None), titles).startswith("No single parameter turns")


def test_every_parameter_has_words() -> None:
    assert [name for name in DEFAULT if not parameter_words(name)[0].islower()] == []


# --- the whole -------------------------------------------------------------------------------------------


def test_the_first_year_is_that_of_the_third_block_or_the_start() -> None:
    assert default_first(find_scenario("us-japan")) == 1978
    assert default_first(find_scenario("template")) == find_scenario("template").demands[0].first


def test_the_words_of_an_option_are_checked() -> None:
    scenario = find_scenario("template")
    with pytest.raises(InvalidSpecification, match="prior set 'mine'"):
        advise(scenario, options=AdviceOptions(draws=20, prior="mine"))
    with pytest.raises(InvalidSpecification, match="5 sets of parameters"):
        AdviceOptions(draws=5)
    with pytest.raises(InvalidSpecification, match="search of 3 rules"):
        AdviceOptions(tries=3)


def test_without_social_weights_the_deal_s_fate_moves_no_concession() -> None:
    """In a world without trust, stretching is free: stretching all wins what stretching none wins, and "
    "more."""
    drawn = draw_parameters(100, seed=8).replace(trust=0.0, sender_trust=0.0, backlash_trust=0.0)
    from dataclasses import replace

    from gaiatsu.strategy.package import Package

    honest = Package(threatens="never", stretch=0.0)
    found = evaluate(
        quiet_setting(1970, 1990),
        drawn,
        {"honest": honest, "stretching": replace(honest, stretch=1.0)},
        seed=8,
        assessment=Assessment(1970),
    )

    assert np.array_equal(found[0].parts["won"][:20], found[1].parts["won"][:20])
    assert found[1].payoffs.mean() > found[0].payoffs.mean()
