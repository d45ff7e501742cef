"""Cases in the columns of TIES, simulated with a known effect."""

from __future__ import annotations

import numpy as np
import polars as pl

WON, LOST = "negotiated settlement", "stalemate"


def cases(
    rng: np.random.Generator,
    n: int,
    *,
    base: float = 0.55,
    fall: float = 0.0,
    common: float = 0.0,
    gain: float = 0.0,
    missing: float = 0.0,
) -> pl.DataFrame:
    """Draw U.S. trade cases: rates fall after 1992, in Japan by more; an institution adds.

    Parameters
    ----------
    rng
        Generator.
    n
        Cases.
    base
        Rate of success before, without an institution.
    fall, common, gain
        Fall of Japan's own, fall of every target, gain from an institution; in shares.
    missing
        Share of outcomes that are blanked at random.

    Returns
    -------
    polars.DataFrame
        With every column that the field studies read.
    """
    year = rng.integers(1970, 2005, n)
    target = rng.choice([740, 713, 732, 20, 70, 1000, 710, 750], n)
    institution = rng.integers(0, 2, n)
    late = year >= 1993
    chance = base - fall * ((target == 740) & late) - common * late + gain * institution
    won = rng.random(n) < chance
    imposed = rng.integers(0, 2, n)
    blank = rng.random(n) < missing
    outcome = [None if gone else (WON if yes else LOST) for gone, yes in zip(blank, won, strict=True)]
    stage = [
        None if gone else ("imposition" if done else "threat")
        for gone, done in zip(blank, imposed, strict=True)
    ]
    score = [None if gone else (7 if yes else 3) for gone, yes in zip(blank, won, strict=True)]
    senders = {f"sender{place}": pl.Series([None] * n, dtype=pl.Int64) for place in range(2, 6)}
    return pl.DataFrame(
        {
            "case": np.arange(n) + 1,
            "start_year": year,
            "primary_sender": np.full(n, 2),
            "sender1": np.full(n, 2),
            **senders,
            "target": target,
            "institution": institution,
            "issue1": np.full(n, 13),
            "threat": np.ones(n, dtype=int),
            "imposition": imposed,
            "clear_demand": rng.integers(1, 3, n),
            "commitment": rng.integers(1, 4, n),
            "target_costs": rng.integers(1, 4, n),
            "sender_costs": rng.integers(1, 4, n),
            "settlement_sender": score,
            "settlement_target": [None if value is None else 10 - value for value in score],
            "outcome": outcome,
            "outcome_stage": stage,
        }
    )
