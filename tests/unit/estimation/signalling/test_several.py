"""A look at payoffs under which games have several equilibria and each is matched with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.several import elsewhere, three_equilibria
from gaiatsu.theory.crisis_game import equilibria

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated

RULE = Selection.MOST_LIKELY


@pytest.mark.data
def test_the_published_maximum_is_not_the_highest_point_of_its_likelihood(sanctions: Sanctions) -> None:
    design = sanctions.design
    start = three_equilibria(design)
    found = elsewhere(design, RULE, -3927.9095)

    assert set(equilibria(design.payoffs(start)).count.tolist()) == {3}
    assert found is not None
    assert found.several == found.games == 418
    assert found.log_likelihood > -3926.9
    assert "no evidence" in str(found)
    assert elsewhere(design, Selection.MIXTURE, -3927.9095) is None


@pytest.mark.data
def test_likelihoods_of_what_could_have_been_seen_sum_to_more_than_one_there(sanctions: Sanctions) -> None:
    """One play of one game: its four outcomes, each under the equilibrium that makes it likeliest."""
    design = sanctions.design.at(np.array([0]))
    start = three_equilibria(design)
    totals = {
        rule: sum(np.exp(evaluate(design.with_counts(seen[None]), start, rule).value) for seen in np.eye(4))
        for rule in (RULE, Selection.MIXTURE)
    }

    assert totals[Selection.MIXTURE] == pytest.approx(1.0, abs=1e-12)
    assert totals[RULE] > 1.0 + 1e-4


def test_payoffs_that_leave_one_equilibrium_are_not_looked_at(few_plays: Simulated) -> None:
    assert elsewhere(few_plays.design, RULE, -1e9) is None
