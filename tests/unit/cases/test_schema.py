"""The schema files say what the records say, and an independent validator agrees with both."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from gaiatsu.cases.codings import Patch
from gaiatsu.cases.records import CaseSet
from gaiatsu.cases.schema import VERSION, case_set_schema, patch_schema, render, schema_page
from gaiatsu.cases.schema.__main__ import main as write_schemas

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "gaiatsu" / "cases"
FILES = PACKAGE / "schema" / VERSION
RENEW = (
    "run: python -m gaiatsu.cases.schema src/gaiatsu/cases/schema/1.1, and move the page to docs/reference"
)

Tree = dict[str, Any]


def errors(schema: Tree, tree: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema)
    return [error.json_path for error in validator.iter_errors(tree)]


@pytest.mark.parametrize(
    ("name", "schema"), [("case_set", case_set_schema()), ("patch", patch_schema())]
)  # fmt: skip
def test_the_schema_files_have_not_drifted_from_the_records(name: str, schema: Tree) -> None:
    assert render(schema) == (FILES / f"{name}.schema.json").read_text(encoding="utf-8"), RENEW


def test_the_page_has_not_drifted_from_the_records() -> None:
    page = ROOT / "docs" / "reference" / "case-schema.md"

    assert schema_page() == page.read_text(encoding="utf-8"), RENEW


def test_the_writer_writes_both_schemas_and_the_page(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new")

    assert {"case_set.schema.json", "patch.schema.json", "case-schema.md"} == {
        path.name for path in (tmp_path / "new").iterdir()
    }


@pytest.mark.parametrize("schema", [case_set_schema(), patch_schema()], ids=["case set", "patch"])
def test_the_schemas_are_themselves_valid(schema: Tree) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_shipped_set_is_valid_for_another_parser_and_another_validator() -> None:
    tree = yaml.safe_load((PACKAGE / "catalog" / "schoppa1999.yaml").read_text(encoding="utf-8"))

    assert errors(case_set_schema(), tree) == []


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "catalog" / "patches").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_the_shipped_patches_are_valid_for_another_parser_and_another_validator(path: Path) -> None:
    assert errors(patch_schema(), yaml.safe_load(path.read_text(encoding="utf-8"))) == []


def test_what_the_records_write_is_valid() -> None:
    tree = yaml.safe_load((PACKAGE / "catalog" / "schoppa1999.yaml").read_text(encoding="utf-8"))

    assert errors(case_set_schema(), CaseSet.model_validate(tree).model_dump(mode="json")) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("episodes", 0, "concession", "value"), 4),
        (("episodes", 0, "depth", "value"), 3.5),
        (("episodes", 0, "sender"), "Japan"),
        (("episodes", 0, "end"), "19999"),
        (("episodes", 0, "end"), 19999),
        (("episodes", 0, "demand_type", "value"), "tariff"),
        (("episodes", 0, "conceded", "value"), 1),
        (("episodes", 0, "surprise"), 1),
        (("events", 0, "weight"), 2),
        (("statements", 0, "reason"), None),
        (("series", 0, "rows", 0, 0), "1970"),
        (("facts", 0, "bound"), "roughly"),
        (("schema_version",), "2.0"),
    ],
)
def test_the_validators_refuse_the_same_mistakes(tree: Tree, path: tuple[Any, ...], value: object) -> None:
    broken = copy.deepcopy(tree)
    here: Any = broken
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value

    assert errors(case_set_schema(), tree) == []
    assert errors(case_set_schema(), broken) != []
    with pytest.raises(ValueError, match=r"."):
        CaseSet.model_validate(broken)


def test_every_field_has_a_meaning() -> None:
    for schema in (case_set_schema(), patch_schema()):
        for name, record in {"document": schema, **schema["$defs"]}.items():
            for field, entry in record.get("properties", {}).items():
                assert entry.get("description"), f"{name}.{field}"


def test_the_schema_is_plain_json() -> None:
    assert case_set_schema() == json.loads(render(case_set_schema()))
    assert set(Patch.model_fields) == set(patch_schema()["properties"])
