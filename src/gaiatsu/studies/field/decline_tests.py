"""Chance: Japan's fall beside that of every other target, beside years dealt at random, and by rank."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.field.decline_rates import four_cells
from gaiatsu.studies.field.design import Design
from gaiatsu.studies.field.estimates import Estimate, superiority
from gaiatsu.studies.field.outcomes import JAPAN, FieldCases

__all__ = ["chance", "place_of_target", "rank_test", "year_test"]

CUTS = range(1986, 1999)
TOLERANCE = 1e-12


def chance(design: Design) -> Iterator[Estimate]:
    """Ask how far chance alone explains Japan's fall beyond that of others.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``target-permutation``, ``year-permutation``, ``other-cuts`` and ``scores``.
    """
    plan = design.specification
    fewest = int(plan.thresholds["fewest_per_period"])
    for sample in plan.samples[:2]:
        for coding in design.codings():
            cases = design.cases(sample, coding)
            yield _targets(cases, design.first_after, (coding.id, sample.id), fewest=fewest)
    cases = design.cases(plan.primary_sample, plan.primary_coding)
    names = design.primary
    yield _years(design, cases, names)
    for cut in CUTS:
        cells = four_cells(cases, cut)
        details: dict[str, float | int | str] = {
            "japan": cells.asked[1].share.rate - cells.asked[0].share.rate,
            "others": cells.against[1].share.rate - cells.against[0].share.rate,
            "before": str(cells.asked[0].share),
            "after": str(cells.asked[1].share),
        }
        yield Estimate("other-cuts", *names, str(cut), value=cells.value, details=details)
    yield from _scores(design)


def place_of_target(
    cases: FieldCases, first_after: int, *, target: int, fewest: int
) -> tuple[dict[int, float], float]:
    """Put every target in one target's place.

    Parameters
    ----------
    cases
        Cases whose outcome is success or failure.
    first_after
        First year of the second period.
    target
        The target in question.
    fewest
        Coded cases that a target needs in each period.

    Returns
    -------
    tuple
        Difference in differences of each target that has enough cases; and the share of them that is as low
        as that of the target in question, itself included: a one-sided exact p-value. Not a number where it
        has too few itself.

    References
    ----------
    rosenbaum2002
    """
    found = {}
    for code in np.unique(cases.target):
        cells = four_cells(cases, first_after, int(code))
        if min(cell.coded for cell in cells.asked) >= fewest:
            found[int(code)] = cells.value
    if target not in found:
        return found, nan
    low = sum(value <= found[target] + TOLERANCE for value in found.values())
    return found, low / len(found)


def _targets(cases: FieldCases, first_after: int, names: tuple[str, str], *, fewest: int) -> Estimate:
    found, p = place_of_target(cases, first_after, target=JAPAN, fewest=fewest)
    details: dict[str, float | int | str] = {
        "targets": len(found),
        "smallest_p": 1 / len(found) if found else nan,
        "rank": round(p * len(found)) if found and p == p else 0,
        **{f"target_{code}": value for code, value in sorted(found.items(), key=lambda item: item[1])},
    }
    return Estimate(
        "target-permutation", *names, value=found.get(JAPAN, nan), p=p, n=len(found), details=details
    )


def year_test(
    cases: FieldCases, first_after: int, *, target: int, rng: np.random.Generator, draws: int
) -> tuple[float, float]:
    """Deal whole years to the two periods at random.

    Parameters
    ----------
    cases
        Cases whose outcome is success or failure.
    first_after
        First year of the second period.
    target
        The target whose change is set against that of the others.
    rng
        Source of the permutations.
    draws
        Number of permutations.

    Returns
    -------
    tuple of float
        The difference in differences, and the share of permutations that give one as low; the observed one
        counts among them. Arrangements that leave a sample empty are not counted.
    """
    known = cases.take(cases.known)
    years, place = np.unique(known.year, return_inverse=True)
    here = known.target == target
    counts = np.zeros((4, len(years)))
    for row, (rows, weight) in enumerate(
        ((here, known.y), (here, np.ones(len(place))), (~here, known.y), (~here, np.ones(len(place))))
    ):
        np.add.at(counts[row], place[rows], weight[rows])
    late = years >= first_after
    observed = _double(counts, late[None, :])[0]
    dealt = rng.permuted(np.tile(late, (draws, 1)), axis=1)
    drawn = _double(counts, dealt)
    drawn = drawn[~np.isnan(drawn)]
    hits = int((drawn <= observed + TOLERANCE).sum())
    return float(observed), (hits + 1) / (len(drawn) + 1)


def _double(counts: NDArray[np.float64], late: NDArray[np.bool_]) -> NDArray[np.float64]:
    after, total = late @ counts.T, counts.sum(axis=1)
    before = total - after
    with np.errstate(invalid="ignore", divide="ignore"):
        rate_after, rate_before = after[:, [0, 2]] / after[:, [1, 3]], before[:, [0, 2]] / before[:, [1, 3]]
    moved = rate_after - rate_before
    return np.asarray(moved[:, 0] - moved[:, 1])


def _years(design: Design, cases: FieldCases, names: tuple[str, str]) -> Estimate:
    draws = int(design.specification.thresholds["permutations"])
    rng = design.generator("year-permutation")
    value, p = year_test(cases, design.first_after, target=JAPAN, rng=rng, draws=draws)
    return Estimate("year-permutation", *names, value=value, p=p, n=int(cases.known.sum()))


def rank_test(
    first: NDArray[np.float64], second: NDArray[np.float64], *, rng: np.random.Generator, draws: int
) -> tuple[float, float]:
    """Compare two samples of scores by rank.

    Parameters
    ----------
    first, second
        Scores.
    rng
        Source of the permutations.
    draws
        Number of permutations.

    Returns
    -------
    tuple of float
        Chance that a case of the second sample scores higher, and two-sided p-value of one half.
    """
    observed = superiority(first, second)
    if observed != observed:
        return nan, nan
    joined = np.concatenate([first, second])
    n = len(first)
    ordered = np.sort(joined)
    ranks = (np.searchsorted(ordered, joined) + np.searchsorted(ordered, joined, side="right") + 1) / 2
    dealt = rng.permuted(np.tile(ranks, (draws, 1)), axis=1)[:, n:].sum(axis=1)
    m = len(second)
    away = np.abs((dealt - m * (m + 1) / 2) / (n * m) - 0.5)
    hits = int((away >= abs(observed - 0.5) - TOLERANCE).sum())
    return observed, (hits + 1) / (draws + 1)


def _scores(design: Design) -> Iterator[Estimate]:
    plan = design.specification
    draws = int(plan.thresholds["permutations"])
    for sample in plan.samples[:2]:
        cases = design.cases(sample, plan.coding("score"))
        known = cases.take(cases.known)
        late = known.year >= design.first_after
        for group, rows in (("Japan", known.target == JAPAN), ("others", known.target != JAPAN)):
            before, after = known.y[rows & ~late], known.y[rows & late]
            rng = design.generator("scores", sample.id, group)
            value, p = rank_test(before, after, rng=rng, draws=draws)
            details: dict[str, float | int | str] = {
                "before": len(before),
                "after": len(after),
                "median_before": float(np.median(before)) if len(before) else nan,
                "median_after": float(np.median(after)) if len(after) else nan,
            }
            n = len(before) + len(after)
            yield Estimate("scores", "score", sample.id, group, value=value, p=p, n=n, details=details)
