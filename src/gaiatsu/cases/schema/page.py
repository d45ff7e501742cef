"""The schema as a page to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gaiatsu.cases.episode import OPEN_FIELDS
from gaiatsu.cases.schema.write import VERSION, case_set_schema, patch_schema

__all__ = ["schema_page"]

_HEAD = f"""\
# Schema of case sets

Version {VERSION}; documents of version 1.0 load as before. A case set is one document of YAML or JSON;
[](../how-to/write-a-case-set.md) builds one step by step, [](../how-to/import-a-data-set.md) makes one from a
field data set, and `gaiatsu cases check FILE` holds a file against everything on this page. The same as JSON
Schema: `src/gaiatsu/cases/schema/{VERSION}/case_set.schema.json` and `patch.schema.json`.

A *coded* field is a group of six: the value, the work and the place it was read from, who coded it, how
surely and why. Dates are ISO dates known to the day (`1986-09-02`), the month (`1986-09`) or the year
(`1986`).

What version 1.1 adds:

- Any coded field, and `end`, may be an open gap: `uncoded: true` with source, place, coder and reason in the
  place of the value. Whatever asks a gap for its value is told which field is empty and why.
- `uncoded` at the top says once what the episodes leave open; an episode that does not name the field has
  that gap.
- `rules` at the top says once how a column was coded; a value with `rule: NAME` takes from the rule the
  source, place, coder, confidence and reason that it does not give itself.
- `senders` and `institutions` name whoever demanded together with the sender; `imported` says which data set
  the episodes come from, what was selected and what was left behind.
- Codes of states are those of ISO 3166-1 and, for states that are gone, of ISO 3166-3 (`SUN`, `DDR`, `YUG`,
  `CSK`) and the codes that [](../how-to/import-a-data-set.md) lists; `EEC` is the European Community or
  Union, `XIO` an international organization that demanded without a state being named.

The same set written in full and in short has one digest.

Rules between fields:

- every `id` is used once within its list;
- a coder other than `article` gives a reason;
- an outcome is not dated before its demand;
- a threat that the regime authorized is not unilateral;
- no sender is the target;
- every row of a series has an entry for each column, no more decimals than the column was printed with, and
  the years in order;
- every source is a key of the packaged bibliography or of the document's own `references`;
- a gap, a rule and whatever else 1.1 adds stand in documents that say `schema_version: "1.1"`.

"""
_FIRST = ("CaseSet", "Episode", "Event", "Statement", "Series", "Fact")


def schema_page() -> str:
    """Every field of every record with what is allowed there, as Markdown.

    Examples
    --------
    >>> schema_page().splitlines()[0]
    '# Schema of case sets'
    """
    case_set, patch = case_set_schema(), patch_schema()
    records = {"CaseSet": case_set, **case_set["$defs"], "Patch": patch, **patch["$defs"]}
    objects = {name: record for name, record in records.items() if record.get("type") == "object"}
    order = [*_FIRST, *sorted(set(objects) - set(_FIRST))]
    shown = [name for name in order if not name.startswith("Coded") and name != "Uncoded"]
    told = "\n".join(_record(name, objects[name], records) for name in shown)
    return "\n".join((_HEAD + told, _coded(records), _gap(records)))


def _coded(records: dict[str, Any]) -> str:
    record = records["CodedFraction"]
    lines = [row.replace("number from 0 to 1", "as the field says") for row in _rows(record, records)]
    return _section("Coded", "A value with its source, its coder and the reason.", lines)


def _record(name: str, record: dict[str, Any], records: dict[str, Any]) -> str:
    return _section(name, record.get("description", ""), [*_rows(record, records)])


def _gap(records: dict[str, Any]) -> str:
    lines = [*_rows(records["Uncoded"], records)]
    return _section("Uncoded", "A gap: where a value was looked for and why there is none.", lines)


def _section(name: str, description: str, lines: list[str]) -> str:
    head = "| field | what stands there | needed | meaning |\n|---|---|---|---|\n"
    return f"## {name}\n\n{description}\n\n{head}" + "\n".join(lines) + "\n"


def _rows(record: dict[str, Any], records: dict[str, Any]) -> Iterator[str]:
    by_rule = record.get("anyOf", [{}])[0].get("required", [])
    required = [*record.get("required", []), *(OPEN_FIELDS if "target" in record["properties"] else ())]
    for name, field in record["properties"].items():
        needed = "yes" if name in required else "yes, or by rule" if name in by_rule else _default(field)
        yield f"| `{name}` | {_kind(field, records)} | {needed} | {field.get('description', '')} |"


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    return (
        "no" if default in (None, "", [], {}) else f"no: {default:g}" if isinstance(default, float) else "no"
    )


def _kind(field: dict[str, Any], records: dict[str, Any]) -> str:
    if "$ref" in field:
        return _reference(field["$ref"].split("/")[-1], records)
    options = field.get("anyOf") or field.get("oneOf")
    if options:
        return " or ".join(_kind(option, records) for option in options if option.get("type") != "null")
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`".replace("True", "true")
    held = [*field.get("patternProperties", {}).values(), field.get("additionalProperties", {})]
    if field.get("type") == "object" and any("$ref" in entry for entry in held if isinstance(entry, dict)):
        return f"name and {_kind(held[0], records)}"
    if field.get("type") == "array":
        return f"list of {_kind(field['items'], records)}"
    return _scalar(field)


def _reference(name: str, records: dict[str, Any]) -> str:
    target = records[name]
    if "enum" in target:
        return ", ".join(f"`{value}`" for value in target["enum"])
    if name.startswith("Coded"):
        return f"coded: {_kind(target['properties']['value'], records)}"
    return f"[{name}](#{name.lower()})"


def _scalar(field: dict[str, Any]) -> str:
    kind: str | list[str] = field.get("type", "")
    if isinstance(kind, list):
        return "date" if "pattern" in field else "text, a number, `true` or `false`"
    if kind in {"number", "integer"}:
        word = "number" if kind == "number" else "whole number"
        bounds = [f"{field[key]:g}" for key in ("minimum", "maximum") if key in field]
        return f"{word} from {bounds[0]} to {bounds[1]}" if len(bounds) == 2 else word
    if kind == "object":
        return "key and text"
    return {"boolean": "`true` or `false`", "string": _text(field)}.get(kind, kind)


def _text(field: dict[str, Any]) -> str:
    return {
        r"^[A-Z]{3}$": "three capital letters",
        r"^[0-9a-f]{64}$": "digest of 64 characters",
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "small letters, digits, hyphens",
        r"^[a-z][a-z0-9_]*$": "small letters, digits, underscores",
    }.get(field.get("pattern", ""), "text")
