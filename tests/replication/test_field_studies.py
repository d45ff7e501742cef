"""The two studies on the real cases, against counts taken from the raw file by other means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from gaiatsu.report.narrative.field_report import compose_field
from gaiatsu.report.sources import bare, texts, works_cited
from gaiatsu.report.trail import TOKEN
from gaiatsu.studies.field.decline import decline
from gaiatsu.studies.field.legitimacy import legitimacy
from gaiatsu.studies.field.records import FieldStudy

pytestmark = [pytest.mark.data, pytest.mark.xdist_group("field")]
BROAD = {1, 2, 5, 6, 7, 10}
STRICT = {1, 2, 6, 7}
CODES = ("primarysender", "targetstate", "startyear", "issue1", "institution", "finaloutcome")
SENDERS = tuple(f"sender{place}" for place in range(1, 6))


@pytest.fixture(scope="module")
def fell(data_dir: Path) -> FieldStudy:
    return decline(data_dir)


@pytest.fixture(scope="module")
def backed(data_dir: Path) -> FieldStudy:
    return legitimacy(data_dir)


def raw(folder: Path) -> Iterator[dict[str, int | None]]:
    """Rows of the producer's file, which writes whole numbers with a point; ``None`` where it is blank."""
    with (folder / "cases" / "ties" / "TIESv4-1.csv").open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: int(float(row[name])) if row[name].strip() else None for name in (*CODES, *SENDERS)}


def american(row: dict[str, int | None]) -> bool:
    return 2 in {row["primarysender"], *(row[name] for name in SENDERS)}


def year(row: dict[str, int | None]) -> int:
    found = row["startyear"]
    assert found is not None
    return found


def counted(rows: list[dict[str, int | None]], success: set[int]) -> tuple[int, int, int]:
    """Successes, coded cases and cases without an outcome."""
    known = [row["finaloutcome"] for row in rows if row["finaloutcome"] is not None]
    return sum(code in success for code in known), len(known), len(rows) - len(known)


@pytest.mark.parametrize(("coding", "success"), [("broad", BROAD), ("strict", STRICT)])
@pytest.mark.parametrize(("name", "japan"), [("within", True), ("others", False)])
def test_rates_are_those_of_the_raw_file(
    fell: FieldStudy, data_dir: Path, coding: str, success: set[int], name: str, japan: bool
) -> None:
    rows = [
        row
        for row in raw(data_dir)
        if american(row) and row["issue1"] == 13 and (row["targetstate"] == 740) == japan
    ]
    found = fell.find(name, coding, "trade").details
    for side, chosen in (
        ("before", [row for row in rows if year(row) <= 1992]),
        ("after", [row for row in rows if year(row) >= 1993]),
    ):
        won, known, missing = counted(chosen, success)

        assert found[side] == f"{won}/{known}"
        assert found[f"missing_{side}"] == missing


def test_institutions_are_those_of_the_raw_file(backed: FieldStudy, data_dir: Path) -> None:
    rows = [row for row in raw(data_dir) if row["issue1"] == 13]
    found = backed.find("difference", "broad", "trade").details
    for side, mark in (("without", False), ("backed", True)):
        won, known, missing = counted([row for row in rows if (row["institution"] == 1) == mark], BROAD)

        assert found[side] == f"{won}/{known}"
        assert found[f"missing_{side}"] == missing


def test_the_looks_on_record_come_out_again(fell: FieldStudy) -> None:
    looks = {look.id: look for look in fell.looks}

    assert looks["cases-japan"].ours == "before 13/17, after 6/11, p .409"
    assert looks["decades"].ours == "1970s 1/3, 1980s 3/7, 1990s 8/15"
    assert looks["japan-and-others"].standing == "differs"
    assert looks["missing"].standing == "differs"
    assert [look.id for look in fell.looks if look.standing == "not computed here"] == ["payoffs", "stocks"]


def test_missing_outcomes_peak_in_the_nineties_and_fall_after(fell: FieldStudy, data_dir: Path) -> None:
    shares = {}
    for ten in (1980, 1990, 2000):
        rows = [row for row in raw(data_dir) if year(row) // 10 * 10 == ten]
        shares[ten] = sum(row["finaloutcome"] is None for row in rows) / len(rows)
        assert fell.find("missingness", variant=f"every sender {ten}s").value == pytest.approx(shares[ten])

    assert shares[1990] == max(shares.values())
    assert fell.find("missingness", variant="Japan 1990s").value > shares[1990]


def test_the_verdicts_follow_from_the_numbers(fell: FieldStudy, backed: FieldStudy) -> None:
    assert [verdict.word for verdict in fell.verdicts] == ["cannot tell", "cannot tell", "against"]
    assert [verdict.word for verdict in backed.verdicts] == ["supported", "cannot tell", "cannot tell"]
    assert not any(verdict.bounded for verdict in (*fell.verdicts, *backed.verdicts))


def test_the_posterior_of_a_fall_is_that_of_two_beta_laws(fell: FieldStudy) -> None:
    before, after = stats.beta(10.5, 4.5), stats.beta(5.5, 5.5)
    grid = (np.arange(20_000) + 0.5) / 20_000
    exact = float(np.mean(before.sf(after.ppf(grid))))

    assert fell.find("within", "broad", "trade").probability == pytest.approx(exact, abs=1e-4)
    assert fell.find("within", "broad", "trade").p == pytest.approx(
        stats.fisher_exact([[10, 4], [5, 5]]).pvalue
    )


def test_the_fall_of_fifty_points_is_that_of_two_beta_laws(fell: FieldStudy) -> None:
    before, after = stats.beta(10.5, 4.5), stats.beta(5.5, 5.5)
    grid = (np.arange(20_000) + 0.5) / 20_000
    exact = float(np.mean(before.sf(after.ppf(grid) + 0.5)))

    assert fell.find("within", "broad", "trade").details["article_size"] == pytest.approx(exact, abs=1e-4)


def test_the_logit_is_near_that_of_statsmodels(fell: FieldStudy, data_dir: Path) -> None:
    rows = [
        row
        for row in raw(data_dir)
        if american(row) and row["issue1"] == 13 and row["finaloutcome"] is not None
    ]
    here = np.array([row["targetstate"] == 740 for row in rows], dtype=float)
    late = np.array([year(row) >= 1993 for row in rows], dtype=float)
    y = np.array([row["finaloutcome"] in BROAD for row in rows], dtype=float)
    theirs = sm.Logit(y, sm.add_constant(np.column_stack([here, late, here * late]))).fit(disp=0)
    found = fell.find("logit", "broad", "trade", variant="without controls")

    assert found.n == len(rows)
    assert found.details["log_odds"] == pytest.approx(theirs.params[3], abs=0.1)
    assert found.details["error"] == pytest.approx(theirs.bse[3], rel=0.1)


def test_every_number_of_both_reports_has_a_trail(fell: FieldStudy, backed: FieldStudy) -> None:
    for study in (fell, backed):
        report = compose_field(study)
        written = [bare(text, report.trail.entries) for text in texts(report)]

        assert "nan" not in " ".join(written).replace("financ", "").split()
        assert all(entry.source for entry in report.trail.entries)
        assert len({TOKEN.sub("", section.id) for section in report.sections}) == len(report.sections)
        assert report.front.table.rows
        assert len(report.trail.entries) > 150


def test_every_data_set_that_was_read_is_cited(fell: FieldStudy, backed: FieldStudy) -> None:
    for study, beside in ((fell, {"crismancox2021"}), (backed, {"crismancox2021", "schwarzenberg2020"})):
        cited = study.provenance.citations

        assert {"morgan2014", *beside} <= set(cited)
        assert len(set(cited)) == len(cited)
        assert {work.key for work in works_cited(compose_field(study))} >= set(cited)


def test_japans_cases_are_listed_as_the_raw_file_has_them(fell: FieldStudy, data_dir: Path) -> None:
    rows = [
        row for row in raw(data_dir) if american(row) and row["issue1"] == 13 and row["targetstate"] == 740
    ]
    refusals = [row for row in rows if 1993 <= year(row) <= 1996]

    assert len(fell.listing) == len(rows) == 44
    assert [one.counts for one in fell.listing].count("yes") == counted(rows, BROAD)[0]
    assert fell.facts["refusal_years"] == len(refusals)
    assert fell.facts["refusal_years_unknown"] == counted(refusals, BROAD)[2]


def test_the_tipping_point_is_where_two_beta_laws_say(fell: FieldStudy) -> None:
    grid = (np.arange(4000) + 0.5) / 4000
    sure = [
        float(np.mean(stats.beta(18.5, 7.5).sf(stats.beta(5.5 + won, 14.5 - won).ppf(grid))))
        for won in range(10)
    ]

    assert [one.probability for one in fell.all_of("tipping")] == pytest.approx(sure, abs=1e-4)
    assert fell.facts["tipping"] == sum(chance >= 0.95 for chance in sure) - 1
