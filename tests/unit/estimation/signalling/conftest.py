"""The published sanctions data and specification, and small games with a known truth."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import equilibria

OUTCOME_COLUMNS = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
PUBLISHED = Path(__file__).parents[4] / "validation" / "signalling" / "published.json"


@dataclass(frozen=True, eq=False)
class Sanctions:
    """The data set of Crisman-Cox and Gibilisco, its specification, and what they printed."""

    columns: dict[str, NDArray[Any]]
    design: GameDesign
    published: dict[str, Any]

    def estimate(self, method: str) -> NDArray[np.float64]:
        return np.array(self.published[method]["estimate"])


@pytest.fixture(scope="session")
def sanctions(data_dir: Path) -> Sanctions:
    with (data_dir / "cases" / "sigint" / "sanctionsData.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = {
        name: np.array([row[name] if name == "gameID" else float(row[name]) for row in rows])
        for name in rows[0]
    }
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    formulas = GameFormulas(published["formulas"], {}, OUTCOME_COLUMNS, cluster="dyadID")
    return Sanctions(columns, game_design(columns, formulas), published)


@dataclass(frozen=True, eq=False)
class Simulated:
    """Games whose outcomes were drawn from their own equilibria."""

    design: GameDesign
    truth: NDArray[np.float64]
    z: NDArray[np.float64]


@pytest.fixture(scope="session")
def simulated() -> Simulated:
    """One regressor in the stakes of the target, one in the sender's status quo; one equilibrium each."""
    return simulate(games=300, plays=200)


@pytest.fixture(scope="session")
def few_plays() -> Simulated:
    """The same with so few plays that first-stage beliefs are far from the truth."""
    return simulate(games=150, plays=60)


def simulate(*, games: int, plays: int) -> Simulated:
    rng = stream(12, "simulated crisis games")
    x, w = rng.uniform(0.0, 1.0, games), rng.normal(size=games)
    table: dict[str, NDArray[Any]] = {"x": x, "w": w, "sq": np.ones(games)}
    table |= {name: np.zeros(games) for name in ("cd", "sf", "bd")}
    formulas = GameFormulas(
        {
            "sender_status_quo": "w - 1",
            "target_stand_firm": "x",
            "sender_stand_firm": "1",
            "sender_back_down": "1",
        },
        {"sender_prize": 1.0, "target_prize": 1.0},
        OUTCOME_COLUMNS,
    )
    design = game_design(table, formulas)
    truth = np.array([0.2, -1.5, -0.8, 0.6, -1.2])
    found = equilibria(design.payoffs(truth))
    assert found.game.size == games
    chances = np.exp(found.log_outcomes)
    counts = rng.multinomial(plays, chances / chances.sum(axis=1, keepdims=True)).astype(float)
    return Simulated(design.with_counts(counts), truth, found.z)
