"""Every answer of the study of scope is reached by numbers that call for it."""

from __future__ import annotations

import pytest

from gaiatsu.estimation.ordinal.shift import Shift
from gaiatsu.inference.status import Status
from gaiatsu.studies.field.scope_shifts import Contrast, GroupShift
from gaiatsu.studies.field.scope_verdicts import MATTERS, SCOPE, STRONGER, VANISHES, scope_verdicts

LIMITS = {"margin": 0.1}


def group(name: str, size: float, error: float, *, slack: float, alpha: float = 1.0) -> GroupShift:
    shift = Shift("index", -1.0, 1.0, size, error, 200, 100, Status.CONVERGED)
    return GroupShift(name, 200, 10, 80, shift, None, size - slack, size + slack, alpha)


def case(
    friends: float, rivals: float, *, error: float = 0.02, slack: float = 0.0, alpha: float = 1.0
) -> Contrast:
    return Contrast(
        "made",
        "strict",
        (-1.0, 1.0),
        group("amicable", friends, error, slack=slack),
        group("hostile", rivals, error, slack=slack, alpha=alpha),
    )


def words(strict: Contrast, broad: Contrast | None = None) -> dict[str, str]:
    return {one.question: one.word for one in scope_verdicts(strict, broad or strict, LIMITS)}


def test_an_effect_among_friends_and_none_among_rivals_supports_the_claim() -> None:
    assert words(case(0.3, 0.0)) == dict.fromkeys((MATTERS, VANISHES, STRONGER, SCOPE), "supported")


def test_missing_outcomes_that_could_turn_it_around_withhold_support() -> None:
    found = words(case(0.3, 0.0, slack=0.2))

    assert found[STRONGER] == "supported"
    assert found[SCOPE] == "cannot tell"


def test_nothing_among_friends_speaks_against_it() -> None:
    assert words(case(0.0, 0.0))[SCOPE] == "against"
    assert words(case(-0.3, 0.0))[MATTERS] == "against"


def test_as_much_among_rivals_speaks_against_it() -> None:
    found = words(case(0.3, 0.3))

    assert (found[MATTERS], found[VANISHES], found[STRONGER]) == ("supported", "against", "against")
    assert found[SCOPE] == "against"


def test_wide_intervals_cannot_tell() -> None:
    assert set(words(case(0.1, 0.0, error=0.2)).values()) == {"cannot tell"}


def test_the_broad_coding_may_not_contradict_support() -> None:
    assert words(case(0.3, 0.0), case(-0.1, 0.0))[MATTERS] == "cannot tell"
    assert words(case(0.0, 0.0), case(0.3, 0.0))[MATTERS] == "cannot tell"


@pytest.mark.parametrize(("alpha", "word"), [(1.0, "supported"), (0.3, "cannot tell"), (-0.1, "cannot tell")])
def test_vanishing_must_survive_the_correction_for_reliability(alpha: float, word: str) -> None:
    assert words(case(0.3, 0.03, alpha=alpha))[VANISHES] == word


def test_an_answer_against_is_bounded_only_if_no_filling_lifts_it() -> None:
    firm, loose = (scope_verdicts(one, one, LIMITS) for one in (case(-0.3, 0.0), case(-0.3, 0.0, slack=0.5)))

    assert firm[-1].word == loose[-1].word == "against"
    assert firm[-1].bounded
    assert not loose[-1].bounded


def test_probabilities_are_those_of_the_normal_law() -> None:
    found = {one.question: one for one in scope_verdicts(case(0.0, 0.0, error=0.1), case(0.0, 0.0), LIMITS)}

    assert found[MATTERS].probability == pytest.approx(0.5)
    assert found[MATTERS].large == pytest.approx(0.1587, abs=1e-4)
    assert found[VANISHES].probability == pytest.approx(0.6827, abs=1e-4)


def test_too_few_cases_answer_nothing() -> None:
    empty = GroupShift("hostile", 3, 0, 1, None, None, float("nan"), float("nan"), float("nan"))
    strict = Contrast("made", "strict", (-1.0, 1.0), case(0.3, 0.0).amicable, empty)

    assert set(words(strict).values()) == {"cannot tell"}
