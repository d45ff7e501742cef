"""Suppositions about what was one negotiation."""

from __future__ import annotations

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.studies.dependence import ClusterScenario, cluster_scenarios
from gaiatsu.studies.figure2 import outcomes


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def scenarios(article: CaseSet) -> tuple[ClusterScenario, ...]:
    return cluster_scenarios(article, outcomes(article))


def test_every_supposition_is_named_once(scenarios: tuple[ClusterScenario, ...]) -> None:
    names = [(one.id, one.coded) for one in scenarios]

    assert len(set(names)) == len(names)
    assert len({one.title for one in scenarios}) == len({one.id for one in scenarios})


def test_a_group_of_disagreeing_members_is_coded_either_way(
    scenarios: tuple[ClusterScenario, ...],
) -> None:
    autos = [one for one in scenarios if one.id == "autos-1995"]

    assert [one.coded for one in autos] == ["refused", "conceded"]
    assert not any(one.against_members for one in autos)


def test_coding_a_group_as_none_of_its_members_is_marked(scenarios: tuple[ClusterScenario, ...]) -> None:
    sectors = {one.coded: one.against_members for one in scenarios if one.id == "framework-sectors"}

    assert sectors == {"as its members": False, "conceded": True}


def test_each_merger_takes_away_all_but_one(scenarios: tuple[ClusterScenario, ...]) -> None:
    for one in scenarios:
        lost = sum(len(merger.ids) - 1 for merger in one.mergers)

        assert one.n == (15 - lost if one.mergers else 16)


def test_clusters_that_coders_marked_are_tried_too(article: CaseSet) -> None:
    ids = {"beef-oranges-1988", "cigarettes-1986"}
    marked = article.model_copy(
        update={
            "episodes": tuple(
                one.model_copy(update={"clusters": (*one.clusters, "farm")}) if one.id in ids else one
                for one in article.episodes
            )
        }
    )
    found = [one for one in cluster_scenarios(marked, outcomes(marked)) if one.id == "farm-before"]

    assert [(one.coded, one.n, one.against_members) for one in found] == [
        ("refused", 14, True),
        ("as its members", 14, False),
    ]


def test_a_set_without_the_articles_episodes_has_only_its_own_clusters(article: CaseSet) -> None:
    kept = ("beef-oranges-1988", "film-1996", "cigarettes-1986")
    small = article.model_copy(update={"episodes": tuple(one for one in article.episodes if one.id in kept)})

    assert cluster_scenarios(small, outcomes(small)) == ()
