"""The whole study of scope on simulated cases: a known effect is found, none is not, and it can be told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from scipy.special import expit

from gaiatsu.numerics.scales import standardized
from gaiatsu.report.narrative import field_scope
from gaiatsu.report.narrative.field_report import compose_field
from gaiatsu.report.trail import Trail
from gaiatsu.studies.field.records import FieldStudy
from gaiatsu.studies.field.scope import scope_of
from gaiatsu.studies.field.scope_cases import ArenaCases
from gaiatsu.studies.field.scope_verdicts import SCOPE

TERMS = ("nearness", "organizations", "pact", "institution")


def arena(name: str, rng: np.random.Generator, *, friends: float, rivals: float, n: int) -> ArenaCases:
    """Cases whose terms go together and move concessions by so many log odds among friends and rivals."""
    names = TERMS[: 3 if name == "gml" else 4]
    hostile, shared = rng.random(n) < 0.4, rng.normal(size=n)
    raw = shared[:, None] + 0.4 * rng.normal(size=(n, len(names)))
    raw[:, 2] = raw[:, 2] > 0.0
    terms = np.column_stack([standardized(column) for column in raw.T])
    power = rng.normal(size=n)
    eta = -0.3 + np.where(hostile, rivals, friends) * terms.mean(axis=1) + 0.3 * power
    gave = (rng.random(n) < expit(eta)).astype(float)
    return ArenaCases(
        arena=name,
        ids=tuple(map(str, range(n))),
        dyads=rng.integers(0, n // 4, n),
        rival=hostile & (rng.random(n) < 0.6),
        disputed=hostile,
        allied=raw[:, 2] == 1.0,
        terms=terms,
        term_names=names,
        raw_terms=raw,
        controls=np.column_stack([power, rng.normal(size=n)]),
        control_names=("power_ratio", "economic"),
        outcomes={"strict": gave, "broad": np.maximum(gave, rng.random(n) < 0.05)},
    )


def simulated(friends: float, rivals: float, *, n: int = 3000, seed: int = 1) -> FieldStudy:
    rng = np.random.default_rng(seed)
    arenas: Mapping[str, ArenaCases] = {
        name: arena(name, rng, friends=friends, rivals=rivals, n=n) for name in ("ties", "icb", "gml")
    }
    return scope_of(arenas, {})


@pytest.mark.parametrize(
    ("friends", "rivals", "word"),
    [(0.8, 0.0, "supported"), (0.0, 0.0, "against"), (0.8, 0.8, "against")],
)
def test_the_truth_is_found_where_there_are_cases_enough(friends: float, rivals: float, word: str) -> None:
    study = simulated(friends, rivals, n=4500)

    assert next(one.word for one in study.verdicts if one.question == SCOPE) == word


def test_page_one_and_the_rest_can_be_told_of_either_answer() -> None:
    for friends, rivals, said in ((0.8, 0.0, "is borne out"), (0.0, 0.0, "is not borne out")):
        study = simulated(friends, rivals)
        trail = Trail({"study": study})

        assert said in trail.read(field_scope.front(trail).verdict)
        assert len(compose_field(study).sections) == 8


def test_few_cases_answer_nothing_and_can_be_told() -> None:
    study = simulated(0.8, 0.0, n=60)
    report = compose_field(study)

    assert {one.word for one in study.verdicts} == {"cannot tell"}
    assert "cannot tell" in report.trail.read(report.front.verdict)


def test_the_same_cases_and_seed_give_the_same_study() -> None:
    assert str(simulated(0.5, 0.0, n=300).estimates) == str(simulated(0.5, 0.0, n=300).estimates)
