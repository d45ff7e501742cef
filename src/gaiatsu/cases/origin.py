"""Where an imported case set comes from: the rules that coded it, and what the import left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from gaiatsu.cases.fields import Coder, ColumnName, Confidence, Record, ReferenceKey, Text, is_absent

__all__ = ["Imported", "LeftOut", "Rule", "Success", "Unmapped"]

Success = Literal["full", "broad", "ordered"]
Count = Annotated[StrictInt, Field(ge=0)]


class Rule(Record):
    """How a whole column is coded, said once for every value that it gave.

    A value that names a rule takes from it what it does not say itself: source, coder, confidence, reason.
    """

    fields: tuple[ColumnName, ...]
    """Fields that it codes."""
    does: Text
    """What the rule makes of what the source holds."""
    codes: Mapping[Text, Text] = Field(default_factory=dict, exclude_if=is_absent)
    """What each value of the source becomes."""
    source: ReferenceKey
    """Key of the work that the values were read from."""
    locator: Text
    """Where in that work, for a value that does not say so itself: a column."""
    coder: Coder
    """Who made the rule."""
    confidence: Confidence
    """How sure its author is."""
    reason: Text
    """Why the rule is a reasonable one."""


class Unmapped(Record):
    """Something that the data set holds or the schema asks for, and that has no counterpart."""

    name: Text
    """The column of the data set, or the field of the schema."""
    side: Literal["column", "field"]
    """Whether it is a column with nowhere to go or a field with nothing to fill it."""
    reason: Text
    """Why it cannot be mapped."""


class LeftOut(Record):
    """Rows of the data set that are no episode of the set, and why."""

    reason: Text
    """Why."""
    rows: tuple[Count, ...]
    """Numbers of the rows, counted from 1 below the header."""


class Imported(Record):
    """What a case set was made from.

    Examples
    --------
    >>> "success" in Imported.model_fields
    True
    """

    data_set: Text
    """Name under which the program reads the data set."""
    title: Text
    """Title and release of the data set."""
    file: Text
    """Name of the file that was read."""
    digest: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of that file."""
    recognized: bool
    """Whether that is, byte for byte, the release that the rules were written for."""
    rules_version: Text
    """Version of the coding rules that were applied."""
    success: Success | None = Field(default=None, exclude_if=is_absent)
    """Coding of success that was asked for, where the grade of concession depends on one."""
    selection: tuple[Text, ...] = Field(default=(), exclude_if=is_absent)
    """Conditions that the episodes had to meet, such as `sender USA`."""
    rows_read: Count
    """Rows of the file."""
    rows_of_release: Count
    """Rows of the release that the rules were written for."""
    rows_not_selected: Count
    """Rows that do not meet the conditions."""
    left_out: tuple[LeftOut, ...] = ()
    """Rows that meet the conditions and still are no episode."""
    unmapped: tuple[Unmapped, ...] = ()
    """What has no counterpart."""
