"""Reputation and trust on the first day of a period, against sums written out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.studies.channels.record import Beliefs, Events, dated_events, past_beliefs, prior_mean


def known(*events: tuple[str, int, int, float]) -> Events:
    kind, sender, target, date = zip(*events, strict=True)
    return Events(np.array(kind), np.array(sender), np.array(target), np.array(date))


def beliefs(events: Events, year: int, *, sender: int = 2, target: int = 740) -> Beliefs:
    return past_beliefs(events, np.array([sender]), np.array([target]), first_year=np.array([year]))


def test_reputation_forgets_and_weighs_others_at_a_quarter() -> None:
    record = known(
        ("carried", 2, 740, 1985.5),
        ("dropped", 2, 740, 1987.5),
        ("carried", 2, 20, 1987.5),
        ("carried", 20, 2, 1985.5),
    )
    followed = 6.6 + 0.8**4.5 + 0.25 * 0.8**2.5
    dropped = 3.4 + 0.8**2.5
    found = beliefs(record, 1990)

    assert found.reputation[0] == pytest.approx(followed / (followed + dropped))
    elsewhere = 6.6 + 0.8**2.5
    assert found.reputation_elsewhere[0] == pytest.approx(elsewhere / (elsewhere + 3.4))
    assert found.reputation_events[0] == 3


def test_trust_rises_with_deals_that_stood_and_falls_with_those_reopened() -> None:
    record = known(("stood", 2, 740, 1980.5), ("reopened", 2, 740, 1985.5), ("reopened", 2, 20, 1985.5))
    log_odds = np.log(9 / 2) + 0.9**9.5 * np.log(0.9 / 0.5) - 0.9**4.5 * np.log(5.0)
    found = beliefs(record, 1990)

    assert found.trust[0] == pytest.approx(1.0 / (1.0 + np.exp(-log_odds)))
    assert found.trust_events[0] == 2


def test_nothing_of_the_year_itself_or_later_counts() -> None:
    record = known(("dropped", 2, 740, 1990.5), ("reopened", 2, 740, 1990.5))
    found = beliefs(record, 1990)

    assert found.reputation[0] == pytest.approx(prior_mean("resolve_prior"))
    assert found.trust[0] == pytest.approx(prior_mean("resting_trust_of_sender"))
    assert (found.reputation_events[0], found.trust_events[0]) == (0, 0)


def test_the_federal_republic_is_remembered_as_germany() -> None:
    cases = {
        "case": [1],
        "primary_sender": [260],
        "target": [2],
        "start_year": [1980],
        "end_year": [1981],
        "imposed_year": [1981],
        "threat": [1],
        "imposition": [1],
        "issue1": [13],
        "issue2": [None],
        "issue3": [None],
        "outcome": [None],
        "quality": [""],
    }
    record = dated_events(pl.DataFrame(cases).cast({"outcome": pl.String}))

    assert beliefs(record, 1990, sender=255, target=2).reputation_events[0] == 1
    assert beliefs(record, 1985, sender=260, target=2).reputation_events[0] == 1


@pytest.mark.data
def test_cases_begun_or_ended_later_change_no_belief(data_dir: Path) -> None:
    cases = sources.read("ties", data_dir).table
    started = cases.filter(pl.col("start_year") < 1985)
    later = pl.col("end_year") >= 1985
    imposed = pl.col("imposed_year").fill_null(pl.col("end_year")) >= 1985
    hidden = started.with_columns(
        pl.when(~later.fill_null(value=True)).then("outcome").alias("outcome"),
        pl.when(~later.fill_null(value=True)).then("end_year").alias("end_year"),
        pl.when(~imposed.fill_null(value=True)).then("imposition").otherwise(0).alias("imposition"),
    )
    rows = np.array([2, 2, 2, 20, 365]), np.array([740, 20, 365, 2, 2])
    year = np.full(5, 1985)
    full, cut = (past_beliefs(dated_events(table), *rows, first_year=year) for table in (cases, hidden))

    assert full.reputation_events[0] > 50
    np.testing.assert_allclose(cut.reputation, full.reputation)
    np.testing.assert_allclose(cut.trust, full.trust)
