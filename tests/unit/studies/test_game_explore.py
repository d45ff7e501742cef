"""Branches, folds, maps and contexts of the crisis game against closed forms and brute force."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.report.figures.game_map import MapPanel, map_panel
from gaiatsu.studies import game_context
from gaiatsu.studies.game import parse_payoffs
from gaiatsu.studies.game_context import answer, draw_weights, parse_context, parse_weights, shares_over
from gaiatsu.studies.game_explore import Trace, check_direction, trace_line
from gaiatsu.studies.game_grid import grid, parse_range
from gaiatsu.studies.game_map import SELECTIONS, line_table, solve_map
from gaiatsu.theory.crisis_game import NAMES, equilibria
from gaiatsu.theory.crisis_game.belief import response_to
from gaiatsu.theory.response.crisis import Placement, in_context

BASE = (
    "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9,target_stand_firm=-2.9,"
    "sender_back_down=-1.2,target_prize=1"
)
CONTEXT = "hierarchy=.5,legitimacy=.5,trust=.5,exposure=1"
WEIGHTS = {"hierarchy": 0.5, "legitimacy": 0.6, "trust": 0.7}
HERE = {"level": 0.5, "placement": Placement.TARGET_CONCESSION}


@cache
def line(text: str) -> Trace:
    return trace_line(grid(BASE, [parse_range(text)]))


def war(z: float) -> float:
    """Closed form: the target's payoff from war under which ``z`` is an equilibrium of the base game."""
    at = response_to(np.array([z]), parse_payoffs(BASE))
    return float(-2.9 + at.z[0] - at.best[0])


def folds() -> list[float]:
    low = minimize_scalar(war, bounds=(0.0, 2.0), method="bounded", options={"xatol": 1e-9})
    high = minimize_scalar(lambda z: -war(z), bounds=(-2.0, 0.0), method="bounded", options={"xatol": 1e-9})
    return [float(low.fun), -float(high.fun)]


@pytest.mark.parametrize("points", [3, 40])
def test_folds_are_the_turns_of_the_closed_form_however_coarse_the_grid(points: int) -> None:
    trace = line(f"target_stand_firm=-4:0:{points}")

    np.testing.assert_allclose([fold.value for fold in trace.folds], folds(), atol=1e-8)
    assert [part.equilibria for part in trace.segments] == [1, 3, 1]
    assert trace.undecided == 0


def test_every_point_of_a_branch_lies_on_the_closed_form() -> None:
    trace = line("target_stand_firm=-4:0:40")
    certain = trace.found.certified
    miss = [war(z) - x for z, x in zip(trace.found.z, trace.values[trace.found.game], strict=True)]

    assert np.abs(np.asarray(miss)[certain]).max() < 1e-8


def test_there_are_three_branches_two_of_them_stable() -> None:
    trace = line("target_stand_firm=-4:0:40")
    kinds = {int(number): set(trace.found.stable[trace.branch == number]) for number in (1, 2, 3)}

    assert trace.branch.max() == 3
    assert sorted(kinds.values(), key=str) == [{False}, {True}, {True}]
    for number in kinds:
        steps = np.diff(trace.found.z[trace.branch == number])
        assert (steps > 0).all() or (steps < 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_resistance_moves_as_it_must_along_every_payoff(name: str) -> None:
    found = check_direction(line(f"{name}=-2:2:25"))

    assert found.steps > 15
    assert found.as_expected == found.steps


def test_a_branch_that_goes_the_wrong_way_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = line("target_stand_firm=-4:0:40")
    monkeypatch.setattr(
        "gaiatsu.studies.game_explore.resistance_direction", lambda _, game: -np.ones(game.games)
    )

    assert check_direction(trace).as_expected == 0


def test_the_table_holds_every_equilibrium_and_its_outcomes() -> None:
    trace = line("target_stand_firm=-4:0:40")
    table = line_table(trace)

    assert table.height == trace.found.game.size
    total = table.select("status_quo", "concession", "stand_firm", "back_down").sum_horizontal()
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)


@pytest.mark.parametrize("select", list(SELECTIONS))
def test_a_map_is_its_games_solved_one_by_one(select: str) -> None:
    ranges = [parse_range("target_stand_firm=-3.4:-2.4:9"), parse_range("sender_back_down=-1.4:-1:5")]
    found, table = solve_map(grid(BASE, ranges), SELECTIONS[select], table=True)
    for row, back in enumerate(ranges[1].values()):
        for column, stand in enumerate(ranges[0].values()):
            text = BASE.replace("-2.9", str(stand)).replace("-1.2", str(back))
            alone = equilibria(parse_payoffs(text))
            place = 0 if select == "least-resistance" else -1
            assert found.count[row, column] == alone.count[0]
            assert found.p_resist[row, column] == pytest.approx(alone.resist[place], abs=1e-10)
            ends = np.exp(alone.log_outcomes[place])
            assert found.p_concession[row, column] == pytest.approx(ends[1], abs=1e-10)
    assert {1, 3} <= set(found.by_count())
    assert table is not None
    assert table.height == found.count.sum()


def test_stripes_of_a_map_cover_each_cell_once() -> None:
    classes = stream(1, "cells").integers(0, 3, size=(7, 11))
    colors = ("#000000", "#111111", "#222222")
    one = MapPanel(classes, ("a", "b", "c"), colors, x=(0, 11), y=(0, 7), titles=("x", "y"), heading="")
    rows = map_panel(one, width=100)["data"]["values"]

    painted = np.full(classes.shape, -1)
    for row in rows:
        part = painted[round(row["low"]), round(row["left"]) : round(row["right"])]
        assert (part == -1).all()
        part[:] = "abc".index(row["kind"])
    np.testing.assert_array_equal(painted, classes)


# --- contexts --------------------------------------------------------------------------------------------


def test_the_verdict_is_that_of_the_solved_game_in_many_contexts() -> None:
    game, draw = parse_payoffs(BASE), stream(2, "contexts").uniform
    seen = set()
    for hierarchy, legitimacy, trust in draw(size=(60, 3)):
        context = parse_context(f"hierarchy={hierarchy},legitimacy={legitimacy},trust={trust},exposure=1")
        verdict = answer(game, context, WEIGHTS, **HERE).verdict if not seen else _verdict(context)
        solved = equilibria(in_context(game, context, WEIGHTS, Placement.TARGET_CONCESSION)).resist
        refusing = solved >= 0.5
        expected = (
            "refuses" if refusing.all() else "depends on the equilibrium" if refusing.any() else "concedes"
        )
        assert verdict == expected
        seen.add(verdict)
    assert len(seen) == 3


@cache
def _answer() -> game_context.ContextAnswer:
    return answer(parse_payoffs(BASE), parse_context(CONTEXT), WEIGHTS, **HERE)


def _verdict(context: game_context.CrisisContext) -> str:
    found = _answer()
    index = float(game_context.context_index(context, WEIGHTS))
    return game_context._verdict(index, found.always_below, found.never_above)


def test_shares_of_contexts_are_those_of_many_contexts() -> None:
    found = _answer()
    points = stream(3, "cube").uniform(size=(400_000, 3))
    index = 0.5 * points[:, 0] + 0.6 * (points[:, 1] - 0.5) - 0.7 * (1 - points[:, 2])

    assert found.share_always == pytest.approx((index < found.always_below).mean(), abs=0.003)
    assert found.share_never == pytest.approx((index > found.never_above).mean(), abs=0.003)
    assert found.reach == pytest.approx((-1.0, 0.8))


@pytest.mark.parametrize("gains", [(1.0, -0.5, 0.3), (1.0, 1e-9, 0.0), (0.4, 0.4, 0.4), (-2.0, -1.0, 3.0)])
def test_the_volume_below_a_plane_is_that_of_many_points(gains: tuple[float, float, float]) -> None:
    points = stream(4, "cube").uniform(size=(200_000, 3))
    for end in (-0.7, 0.0, 0.2, 0.6, 1.1):
        share = game_context._share_below(np.array(gains), end)
        assert share == pytest.approx((points @ np.array(gains) < end).mean(), abs=0.005)


def test_each_frontier_is_where_the_solved_game_turns() -> None:
    game = parse_payoffs(BASE)
    for one in _answer().frontiers:
        assert one.always_refuses is not None
        assert one.may_refuse is not None
        for turn, sure in ((one.always_refuses[1], True), (one.may_refuse[1], False)):
            for step, expected in ((-1e-5, True), (1e-5, False)):
                context = parse_context(f"{CONTEXT}".replace(f"{one.term}=.5", f"{one.term}={turn + step}"))
                resist = equilibria(in_context(game, context, WEIGHTS, Placement.TARGET_CONCESSION)).resist
                assert ((resist >= 0.5).all() if sure else (resist >= 0.5).any()) == expected


def test_contexts_beyond_reach_are_said_to_be() -> None:
    weak = dict.fromkeys(WEIGHTS, 0.01)
    bold = parse_payoffs(BASE.replace("-2.9", "-1"))
    meek = parse_payoffs(BASE.replace("-2.9", "-6"))

    assert answer(bold, parse_context(CONTEXT), weak, **HERE).share_always == 1.0
    assert answer(meek, parse_context(CONTEXT), weak, **HERE).share_never == 1.0
    assert answer(meek, parse_context(CONTEXT), weak, **HERE).frontiers[0].may_refuse is None


def test_shares_over_draws_are_counted_in_solved_games() -> None:
    game, context = parse_payoffs(BASE), parse_context(CONTEXT)
    drawn = draw_weights("article", {}, draws=300, seed=5)
    found = answer(game, context, drawn, **HERE, prior="article")
    solved = equilibria(in_context(game, context, drawn, Placement.TARGET_CONCESSION))
    refusing = np.split(solved.resist >= 0.5, np.searchsorted(solved.game, np.arange(1, 300)))

    assert found.prior is not None
    assert found.prior.every_equilibrium == np.mean([one.all() for one in refusing])
    assert found.prior.some_equilibrium == np.mean([one.any() for one in refusing])


def test_a_map_of_contexts_agrees_with_the_answer() -> None:
    always, ever = shares_over(_answer(), parse_context(CONTEXT), WEIGHTS, ("legitimacy", "trust"), points=3)

    assert _answer().verdict == "refuses"
    assert (always[1, 1], ever[1, 1]) == (1.0, 1.0)  # the context asked about stands in the middle
    assert (always[0, 0], ever[2, 2]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: parse_range("prize=0:1:5"), "names no payoff"),
        (lambda: parse_range("sender_prize=0:1"), "cannot be read"),
        (lambda: parse_range("sender_prize=1:0:5"), "from 1 to 0"),
        (lambda: parse_range("sender_prize=0:inf:5"), "to inf"),
        (lambda: grid(BASE, [parse_range("sender_prize=0:1:5")] * 2), "varies along both axes"),
        (lambda: grid(BASE, [parse_range("sender_prize=0:1:5000000")]), "5,000,000 games"),
        (lambda: grid(BASE, [parse_range("sender_prize=0:9999:5")]), "sender_prize is 9999"),
        (lambda: parse_context("hierarchy=.5"), "no legitimacy, no trust, no exposure"),
        (lambda: parse_context(f"{CONTEXT},public_posture=2"), "public_posture=2"),
        (lambda: parse_weights("hierarchies=1"), "'hierarchies' is not known"),
        (lambda: parse_weights("trust=much"), "not a number"),
        (lambda: parse_weights("trust=nan"), "trust is nan"),
        (lambda: draw_weights("flat", {}, draws=2, seed=1), "'flat'"),
        (lambda: answer(parse_payoffs(BASE), parse_context(CONTEXT), {}, **HERE), "hierarchy, legitimacy"),
        (
            lambda: answer(parse_payoffs(BASE), parse_context(CONTEXT), WEIGHTS, **{**HERE, "level": 1.0}),
            "level is 1",
        ),
        (
            lambda: shares_over(_answer(), parse_context(CONTEXT), WEIGHTS, ("trust", "trust")),
            "trust and trust",
        ),
    ],
)
def test_unusable_questions_are_named(call: object, words: str) -> None:
    assert callable(call)
    with pytest.raises(InvalidSpecification, match=words):
        call()
