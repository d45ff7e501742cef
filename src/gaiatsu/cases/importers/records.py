"""What an importer declares, and what it makes of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.origin import Rule, Success, Unmapped

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = [
    "CODER",
    "Draft",
    "Importer",
    "Selection",
    "Skipped",
    "Value",
    "gap",
    "make_rule",
    "open_outcome",
    "outcome_values",
    "unmapped",
    "value",
]

CODER: Final = "gaiatsu-import"
CONCEDED_FROM: Final = 2

Value = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """An episode as an importer reads it off its rows, not yet held against the schema.

    Parameters
    ----------
    rows
        Numbers of the rows it rests on, counted from 1 below the header.
    id, title, sender, target, start
        As in the schema.
    values
        Coded values by field; fields that are not here are gaps of the whole set.
    end
        Date, or a gap.
    senders, institutions, clusters, note
        As in the schema.
    """

    rows: tuple[int, ...]
    id: str
    title: str
    sender: str
    target: str
    start: str
    values: Mapping[str, Value]
    end: str | Value
    senders: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Skipped:
    """A row that is no episode.

    Parameters
    ----------
    row
        Its number, counted from 1 below the header.
    reason
        Why.
    """

    row: int
    reason: str


@dataclass(frozen=True)
class Selection:
    """Which episodes are wanted.

    Parameters
    ----------
    first, last
        Years between which the demand was made, both included; ``None`` for no bound.
    sender
        State that must be among the senders, in three letters; empty for any.
    target
        State that must be pressed, in three letters; empty for any.

    Examples
    --------
    >>> Selection(1945, 2005, "USA", "JPN").conditions
    ('begun in 1945 or later', 'begun in 2005 or earlier', 'USA among the senders', 'target JPN')
    """

    first: int | None = None
    last: int | None = None
    sender: str = ""
    target: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions in words."""
        named = (
            (self.first is not None, f"begun in {self.first} or later"),
            (self.last is not None, f"begun in {self.last} or earlier"),
            (bool(self.sender), f"{self.sender} among the senders"),
            (bool(self.target), f"target {self.target}"),
        )
        return tuple(words for wanted, words in named if wanted)

    def admits(self, draft: Draft) -> bool:
        """Whether an episode meets every condition.

        Parameters
        ----------
        draft
            The episode.
        """
        year = int(draft.start[:4])
        return (
            (self.first is None or year >= self.first)
            and (self.last is None or year <= self.last)
            and (not self.sender or self.sender in (draft.sender, *draft.senders))
            and self.target in {"", draft.target}
        )


@dataclass(frozen=True)
class Importer:
    """A data set, the rules that make episodes of its rows, and what the rules cannot do.

    Parameters
    ----------
    name
        Name of the importer, and of the case set.
    data_set
        Name under which the program reads the data set.
    title
        Title of the case set.
    version
        Version of the rules; it changes whenever a rule changes what a row becomes.
    unit
        What one row is, and what one episode is.
    needed
        Columns of the reader's table without which a row cannot be read.
    reads
        Columns that say who, whom and when, by the field of the schema that they fill.
    rules
        The rules by name, for a coding of success (``None`` where none was asked for).
    gaps
        Fields that the data set never fills, each with the reason.
    unmapped
        Columns that have nowhere to go, each with the reason.
    drafts
        Makes episodes of the rows.
    successes
        Codings of success that may be asked for; empty where the grade does not depend on one.
    """

    name: str
    data_set: str
    title: str
    version: str
    unit: str
    needed: tuple[str, ...]
    reads: Mapping[str, str]
    rules: Callable[[Success | None], Mapping[str, Rule]]
    gaps: Mapping[str, str]
    unmapped: tuple[Unmapped, ...]
    drafts: Callable[[Dataset, Success | None], Iterable[Draft | Skipped]]
    successes: Mapping[Success, str] = field(default_factory=dict)


def make_rule(
    source: str,
    does: str,
    *,
    fields: tuple[str, ...],
    column: str,
    codes: Mapping[str, str],
    sure: tuple[str, str],
) -> Rule:
    """Write a coding rule down.

    Parameters
    ----------
    source
        Key of the work that the values are read from.
    does
        What the rule makes of them.
    fields
        Fields that it codes.
    column
        Column that it reads.
    codes
        What each value becomes.
    sure
        Confidence, and why the rule is a reasonable one.

    Returns
    -------
    Rule

    Examples
    --------
    >>> sure = ("high", "Read as it stands.")
    >>> make_rule("gibler2016", "A date.", fields=("end",), column="year", codes={}, sure=sure).coder
    'gaiatsu-import'
    """
    return Rule.model_validate(
        {
            "fields": fields,
            "does": does,
            "codes": dict(codes),
            "source": source,
            "locator": column,
            "coder": CODER,
            "confidence": sure[0],
            "reason": sure[1],
        }
    )


def outcome_values(
    ladder: Mapping[str, int], rule: str, outcome: str, place: str, *, confidence: str = ""
) -> dict[str, Value]:
    """Code grade and yes-or-no of an outcome by one rule.

    Parameters
    ----------
    ladder
        Grade of each outcome.
    rule
        Name of the rule.
    outcome
        The outcome.
    place
        The row or case, the column and what stands there.
    confidence
        Where it differs from that of the rule.

    Returns
    -------
    dict
        ``concession`` and ``conceded`` in short.

    Examples
    --------
    >>> outcome_values({"defeat": 3}, "success", "defeat", "row 1, outcom")["conceded"]["value"]
    True
    """
    grade = ladder[outcome]
    return {
        "concession": value(rule, grade, place, confidence=confidence),
        "conceded": value(rule, grade >= CONCEDED_FROM, place, confidence=confidence),
    }


def open_outcome(rule: str, reason: str, place: str) -> dict[str, Value]:
    """Leave grade and yes-or-no of an outcome open.

    Parameters
    ----------
    rule
        Name of the rule.
    reason
        Why there is no outcome.
    place
        The row or case, the column and what stands there.

    Returns
    -------
    dict
        ``concession`` and ``conceded`` in short.

    Examples
    --------
    >>> sorted(open_outcome("success", "None is coded.", "row 1, outcom is empty"))
    ['conceded', 'concession']
    """
    empty = gap(rule, reason, place)
    return {"concession": empty, "conceded": empty}


def value(rule: str, coded: object, locator: str, *, confidence: str = "", reason: str = "") -> Value:
    """Code a value by a rule.

    Parameters
    ----------
    rule
        Name of the rule.
    coded
        The value, as a document holds it.
    locator
        The row or case, the column and what stands there.
    confidence, reason
        Where they differ from those of the rule.

    Returns
    -------
    dict
        A coded value in short.

    Examples
    --------
    >>> value("institution", False, "case 1, institution = 0")
    {'value': False, 'rule': 'institution', 'locator': 'case 1, institution = 0'}
    """
    own = {"confidence": confidence, "reason": reason}
    return {
        "value": coded,
        "rule": rule,
        "locator": locator,
        **{key: word for key, word in own.items() if word},
    }


def gap(rule: str, reason: str, locator: str) -> Value:
    """Leave a value open, where a rule codes other rows.

    Parameters
    ----------
    rule
        Name of the rule.
    reason
        Why the row has no value.
    locator
        The row or case, the column and what stands there.

    Returns
    -------
    dict
        A gap in short.

    Examples
    --------
    >>> gap("outcome", "No outcome is coded.", "case 1, finaloutcome is empty")["uncoded"]
    True
    """
    return {"uncoded": True, "rule": rule, "reason": reason, "locator": locator}


def unmapped(side: str, reasons: Mapping[str, str]) -> tuple[Unmapped, ...]:
    """List what cannot be mapped.

    Parameters
    ----------
    side
        ``column`` or ``field``.
    reasons
        Reason by name.

    Returns
    -------
    tuple of Unmapped

    Examples
    --------
    >>> unmapped("column", {"scurrency": "A currency has no field."})[0].name
    'scurrency'
    """
    return tuple(
        Unmapped.model_validate({"name": name, "side": side, "reason": reason})
        for name, reason in reasons.items()
    )
