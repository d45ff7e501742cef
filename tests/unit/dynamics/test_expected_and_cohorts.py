"""The law of the answers against the answers drawn, and cohorts against the hierarchy that they make up."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.dynamics import Histories, RunOptions, draw_parameters, observed_policy, run
from gaiatsu.dynamics.cohorts import CohortPath, cohort_paths
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.expected import ExpectedAnswers, expected_answers
from gaiatsu.dynamics.histories import COLUMNS, INDICES
from gaiatsu.dynamics.worlds import apply_world, find_world, in_world
from gaiatsu.theory.response import concession_probabilities

SETTING = quiet_setting(1970, 1995, shocks=(1984.0,))
DRAWS = draw_parameters(1500, seed=7)
EVERYTHING = RunOptions(columns=(*COLUMNS, *INDICES))


def told(world: str) -> tuple[Histories, ExpectedAnswers]:
    setting, drawn = apply_world(world, SETTING, DRAWS)
    policy = in_world(world, observed_policy)
    histories = run(setting, drawn, seed=7, policy=policy, options=EVERYTHING)
    return histories, expected_answers(histories, setting, drawn, firmness=find_world(world).firmness)


@pytest.fixture(scope="module")
def plain() -> tuple[Histories, ExpectedAnswers]:
    return told("article")


@pytest.fixture(scope="module")
def paths() -> tuple[CohortPath, ...]:
    return cohort_paths(SETTING, DRAWS, seed=7)


def off(drawn: np.ndarray, law: np.ndarray) -> float:
    """Departure of the mean outcome from the mean law, in standard errors."""
    counted = ~np.isnan(law)
    gap = drawn[counted] - law[counted]
    return float(gap.mean() / (gap.std() / np.sqrt(gap.size)))


@pytest.mark.parametrize("world", ["article", "shadow-of-the-future"])
def test_what_is_drawn_follows_the_law(world: str) -> None:
    histories, law = told(world)

    assert abs(off(histories["concession"].astype(float), law.concession)) < 3.5
    assert abs(off((histories["concession"] >= 2).astype(float), law.satisfied)) < 3.5
    assert abs(off((histories["concession"] == 0).astype(float), law.refused)) < 3.5
    assert abs(off((histories["backlash"] >= 1).astype(float), law.backlash)) < 3.5


def test_the_check_would_see_a_law_without_the_worlds_firmness() -> None:
    histories, _ = told("shadow-of-the-future")
    setting, drawn = apply_world("shadow-of-the-future", SETTING, DRAWS)
    without = expected_answers(histories, setting, drawn)

    assert off(histories["concession"].astype(float), without.concession) < -6.0


def test_the_law_is_the_one_that_is_fitted(plain: tuple[Histories, ExpectedAnswers]) -> None:
    histories, law = plain
    asked = np.argwhere(histories["demand"] >= 0)[::997]
    for year, who in asked.tolist():
        alphas = DRAWS.thresholds[histories["demand"][year, who], :, who]
        law_here = concession_probabilities(np.asarray(histories["payoff"][year, who]), alphas)
        assert abs(law.refused[year, who] - law_here[0]) < 1e-12
        assert abs(law.satisfied[year, who] - law_here[2:].sum()) < 1e-12
        assert abs(law.concession[year, who] - law_here @ np.arange(4)) < 1e-12


def test_nothing_is_expected_where_nothing_was_asked(plain: tuple[Histories, ExpectedAnswers]) -> None:
    histories, law = plain

    assert np.array_equal(np.isnan(law.concession), histories["demand"] < 0)
    assert np.array_equal(np.isnan(law.backlash), histories["threatened"] != 1)


@pytest.mark.parametrize("domain", ["security", "economic"])
def test_cohorts_by_their_weight_make_up_the_hierarchy(
    domain: str, paths: tuple[CohortPath, ...], plain: tuple[Histories, ExpectedAnswers]
) -> None:
    total = sum(np.nan_to_num(getattr(path, domain)) * path.weight for path in paths)

    assert np.abs(total - plain[0][f"hierarchy_{domain}"]).max() < 1e-12
    assert np.abs(sum(path.weight for path in paths) - 1.0).max() < 1e-12


def test_a_cohort_is_there_once_it_has_entered(paths: tuple[CohortPath, ...]) -> None:
    late = next(path for path in paths if path.name == "1980-1989")

    assert np.isnan(late.economic[:10]).all()
    assert not np.isnan(late.economic[10:]).any()
    assert not late.weight[:10].any()


def test_the_founders_begin_as_they_were_imprinted(paths: tuple[CohortPath, ...]) -> None:
    for path, name in ((paths[0].economic, "occupation"), (paths[1].security, "alliance_security")):
        assert np.abs(path[0] - DRAWS[f"imprint_{name}"]).max() < 1e-12
