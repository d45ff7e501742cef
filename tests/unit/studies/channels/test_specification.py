"""Specifications nest as they say, and put every term where the theory puts it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gaiatsu.errors import UnknownName
from gaiatsu.studies.channels.specification import (
    SPECIFICATIONS,
    ChannelSpecification,
    channel_formulas,
    channel_specification,
)
from gaiatsu.studies.field.specification import specification

NAMES = [item.name for item in SPECIFICATIONS]
SOCIAL = {"hierarchy", "legitimacy", "procedure", "trust", "amity", "social_threat"}
LABELED = [item.name for item in SPECIFICATIONS if item.label]


def terms(item: ChannelSpecification) -> set[str]:
    return {
        f"{payoff}: {term}" for payoff, formula in item.payoffs.items() for term in formula.split(" + ")
    } - {f"{payoff}: 1" for payoff in item.payoffs}


@pytest.mark.parametrize("item", SPECIFICATIONS, ids=NAMES)
def test_a_specification_holds_every_term_of_those_it_nests(item: ChannelSpecification) -> None:
    for name in item.nests:
        lacking = terms(channel_specification(name)) - terms(item)

        assert {one.replace(" - 1", "") for one in lacking} <= {
            one.replace(" - 1", "") for one in terms(item)
        }


@pytest.mark.parametrize(
    "item", [item for item in SPECIFICATIONS if item.nests], ids=[i.name for i in SPECIFICATIONS if i.nests]
)
def test_what_is_tested_is_what_sets_it_apart_from_the_one_it_is_tested_against(
    item: ChannelSpecification,
) -> None:
    base = {one.replace(" - 1", "") for one in terms(channel_specification(item.nests[-1]))}
    own = {one.replace(" - 1", "") for one in terms(item)}

    assert own - base == set(item.tested)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LABELED])
def test_social_terms_stand_in_the_payoff_from_conceding_unless_labeled(name: str) -> None:
    places = {tuple(one.split(": ")) for one in terms(channel_specification(name))}

    assert {payoff for payoff, term in places if term in SOCIAL} <= {"target_concession"}
    assert {payoff for payoff, term in places if term == "reputation"} <= {"sender_stand_firm"}
    assert {payoff for payoff, term in places if term == "accountability"} <= {"sender_back_down"}
    assert {payoff for payoff, term in places if term == "target_costs"} <= {"target_stand_firm"}


def test_the_chain_of_the_plan_nests() -> None:
    chain = ("neither", "material", "both", "trust", "full", "full-threat", "gamma")

    assert all(smaller in channel_specification(larger).nests for smaller, larger in pairwise(chain))


def test_full_and_misplaced_differ_in_place_alone() -> None:
    full, misplaced = (channel_specification(name) for name in ("full", "misplaced"))

    assert {one.split(": ")[1] for one in full.tested} == {one.split(": ")[1] for one in misplaced.tested}
    assert {one.split(": ")[0] for one in misplaced.tested} == {"target_stand_firm"}


@pytest.mark.parametrize("period", ["decade", "relevant"])
def test_a_term_that_ten_years_hold_constant_is_left_out(period: str) -> None:
    assert "procedure" not in " ".join(channel_formulas("full", period).payoffs.values())
    assert "procedure" in channel_formulas("full", "year").payoffs["target_concession"]


def test_sanctions_without_a_threat_can_be_left_out() -> None:
    formulas = channel_formulas("both", coding="threatened", cluster="ccode2")

    assert formulas.outcomes["stand_firm"] == "stand_firm_threatened"
    assert formulas.cluster == "ccode2"


@pytest.mark.parametrize(
    ("name", "period", "coding", "match"),
    [
        ("fullest", "decade", "published", "no specification 'fullest'"),
        ("full", "month", "published", "No cut of time is called 'month'"),
        ("full", "decade", "strict", "no coding of outcomes 'strict'"),
    ],
)
def test_unknown_names_are_named(name: str, period: str, coding: str, match: str) -> None:
    with pytest.raises(UnknownName, match=match):
        channel_formulas(name, period, coding=coding)


def test_the_plan_names_its_samples_and_codings_as_the_table_knows_them() -> None:
    plan = specification("channels")

    for sample in plan.samples:
        assert channel_formulas("full", sample.options["period"])
    assert {coding.options["coding"] for coding in plan.codings} == {"published", "threatened"}
    assert plan.primary_sample.id == "decade"
