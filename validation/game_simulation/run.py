# ruff: noqa: INP001
"""Simulation study of the estimators of the crisis game; see README.md beside this file.

    python run.py --cells FOLDER [--share 1.0] [--slow 1.0] [--sampled 1.0] [--only NAME] [--data FILE]

FOLDER keeps one file a cell with every estimate; an interrupted run goes on where it stopped. The summaries
that the project ships are written beside this file once all cells asked for are complete.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from gaiatsu.estimation.signalling.design import GameFormulas, game_design
from gaiatsu.studies.game_simulation.designs import TRUTHS, Cell, Truth, World
from gaiatsu.studies.game_simulation.run import run_cell
from gaiatsu.studies.game_simulation.summary import summarize, write_summaries

HERE = Path(__file__).parent
OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
PLAN = (
    *(
        Cell(design, games, plays, replicates, slow, sampled=sampled)
        for games, replicates, slow, sampled in ((25, 200, 24, 100), (100, 200, 12, 50), (200, 100, 0, 0))
        for plays in (25, 100)
        for design in ("multiple", "unique")
    ),
    Cell("sanctions", 418, 120, 200, 24, extra=("nested pseudo-likelihood",), sampled=200),
)


def base_world(path: Path) -> World:
    """Read the sanctions data and the published estimates that are taken for true."""
    published = json.loads((HERE.parent / "signalling" / "published.json").read_text())
    table = pl.read_csv(path)
    columns = {name: table[name].to_numpy() for name in table.columns}
    formulas = GameFormulas(published["formulas"], {}, OUTCOMES)
    return World(game_design(columns, formulas), np.array(published["constrained"]["estimate"]))


def main() -> None:
    """Run the cells asked for and summarize all that are complete."""
    parser = argparse.ArgumentParser(description="Simulation study of the estimators of the crisis game.")
    parser.add_argument("--cells", type=Path, required=True, help="folder of the cells' files")
    parser.add_argument("--share", type=float, default=1.0, help="share of the planned replicates")
    parser.add_argument("--slow", type=float, default=1.0, help="the same for the slow estimators")
    parser.add_argument("--sampled", type=float, default=1.0, help="the same for the posterior mean")
    parser.add_argument("--only", default="", help="run cells whose name begins so")
    parser.add_argument("--data", type=Path, help="sanctionsData.csv, for the cell that imitates it")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the summaries")
    given = parser.parse_args()
    base = base_world(given.data) if given.data else None
    for planned in PLAN:
        if planned.name.startswith(given.only) and (base or planned.design != "sanctions"):
            sizes = {
                "replicates": math.ceil(given.share * planned.replicates),
                "slow": math.ceil(given.slow * planned.slow),
                "sampled": math.ceil(given.sampled * planned.sampled),
            }
            world = base if planned.design == "sanctions" else None
            run_cell(
                replace(planned, **sizes),
                given.cells,
                base=world,
                progress=lambda line: print(line, file=sys.stderr),  # noqa: T201
            )
    truths = dict(TRUTHS)
    if base:
        truths["sanctions"] = Truth(base.design.names, tuple(base.truth))
    complete = [
        cell for cell in PLAN if cell.design in truths and (given.cells / f"{cell.name}.csv").exists()
    ]
    summaries = [summarize(cell, given.cells, truths[cell.design]) for cell in complete]
    write_summaries(summaries, given.out)


if __name__ == "__main__":
    main()
