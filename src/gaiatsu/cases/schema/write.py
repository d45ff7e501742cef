"""JSON Schema of case sets and patches."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel

from gaiatsu.cases.codings import Patch
from gaiatsu.cases.episode import OPEN_FIELDS
from gaiatsu.cases.records import CaseSet

__all__ = ["VERSION", "case_set_schema", "patch_schema", "render"]

VERSION: Final = "1.1"
_BY_RULE: Final = ("source", "locator", "coder", "confidence", "reason")


def case_set_schema() -> dict[str, Any]:
    """JSON Schema of a case set.

    Anybody's editor or program can hold a document against it. Rules between fields, such as that a
    threat the regime authorized is not unilateral, are beyond it; :func:`gaiatsu.cases.check` knows them.

    Examples
    --------
    >>> case_set_schema()["properties"]["schema_version"]["enum"]
    ['1.0', '1.1']
    """
    return _allow_shorthand(_schema(CaseSet, "case_set"))


def patch_schema() -> dict[str, Any]:
    """JSON Schema of a patch.

    Examples
    --------
    >>> sorted(patch_schema()["required"])
    ['author', 'base_digest', 'changes', 'date', 'id', 'reason']
    """
    return _schema(Patch, "patch")


def render(schema: dict[str, Any]) -> str:
    """Write a schema as the packaged files hold it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(record: type[BaseModel], name: str) -> dict[str, Any]:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gaiatsu:{name}:{VERSION}",
    }
    written = record.model_json_schema(mode="validation")
    names = {key: entry["title"] for key, entry in written.get("$defs", {}).items() if "title" in entry}
    schema: dict[str, Any] = _tidy(_rename(written, names))
    return {**head, **schema}


def _allow_shorthand(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a value leave to its rule, and an episode to the gaps of the set, what they say already."""
    records = schema["$defs"]
    for name, record in records.items():
        if name.startswith("Coded") or name == "Uncoded":
            needed = [field for field in record["required"] if field in _BY_RULE]
            record["required"] = [field for field in record["required"] if field not in _BY_RULE]
            record["anyOf"] = [{"required": needed}, {"required": ["rule"]}]
    episode = records["Episode"]
    always = [field for field in episode["required"] if field not in OPEN_FIELDS]
    in_full = {"properties": {"episodes": {"items": {"required": [*OPEN_FIELDS]}}}}
    episode["required"] = always
    return {**schema, "if": {"not": {"required": ["uncoded"]}}, "then": in_full}


def _rename(node: Any, names: dict[str, str]) -> Any:
    """Call each definition by its record's name rather than by the whole of its type."""
    if isinstance(node, list):
        return [_rename(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    renamed = {names.get(key, key): _rename(value, names) for key, value in node.items()}
    if "$ref" in renamed:
        stem, _, name = renamed["$ref"].rpartition("/")
        renamed["$ref"] = f"{stem}/{names.get(name, name)}"
    return renamed


def _tidy(node: Any) -> Any:
    """Drop what pydantic adds for itself: titles that repeat names, and examples of the Python interface."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _tidy(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))
    }
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split("\n\nExamples\n")[0].split())
    return kept
