"""Every strategy of the index does what it declares, and nothing depends on how it is cut."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.claims import bibliography
from gaiatsu.dynamics import Outlook, Setting, Tactic, draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.state import Answered
from gaiatsu.errors import UnknownName
from gaiatsu.strategy.library import LIBRARY, find_strategy
from gaiatsu.strategy.records import Properties, Strategy

Floats = NDArray[np.float64]
SIZE = 300


def setting() -> Setting:
    """A regime that works from the first year; nothing is authorized or linked by custom."""
    made = quiet_setting(1970, 1976)
    (first, demands), *_ = made.demands
    plain = replace(demands, authorized=(0.0,) * 4, linkage=(0.0,) * 4, stretch=0.2)
    return replace(made, demands=((first, plain),), dispute_settlement=np.ones(made.years.size))


def seen(strategy: Strategy) -> list[tuple[Outlook, Floats, Tactic]]:
    """What a strategy saw and did in each year."""
    kept: list[tuple[Outlook, Floats, Tactic]] = []

    def listening(outlook: Outlook, chances: Floats, /) -> Tactic:
        tactic = strategy.policy(outlook, chances)
        kept.append((outlook, chances, tactic))
        return tactic

    run(setting(), draw_parameters(SIZE, seed=5), seed=5, policy=listening)
    return kept


def after(outlook: Outlook, concession: int, backlash: int, kept: int) -> Outlook:
    """The same, had the target done something else last year."""
    levels = [np.full(SIZE, level, dtype=np.int8) for level in (concession, backlash, kept)]
    return replace(outlook, answered=Answered(*levels))


def threats(strategy: Strategy, outlook: Outlook, chances: Floats) -> list[bool]:
    return list(strategy.policy(outlook, chances).threatened.tolist())


def conduct(strategy: Strategy) -> Properties:
    """The properties that a strategy shows."""
    years = seen(strategy)
    outlook, chances, first = years[0]
    made = [tactic.plan for _, _, tactic in years]
    pressed = [tactic.threatened for _, _, tactic in years]

    def ever(name: str) -> bool:
        return any((getattr(plan, name)[who] > 0.0).any() for plan, who in zip(made, pressed, strict=True))

    gave_way, refused = after(outlook, 3, -1, 1), after(outlook, 0, 2, 0)
    return Properties(
        opens_with_threat=bool(first.threatened.any()),
        provokable=sum(threats(strategy, refused, chances)) > sum(threats(strategy, gave_way, chances)),
        forgiving=threats(strategy, gave_way, chances) == threats(strategy, outlook, chances),
        honors_deals=max(float(np.max(tactic.stretch)) for _, _, tactic in years) == 0.0,
        uses_regime=ever("authorized"),
        acts_alone=ever("unilateral"),
        goes_public=ever("public_posture"),
        links=ever("linkage"),
    )


@pytest.mark.parametrize("name", LIBRARY)
def test_a_strategy_does_what_it_declares(name: str) -> None:
    assert conduct(LIBRARY[name]) == LIBRARY[name].properties


def test_the_harness_sees_a_false_declaration() -> None:
    """Each property is shown by one strategy and not by another, so a wrong word would be seen."""
    shown = {
        one.name: {getattr(s.properties, one.name) for s in LIBRARY.values()} for one in fields(Properties)
    }

    assert {name for name, values in shown.items() if values != {True, False}} == {"forgiving"}


@pytest.mark.parametrize("name", LIBRARY)
def test_what_a_strategy_does_in_one_relationship_does_not_depend_on_the_others(name: str) -> None:
    policy = LIBRARY[name].policy
    whole = run(setting(), draw_parameters(SIZE, seed=5), seed=5, policy=policy)
    part = run(setting(), draw_parameters(SIZE, seed=5).take(slice(0, 7)), seed=5, policy=policy)

    assert np.array_equal(whole["concession"][:, :7], part["concession"])


def test_the_social_package_never_asks_for_results_and_threatens_only_over_a_broken_rule() -> None:
    for _, _, tactic in seen(LIBRARY["social"]):
        assert not (tactic.plan.demand == 0).any()
        assert tactic.plan.target_in_violation[tactic.threatened].all()
        assert not tactic.plan.unilateral.any()


def test_the_opportunist_never_gains_less_than_any_item_of_its_menu() -> None:
    from gaiatsu.dynamics.policy import threat_gain
    from gaiatsu.strategy.policies import opportunist

    for outlook, chances, tactic in seen(LIBRARY["opportunist"]):
        taken = np.where(tactic.threatened, threat_gain(outlook, tactic.plan), 0.0)
        for package in opportunist._MENU:
            other = package(outlook, chances)
            gain = np.where(other.threatened, threat_gain(outlook, other.plan), 0.0)
            assert (taken >= gain - 1e-12).all()


def test_names_and_works_are_known() -> None:
    assert [name for name, one in LIBRARY.items() if name != one.name] == []
    assert {key for one in LIBRARY.values() for key in one.literature} <= set(bibliography())


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownName, match="tit-for-tat"):
        find_strategy("tit-for-tatt")
