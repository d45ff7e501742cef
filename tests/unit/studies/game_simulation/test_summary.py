"""Summaries by hand, runs that go on where they stopped, and a shipped cell computed again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaiatsu.errors import InvalidData
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_simulation import run as run_module
from gaiatsu.studies.game_simulation.designs import TRUTHS, Cell, Truth, small_world
from gaiatsu.studies.game_simulation.estimators import FAST, FROM_TRUTH, FULL, SAMPLED, SLOW, Task, estimates
from gaiatsu.studies.game_simulation.run import read_cell, run_cell
from gaiatsu.studies.game_simulation.summary import summarize, write_summaries

SHIPPED = Path(__file__).parents[4] / "validation" / "game_simulation"
TINY = Cell("unique", 8, 25, 3, 0)


def shipped(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_time(path: Path) -> list[dict[str, str]]:
    return [{key: value for key, value in row.items() if key != "seconds"} for row in read_cell(path)]


@pytest.fixture
def two_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run use two quick estimators only."""
    names = ("pseudo-likelihood, tree beliefs", "pseudo-likelihood, target renewed")
    monkeypatch.setattr(run_module, "FAST", {name: FAST[name] for name in names})


@pytest.mark.usefixtures("two_fast")
def test_a_run_that_stopped_within_a_line_goes_on_to_the_same_numbers(tmp_path: Path) -> None:
    whole = run_cell(TINY, tmp_path / "whole")
    broken = tmp_path / "broken" / f"{TINY.name}.csv.part"
    broken.parent.mkdir()
    lines = whole.read_text().splitlines(keepends=True)
    broken.write_text("".join(lines[:4]) + lines[4][:20])

    again = run_cell(TINY, tmp_path / "broken")

    key = lambda row: (row["replicate"], row["estimator"])  # noqa: E731
    assert not broken.exists()
    assert sorted(without_time(again), key=key) == sorted(without_time(whole), key=key)


@pytest.mark.usefixtures("two_fast")
def test_a_finished_cell_is_only_added_to(tmp_path: Path) -> None:
    first = without_time(run_cell(replace(TINY, replicates=2), tmp_path))
    more = without_time(run_cell(TINY, tmp_path))

    assert more[: len(first)] == first
    assert len(more) == 3 * 2


def test_the_cell_that_imitates_data_asks_for_them(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=r"sanctions-418-120 was asked for without the data"):
        run_cell(Cell("sanctions", 418, 120, 1, 0), tmp_path)


def test_a_cell_that_was_not_run_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=r"no file cell\.csv"):
        read_cell(tmp_path / "cell.csv")


def written(folder: Path, rows: list[tuple[str, str, float, float, float]]) -> None:
    """Write a cell of one coefficient: estimator, status, log likelihood, estimate, standard error."""
    head = "replicate,estimator,status,seconds,log_likelihood,estimate 0,model error 0,robust error 0\n"
    counts: dict[str, int] = {}
    text = head
    for estimator, status, value, estimate, error in rows:
        number = counts[estimator] = counts.get(estimator, -1) + 1
        text += f'{number},"{estimator}",{status},{number + 1}.0,{value},{estimate},{error},nan\n'
    (folder / "unique-1-1.csv").write_text(text)


def test_bias_error_and_coverage_are_those_computed_by_hand(tmp_path: Path) -> None:
    rows = [
        (FULL, "CONVERGED", -10.0, 3.0, 1.0),  # error 1, covered
        (FULL, "CONVERGED", -10.0, 5.0, 1.8),  # error 3: outside 1.645 x 1.8 = 2.96, inside 1.96 x 1.8 = 3.53
        (FULL, "CONVERGED", -12.0, 60.0, 1.0),  # beyond 50: set aside
        (FULL, "NOT_CONVERGED", -10.0, 2.0, 1.0),  # set aside
        *[(FROM_TRUTH, "CONVERGED", -10.0, 2.0, 1.0)] * 4,
    ]
    written(tmp_path, rows)

    found = summarize(Cell("unique", 1, 1, 4, 4), tmp_path, Truth(("b",), (2.0,)))
    whole, one = found.estimators[0], found.coefficients[0]

    assert (whole.converged, whole.kept, whole.short, whole.seconds) == (0.75, 0.5, 0.25, 2.5)
    assert (one.kept, one.bias, one.rmse) == (2, 2.0, pytest.approx(np.sqrt(5.0)))
    assert one.bias_error == pytest.approx(1.0)  # errors 1 and 3: deviation root 2, over root 2
    # squares 1 and 9: error of their mean 4, over twice the root of 5
    assert one.rmse_error == pytest.approx(4.0 / (2.0 * np.sqrt(5.0)))
    assert (one.coverage_90, one.coverage_95, one.robust_coverage_95) == (0.5, 1.0, 0.0)
    assert whole.typical_error == pytest.approx(2.0)  # errors 1, 3, 58, 0
    assert np.isnan(whole.robust_coverage)


def test_summaries_are_written_whole(tmp_path: Path) -> None:
    written(tmp_path, [(FULL, "CONVERGED", -1.0, 1.0, 1.0), (FULL, "CONVERGED", -1.0, 1.5, 1.0)])

    write_summaries([summarize(Cell("unique", 1, 1, 2, 0), tmp_path, Truth(("b",), (1.0,)))], tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        "unique-1-1.csv",
        "estimators.csv",
        "coefficients.csv",
    }
    assert (tmp_path / "estimators.csv").read_text().splitlines()[0].startswith("cell,estimator,replicates")


def far_apart(errors: list[np.ndarray], row: dict[str, str]) -> float:
    """Log ratio of a root mean squared error computed again to the shipped one, in Monte Carlo errors."""
    squares = np.array([float(error @ error) for error in errors])
    spread = 0.5 * squares.std(ddof=1) / np.sqrt(squares.size) / squares.mean()
    shipped_root, shipped_spread = float(row["rmse"]), float(row["rmse_error"])
    ratio = np.log(np.sqrt(squares.mean()) / shipped_root)
    return float(abs(ratio) / np.hypot(spread, shipped_spread / shipped_root))


@pytest.mark.parametrize(("name", "replicates"), [(FULL, 6), ("pseudo-likelihood, target renewed", 16)])
def test_a_shipped_cell_computed_again_with_another_seed_agrees(name: str, replicates: int) -> None:
    cell = Cell("multiple", 100, 100, replicates, 0)
    truth = np.array(TRUTHS["multiple"].values)
    errors = []
    for number in range(replicates):
        task = Task(small_world(cell, 7, number), stream(7, cell.name, number), 1)
        errors += [one.coefficients - truth for one in estimates(task, (name,))]
    row = next(r for r in shipped("estimators.csv") if (r["cell"], r["estimator"]) == (cell.name, name))

    assert far_apart(errors, row) < 3.5
    assert far_apart([4.0 * error for error in errors], row) > 3.5


def test_full_likelihood_does_best_wherever_games_play_several_equilibria() -> None:
    rows = [row for row in shipped("estimators.csv") if row["cell"].startswith("multiple")]
    cells = {row["cell"] for row in rows}

    assert len(cells) == 6
    for cell in cells - {"multiple-25-25"}:
        own = {row["estimator"]: float(row["typical_error"]) for row in rows if row["cell"] == cell}
        others = [error for name, error in own.items() if not name.startswith((FULL, "constrained"))]
        assert own[FULL] < min(others)


def test_every_estimator_is_shipped() -> None:
    assert {row["estimator"] for row in shipped("estimators.csv")} == {*FAST, *SLOW, *SAMPLED}


def test_the_page_shows_the_shipped_numbers() -> None:
    page = (SHIPPED.parents[1] / "docs" / "theory" / "estimating-the-game.md").read_text()
    columns = (
        FULL,
        "posterior mean, weak priors",
        "constrained likelihood",
        "pseudo-likelihood, smooth beliefs",
        "pseudo-likelihood, target renewed",
        "nested pseudo-likelihood",
        "full likelihood, least resistance",
        "single root, simplex search",
    )
    rows = {(row["cell"], row["estimator"]): row for row in shipped("estimators.csv")}
    lines = [
        line.strip("| ").split("|") for line in page.splitlines() if line.startswith(("| `mul", "| `uni"))
    ]

    assert len(lines) == 12
    for line in lines:
        cell, _, *numbers, covered = (part.strip(" `") for part in line)
        errors = [rows[cell, name]["typical_error"] for name in columns if (cell, name) in rows]
        assert [float(number.split()[0]) for number in numbers if number] == pytest.approx(
            [float(error) for error in errors], abs=0.0051, rel=0.05
        )
        assert float(covered) == pytest.approx(float(rows[cell, FULL]["coverage"]), abs=0.0051)
