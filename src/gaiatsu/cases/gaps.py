"""Which fields of a case set hold a value, and in how many episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gaiatsu.cases.episode import OPEN_FIELDS
from gaiatsu.cases.fields import Uncoded
from gaiatsu.cases.records import CaseSet
from gaiatsu.errors import UncodedValue, UnknownName

__all__ = ["Coverage", "complete_fields", "coverage", "require_fields"]


@dataclass(frozen=True)
class Coverage:
    """How many episodes of a set hold a value in one field.

    Parameters
    ----------
    field
        Name of the field.
    coded
        Episodes that hold a value.
    episodes
        Episodes of the set.
    """

    field: str
    coded: int
    episodes: int

    @property
    def complete(self) -> bool:
        """Whether every episode holds one."""
        return self.coded == self.episodes


def coverage(case_set: CaseSet) -> tuple[Coverage, ...]:
    """Count for each field that may be left open how many episodes hold a value.

    A field data set codes some of what the theory asks for; a study must know what it can use before it
    computes anything.

    Parameters
    ----------
    case_set
        The set.

    Returns
    -------
    tuple of Coverage
        One for each field, in the order of the schema.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> coverage(cases.load("schoppa1999"))[0]
    Coverage(field='administration', coded=15, episodes=15)
    """
    total = len(case_set.episodes)
    return tuple(
        Coverage(name, sum(not isinstance(getattr(one, name), Uncoded) for one in case_set.episodes), total)
        for name in OPEN_FIELDS
    )


def complete_fields(case_set: CaseSet) -> tuple[str, ...]:
    """Name the fields in which every episode of a set holds a value.

    Parameters
    ----------
    case_set
        The set.

    Returns
    -------
    tuple of str
        Names of fields; a study may read these without meeting a gap.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> "depth" in complete_fields(cases.load("schoppa1999"))
    True
    """
    return tuple(entry.field for entry in coverage(case_set) if entry.complete)


def require_fields(case_set: CaseSet, fields: Sequence[str]) -> None:
    """Refuse a set in which a study would meet a gap, before the study begins.

    Parameters
    ----------
    case_set
        The set.
    fields
        Names of the fields that the study reads.

    Raises
    ------
    UncodedValue
        When a field has gaps; the message says how many and why the first of them is there.
    UnknownName
        When a field is not one that can be left open.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> require_fields(cases.load("schoppa1999"), ("depth", "concession"))
    """
    counts = {entry.field: entry for entry in coverage(case_set)}
    for name in fields:
        if name not in counts:
            message = f"There is no coded field {name!r}."
            raise UnknownName(message, expected=f"one of {', '.join(counts)}")
        if not counts[name].complete:
            raise UncodedValue(
                _gap_text(case_set, counts[name]),
                expected=f"a set that holds {', '.join(fields)} for every episode",
                todo="Code the gaps by a patch, or study only the episodes that hold a value.",
            )


def _gap_text(case_set: CaseSet, entry: Coverage) -> str:
    gaps = (one for one in case_set.episodes if isinstance(getattr(one, entry.field), Uncoded))
    first = next(gaps)
    why = getattr(first, entry.field).reason.rstrip(".")
    held = f"{entry.field} in {entry.coded:,} of {entry.episodes:,} episodes"
    return f"The set {case_set.id!r} holds {held}; {first.id} has none: {why}."
