"""The dyad's own record before a year: threats followed through or dropped, agreements, disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable, Years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION", "agreement_spans", "count_in_years", "dispute_spans", "threat_spans"]

PAIR: Final = ("ccode1", "ccode2")
FOREVER: Final = 9999
CLASSES: Final = ("carried", "dropped", "met")
OWN_COUNTS: Final = (
    "threats_made",
    *(f"threats_{name}_{bound}" for name in CLASSES for bound in ("low", "high")),
)
AGREED: Final = ("partial acquiescence", "complete acquiescence", "negotiated settlement")
DROPPED: Final = ("capitulation by sender", "stalemate")
REOPENED_WITHIN: Final = 5
TIES_YEARS: Final = Years(1946, 2006)
DISPUTE_YEARS: Final = Years(1817, 2011)


def count_in_years(spans: pl.DataFrame, years: Years, *, keys: tuple[str, ...] = PAIR) -> pl.DataFrame:
    """Count, for each key and year, the spans that reach over it.

    Parameters
    ----------
    spans
        Columns of ``keys``, variable, first, last: a span adds one to its variable in every year from first
        to last, both included.
    years
        Years wanted.
    keys
        What names a unit.

    Returns
    -------
    polars.DataFrame
        Columns of ``keys``, year, and one column a variable; only units and years with a count above zero.

    Examples
    --------
    >>> spans = pl.DataFrame({"ccode1": [2, 2], "ccode2": [740, 740], "variable": ["threats", "threats"],
    ...                       "first": [1986, 1988], "last": [9999, 9999]})
    >>> count_in_years(spans, Years(1985, 1989))["threats"].to_list()
    [1, 1, 2, 2]
    """
    names = spans["variable"].unique(maintain_order=True).to_list()
    clipped = spans.with_columns(
        pl.col("first").clip(lower_bound=years.first), pl.col("last").clip(upper_bound=years.last)
    ).filter(pl.col("first") <= pl.col("last"))
    reached = clipped.with_columns(year=pl.int_ranges("first", pl.col("last") + 1)).explode("year")
    return (
        reached.group_by(*keys, "year")
        .agg((pl.col("variable") == name).sum().cast(pl.Int64).alias(name) for name in names)
        .sort(*keys, "year")
    )


# --- threats ---------------------------------------------------------------------------------------------


def threat_spans(cases: pl.DataFrame) -> pl.DataFrame:
    """Years in which each threat counts as made, carried out, dropped, met, or still open.

    Nothing counts before it could be known. A threat counts from the year after it was made. How it ended
    counts from the year after it ended (or, if sanctions followed, after they were imposed); until then, and
    for ever where no end or outcome is coded, it may still turn out in any way and stands in every upper
    bound and in no lower one.

    Parameters
    ----------
    cases
        Columns primary_sender, target, start_year, end_year, imposition_year, threat, imposition, outcome.

    Returns
    -------
    polars.DataFrame
        Columns ccode1 (leading sender), ccode2 (target), variable, first, last.

    Notes
    -----
    Carried out: sanctions were imposed after a threat. Dropped: none were, and the sender capitulated or the
    case ended in stalemate. Met: none were, because the target gave in or the two settled.

    References
    ----------
    morgan2014; crescenzi2007

    Examples
    --------
    >>> case = pl.DataFrame({"primary_sender": [2], "target": [740], "start_year": [1985], "end_year": [1987],
    ...                      "imposition_year": [1986], "threat": [1], "imposition": [1], "outcome": [None]})
    >>> spans = threat_spans(case.cast({"outcome": pl.String}))
    >>> spans.filter(pl.col("variable") == "threats_carried_low").rows()
    [(2, 740, 'threats_carried_low', 1987, 9999)]
    """
    named = cases.drop_nulls(["primary_sender", "target", "start_year"])
    made = named.filter(pl.col("threat") == 1)
    kind = (
        pl.when(pl.col("imposition") == 1)
        .then(pl.lit("carried"))
        .when(pl.col("outcome").is_in(DROPPED))
        .then(pl.lit("dropped"))
        .when(pl.col("outcome").is_in(AGREED))
        .then(pl.lit("met"))
    )
    known = (
        pl.when(pl.col("imposition") == 1)
        .then(pl.coalesce("imposition_year", "end_year"))
        .otherwise("end_year")
    )
    told = made.select(
        pl.col("primary_sender").alias("ccode1"),
        pl.col("target").alias("ccode2"),
        first=pl.col("start_year") + 1,
        kind=kind,
        known=pl.when(kind.is_not_null() & known.is_not_null()).then(pl.max_horizontal(known, "start_year")),
    )
    spans = [_span(told, "threats_made", "first", FOREVER)]
    for name in CLASSES:
        own = told.filter((pl.col("kind") == name) & pl.col("known").is_not_null())
        other = told.filter((pl.col("kind") != name) & pl.col("known").is_not_null())
        spans += [
            _span(own, f"threats_{name}_low", pl.col("known") + 1, FOREVER),
            _span(own, f"threats_{name}_high", "first", FOREVER),
            _span(other, f"threats_{name}_high", "first", pl.col("known")),
            _span(told.filter(pl.col("known").is_null()), f"threats_{name}_high", "first", FOREVER),
        ]
    return pl.concat(spans)


def _span(table: pl.DataFrame, variable: str, first: str | pl.Expr, last: int | pl.Expr) -> pl.DataFrame:
    begins = pl.col(first) if isinstance(first, str) else first
    ends = pl.lit(last) if isinstance(last, int) else last
    return table.select(
        *PAIR,
        pl.lit(variable).alias("variable"),
        begins.cast(pl.Int64).alias("first"),
        ends.cast(pl.Int64).alias("last"),
    )


def _cases(tables: Tables) -> pl.DataFrame:
    """Take the cases; one whose outcome contradicts its stage stays open for ever."""
    cases = tables["ties"].table.rename({"imposed_year": "imposition_year"})
    contradicted = pl.col("quality").str.contains("stage_contradicted")
    unset = (pl.when(~contradicted).then(pl.col(name)).alias(name) for name in _ENDINGS)
    return cases.with_columns(unset)


_ENDINGS: Final = ("outcome", "end_year", "imposition_year")


def _within(years: Years, covered: Years) -> Years:
    """Leave out the years that nobody looked at: a count carried on would say that nothing happened."""
    return Years(max(years.first, covered.first), min(years.last, covered.last))


def _threat_table(tables: Tables, years: Years) -> pl.DataFrame:
    return count_in_years(threat_spans(_cases(tables)), _within(years, TIES_YEARS))


def _threats_of_anyone(tables: Tables, years: Years) -> pl.DataFrame:
    spans = threat_spans(_cases(tables)).select(
        pl.col("ccode1").alias("ccode"), pl.col("variable").replace(_TO_ANYONE), "first", "last"
    )
    return count_in_years(spans, _within(years, TIES_YEARS), keys=("ccode",))


# --- agreements ------------------------------------------------------------------------------------------


def agreement_spans(cases: pl.DataFrame) -> pl.DataFrame:
    """Years in which each agreement counts as reached, reopened or standing.

    Parameters
    ----------
    cases
        Columns case, primary_sender, target, start_year, end_year, outcome, issue1, issue2, issue3.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2, variable, first, last.

    Notes
    -----
    An agreement is a case that ended with the target giving in, in part or whole, or with a settlement. It is
    reopened by a case of the same sender against the same target on one of its issues that begins in a later
    year, at most ``REOPENED_WITHIN`` years after it ended; it stood if none did in those years.

    Examples
    --------
    >>> rows = pl.DataFrame({"case": [1, 2], "primary_sender": [2, 2], "target": [740, 740],
    ...                      "start_year": [1985, 1988], "end_year": [1986, None], "issue1": [13, 13],
    ...                      "issue2": [None, None], "issue3": [None, None],
    ...                      "outcome": ["negotiated settlement", None]})
    >>> agreement_spans(rows).filter(pl.col("variable") == "agreements_reopened").rows()
    [(2, 740, 'agreements_reopened', 1989, 9999)]
    """
    named = cases.rename({"primary_sender": "ccode1", "target": "ccode2"}).filter(
        pl.col("ccode1").is_not_null() & pl.col("ccode2").is_not_null()
    )
    agreed = named.filter(pl.col("outcome").is_in(AGREED) & pl.col("end_year").is_not_null())
    issues = (pl.concat_list("issue1", "issue2", "issue3").list.drop_nulls()).alias("issue")
    begun = named.select(*PAIR, issues, again="start_year").explode("issue").drop_nulls()
    later = agreed.select(*PAIR, issues, "case", "end_year").explode("issue").join(begun, on=[*PAIR, "issue"])
    wait = pl.col("again") - pl.col("end_year")
    reopened = (
        later.filter((wait > 0) & (wait <= REOPENED_WITHIN)).group_by("case").agg(pl.col("again").min())
    )
    told = agreed.join(reopened, on="case", how="left")
    return pl.concat(
        [
            _span(told, "agreements", pl.col("end_year") + 1, FOREVER),
            _span(
                told.filter(pl.col("again").is_not_null()),
                "agreements_reopened",
                pl.col("again") + 1,
                FOREVER,
            ),
            _span(
                told.filter(pl.col("again").is_null()),
                "agreements_stood",
                pl.col("end_year") + REOPENED_WITHIN + 1,
                FOREVER,
            ),
        ]
    )


def _agreement_table(tables: Tables, years: Years) -> pl.DataFrame:
    return count_in_years(agreement_spans(_cases(tables)), _within(years, TIES_YEARS))


# --- disputes --------------------------------------------------------------------------------------------


def dispute_spans(disputes: pl.DataFrame) -> pl.DataFrame:
    """Years in which the outbreak of each militarized dispute lies in the last five or ten.

    Parameters
    ----------
    disputes
        Columns dispute, ccode1, ccode2, year, directed dispute-years of both directions.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2 (ascending), variable, first, last, and began (year of outbreak).

    Examples
    --------
    >>> rows = pl.DataFrame({"dispute": [7, 7], "ccode1": [2, 365], "ccode2": [365, 2], "year": [1961] * 2})
    >>> dispute_spans(rows).select("variable", "first", "last").rows()
    [('disputes_5', 1962, 1966), ('disputes_10', 1962, 1971), ('disputes_before', 1962, 9999)]
    """
    begun = (
        disputes.filter(pl.col("ccode1") < pl.col("ccode2"))
        .group_by("dispute", *PAIR)
        .agg(began=pl.col("year").min())
        .sort(*PAIR, "began", "dispute")
    )
    lengths = (("disputes_5", 5), ("disputes_10", 10), ("disputes_before", FOREVER))
    return pl.concat(
        [
            _span(
                begun,
                name,
                pl.col("began") + 1,
                pl.min_horizontal(pl.col("began") + length, pl.lit(FOREVER)),
            ).with_columns(begun["began"])
            for name, length in lengths
        ]
    )


def _dispute_table(tables: Tables, years: Years) -> pl.DataFrame:
    wanted = _within(years, DISPUTE_YEARS)
    spans = dispute_spans(tables["gml_mid"].table)
    counts = count_in_years(spans.drop("began"), wanted)
    begun = spans.filter(pl.col("variable") == "disputes_before").select(*PAIR, "began").unique()
    latest = (
        counts.select(*PAIR, "year")
        .join(begun, on=PAIR)
        .filter(pl.col("began") < pl.col("year"))
        .group_by(*PAIR, "year")
        .agg(pl.col("began").max())
    )
    dated = counts.join(latest, on=[*PAIR, "year"], how="left")
    return dated.with_columns(years_since_dispute=pl.col("year") - pl.col("began")).drop("began")


# --- what the codebook says ------------------------------------------------------------------------------

_TO_ANYONE: Final = {name: name.replace("threats_", "all_threats_") for name in OWN_COUNTS}
TIES: Final = ("ties",)
BEFORE: Final = "cases of the leading sender only; nothing of the year itself or later"
BOUNDS: Final = "From low to high lies what was open or is not coded: 27 % of outcomes, and more in the 1990s"
_WORDS: Final = {
    "carried": "threats that sanctions followed",
    "dropped": "threats dropped: no sanctions, and the sender gave up or the case ended in stalemate",
    "met": "threats met: no sanctions, because the target gave in or the two settled",
}


def _threat_variable(name: str, *, anyone: bool) -> Variable:
    whom = "by the state against anyone" if anyone else "by the sender against the target"
    if name == "threats_made":
        words, note = "threats of sanctions", ""
    else:
        _, kind, bound = name.split("_")
        words = f"{_WORDS[kind]}, {'at least' if bound == 'low' else 'at most'}"
        note = "known before the year" if bound == "low" else "known or still possible before the year"
    return Variable(
        _TO_ANYONE[name] if anyone else name,
        f"{words}, {whom}, before the year",
        "cases",
        Nature.RECORD,
        TIES,
        "; ".join(part for part in (note, BEFORE) if part),
        BOUNDS,
        "Whether a threat was meant, or heard, is not coded. Promises are not in it, nor threats of anything "
        "but sanctions. The European Community is no state and has no record here",
        absent=0,
        covers=TIES_YEARS,
    )


def _count(name: str, meaning: str, method: str, limits: str) -> Variable:
    return Variable(
        name, meaning, "cases", Nature.RECORD, TIES, method, BOUNDS, limits, absent=0, covers=TIES_YEARS
    )


_AGREEMENTS: Final = (
    _count(
        "agreements",
        "cases between the sender and the target that ended in an agreement before the year",
        "the target gave in, in part or whole, or the two settled; " + BEFORE,
        "A floor: cases without a coded outcome may have ended in one",
    ),
    _count(
        "agreements_reopened",
        "of these, reopened by the same sender on the same issue within five years, before the year",
        "a later case that shares an issue code",
        "A new case on 'trade practices' may be about another product; who broke what is not coded",
    ),
    _count(
        "agreements_stood",
        "of these, not reopened in the five years after, all of them before the year",
        "the five years must be over",
        "Silence is not compliance",
    ),
)


def _dispute(name: str, meaning: str, unit: str, *, absent: float | None) -> Variable:
    return Variable(
        name,
        meaning,
        unit,
        Nature.RECORD,
        ("gml_mid",),
        "first year of each dispute in the dyad; the year itself does not count",
        "coded from news; small incidents are missed unevenly",
        "Threats and uses of force only. Ends in 2010",
        absent=absent,
        covers=None if absent is None else DISPUTE_YEARS,
    )


_DISPUTES: Final = (
    _dispute("disputes_5", "militarized disputes begun in the five years before", "disputes", absent=0),
    _dispute("disputes_10", "militarized disputes begun in the ten years before", "disputes", absent=0),
    _dispute("disputes_before", "militarized disputes begun in any year before", "disputes", absent=0),
    _dispute(
        "years_since_dispute", "years since the last dispute began; missing without one", "years", absent=None
    ),
)


def _elsewhere(name: str) -> Derived:
    own = _threat_variable(name, anyone=False)
    variable = Variable(
        name.replace("threats_", "else_threats_"),
        own.meaning.replace("against the target", "against all others"),
        "cases",
        Nature.RECORD,
        TIES,
        "the sender's count against anyone less that against the target; every other dyad counts alike",
        BOUNDS,
        "Crescenzi weighs other dyads by their likeness to this one; these counts do not",
    )
    return Derived(variable, lambda: pl.col(f"{_TO_ANYONE[name]}1") - pl.col(name))


ADDITION: Final = Addition(
    "record",
    "The dyad's own record: threats carried out, dropped and met, agreements, disputes",
    needs=("ties", "gml_mid"),
    parts=(
        Part(
            Level.DIRECTED, tuple(_threat_variable(name, anyone=False) for name in OWN_COUNTS), _threat_table
        ),
        Part(
            Level.STATE_YEAR,
            tuple(_threat_variable(name, anyone=True) for name in OWN_COUNTS),
            _threats_of_anyone,
        ),
        Part(Level.DIRECTED, _AGREEMENTS, _agreement_table),
        Part(Level.UNDIRECTED, _DISPUTES, _dispute_table),
    ),
    derived=tuple(_elsewhere(name) for name in OWN_COUNTS),
    notes=(
        "Counts only. What reputation or trust they make is computed by the theory.",
        "Every count ends with the year before.",
        "No count goes on where its cases end: threats to 2005, disputes to 2010, read in the year after.",
    ),
)
