"""What holds for each addition on the social context."""

from __future__ import annotations

import re

import pytest

from gaiatsu.context.dyads.records import Addition, Nature
from gaiatsu.context.dyads.registry import ADDITIONS, addition

SOCIAL = tuple(name for name, module in ADDITIONS.items() if module.startswith("social."))


@pytest.fixture(params=SOCIAL)
def one(request: pytest.FixtureRequest) -> Addition:
    return addition(request.param)


def test_all_five_are_registered() -> None:
    assert set(SOCIAL) == {"hierarchy_social", "procedure", "record", "generations", "interaction"}


def test_names_can_take_a_suffix_and_stay_legible(one: Addition) -> None:
    assert [
        v.name for v in one.variables if len(v.name) > 28 or not re.fullmatch(r"[a-z][a-z0-9_]*", v.name)
    ] == []
    sided = [v.name for part in one.parts if part.level.two_sided for v in part.variables]
    assert [name for name in sided if name[-1].isdigit()] == []


ERRORS_AND_SIZES = re.compile(
    r"_se\b|_sd\b|_se_|_sd_|^sentences|_allies$|_indicators$|^votes_together$|^envoys$"
)


def test_nothing_claims_to_be_material_or_an_outcome(one: Addition) -> None:
    assert {v.nature for v in one.variables} <= {Nature.SOCIAL, Nature.RECORD}


def test_every_indicator_says_how_how_surely_and_what_it_does_not_measure(one: Addition) -> None:
    silent = [
        variable.name
        for variable in one.variables
        if not ERRORS_AND_SIZES.search(variable.name)
        and not (variable.method and variable.uncertainty and variable.limits and variable.unit)
    ]

    assert silent == []


def test_no_variable_is_offered_twice_in_the_whole_panel() -> None:
    names = [v.name for name in ADDITIONS for v in addition(name).variables]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []
