"""How often two states vote alike in the General Assembly."""

from __future__ import annotations

import numpy as np
import polars as pl

__all__ = ["LEAST_VOTES", "agreement_against_allies", "vote_agreement"]

LEAST_VOTES = 10
LEAST_ALLIES = 3
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
    cast = np.zeros((states.size, len(CHOICES), calls.size), dtype=np.float32)
    cast[rows, block["vote"].to_numpy(), columns] = 1.0
    took_part = cast.sum(axis=1)
    flat = cast.reshape(states.size, -1)
    alike, together = flat @ flat.T, took_part @ took_part.T
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


def agreement_against_allies(agreed: pl.DataFrame, pacts: pl.DataFrame) -> pl.DataFrame:
    """Compare each protected ally's agreement with its protector to the mean of the other allies.

    Agreement moves with the agenda for all states alike. What one ally's votes say about that ally is only
    how far they move away from the votes of the others.

    Parameters
    ----------
    agreed
        As `vote_agreement` returns it.
    pacts
        Columns ccode1, ccode2, year: state 1 owes state 2 defense in that year.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2, year, agreement_minus_allies_mean, agreement_minus_allies_se; only with at
        least ``LEAST_ALLIES`` other allies.

    Examples
    --------
    >>> agreed = pl.DataFrame({"ccode1": [2] * 4, "ccode2": [20, 200, 220, 740], "year": [1990] * 4,
    ...                        "vote_agreement": [0.6, 0.6, 0.6, 0.3], "vote_agreement_se": [0.05] * 4})
    >>> found = agreement_against_allies(agreed, agreed.select("ccode1", "ccode2", "year"))
    >>> round(found.filter(pl.col("ccode2") == 740)["agreement_minus_allies_mean"].item(), 2)
    -0.3
    """
    columns = ["year", "vote_agreement", "vote_agreement_se"]
    turned = agreed.select(pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), *columns)
    both = pl.concat([agreed.select("ccode1", "ccode2", *columns), turned])
    keys = ["ccode1", "ccode2", "year"]
    pairs = pacts.select(keys).join(both, on=keys)
    group = ("ccode1", "year")
    others = pl.len().over(group) - 1
    variance = pl.col("vote_agreement_se") ** 2
    mean = (pl.col("vote_agreement").sum().over(group) - pl.col("vote_agreement")) / others
    noise = (variance.sum().over(group) - variance) / others**2
    told = pairs.with_columns(
        others=others,
        agreement_minus_allies_mean=pl.col("vote_agreement") - mean,
        agreement_minus_allies_se=(variance + noise).sqrt(),
    )
    enough = told.filter(pl.col("others") >= LEAST_ALLIES)
    return enough.select(*keys, "agreement_minus_allies_mean", "agreement_minus_allies_se")
