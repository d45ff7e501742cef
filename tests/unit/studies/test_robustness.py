"""Flips, omissions and mergers against doing the same by hand."""

from __future__ import annotations

import itertools

import pytest
from scipy import stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.robustness import (
    Outcome,
    compare,
    conclusions,
    fragility,
    leave_one_out,
    leave_one_stratum_out,
    merge,
    single_flips,
    stratum_tables,
)

CODED = [
    ("a", "rule", 1980.0, False, True),
    ("b", "rule", 1981.0, False, True),
    ("c", "results", 1982.0, False, True),
    ("d", "results", 1983.0, False, True),
    ("e", "results", 1984.0, False, False),
    ("f", "rule", 1990.0, True, False),
    ("g", "rule", 1991.0, True, False),
    ("h", "results", 1992.0, True, False),
    ("i", "results", 1993.0, True, False),
    ("j", "results", 1994.0, True, True),
]
OUTCOMES = [Outcome(*row) for row in CODED]


def fisher(rows: list[tuple[str, str, float, bool, bool]], side: str) -> float:
    """Fisher's p-value of the pooled table, by SciPy."""
    count = {(after, success): 0 for after in (False, True) for success in (False, True)}
    for row in rows:
        count[row[3], row[4]] += 1
    table = [[count[False, True], count[False, False]], [count[True, True], count[True, False]]]
    return float(stats.fisher_exact(table, side).pvalue)


def test_tables_count_by_type_period_and_outcome() -> None:
    assert {table.stratum: table.cells for table in stratum_tables(OUTCOMES)} == {
        "rule": ((2, 0), (0, 2)),
        "results": ((2, 1), (1, 2)),
    }


def test_pooled_p_values_are_scipys() -> None:
    p = conclusions(OUTCOMES)

    assert fisher(CODED, "greater") == pytest.approx(p.unstratified_one_sided)
    assert fisher(CODED, "two-sided") == pytest.approx(p.unstratified_two_sided)


def test_one_type_of_demand_makes_the_two_tests_one() -> None:
    p = conclusions([one for one in OUTCOMES if one.stratum == "rule"])

    assert (p.stratified_one_sided, p.stratified_two_sided) == (
        p.unstratified_one_sided,
        p.unstratified_two_sided,
    )


def test_a_rise_is_not_a_decline() -> None:
    p = compare([((0, 8), (8, 0))])

    assert p.unstratified_two_sided < 0.001
    assert not p.holds("unstratified_two_sided", 0.05)


def test_each_flip_reverses_one_coding() -> None:
    for row, flip in zip(CODED, single_flips(OUTCOMES), strict=True):
        changed = [(*one[:4], not one[4]) if one[0] == row[0] else one for one in CODED]

        assert (flip.id, flip.becomes_success) == (row[0], not row[4])
        assert fisher(changed, "greater") == pytest.approx(flip.p.unstratified_one_sided)


def test_leaving_out_removes_exactly_that() -> None:
    for row, left in zip(CODED, leave_one_out(OUTCOMES), strict=True):
        rest = [one for one in CODED if one != row]

        assert (left.id, left.n) == (row[0], 9)
        assert fisher(rest, "greater") == pytest.approx(left.p.unstratified_one_sided)


def test_leaving_out_a_type_removes_all_of_it() -> None:
    left = {one.id: one for one in leave_one_stratum_out(OUTCOMES)}

    assert {name: one.n for name, one in left.items()} == {"rule": 6, "results": 4}
    rest = [row for row in CODED if row[1] != "rule"]
    assert fisher(rest, "greater") == pytest.approx(left["rule"].p.unstratified_one_sided)


@pytest.mark.parametrize("alpha", [0.15, 0.25])
def test_the_smallest_overturning_sets_are_found_and_all_of_them(alpha: float) -> None:
    result = next(one for one in fragility(OUTCOMES, alpha=alpha) if one.test == "unstratified_one_sided")
    holds = fisher(CODED, "greater") < alpha

    def overturned(names: tuple[str, ...]) -> bool:
        changed = [(*row[:4], not row[4]) if row[0] in names else row for row in CODED]
        before = sum(row[4] for row in changed if not row[3]) / 5
        after = sum(row[4] for row in changed if row[3]) / 5
        return (fisher(changed, "greater") < alpha and before > after) != holds

    ids = [row[0] for row in CODED]
    for size in range(1, 5):
        found = [names for names in itertools.combinations(ids, size) if overturned(names)]
        if found:
            break

    assert result.holds_as_coded == holds
    assert (result.minimal_flips, result.sets) == (size, tuple(found))
    assert result.tried == len(list(itertools.combinations(ids, size)))


def test_a_conclusion_beyond_reach_is_said_to_be_so() -> None:
    many = [Outcome(f"{i}", "rule", 1980.0 + i, i >= 20, i < 20) for i in range(40)]
    result = fragility(many, most_flips=1)[0]

    assert (result.minimal_flips, result.searched, result.sets) == (None, 1, ())


def test_merging_keeps_one_with_the_date_of_the_last() -> None:
    merged = merge(OUTCOMES, ("h", "f"), success=True)

    assert len(merged) == 9
    assert merged[-1] == Outcome("h", "results", 1992.0, after=True, success=True)
    assert [one.id for one in merged[:-1]] == list("abcdegij")


def test_merging_takes_the_type_it_is_told() -> None:
    assert merge(OUTCOMES, ("h", "f"), success=True, stratum="rule")[-1].stratum == "rule"


def test_merging_what_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="nobody"):
        merge(OUTCOMES, ("h", "nobody"), success=True)


def test_no_episodes_cannot_be_compared() -> None:
    with pytest.raises(InvalidSpecification, match="no episodes"):
        conclusions([])
