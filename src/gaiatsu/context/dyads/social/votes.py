"""How often two states vote alike in the General Assembly."""

from __future__ import annotations

import numpy as np
import polars as pl

__all__ = ["LEAST_VOTES", "vote_agreement"]

LEAST_VOTES = 10
CHOICES = {"yes": 0, "abstain": 1, "no": 2}


def vote_agreement(votes: pl.DataFrame) -> pl.DataFrame:
    """Share of roll calls on which two states cast the same vote.

    Parameters
    ----------
    votes
        Columns year, rcid, ccode, vote (yes, abstain, no); a state that was absent has no row.

    Returns
    -------
    polars.DataFrame
        Columns ccode1 < ccode2, year, vote_agreement (0-1), vote_agreement_se, votes_together (roll calls in
        which both took part, at least ``LEAST_VOTES``).

    Notes
    -----
    The standard error is that of a share of independent roll calls. They come in bundles on one subject, so
    it is too small.

    Examples
    --------
    >>> rows = [(1990, r, c, "yes" if c == 2 or r < 6 else "no") for r in range(12) for c in (2, 740)]
    >>> votes = pl.DataFrame(rows, schema=["year", "rcid", "ccode", "vote"], orient="row")
    >>> vote_agreement(votes).row(0)[:4]
    (2, 740, 1990, 0.5)
    """
    coded = votes.with_columns(
        pl.col("vote").cast(pl.String).replace_strict(CHOICES, default=None, return_dtype=pl.Int8)
    )
    known = coded.drop_nulls().unique(["rcid", "ccode"], keep="first", maintain_order=True)
    years = [_agreement_of(block) for block in known.sort("year").partition_by("year")]
    schema = {"ccode1": pl.Int64, "ccode2": pl.Int64, "year": pl.Int64, "vote_agreement": pl.Float64}
    schema |= {"vote_agreement_se": pl.Float64, "votes_together": pl.Int64}
    return pl.concat([pl.DataFrame(schema=schema), *years])


def _agreement_of(block: pl.DataFrame) -> pl.DataFrame:
    states, rows = np.unique(block["ccode"].to_numpy(), return_inverse=True)
    calls, columns = np.unique(block["rcid"].to_numpy(), return_inverse=True)
    cast = block["vote"].to_numpy()
    alike = np.zeros((states.size, states.size), dtype=np.float32)
    took_part = np.zeros((states.size, calls.size), dtype=np.float32)
    for choice in CHOICES.values():
        marks = np.zeros_like(took_part)
        chosen = cast == choice
        marks[rows[chosen], columns[chosen]] = 1.0
        alike += marks @ marks.T
        took_part += marks
    together = took_part @ took_part.T
    left, right = np.triu_indices(states.size, k=1)
    enough = together[left, right] >= LEAST_VOTES
    left, right = left[enough], right[enough]
    number = together[left, right].astype(np.float64)
    share = alike[left, right] / number
    return pl.DataFrame(
        {
            "ccode1": states[left].astype(np.int64),
            "ccode2": states[right].astype(np.int64),
            "year": np.full(left.size, block["year"][0], dtype=np.int64),
            "vote_agreement": share,
            "vote_agreement_se": np.sqrt(share * (1.0 - share) / number),
            "votes_together": number.astype(np.int64),
        }
    )
