"""The one tree of errors that gaiatsu raises.

Every message says what happened (with the value), what was expected and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PROBLEMS = 50

__all__ = [
    "ComputationError",
    "GaiatsuError",
    "InputError",
    "InvalidCaseSet",
    "InvalidData",
    "InvalidPatch",
    "InvalidSpecification",
    "MissingData",
    "MissingExtra",
    "OutputError",
    "Problem",
    "UncodedValue",
    "UnknownName",
]


class GaiatsuError(Exception):
    """Root of the tree: catch this to catch every error gaiatsu raises on purpose.

    Parameters
    ----------
    what
        What happened, with the value that caused it.
    expected
        What would have been accepted.
    todo
        What the reader can do next.

    Examples
    --------
    >>> print(GaiatsuError("The year 19999 cannot be used.", expected="a year from 1500 to 2200"))
    The year 19999 cannot be used. Expected: a year from 1500 to 2200.
    """

    def __init__(self, what: str, *, expected: str = "", todo: str = "") -> None:
        parts = [what, f"Expected: {expected.rstrip('.')}." if expected else "", todo]
        super().__init__(" ".join(part for part in parts if part))
        self.what = what
        self.expected = expected
        self.todo = todo


class InputError(GaiatsuError):
    """Input that cannot be used; the command line ends with exit code 2."""


class UnknownName(InputError):
    """A case set, claim, data set, command or reference that nobody registered."""


class InvalidSpecification(InputError):
    """A model, prior or option that contradicts itself or the data."""


class InvalidData(InputError):
    """An external data file that does not have the columns, types or values it should."""


class MissingData(InputError):
    """An external data set that is not where it was looked for."""


class MissingExtra(InputError):
    """An optional package that this call needs is not installed."""


class UncodedValue(InputError):
    """A value that a case set leaves open was asked for; the message names the field and says why."""


class OutputError(InputError):
    """A result that could not be written (no space, no permission, not a folder)."""


class ComputationError(GaiatsuError):
    """A computation that ended without an answer; the status says why."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a document, in the words its author needs.

    Parameters
    ----------
    file
        The file as the user named it.
    row
        Line in the file, counted from 1; 0 where no line applies.
    field
        Path to the field, such as ``episodes[3].concession``.
    value
        What stands there, shortened for print.
    message
        What is wrong with it.
    allowed
        What is allowed there.
    """

    file: str
    row: int
    field: str
    value: str
    message: str
    allowed: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        field = f" {self.field}" if self.field else ""
        value = f" = {self.value}" if self.value else ""
        allowed = f" Allowed: {self.allowed.rstrip('.')}." if self.allowed else ""
        what = f":{field}{value}" if field or value else ""
        return f"{where}{what}: {self.message.rstrip('.')}.{allowed}"


class InvalidCaseSet(InputError):
    """A case document with problems; ``problems`` lists each with file, row, field and value."""

    def __init__(self, what: str, problems: Sequence[Problem] = (), *, todo: str = "") -> None:
        self.problems = tuple(problems)
        listing = "".join(f"\n  {problem}" for problem in self.problems[:MOST_PROBLEMS])
        rest = len(self.problems) - MOST_PROBLEMS
        more = f"\n  ... and {rest:,} more" if rest > 0 else ""
        super().__init__(what + listing + more, todo=todo)


class InvalidPatch(InputError):
    """A patch for another base, or one that changes a field that does not exist."""
