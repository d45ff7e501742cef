"""The Bayesian crisis game on the published data: time, mixing, agreement, and calibrated ranks.

GAIATSU_DATA=DIR .venv/bin/python -m pytest benchmarks/test_game_bayes.py -s -n0
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu.estimation.signalling.bayes import Effort, GamePosterior, sample_posterior, weighted_posterior
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.priors import CoefficientPrior, independent_priors
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.starts import maximum_likelihood
from gaiatsu.inference.calibration import calibrate
from gaiatsu.inference.priors import normal
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import equilibria

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
PUBLISHED = GameFormulas(
    {
        "sender_status_quo": "sqrt(senderecondep) + senderdemocracy + contig + ally - 1",
        "sender_prize": "anticipatedsendercosts",
        "target_concession": "sqrt(targetecondep) + anticipatedtargetcosts + contig + ally",
        "sender_stand_firm": "sqrt(senderecondep) + senderdemocracy + lncaprat",
        "target_stand_firm": "targetdemocracy + lncaprat",
        "sender_back_down": "senderdemocracy",
    },
    {},
    OUTCOMES,
    cluster="dyadID",
)
SECONDS = 180.0
REPLICATES = 60


def _published() -> GameDesign:
    folder = os.environ.get("GAIATSU_DATA")
    if not folder:
        pytest.skip("GAIATSU_DATA is not set: the published dyad-decades cannot be read")
    table = pl.read_csv(Path(folder) / "cases" / "sigint" / "sanctionsData.csv")
    return game_design({name: table[name].to_numpy() for name in table.columns}, PUBLISHED)


@pytest.fixture(scope="module")
def published() -> tuple[GameDesign, GamePosterior, GamePosterior]:
    design = _published()
    rng = np.random.default_rng(1)
    best = maximum_likelihood(design, selection=Selection.MOST_LIKELY, rng=rng).best.coefficients
    start, processor = time.perf_counter(), time.process_time()
    priors = independent_priors(design)
    chains = sample_posterior(design, priors, rng=rng, start=best)
    wall, processor = time.perf_counter() - start, time.process_time() - processor
    weighted = weighted_posterior(design, priors, rng=rng, start=best, effort=Effort(weighted=4000))
    print(f"\n2 chains of 1,000: {wall:.0f} s wall, {processor:.0f} processor s")
    print(chains.draws.diagnostics, chains.evidence)
    print(weighted.draws.diagnostics)
    assert processor <= 2 * SECONDS
    return design, chains, weighted


def test_chains_of_the_published_specification_mix(
    published: tuple[GameDesign, GamePosterior, GamePosterior],
) -> None:
    _, chains, _ = published
    found = chains.draws.diagnostics

    assert found.r_hat is not None
    assert found.r_hat <= 1.01
    assert found.ess >= 400.0
    assert found.divergences is not None
    assert found.divergences <= 0.01 * chains.draws.flat("coefficient").shape[0]


def test_chains_and_weights_agree(published: tuple[GameDesign, GamePosterior, GamePosterior]) -> None:
    design, chains, weighted = published
    mine, other = (found.draws.flat("coefficient") for found in (chains, weighted))
    gap = abs(mine.mean(axis=0) - other.mean(axis=0)) / mine.std(axis=0)
    for name, mean, spread, away in zip(design.names, mine.mean(0), mine.std(0), gap, strict=True):
        print(f"{name:45s} {mean:8.3f} ({spread:.3f}), weights differ by {away:.2f} of that")

    assert gap.max() < 0.25
    assert chains.evidence.bridge == pytest.approx(weighted.evidence.importance, abs=0.4)


@pytest.mark.parametrize(
    ("war", "retreat", "center", "most_flagged"),
    [(-1.2, -1.9, -0.8, 3), (-1.9, -1.2, -2.6, REPLICATES // 2)],
    ids=["one equilibrium", "up to three"],
)
def test_ranks_of_the_truth_are_uniform(war: float, retreat: float, center: float, most_flagged: int) -> None:
    """Coefficients from the priors, outcomes from the game; jumps raise the alarm of the weights."""
    held = {"sender_prize": 1.0, "target_prize": 1.0, "sender_stand_firm": war, "sender_back_down": retreat}
    formulas = GameFormulas({"target_concession": "x - 1", "target_stand_firm": "1"}, held, OUTCOMES)
    priors = (
        CoefficientPrior("target_concession: x", normal(0, 1), 0.5, "benchmark"),
        CoefficientPrior("target_stand_firm: constant", normal(center, 0.3), 1.0, "benchmark"),
    )
    truths, draws, flagged = [], [], 0
    for seed in range(REPLICATES):
        rng = np.random.default_rng(seed)
        columns = {name: np.ones(6) for name in OUTCOMES.values()} | {"x": rng.uniform(-1, 1, 6)}
        design = game_design(columns, formulas)
        truth = np.array([rng.normal(0, 0.5), rng.normal(center, 0.3)])
        found = equilibria(design.payoffs(truth))
        stable = found.stable | (found.count[found.game] == 1)
        rows = [rng.choice(np.flatnonzero((found.game == game) & stable)) for game in range(6)]
        seen = rng.multinomial(20, np.exp(found.log_outcomes[rows])).astype(float)
        fit = weighted_posterior(
            design.with_counts(seen),
            priors,
            rng=rng,
            start=np.array([0.0, center]),
            effort=Effort(weighted=1000),
        )
        flagged += fit.draws.status is Status.UNRELIABLE_WEIGHTS
        truths.append(truth)
        draws.append(fit.draws.flat("coefficient")[::10][:99])
    result = calibrate(
        np.array(truths),
        np.array(draws),
        names=("slope", "constant"),
        rng=np.random.default_rng(1),
        bins=5,
    )
    print(f"ranks uniform with p = {result.p_values.round(3)}; weights flagged {flagged} of {REPLICATES}")

    assert flagged <= most_flagged
    assert (result.p_values > 0.005).all()
