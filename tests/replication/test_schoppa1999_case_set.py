"""The shipped case set against a second transcription of the article and against what its text fixes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.terms import DemandType, EventKind, Independence, Indicator, Side

NAMES = {
    "Semiconductor Accord 1986": "semiconductors-1986",
    "Semiconductor Accord renewal 1991": "semiconductors-1991",
    "Auto deal 1992": "autos-1992",
    "Beef and oranges": "beef-oranges-1988",
    "Cigarettes": "cigarettes-1986",
    "Locomotive deal": "locomotive-1978",
    "Endaka stimulus": "endaka-1987",
    "SII public works": "sii-public-works-1990",
    "Framework telecom and medical technology": "framework-telecom-medical-1994",
    "Framework autos": "framework-autos-1995",
    "Semiconductor renewal": "semiconductors-1996",
    "Auto parts aftermarket": "auto-parts-1995",
    "Photographic film": "film-1996",
    "Current account reduction target": "current-account-1993",
    "No-offset permanent tax cut": "tax-cut-1994",
}


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


def rows(data_dir: Path, name: str) -> list[dict[str, str]]:
    with (data_dir / "cases" / "schoppa1999" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.data
def test_figure_2_agrees_with_a_second_transcription(article: CaseSet, data_dir: Path) -> None:
    theirs = {
        NAMES[row["episode"]]: (
            int(row["year"]),
            {"macro": "macroeconomic"}.get(row["demand_type"], row["demand_type"]),
            {"pre": "before", "post": "after"}[row["period_before_after_clinton"]],
            row["japan_concedes"] == "1",
        )
        for row in rows(data_dir, "figure2_episodes.csv")
    }
    ours = {
        episode.id: (
            episode.year,
            episode.demand_type.value.value,
            episode.administration.value,
            episode.conceded.value,
        )
        for episode in article.episodes
    }

    assert theirs == ours


@pytest.mark.data
def test_table_1_agrees_with_a_second_transcription_to_the_printed_figure(
    article: CaseSet, data_dir: Path
) -> None:
    table = article.table("table1")
    printed = [
        [f"{value:.{decimals}f}" for value, decimals in zip(row, table.decimals, strict=True)]
        for row in table.rows
    ]

    assert [list(row.values()) for row in rows(data_dir, "table1_dependence.csv")] == printed


def test_figure_2_counts_eight_of_eight_before_and_one_of_seven_after(article: CaseSet) -> None:
    counts = {
        column: [e.conceded.value for e in article.episodes if e.administration.value == column]
        for column in ("before", "after")
    }

    assert (sum(counts["before"]), len(counts["before"])) == (8, 8)
    assert (sum(counts["after"]), len(counts["after"])) == (1, 7)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [(DemandType.RESULTS, 3, 3), (DemandType.RULE, 2, 2), (DemandType.MACROECONOMIC, 3, 2)],
)
def test_figure_2_has_its_rows(article: CaseSet, kind: DemandType, before: int, after: int) -> None:
    columns = [e.administration.value for e in article.episodes if e.demand_type.value is kind]

    assert (columns.count("before"), columns.count("after")) == (before, after)


def test_what_figure_2_prints_is_the_articles_and_the_grades_are_ours(article: CaseSet) -> None:
    for episode in article.episodes:
        for field in ("administration", "demand_type", "conceded", "violation_elsewhere"):
            assert getattr(episode, field).coder == "article", f"{episode.id}.{field}"
        for field in ("concession", "threatened_cost", "public_posture", "domestic_support", "depth"):
            assert getattr(episode, field).coder == "gaiatsu", f"{episode.id}.{field}"


def test_no_grade_contradicts_the_articles_own_yes_or_no(article: CaseSet) -> None:
    for episode in article.episodes:
        assert (episode.concession.value >= 2) == episode.conceded.value, episode.id


def test_the_excuse_of_agricultural_quotas_ends_in_december_1993(article: CaseSet) -> None:
    end = article.event("agriculture-tariffication-1993").decimal_date

    for episode in article.episodes:
        assert episode.violation_elsewhere.value == (episode.date < end), episode.id


def test_only_the_agricultural_quotas_broke_a_rule_at_issue(article: CaseSet) -> None:
    assert [e.id for e in article.episodes if e.target_in_violation.value] == ["beef-oranges-1988"]


def test_no_threat_was_authorized_and_section_301_was_unilateral(article: CaseSet) -> None:
    rule_cases = [e for e in article.episodes if e.demand_type.value is DemandType.RULE]

    assert not any(e.authorised.value for e in article.episodes)
    assert all(e.unilateral.value for e in rule_cases)


def test_numeric_targets_are_where_the_article_prints_numbers(article: CaseSet) -> None:
    asked = [e for e in article.episodes if e.numeric_target.value]
    printed = {e.id for e in asked if e.numeric_target.coder == "article"}

    assert printed == {
        "semiconductors-1986", "semiconductors-1991", "autos-1992", "current-account-1993",
        "framework-autos-1995",
    }  # fmt: skip
    assert not any(e.demand_type.value is DemandType.RULE for e in asked)


def test_the_sender_stretched_two_deals_and_kept_its_word_before(article: CaseSet) -> None:
    by_sender = [e for e in article.events if e.actor is Side.SENDER and e.subject == "trust_of_sender"]
    stretched = [e for e in by_sender if e.kind is EventKind.AGREEMENT_STRETCHED]
    kept = [e for e in by_sender if e.kind is EventKind.AGREEMENT_KEPT]

    assert [e.agreement for e in stretched] == ["semiconductors-1986", "autos-1992"]
    assert max(e.decimal_date for e in kept) < min(e.decimal_date for e in stretched)
    assert {e.agreement for e in stretched} <= {e.id for e in article.episodes}


def test_the_shocks_precede_the_change_and_the_first_refusal_precedes_the_letter(article: CaseSet) -> None:
    refusals = sorted(e.date for e in article.episodes if not e.conceded.value)
    shocks = [e.decimal_date for e in article.events if e.kind is EventKind.SHOCK]

    assert max(shocks) < refusals[0]
    assert refusals[0] < article.event("auto-pledge-stretched-1994").decimal_date
    assert refusals[0] < article.event("dispute-settlement-agreed-1993").decimal_date


def test_the_remarks_on_numbers_precede_the_letter_they_are_said_to_cite(article: CaseSet) -> None:
    letter = article.event("auto-pledge-stretched-1994").decimal_date

    for name in ("hatakeyama-1993", "official-1993"):
        assert article.statement(name).decimal_date < letter
        assert article.statement(name).independence is Independence.UNCERTAIN


def test_what_explains_a_refusal_is_flagged_as_entangled_with_it(article: CaseSet) -> None:
    entangled = {s.id for s in article.statements if s.independence is Independence.ENTANGLED}

    assert {"hosokawa-1994", "never-again-1993", "sakamoto-1996"} <= entangled
    assert article.statement("official-wto-1993").independence is Independence.INDEPENDENT


def test_every_indicator_but_trust_is_attested(article: CaseSet) -> None:
    assert {s.indicator for s in article.statements} == set(Indicator) - {Indicator.TRUST}


@pytest.mark.parametrize(
    ("fact", "value", "bound"),
    [
        ("figure1-slope", 0.046, "exact"),
        ("figure1-p", 0.372, "exact"),
        ("ldp-margin", 14, "exact"),
        ("cabinet-duration", 2, "below"),
        ("ldp-reign", 38, "exact"),
        ("sales-gain-share", 75, "above"),
        ("sales-gain", 3, "about"),
        ("auto-parts-plans", 19, "exact"),
        ("public-investment", 430, "exact"),
        ("troops-japan", 45000, "exact"),
        ("tax-cut-made", 5.5, "exact"),
    ],
)
def test_the_articles_other_numbers_stand_as_printed(
    article: CaseSet, fact: str, value: float, bound: str
) -> None:
    assert (article.fact(fact).value, article.fact(fact).bound) == (value, bound)


def test_facts_about_table_1_are_held_to_it(article: CaseSet) -> None:
    table = dict(zip(article.table("table1").years, article.table("table1").rows, strict=True))
    early = article.fact("ratio-early-1970s")

    assert (min(table[y][3] for y in (1970, 1971, 1972)), max(table[y][3] for y in (1970, 1971, 1972))) == (
        early.value,
        early.upper,
    )
    assert table[1973][3] < early.value
    overtaken = min(year for year, row in table.items() if year >= 1985 and row[4] > row[1])
    assert overtaken == int(article.event("asia-overtakes-1991").date)


def test_dated_days_are_those_of_the_calendar(article: CaseSet) -> None:
    assert date.fromisoformat(article.event("berlin-wall-1989").date) == date(1989, 11, 9)
    assert date.fromisoformat(article.event("wto-in-force-1995").date) == date(1995, 1, 1)


@pytest.mark.parametrize(
    ("cluster", "members"),
    [
        ("semiconductors", {"semiconductors-1986", "semiconductors-1991"}),
        ("autos-1995", {"framework-autos-1995", "auto-parts-1995"}),
        (
            "framework",
            {
                "current-account-1993",
                "tax-cut-1994",
                "framework-telecom-medical-1994",
                "framework-autos-1995",
                "auto-parts-1995",
            },
        ),
    ],
)
def test_episodes_that_share_a_negotiation_are_grouped(
    article: CaseSet, cluster: str, members: set[str]
) -> None:
    assert {e.id for e in article.episodes if cluster in e.clusters} == members
