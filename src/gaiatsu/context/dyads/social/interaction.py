"""Interaction between two states: visits, votes cast alike, and how each speaks of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from gaiatsu.context.dyads.base import CARRIED_TO, state_years
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.social.language import (
    CATEGORIES,
    MENTIONS,
    Language,
    Spoken,
    read_speech,
    share_error,
)
from gaiatsu.context.dyads.social.votes import agreement_against_allies, vote_agreement

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION", "UNMATCHED", "speech_years", "unmatched_names", "visit_years"]

AMERICA, JAPAN, GERMANY, UNITED_GERMANY = 2, 740, 260, 255
UNITED_FROM: Final = 1990
VISIT_YEARS: Final = Years(1946, 2023)
LAST_FULL_VOTES: Final = 2019
OWN_KIND: Final = ("visits_to_us", "president_visits", "secretary_visits")
LEFT_OUT: Final = (
    "overlapping_visits",
    "conference_of_weeks",
    "two_entries_a_stop",
    "before_inauguration",
)
UNMATCHED: Final = "not_a_state"
"""The mark of visits whose country is no state of the system; the reader keeps them with their names."""


# --- visits ----------------------------------------------------------------------------------------------


def visit_years(visits: pl.DataFrame, travels: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Count visits between the United States and each state by year, with zeros.

    Parameters
    ----------
    visits
        Foreign leaders in the United States: columns ccode, start (date), quality.
    travels
        Presidents and secretaries of state abroad: columns ccode, role, start, quality.
    states
        Columns ccode, year: the state-years that get a row.

    Returns
    -------
    polars.DataFrame
        Columns ccode1 < ccode2, year, visits_to_us, president_visits, secretary_visits. A stay that stands
        under two numbers counts once; travels before the oath and stays at the conference of 1945 do not.

    Examples
    --------
    >>> from datetime import date
    >>> visits = pl.DataFrame({"ccode": [740], "start": [date(1993, 4, 16)], "quality": [""]})
    >>> travels = pl.DataFrame({"ccode": [740], "role": ["president"], "start": [date(1993, 7, 6)],
    ...                         "quality": [""]})
    >>> visit_years(visits, travels, pl.DataFrame({"ccode": [740, 740], "year": [1993, 1994]})).rows()
    [(2, 740, 1993, 1, 1, 0), (2, 740, 1994, 0, 0, 0)]
    """
    held = visits.with_columns(role=pl.lit("visitor"))
    both = pl.concat([held.select(_VISIT), travels.select(_VISIT)])
    flawed = pl.any_horizontal(pl.col("quality").str.contains(mark) for mark in LEFT_OUT)
    repeated = pl.col("quality").str.contains("two_entries_a_stop")
    once = both.filter(repeated).unique(["ccode", "role", "start"])
    counted = pl.concat([both.filter(~flawed), once]).drop_nulls(["ccode", "start"])
    counts = counted.group_by("ccode", pl.col("start").dt.year().cast(pl.Int64).alias("year")).agg(
        visits_to_us=_number("visitor"),
        president_visits=_number("president"),
        secretary_visits=_number("secretary"),
    )
    rows = states.filter(pl.col("ccode") != AMERICA).unique(["ccode", "year"]).sort("ccode", "year")
    joined = rows.join(counts, on=["ccode", "year"], how="left", maintain_order="left")
    return joined.select(
        pl.lit(AMERICA, dtype=pl.Int64).alias("ccode1"),
        pl.col("ccode").alias("ccode2"),
        "year",
        *(pl.col(name).fill_null(0) for name in OWN_KIND),
    )


_VISIT: Final = ("ccode", "role", "start", "quality")


def unmatched_names(visits: pl.DataFrame, travels: pl.DataFrame) -> pl.DataFrame:
    """List the names of countries in the lists of visits that are no state of the system.

    Parameters
    ----------
    visits, travels
        As for `visit_years`, with the column country.

    Returns
    -------
    polars.DataFrame
        Columns country, visits (to the United States), travels (of presidents and secretaries), by name.

    Examples
    --------
    >>> visits = pl.DataFrame({"ccode": [None, 740], "country": ["Hawaii", "Japan"]})
    >>> unmatched_names(visits, visits.clear()).rows()
    [('Hawaii', 1, 0)]
    """
    found = [
        table.filter(pl.col("ccode").is_null()).group_by("country").agg(pl.len().cast(pl.Int64).alias(name))
        for name, table in (("visits", visits), ("travels", travels))
    ]
    joined = found[0].join(found[1], on="country", how="full", coalesce=True)
    return joined.with_columns(pl.col("visits", "travels").fill_null(0)).sort("country")


def _number(role: str) -> pl.Expr:
    return (pl.col("role") == role).sum().cast(pl.Int64)


def _visit_table(tables: Tables, years: Years) -> pl.DataFrame:
    wanted = Years(max(years.first, VISIT_YEARS.first), min(years.last, VISIT_YEARS.last, CARRIED_TO))
    if wanted.first > wanted.last:
        return pl.DataFrame(schema=dict.fromkeys(("ccode1", "ccode2", "year", *OWN_KIND), pl.Int64))
    states = state_years(tables["cow_states"].table, wanted).select("ccode", "year")
    return visit_years(tables["us_visits"].table, tables["us_travels"].table, states)


# --- votes -----------------------------------------------------------------------------------------------


def _vote_table(tables: Tables, years: Years) -> pl.DataFrame:
    last = min(years.last, LAST_FULL_VOTES)
    calls = tables["un_roll_calls"].table.filter(pl.col("year").is_between(years.first, last))
    votes = (
        tables["un_votes"].table.select("rcid", "ccode", "vote").join(calls.select("rcid", "year"), on="rcid")
    )
    return vote_agreement(votes)


def _agreement_table(tables: Tables, years: Years) -> pl.DataFrame:
    pacts = tables["atop"].table.filter((pl.col("defense") == 1) & pl.col("year").is_between(*years))
    agreed = _vote_table(tables, years)
    return agreement_against_allies(agreed, pacts)


# --- speeches --------------------------------------------------------------------------------------------


def speech_years(speeches: pl.DataFrame) -> pl.DataFrame:
    """Say how each speaker spoke of each state in a year, over all speeches of that year together.

    Parameters
    ----------
    speeches
        Columns ccode (speaker), year, text, language (``en`` or ``ja``).

    Returns
    -------
    polars.DataFrame
        Columns speaker, about, year; mentions (per 1,000 words, or per 1,000 characters in Japanese) and
        mentions_se; sentences; for each category the share of sentences about the state that hold a term,
        with its standard deviation, missing without such a sentence.

    Notes
    -----
    ``mentions_se = 1000 (n + 1/2)^(1/2) / length``, that of a Poisson count.

    Examples
    --------
    >>> speeches = pl.DataFrame({"ccode": [2], "year": [1996], "language": ["en"],
    ...                          "text": ["America is selling more cars than Japan. " * 10]})
    >>> found = speech_years(speeches).filter(pl.col("about") == 740)
    >>> found.select("mentions", "sentences", "equality").row(0)
    (142.85714285714286, 10, 0.0)
    """
    rows = []
    for (speaker, year), block in sorted(_by_speaker(speeches).items()):
        about = tuple(state for state in MENTIONS if not _same_state(state, speaker))
        read = [read_speech(text, language=Language(tongue), about=about) for text, tongue in block]
        for state in about:
            said = [speech[state] for speech in read]
            rows.append({"speaker": speaker, "about": state, "year": year} | _tally(said))
    return _united(pl.DataFrame(rows, schema=_SPEECH))


def _tally(said: list[Spoken]) -> dict[str, float | None]:
    named, number = sum(one.mentions for one in said), sum(one.sentences for one in said)
    length = max(sum(one.length for one in said), 1)
    row: dict[str, float | None] = {
        "sentences": number,
        "mentions": 1000.0 * named / length,
        "mentions_se": 1000.0 * (named + 0.5) ** 0.5 / length,
    }
    for place, category in enumerate(CATEGORIES):
        hits = sum(one.terms[place] for one in said)
        row[category] = hits / number if number else None
        row[f"{category}_sd"] = share_error(hits, number) if number else None
    return row


def _by_speaker(speeches: pl.DataFrame) -> dict[tuple[int, int], list[tuple[str, str]]]:
    grouped: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for ccode, year, text, tongue in speeches.select("ccode", "year", "text", "language").rows():
        grouped.setdefault((ccode, year), []).append((text, tongue))
    return grouped


def _same_state(about: int, speaker: int) -> bool:
    return about == speaker or (about == GERMANY and speaker == UNITED_GERMANY)


def _united(table: pl.DataFrame) -> pl.DataFrame:
    """Speak of Germany by the code it has in the year."""
    united = (pl.col("about") == GERMANY) & (pl.col("year") >= UNITED_FROM)
    return table.with_columns(pl.when(united).then(UNITED_GERMANY).otherwise("about").alias("about"))


_SPEECH: Final = {
    **dict.fromkeys(("speaker", "about", "year", "sentences"), pl.Int64),
    "mentions": pl.Float64,
    "mentions_se": pl.Float64,
    **{f"{category}{end}": pl.Float64 for category in CATEGORIES for end in ("", "_sd")},
}


def _home_speeches(tables: Tables, years: Years) -> pl.DataFrame:
    """Messages on the State of the Union, spoken if one was; speeches of Japan's prime ministers."""
    messages = tables["sotu"].table.filter(~pl.col("quality").str.contains("summary_on_the_air"))
    spoken = pl.col("form") == "speech"
    chosen = messages.filter(spoken | ~spoken.any().over("year")).select(
        pl.lit(AMERICA, dtype=pl.Int64).alias("ccode"), "year", "text", language=pl.lit("en")
    )
    policy = tables["jp_speeches"].table.select(
        pl.lit(JAPAN, dtype=pl.Int64).alias("ccode"),
        pl.col("date").dt.year().cast(pl.Int64).alias("year"),
        "text",
        language=pl.lit("ja"),
    )
    return pl.concat([chosen, policy]).filter(pl.col("year").is_between(years.first, years.last))


def _spoken(table: pl.DataFrame, side: str, names: dict[str, str]) -> pl.DataFrame:
    """Give a table of speeches the keys of the dyad, the speaker being the sender or the target."""
    speaker, about = ("ccode1", "ccode2") if side == "sender" else ("ccode2", "ccode1")
    return table.select(
        pl.col("speaker").alias(speaker),
        pl.col("about").alias(about),
        "year",
        *(pl.col(old).alias(f"{new}_by_{side}") for old, new in names.items()),
    )


HOME: Final = {
    "mentions": "mentions",
    "mentions_se": "mentions_se",
    "sentences": "sentences",
    **{category: f"{category}" for category in CATEGORIES},
    **{f"{category}_sd": f"{category}_sd" for category in CATEGORIES},
}
SIDES: Final = ("sender", "target")
UN: Final = {"mentions": "un_mentions", "mentions_se": "un_mentions_se"}


def _both_sides(table: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Put what the sender says of the target beside what the target says of the sender."""
    sender, target = _spoken(table, "sender", names), _spoken(table, "target", names)
    return sender.join(target, on=["ccode1", "ccode2", "year"], how="full", coalesce=True)


def _home_table(tables: Tables, years: Years) -> pl.DataFrame:
    return _both_sides(speech_years(_home_speeches(tables, years)), HOME)


def _un_mentions(tables: Tables, years: Years) -> pl.DataFrame:
    """Mentions in speeches at the United Nations; counted by columns, since there are many."""
    table = tables["ungdc"].table.filter(pl.col("year").is_between(years.first, years.last))
    text = pl.col("text").str.replace_all("-\n", "", literal=True)
    told = table.select("ccode", "year", text=text).with_columns(
        length=pl.col("text").str.count_matches(r"\S+"),
        **{str(about): pl.col("text").str.count_matches(names[0]) for about, names in MENTIONS.items()},
    )
    long = told.drop("text").unpivot(
        index=["ccode", "year", "length"], variable_name="about", value_name="named"
    )
    counted = long.with_columns(pl.col("about").cast(pl.Int64), pl.col("length").clip(lower_bound=1))
    other = (pl.col("ccode") != pl.col("about")) & ~(
        (pl.col("ccode") == UNITED_GERMANY) & (pl.col("about") == GERMANY)
    )
    return _united(
        counted.filter(other).select(
            pl.col("ccode").alias("speaker"),
            "about",
            "year",
            mentions=1000.0 * pl.col("named") / pl.col("length"),
            mentions_se=1000.0 * (pl.col("named") + 0.5).sqrt() / pl.col("length"),
        )
    )


def _un_table(tables: Tables, years: Years) -> pl.DataFrame:
    return _both_sides(_un_mentions(tables, years), UN)


# --- what the codebook says ------------------------------------------------------------------------------

VISITS: Final = ("us_visits", "us_travels", "cow_states")
_VISITS = tuple(
    Variable(
        name,
        meaning,
        "visits",
        Nature.SOCIAL,
        VISITS,
        "by the day a visit began; a stay that stands twice counts once",
        "complete as far as the producer's lists; countries that are no states are left out",
        "Summits of many states, funerals and stopovers count like state visits. Contact, not its tone. One "
        "side is always the United States",
    )
    for name, meaning in (
        ("visits_to_us", "visits of the other state's leaders to the United States"),
        ("president_visits", "stops of the president of the United States in the other state"),
        ("secretary_visits", "stops of the secretary of state in the other state"),
    )
)
UN_VOTES: Final = ("un_votes", "un_roll_calls")
_VOTES = (
    Variable(
        "vote_agreement",
        "share of roll calls in the General Assembly on which both cast the same vote",
        "0-1",
        Nature.SOCIAL,
        UN_VOTES,
        "yes, abstain and no count as three; roll calls in which both took part; 1946-2019",
        "vote_agreement_se, which takes roll calls as independent and is too small",
        "Moves with the agenda for all pairs alike. Votes are cheap and seldom about the two states",
    ),
    Variable(
        "vote_agreement_se",
        "standard error of vote_agreement",
        "0-1",
        Nature.SOCIAL,
        UN_VOTES,
        "that of a share of independent roll calls",
    ),
    Variable(
        "votes_together",
        "roll calls in which both took part",
        "roll calls",
        Nature.SOCIAL,
        UN_VOTES,
        "no agreement is given below ten",
    ),
)
_AGAINST = (
    Variable(
        "agreement_minus_allies_mean",
        "votes cast alike with the sender less the mean of its other allies",
        "-1 to 1",
        Nature.SOCIAL,
        (*UN_VOTES, "atop"),
        "comparison group: every other state to which the sender owes defense in that year; at least three",
        "agreement_minus_allies_se, which takes roll calls and allies as independent and is too small",
        "Votes are cheap and seldom about the two states",
    ),
    Variable(
        "agreement_minus_allies_se",
        "standard error of agreement_minus_allies_mean",
        "0-1",
        Nature.SOCIAL,
        (*UN_VOTES, "atop"),
        "root of the target's variance and that of the others' mean",
    ),
)
HOME_SETS: Final = ("sotu", "jp_speeches")
WHO: Final = "American presidents to Congress and Japanese prime ministers to the Diet only"
TONE: Final = "A word in a sentence about a state is not always about that state. " + WHO
_MEANINGS: Final = {
    "mentions": ("names of the other state", "per 1,000 words; in Japanese, characters"),
    "mentions_se": ("standard error of mentions", "per 1,000"),
    "sentences": ("sentences that name it", "sentences"),
}


_DOUBTS: Final = {
    "deference": (
        "not to be relied on: of thirty sentences drawn at random the dictionary marked six and a reader one"
    ),
    "equality": "sampling error; of thirty sentences drawn at random the words marked four, a reader three",
    "partnership": "sampling error; of thirty sentences drawn at random words and reader marked the same 14",
    "pivot": (
        "sampling error; of thirty sentences drawn at random the words marked seven, a reader six, both four"
    ),
}


def _home_variable(old: str, side: str) -> Variable:
    name = f"{HOME[old]}_by_{side}"
    if old in _MEANINGS:
        meaning, unit = _MEANINGS[old]
        words = f"{meaning}, in speeches of the {side} to its own parliament"
    elif old.endswith("_sd"):
        words, unit = f"standard deviation of {name.replace('_sd', '')}", "0-1"
    else:
        words = f"share of the {side}'s sentences about the other state that hold words of {old}"
        unit = "0-1; missing without such a sentence"
    return Variable(
        name,
        words,
        unit,
        Nature.SOCIAL,
        HOME_SETS,
        "plain dictionaries; a year's speeches are taken together",
        _DOUBTS.get(old, "sampling error as if sentences were independent"),
        TONE,
    )


def _un_variable(old: str, side: str) -> Variable:
    return Variable(
        f"{UN[old]}_by_{side}",
        f"names of the other state in the {side}'s speech at the General Assembly"
        + (", standard error" if old == "mentions_se" else ""),
        "per 1,000 words",
        Nature.SOCIAL,
        ("ungdc",),
        "plain list of names",
        "Poisson error of the count",
        "Seventeen speakers, eighteen names. A name is contact or concern, not tone",
    )


ADDITION: Final = Addition(
    "interaction",
    "Interaction: visits, votes cast alike, and how each speaks of the other",
    needs=(*VISITS, *UN_VOTES, "atop", *HOME_SETS, "ungdc"),
    parts=(
        Part(Level.UNDIRECTED, _VISITS, _visit_table),
        Part(Level.UNDIRECTED, _VOTES, _vote_table),
        Part(Level.DIRECTED, _AGAINST, _agreement_table),
        Part(
            Level.DIRECTED,
            tuple(_home_variable(old, side) for side in SIDES for old in HOME),
            _home_table,
        ),
        Part(
            Level.DIRECTED,
            tuple(_un_variable(old, side) for side in SIDES for old in UN),
            _un_table,
        ),
    ),
    notes=(
        "Aid, exchanges of students and contacts of firms are not in it: no set read here holds them.",
        "Votes are compared among allies in the same way as ideal points: agreement less that of the others.",
    ),
)
