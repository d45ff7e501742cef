"""The tournament of a scenario: what it says, and when it says that nobody can tell."""

from __future__ import annotations

import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.targets import TARGETS
from gaiatsu.strategy.tournament import Standing
from gaiatsu.studies.simulate import find_scenario
from gaiatsu.studies.simulate.making import make_setting
from gaiatsu.studies.tournament import TournamentOptions, _drawn, _verdict, tournament

OPTIONS = TournamentOptions(draws=30, first=2005, beyond=0, tries=0)


def standing(name: str, mean: float, *, first: float, best_in: float = 0.5) -> Standing:
    return Standing(name, mean, 0.1, 1, 1, 2, first, best_in)


def test_a_leader_is_named_only_beyond_nine_tenths_of_the_resamples() -> None:
    other = standing("quiet", 1.0, first=0.05)
    level, ahead, sure = (
        _verdict((standing("social", 1.25, first=first, best_in=best), other), LIBRARY)
        for first, best in ((0.9, 0.5), (0.95, 0.5), (0.95, 0.95))
    )

    assert level.startswith("Cannot tell which is worth most on average over all targets: Social package or")
    assert "Social package is worth most on average, 0.250 more than Quiet asking" in ahead
    assert "For a single relationship nobody can tell: nothing was worth more in 50%" in ahead
    assert "nobody can tell" not in sure


def test_a_pairing_is_what_the_pair_brings_when_it_is_played_alone() -> None:
    scenario = find_scenario("template")
    found = tournament(scenario, options=OPTIONS)
    place = arena(
        make_setting(scenario),
        _drawn(scenario, OPTIONS, OPTIONS.draws, OPTIONS.seed),
        seed=OPTIONS.seed,
        terms=Terms(2005, stakes=OPTIONS.stakes),
    )
    alone = play(place, LIBRARY["materialist"].policy, TARGETS["legalist"].policy)
    (pair,) = [one for one in found.pairings if (one.sender, one.target) == ("materialist", "legalist")]

    assert (pair.sender_worth, pair.target_worth) == (alone.sender.mean(), alone.target.mean())
    assert (found.first, found.last, found.exploits) == (2005, 2010, ())


@pytest.mark.parametrize(
    "changed", [{"draws": 9}, {"tries": 31}, {"prior": "hopeful"}], ids=lambda given: next(iter(given))
)
def test_options_that_cannot_be_used_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InvalidSpecification, match=str(next(iter(changed.values())))):
        TournamentOptions(**changed)  # type: ignore[arg-type]
