"""What the social indicators say of Japan and of comparable allies, 1985-2000, as the page prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from gaiatsu.context.cohorts import POLITICIANS, waiting_time
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import generations, hierarchy, interaction, procedure, record
from gaiatsu.context.dyads.social.factor import LEAST_INDICATORS, factor_scores, fit_one_factor
from gaiatsu.context.dyads.social.language import CATEGORIES, Language, read_speech, share_error

pytestmark = pytest.mark.data
JAPAN, GERMANY, UNITED = 740, 260, 255
SPAN = Years(1985, 2000)
EARLY, MIDDLE, LATE = (1985, 1989), (1990, 1994), (1995, 2000)
RICH = {20, 200, 210, 211, 212, 220, 230, 235, 260, 325, 350, 385, 390, 395, 640, 732, 740, 900, 920}
# Canada, western Europe, Turkey, Iceland, Korea, Japan, Australia, New Zealand
PAGE = (Path(__file__).parents[2] / "docs" / "theory" / "social-indicators.md").read_text()


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    rooms = (hierarchy, interaction, generations, procedure, record)
    needs = {name for room in rooms for name in room.ADDITION.needs}
    return {name: sources.read(name, data_dir) for name in sorted(needs)}


def of_allies(table: pl.DataFrame, column: str, partner: str = "ccode2") -> pl.DataFrame:
    """Values of one column by ally and year, united Germany under the code of the Federal Republic."""
    state = pl.when(pl.col(partner) == UNITED).then(GERMANY).otherwise(pl.col(partner))
    return table.select(state.alias("state"), "year", pl.col(column).alias("value")).drop_nulls()


@dataclass(frozen=True)
class Shift:
    """Change of Japan's mean between two windows, that of the others, and the interval for one more ally."""

    japan: float
    others: float
    low: float
    high: float
    rank: int
    states: int

    @property
    def cell(self) -> str:
        """As the page prints it."""
        shown = (self.japan, self.others, self.japan - self.others, self.low, self.high)
        japan, others, gap, low, high = (f"{value:+.2f}" for value in shown)
        return f"{japan} | {others} | {gap} ({low} to {high}) | {self.rank} of {self.states}"


def shift(values: pl.DataFrame, after: tuple[int, int], group: set[int]) -> Shift:
    change = mean_of(values, after).join(mean_of(values, EARLY), on="state", suffix="_before")
    gaps = {s: a - b for s, a, b in change.rows() if s in group}
    others = np.asarray([gap for state, gap in sorted(gaps.items()) if state != JAPAN])
    half = 1.96 * others.std(ddof=1) * np.sqrt(1 + 1 / others.size)
    gap = gaps[JAPAN] - others.mean()
    rank = int((others < gaps[JAPAN]).sum()) + 1
    return Shift(gaps[JAPAN], others.mean(), gap - half, gap + half, rank, others.size + 1)


def mean_of(values: pl.DataFrame, window: tuple[int, int]) -> pl.DataFrame:
    inside = (
        values.filter(pl.col("year").is_between(*window))
        .group_by("state")
        .agg(pl.col("value").mean(), years=pl.col("year").n_unique())
    )
    return inside.filter(pl.col("years") >= 0.6 * (window[1] - window[0] + 1)).select("state", "value")


@pytest.fixture(scope="module")
def series(real: Any) -> dict[str, pl.DataFrame]:
    american = pl.col("ccode1") == 2
    gaps = hierarchy.ADDITION.parts[1].table(real, SPAN).filter(american)
    index = hierarchy.ADDITION.parts[2].table(real, SPAN)
    visits = interaction.ADDITION.parts[0].table(real, SPAN)
    votes = interaction.ADDITION.parts[1].table(real, SPAN).filter(american)
    un = interaction.ADDITION.parts[4].table(real, SPAN).filter(american)
    leaders = generations.ADDITION.parts[0].table(real, SPAN)
    return {
        "distance": of_allies(gaps, "ideal_distance"),
        "distance less the allies' mean": of_allies(gaps, "distance_minus_allies_mean"),
        "index of hierarchy": of_allies(index, "hierarchy_index"),
        "votes cast alike": of_allies(votes, "vote_agreement"),
        "visits to the United States": of_allies(visits, "visits_to_us"),
        "visits of the president": of_allies(visits, "president_visits"),
        "visits of the secretary": of_allies(visits, "secretary_visits"),
        "names of America at the UN": of_allies(un, "un_mentions_by_target"),
        "leader formed before 1945": of_allies(leaders, "leader_formed_wartime", "ccode"),
    }


def rows_of_the_page(heading: str) -> dict[str, str]:
    _, _, rest = PAGE.partition(f"### {heading}")
    part, _, _ = rest.partition("###")
    rows = re.findall(r"^\| ([^|]+?) \| (.+?) \|$", part, flags=re.MULTILINE)
    return {name: cells for name, cells in rows if "of" in cells and name != "indicator"}


@pytest.mark.parametrize(
    ("heading", "window"),
    [("1990-94 against 1985-89", MIDDLE), ("1995-2000 against 1985-89", LATE)],
)
def test_the_page_prints_what_is_computed(
    heading: str, window: tuple[int, int], series: dict[str, pl.DataFrame]
) -> None:
    computed = {name: shift(values, window, RICH).cell for name, values in series.items()}

    assert computed == rows_of_the_page(heading)


def test_only_contact_and_the_age_of_leaders_move_more_than_among_allies(
    series: dict[str, pl.DataFrame],
) -> None:
    found = {name: shift(values, MIDDLE, RICH) for name, values in series.items()}

    assert {name for name, one in found.items() if one.low > 0 or one.high < 0} == {
        "visits to the United States",
        "leader formed before 1945",
    }


def index_without(real: Any, left_out: str) -> pl.DataFrame:
    """The index of hierarchy of each year without one indicator, or with obligations in three grades."""
    frame = hierarchy._indicator_frame(real)
    kept = [name for name in hierarchy.INDICATORS if name != left_out]
    if left_out == "graded":
        owed = hierarchy.ADDITION.parts[0].table(real, Years(1952, 2000)).filter(pl.col("ccode1") == 2)
        frame = frame.join(owed.select("ccode2", "year", "protection"), on=["ccode2", "year"], how="left")
        frame = frame.with_columns(pl.col("protection").fill_null(0).cast(pl.Float64).alias("defended"))
    scores = hierarchy._standardized(frame).filter(pl.col("year") <= SPAN.last)
    values = scores.select(kept).to_numpy().astype(float)
    parts = []
    for year in range(SPAN.first, SPAN.last + 1):
        past = values[(scores["year"] <= year).to_numpy()]
        seen = np.isfinite(past).astype(float)
        filled = np.where(seen > 0, past, 0.0)
        squares = (filled**2).T @ seen
        correlations = filled.T @ filled / np.sqrt(squares * squares.T)
        np.fill_diagonal(correlations, 1.0)
        now = scores.filter(pl.col("year") == year)
        block = now.select(kept).to_numpy().astype(float)
        mean, _ = factor_scores(fit_one_factor(correlations), block)
        enough = np.isfinite(block).sum(axis=1) >= LEAST_INDICATORS
        parts.append(
            now.select("ccode2", "year").with_columns(index=pl.Series(mean)).filter(pl.Series(enough))
        )
    return of_allies(pl.concat(parts), "index")


@pytest.mark.parametrize("left_out", ["nothing", "graded", "defended", "economic", "closeness"])
def test_no_variant_of_the_index_shows_a_fall(left_out: str, real: Any) -> None:
    found = {window: shift(index_without(real, left_out), window, RICH) for window in (MIDDLE, LATE)}

    for one in found.values():
        assert one.low < 0 < one.high
        assert one.japan > one.others
    assert 0.055 < found[MIDDLE].japan - found[MIDDLE].others < 0.275


def test_careers_of_prime_ministers_are_what_the_weights_of_seniority_assume(real: Any) -> None:
    leaders = (
        real["archigos"]
        .table.filter((pl.col("ccode") == JAPAN) & (pl.col("start") >= pl.date(1972, 1, 1)))
        .sort("start")
        .unique("leader", keep="first", maintain_order=True)
    )
    winners = real["jhred_winners"].table.select("name_en", "birth_year", "year").rows()
    waits = []
    for name, start, born in leaders.select("leader", "start", "birth_year").rows():
        names = {surname(part) for part in re.split(r"[ ,]+", name)}
        same = [y for w, b, y in winners if b == born and surname(w) in names]
        waits += [start.year - same[0]] if len(same) == 1 else []
    found = waiting_time(np.zeros(len(waits)), np.asarray(waits, dtype=float))

    assert (found.people, round(found.mean, 1), round(found.spread, 1)) == (23, *POLITICIANS)


def surname(name: str) -> str:
    """Without the long vowels that one list writes and the other does not."""
    plain = name.partition(" ")[0].lower()
    for long, short in (("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a")):
        plain = plain.replace(long, short)
    return re.sub("[^a-z]", "", plain)


def test_the_generation_of_the_war_leaves_the_lower_house_in_the_eighties(real: Any) -> None:
    table = generations.ADDITION.parts[1].table(real, Years(1970, 2000))
    rows = {row["year"]: row for row in table.rows(named=True)}

    def shown(year: int, name: str) -> str:
        return f"{rows[year][name]:.2f} ({rows[year][f'{name}_low']:.2f}-{rows[year][f'{name}_high']:.2f})"

    for year in (1975, 1980, 1985, 1990, 1993, 1996, 2000):
        cells = " | ".join(
            shown(year, name)
            for name in ("diet_formed_wartime", "senior_formed_wartime", "diet_entered_early")
        )
        assert f"| {year} | {cells} |" in PAGE


def american_row(table: pl.DataFrame, year: int) -> dict[str, Any]:
    keys = (pl.col("ccode1") == 2) & (pl.col("ccode2") == JAPAN) & (pl.col("year") == year)
    return table.filter(keys).row(0, named=True)


@pytest.mark.parametrize("year", [1985, 1990, 1993, 1996])
def test_the_page_prints_the_record(year: int, real: Any) -> None:
    threats = american_row(record.ADDITION.parts[0].table(real, Years(year, year)), year)
    agreed = american_row(record.ADDITION.parts[2].table(real, Years(year, year)), year)
    spans = [f"{threats[f'threats_{k}_low']}-{threats[f'threats_{k}_high']}" for k in record.CLASSES]
    cells = [threats["threats_made"], *spans, *(agreed[n] for n in ("agreements", "agreements_reopened"))]

    assert f"| {year} | {' | '.join(map(str, cells))} | {agreed['agreements_stood']} |" in PAGE


def test_the_page_prints_procedure(real: Any) -> None:
    table = procedure.ADDITION.parts[0].table(real, Years(1992, 1995)).sort("year")
    pair = table.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == JAPAN))
    full = pair.with_columns(
        item.expression().alias(item.variable.name) for item in procedure.ADDITION.derived
    )
    rows = {
        "dispute settlement": "dispute_settlement",
        "legitimacy, target breaks no rule": "legitimacy_plain",
        "legitimacy, target breaks rules elsewhere": "legitimacy_elsewhere",
        "legitimacy, target breaks the rule in dispute": "legitimacy_breach",
    }
    for words, name in rows.items():
        found = re.search(rf"^\| {words} \| (.+) \|$", PAGE, flags=re.MULTILINE)
        assert found is not None
        assert [float(cell) for cell in found[1].split(" | ")] == pytest.approx(full[name].to_list())


@pytest.mark.parametrize("window", [EARLY, MIDDLE, LATE])
def test_the_page_prints_the_words_of_prime_ministers(window: tuple[int, int], real: Any) -> None:
    table = real["jp_speeches"].table.filter(pl.col("date").dt.year().is_between(*window))
    said = [read_speech(text, language=Language.JAPANESE, about=(2,))[2] for text in table["text"]]
    named, number, length = (sum(getattr(s, n) for s in said) for n in ("mentions", "sentences", "length"))
    cells = [f"{1000 * named / length:.2f} ({1000 * (named + 0.5) ** 0.5 / length:.2f})"]
    for category in ("equality", "partnership", "pivot"):
        hits = sum(s.terms[CATEGORIES.index(category)] for s in said)
        cells.append(f"{hits / number:.2f} ({share_error(hits, number):.2f})")
    label = f"{window[0]}-{window[1] if window[1] > 1999 else window[1] - 1900}"
    printed = " | ".join(cells).replace("0.", ".")

    assert f"| {label} | {len(said)} | {number} | {printed} |" in PAGE
