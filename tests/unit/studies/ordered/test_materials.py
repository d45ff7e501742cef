from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.cases import CaseSet
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.ordered.materials import CAUSES, materials


@pytest.fixture
def panel(article: CaseSet) -> Panel:
    return episode_panel(article)


def _terms(panel: Panel, names: tuple[str, ...] = (*CAUSES, "depth")) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    return {name: rng.normal(size=(6, len(panel))) for name in names}


def test_changes_are_means_after_minus_before(panel: Panel) -> None:
    terms = _terms(panel)
    given = materials(panel, terms, state_draws=4)
    trust = terms["trust"][2]

    assert len(given.designs) == 4
    assert given.change[2, given.place("trust")] == pytest.approx(
        trust[panel.after].mean() - trust[~panel.after].mean()
    )


def test_unmoved_designs_keep_social_terms_at_their_mean_before(panel: Panel) -> None:
    terms = _terms(panel)
    given = materials(panel, terms, state_draws=2)
    moved = given.unmoved()[1]

    expected = terms["hierarchy"][1][~panel.after].mean()
    np.testing.assert_allclose(moved.X[panel.after, given.place("hierarchy")], expected)
    np.testing.assert_array_equal(moved.X[:, given.place("material")], terms["material"][1])
    np.testing.assert_array_equal(moved.X[~panel.after], given.designs[1].X[~panel.after])


def test_the_plug_in_design_is_the_mean_over_all_draws_of_the_state(panel: Panel) -> None:
    terms = _terms(panel)

    np.testing.assert_allclose(
        materials(panel, terms, state_draws=2).plug_in.X[:, 0], terms["material"].mean(axis=0)
    )


def test_a_panel_of_one_period_is_refused(panel: Panel) -> None:
    early = panel.take(~panel.after)

    with pytest.raises(InvalidSpecification, match="lacks episodes in one of the two columns"):
        materials(early, _terms(early), state_draws=2)


def test_a_missing_cause_is_named(panel: Panel) -> None:
    with pytest.raises(InvalidSpecification, match="lacks trust"):
        materials(panel, _terms(panel, ("material", "hierarchy", "legitimacy")), state_draws=2)
