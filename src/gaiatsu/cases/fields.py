"""Building blocks of the records: text, numbers in a range, and values that carry their source."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Final, Generic, Literal, NamedTuple, Never, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
    PrivateAttr,
    StrictBool,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gaiatsu.errors import UncodedValue
from gaiatsu.terms import Backlash, Concession

__all__ = [
    "ARTICLE",
    "CODED",
    "UNCODED",
    "BacklashGrade",
    "Breach",
    "Breaches",
    "Cell",
    "Coded",
    "Coder",
    "ColumnName",
    "ConcessionGrade",
    "Confidence",
    "CountryCode",
    "Depth",
    "Flag",
    "Fraction",
    "Note",
    "Number",
    "Open",
    "Record",
    "ReferenceKey",
    "Slug",
    "Subject",
    "Text",
    "Uncoded",
    "is_absent",
]

ARTICLE = "article"

Loc = tuple[str | int, ...]
Confidence = Literal["high", "medium", "low"]


class Breach(NamedTuple):
    """A rule between fields that a record breaks."""

    loc: Loc
    value: object
    message: str
    allowed: str


class Breaches(ValueError):
    """Every rule between fields that a record breaks, so that its author sees them all at once."""

    def __init__(self, items: Iterable[Breach]) -> None:
        self.items = tuple(items)
        super().__init__("; ".join(f"{'.'.join(map(str, item.loc))}: {item.message}" for item in self.items))


class Subject(StrEnum):
    """What an event bears on: whose trust, whose resolve, which norm.

    Examples
    --------
    >>> Subject("trust_of_sender").value
    'trust_of_sender'
    """

    TRUST_OF_SENDER = "trust_of_sender"
    TRUST_OF_TARGET = "trust_of_target"
    RESOLVE_OF_SENDER = "resolve_of_sender"
    RESOLVE_OF_TARGET = "resolve_of_target"
    HIERARCHY = "hierarchy"
    DISPUTE_SETTLEMENT = "dispute_settlement"
    TARGET_VIOLATION = "target_violation"
    DOMESTIC_POLITICS = "domestic_politics"
    MATERIAL_POSITION = "material_position"


class Record(BaseModel):
    """Base of every record: frozen, and closed to fields that the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


_NOT_WHOLE: Final = "whole_number"
_NOT_FINITE: Final = "finite_number"


def _whole_number(value: object) -> object:
    """Refuse what Python would quietly turn into a grade: true, 2.0 and '2'."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError(_NOT_WHOLE, "this is not a whole number")
    return value


def _finite(value: object) -> object:
    """Accept a number as it stands: a year stays a whole number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PydanticCustomError(_NOT_FINITE, "this is not a finite number")
    return value


Text = Annotated[str, Field(strict=True, pattern=r"\S", max_length=4000)]
Note = Annotated[str, Field(strict=True, max_length=4000)]
Slug = Annotated[str, Field(title="Slug", strict=True, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
ReferenceKey = Annotated[
    str, Field(title="ReferenceKey", strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=80)
]
ColumnName = Annotated[
    str, Field(title="ColumnName", strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=80)
]
CountryCode = Annotated[str, Field(title="CountryCode", strict=True, pattern=r"^[A-Z]{3}$")]
Coder = Slug
Number = Annotated[float, Field(title="Number", strict=True, allow_inf_nan=False)]
Cell = Annotated[float, PlainValidator(_finite), WithJsonSchema({"type": "number"})]
Fraction = Annotated[float, Field(title="Fraction", strict=True, ge=0, le=1, allow_inf_nan=False)]
Depth = Annotated[float, Field(title="Depth", strict=True, ge=0, le=3, allow_inf_nan=False)]
Flag = Annotated[StrictBool, Field(title="Flag")]
ConcessionGrade = Annotated[Concession, BeforeValidator(_whole_number), Field(title="Concession")]
BacklashGrade = Annotated[Backlash, BeforeValidator(_whole_number), Field(title="Backlash")]

Value = TypeVar("Value")


def is_absent(value: object) -> bool:
    """Whether an optional field has nothing to say and is left out of what is written."""
    return value is None or value == () or value == {}


class Coded(Record, Generic[Value]):
    """A value together with who coded it, from what, how surely and why.

    The article fixes some values in print and leaves others to a reader's judgment. Keeping the two
    apart lets every result say how far it rests on judgments, and lets a reader change one by a patch.

    Examples
    --------
    >>> Coded[float](
    ...     value=0.4,
    ...     source="schoppa1999",
    ...     locator="Figure 2",
    ...     coder="gaiatsu",
    ...     confidence="low",
    ...     reason="Not printed; set from the account of the talks.",
    ... ).value
    0.4
    """

    value: Value
    """The value itself."""
    source: ReferenceKey
    """Key of the work it was read from or judged by."""
    locator: Text
    """Where in that work: a section, figure, table or note."""
    coder: Coder
    """`article` where the source itself says so; otherwise the id of whoever coded it."""
    confidence: Confidence
    """How sure the coder is."""
    reason: Text | None = None
    """Why this value; needed unless the coder is `article`."""
    rule: Slug | None = Field(default=None, exclude_if=is_absent)
    """Rule of the document's `rules` by which it was coded, where it was coded by one."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name the schema's definitions after what they hold."""
        titles = (getattr(item, "title", None) for item in get_args(params[0])[1:])
        names = [title for title in titles if isinstance(title, str)] or [
            getattr(params[0], "__name__", "Value")
        ]
        return f"Coded{names[0]}"

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        require_reason(self.coder, self.reason)
        return self


class Uncoded(Record):
    """A value that is openly missing: who looked, where, and why nothing stands there.

    A field data set codes some of what the theory asks for and not the rest. Guessing the rest would make
    the guess a finding, and dropping the case would choose the cases; so the gap is part of the document.

    Examples
    --------
    >>> gap = Uncoded(
    ...     uncoded=True,
    ...     source="morgan2014",
    ...     locator="no column",
    ...     coder="importer",
    ...     reason="TIES has no such column.",
    ... )
    >>> gap.value
    Traceback (most recent call last):
    ...
    gaiatsu.errors.UncodedValue: The field has no value: TIES has no such column (morgan2014, no column)...
    """

    uncoded: Literal[True]
    """Always `true`: marks the group as a gap."""
    source: ReferenceKey
    """Key of the work that was searched."""
    locator: Text
    """Where in that work."""
    coder: Coder
    """Who found that nothing stands there."""
    reason: Text
    """Why there is no value."""
    rule: Slug | None = Field(default=None, exclude_if=is_absent)
    """Rule of the document's `rules` by which it was left open, where there is one."""
    _field: str = PrivateAttr(default="")

    def named(self, field: str) -> Self:
        """Tell the gap which field it stands for, so that its error can say so.

        Parameters
        ----------
        field
            Name of the field.

        Returns
        -------
        Uncoded
            The gap itself, or another like it where it stands for another field already.
        """
        if self._field not in {"", field}:
            return type(self).model_validate(self.model_dump()).named(field)
        self._field = field
        return self

    @property
    def value(self) -> Never:
        """There is none.

        Raises
        ------
        UncodedValue
            Always; the message names the field and says why it is empty.
        """
        what = f"The field {self._field}".rstrip() + f" has no value: {self.reason.rstrip('.')}"
        what += f" ({self.source}, {self.locator})."
        todo = "Code it by a patch, or leave the case out; gaiatsu cases show counts what each field holds."
        raise UncodedValue(what, expected="a coded value", todo=todo)


CODED: Final = ":coded"
UNCODED: Final = ":uncoded"


class _Choice:
    """Tells a value from a gap by what the group says of itself, so that errors speak of the one it means."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        coded, gap = get_args(source)
        choices = {CODED: handler.generate_schema(coded), UNCODED: handler.generate_schema(gap)}
        return core_schema.tagged_union_schema(choices, _tag)


def _tag(value: object) -> str:
    is_gap = isinstance(value, Uncoded) or (isinstance(value, dict) and "uncoded" in value)
    return UNCODED if is_gap else CODED


_Kind = TypeVar("_Kind")
Open = Annotated[_Kind, _Choice()]


def require_reason(coder: str, reason: str | None) -> None:
    """Refuse a judgment that does not say why."""
    if coder != ARTICLE and reason is None:
        allowed = "a sentence, or coder: article where the source itself fixes the value"
        raise Breaches([Breach(("reason",), None, f"coded by {coder!r} without a reason", allowed)])
