"""Disputed codings as named patches, never as a second copy of the data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Final

from pydantic import Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from gaiatsu.cases.dates import PartialDate
from gaiatsu.cases.episode import CODED_FIELDS, OPEN_FIELDS
from gaiatsu.cases.fields import Confidence, Record, ReferenceKey, Slug, Text
from gaiatsu.cases.records import AppliedChange, AppliedPatch, CaseSet
from gaiatsu.errors import InvalidPatch

__all__ = ["Change", "Patch", "apply_patch", "paths", "scaffold"]

Json = bool | int | float | str | None


def _plain(value: object) -> object:
    """Accept a value that stands alone, as it is."""
    if not isinstance(value, bool | int | float | str | None):
        raise PydanticCustomError(_NOT_PLAIN, "this is not a plain value")
    return value


_NOT_PLAIN: Final = "plain_value"
_Plain = Annotated[
    Json,
    PlainValidator(_plain),
    WithJsonSchema({"type": ["boolean", "integer", "number", "string", "null"]}),
]
MANY_PATHS: Final = 5000
_EDITABLE = {
    "episodes": (*CODED_FIELDS, "start", "end"),
    "events": ("kind", "date", "actor", "subject", "agreement", "weight"),
    "statements": ("date", "side", "indicator", "independence"),
    "facts": ("value", "upper", "bound"),
}


class Change(Record):
    """One value to replace."""

    path: Text
    """Which value, as collection, id and field: `episodes.film-1996.concession`."""
    value: _Plain
    """The value to put there; nothing (`null`) leaves a coded field openly without one."""
    reason: Text
    """Why this value is better."""
    confidence: Confidence = "medium"
    """How sure the patch's author is."""
    source: ReferenceKey | None = None
    """Key of the work that supports it, where it is another than before."""
    locator: Text | None = None
    """Where in that work, where it is another place than before."""


class Patch(Record):
    """A disputed coding, written down so that it can be argued with."""

    id: Slug
    """Name of the patch."""
    author: Text
    """Who made it; becomes the coder of what it changes."""
    date: PartialDate
    """When it was made."""
    reason: Text
    """Why it was made."""
    base_digest: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
    """Digest of the case set it was written for."""
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    """What it changes; at least one value."""


def apply_patch(case_set: CaseSet, patch: Patch) -> CaseSet:
    """Apply a patch and validate the result.

    A result that rests on somebody's judgment is worth as much as the ease with which the judgment can be
    exchanged; a patch exchanges it and leaves a record.

    Parameters
    ----------
    case_set
        The set the patch was written for, or the same set after other patches written for it.
    patch
        The patch.

    Returns
    -------
    CaseSet
        A new set; its ``history`` ends with this patch.

    Raises
    ------
    InvalidPatch
        When the patch was written for another set, names a value that does not exist, changes nothing,
        changes what another patch has changed, or leads to a set that breaks the rules.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> base = cases.load("schoppa1999")
    >>> patch = cases.scaffold(
    ...     base, "episodes.film-1996.depth", 3, author="A. Reader", reason="It asked for a new market order."
    ... )
    >>> apply_patch(base, patch).applied_patches
    ('a-reader-episodes-film-1996-depth',)
    """
    _require_base(case_set, patch)
    tree = case_set.model_dump(mode="json")
    applied = [_apply_change(case_set, patch, change, tree) for change in patch.changes]
    tree["history"].append(
        AppliedPatch(
            id=patch.id,
            author=patch.author,
            date=patch.date,
            reason=patch.reason,
            base_digest=case_set.base_digest,
            changes=tuple(applied),
        ).model_dump(mode="json")
    )
    try:
        return CaseSet.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"The patch {patch.id!r} leads to a set that breaks the rules: {where} {first['msg']}."
        raise InvalidPatch(what, todo="Change the patch, or the values it depends on as well.") from error


def scaffold(case_set: CaseSet, path: str, value: Json, *, author: str, reason: str, date: str = "") -> Patch:
    """Write a patch that changes one value.

    Parameters
    ----------
    case_set
        The set to argue with.
    path
        Which value, such as ``episodes.film-1996.concession``; :func:`paths` lists them.
    value
        The value to put there.
    author
        Who says so.
    reason
        Why.
    date
        Day of the patch, as an ISO date; today when left out.

    Returns
    -------
    Patch
        A patch for this very set.

    Raises
    ------
    InvalidPatch
        When the path names no value of the set.
    """
    _locate(case_set, path)
    if not date:
        from datetime import UTC, datetime

        date = datetime.now(UTC).date().isoformat()
    name = _slug(f"{author} {path}")
    change = Change(path=path, value=value, reason=reason)
    digest = case_set.digest
    return Patch(id=name, author=author, date=date, reason=reason, base_digest=digest, changes=(change,))


def paths(case_set: CaseSet) -> Iterator[str]:
    """Every value of a set that a patch may change.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> next(paths(cases.load("schoppa1999")))
    'episodes.locomotive-1978.administration'
    """
    for collection, fields in _EDITABLE.items():
        for record in getattr(case_set, collection):
            for field in fields:
                yield f"{collection}.{record.id}.{field}"


def _require_base(case_set: CaseSet, patch: Patch) -> None:
    if patch.base_digest not in {case_set.digest, case_set.base_digest}:
        what = f"The patch {patch.id!r} was written for another set: its base is {patch.base_digest}"
        what += f", the set {case_set.id!r} is {case_set.digest}."
        raise InvalidPatch(what, todo="Check that its changes still apply, then renew base_digest.")
    if patch.id in case_set.applied_patches:
        what = f"The patch {patch.id!r} has been applied already."
        raise InvalidPatch(what)


def _apply_change(case_set: CaseSet, patch: Patch, change: Change, tree: dict[str, Any]) -> AppliedChange:
    collection, place, field = _locate(case_set, change.path)
    if patch.base_digest != case_set.digest:
        _require_untouched(case_set, patch, change)
    record = tree[collection][place]
    coded = record[field] if collection == "episodes" and field in OPEN_FIELDS else None
    before = coded.get("value") if isinstance(coded, dict) else record[field]
    if type(before) is type(change.value) and before == change.value:
        what = f"The patch {patch.id!r} changes nothing at {change.path}: it is {before!r} already."
        raise InvalidPatch(what)
    if isinstance(coded, dict):
        record[field] = _recoded(coded, patch, change) if field in CODED_FIELDS else change.value
    else:
        record[field] = change.value
        _sign(record, patch, change)
    return AppliedChange(
        path=change.path, before=json.dumps(before), after=json.dumps(change.value), reason=change.reason
    )


def _recoded(coded: dict[str, Any], patch: Patch, change: Change) -> dict[str, Any]:
    """Put a value where one stood or where a gap was; the value ``null`` opens a gap."""
    slot = {"uncoded": True} if change.value is None else {"value": change.value, "confidence": ""}
    entries = {**slot, **{name: coded[name] for name in ("source", "locator")}, "coder": "", "reason": None}
    _sign(entries, patch, change)
    return entries


def _sign(coded: dict[str, Any], patch: Patch, change: Change) -> None:
    """Put the patch's author where the record names its coder."""
    if "coder" in coded:
        coded["coder"] = _slug(patch.author)
    for field in ("reason", "confidence", "source", "locator"):
        if field in coded and getattr(change, field) is not None:
            coded[field] = getattr(change, field)


def _require_untouched(case_set: CaseSet, patch: Patch, change: Change) -> None:
    for earlier in case_set.history:
        if change.path in {item.path for item in earlier.changes}:
            what = f"The patches {earlier.id!r} and {patch.id!r} both change {change.path}."
            raise InvalidPatch(what, todo="Apply one of them, or write one for the set after the other.")


def _locate(case_set: CaseSet, path: str) -> tuple[str, int, str]:
    parts = path.split(".")
    if len(parts) == 3 and parts[0] in _EDITABLE and parts[2] in _EDITABLE[parts[0]]:
        for place, record in enumerate(getattr(case_set, parts[0])):
            if record.id == parts[1]:
                return parts[0], place, parts[2]
    near = get_close_matches(path, _like(case_set, parts), n=3, cutoff=0.5)
    expected = f"one of {', '.join(near)}" if near else "collection.id.field"
    what = f"The path {path!r} names no value of {case_set.id!r}."
    raise InvalidPatch(what, expected=expected)


def _like(case_set: CaseSet, parts: list[str]) -> list[str]:
    """Paths worth comparing with: those of the records whose ids come near, for a set may be large."""
    found = list(paths(case_set))
    if len(parts) != 3 or len(found) < MANY_PATHS or parts[0] not in _EDITABLE:
        return found[:MANY_PATHS]
    near = get_close_matches(parts[1], [record.id for record in getattr(case_set, parts[0])], n=3)
    return [path for path in found if path.split(".")[1] in near]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-") or "anonymous"
