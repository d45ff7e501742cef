"""Hierarchy, legitimacy and trust in the payoff."""

from __future__ import annotations

import inspect
from itertools import product

import pytest

from gaiatsu.theory import social

# V, G, U, Z, DSM -> l, worked out by hand from the equation.
TABLE = {
    (0, 0, 0, 0, 0.0): 0.5,
    (0, 0, 0, 1, 0.0): 0.5,
    (0, 0, 0, 0, 1.0): 0.5,
    (1, 0, 0, 0, 0.0): 1.0,
    (1, 0, 0, 1, 1.0): 1.0,
    (0, 1, 0, 0, 1.0): 1.0,
    (1, 1, 0, 0, 1.0): 1.0,
    (0, 0, 1, 0, 0.0): 0.25,
    (0, 0, 1, 1, 0.0): 0.5,
    (1, 0, 1, 0, 0.0): 0.75,
    (1, 0, 1, 1, 0.0): 1.0,
    (0, 0, 1, 0, 0.8): 0.05,
    (0, 0, 1, 1, 0.8): 0.1,
    (1, 0, 1, 0, 0.8): 0.55,
    (0, 0, 1, 0, 1.0): 0.0,
    (0, 0, 1, 1, 1.0): 0.0,
    (1, 0, 1, 0, 1.0): 0.5,
    (1, 0, 1, 1, 1.0): 0.5,
}


def legitimacy(case: tuple[int, int, int, int, float]) -> float:
    violation, authorized, unilateral, elsewhere, settlement = case
    return float(
        social.procedural_legitimacy(
            target_in_violation=violation,
            authorized=authorized,
            unilateral=unilateral,
            violation_elsewhere=elsewhere,
            dispute_settlement=settlement,
        )
    )


@pytest.mark.parametrize(("case", "expected"), TABLE.items())
def test_the_legitimacy_table_by_hand(case: tuple[int, int, int, int, float], expected: float) -> None:
    assert legitimacy(case) == pytest.approx(expected)


def test_every_admissible_combination_lies_between_zero_and_one() -> None:
    flags = [case for case in product((0, 1), repeat=4) if not (case[1] and case[2])]
    levels = [legitimacy((*case, dsm)) for case in flags for dsm in (0.0, 0.4, 0.8, 1.0)]

    assert min(levels) >= 0.0
    assert max(levels) <= 1.0


def test_violating_a_rule_never_delegitimizes_the_threat_against_it() -> None:
    for case in product((0, 1), (0, 1), (0, 1), (0.0, 0.8, 1.0)):
        assert legitimacy((1, *case)) >= legitimacy((0, *case))


def test_a_stronger_regime_takes_the_excuse_from_unilateral_threats_only() -> None:
    assert legitimacy((0, 0, 1, 0, 1.0)) < legitimacy((0, 0, 1, 0, 0.0))
    assert legitimacy((0, 1, 0, 0, 1.0)) == legitimacy((0, 1, 0, 0, 0.0))


def test_authorized_beats_unilateral_at_every_level_of_the_regime() -> None:
    for elsewhere, settlement in product((0, 1), (0.0, 0.8, 1.0)):
        assert legitimacy((0, 1, 0, elsewhere, settlement)) > legitimacy((0, 0, 1, elsewhere, settlement))


def test_social_linkage_lies_between_the_two_domains() -> None:
    assert social.linked_hierarchy(0.8, 0.5, security_share=0.0) == 0.5
    assert social.linked_hierarchy(0.8, 0.5, security_share=1.0) == 0.8
    assert social.linked_hierarchy(0.8, 0.5, security_share=0.5) == pytest.approx(0.65)


def test_full_trust_leaves_nothing_to_fear_from_any_terms() -> None:
    assert social.expected_stretching(1.0, 1.0) == 0.0
    assert social.expected_stretching(0.2, 0.0) == 0.0


def test_the_payoff_by_hand() -> None:
    paid = social.social_payoff(hierarchy=0.6, legitimacy=0.0, stretching=0.5, weights=(1.2, 1.2, 1.5))

    assert paid == pytest.approx(1.2 * 0.6 - 1.2 * 0.5 - 1.5 * 0.5)


def test_no_social_function_can_see_a_threat_or_its_credibility() -> None:
    forbidden = {"threatened_cost", "credibility", "threat", "resolve", "asymmetry", "material"}
    seen = {
        name: forbidden & set(inspect.signature(getattr(social, name)).parameters)
        for name in social.__all__
        if inspect.isfunction(getattr(social, name))
    }

    assert {name: words for name, words in seen.items() if words} == {}


def test_every_social_mechanism_names_a_state_column_and_a_sign() -> None:
    from gaiatsu.studies.state.draws import STATE_COLUMNS

    for mechanism in social.SOCIAL_MECHANISMS:
        assert mechanism.state in STATE_COLUMNS
        assert mechanism.sign in (-1, 1)
        assert mechanism.lag_range == (0.0, 0.0)
    assert len({mechanism.id for mechanism in social.SOCIAL_MECHANISMS}) == len(social.SOCIAL_MECHANISMS)
