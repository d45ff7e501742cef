"""Whatever a data set holds, its import is one set, accounts for every row and survives the way to disk."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Uncoded
from gaiatsu.cases.document import parse
from gaiatsu.cases.importers import import_set
from gaiatsu.cases.lines import HEAD, dump_yaml, read_lines
from gaiatsu.cases.shorthand import fold
from gaiatsu.errors import InvalidData
from gaiatsu.sources import info

FEW = settings(deadline=None, derandomize=True, max_examples=15)
MANY = settings(deadline=None, derandomize=True, max_examples=200)
STATES = st.sampled_from([2, 20, 200, 255, 260, 265, 345, 365, 710, 740, 817, 1000])
HEADERS = [column.header for column in info("ties").columns]


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just("") | values


ROW = st.fixed_dictionaries(
    {
        "startyear": st.integers(1945, 2005),
        "lasts": maybe(st.integers(0, 9)),
        "primarysender": maybe(STATES),
        "sender1": maybe(STATES),
        "sender2": maybe(STATES),
        "targetstate": STATES,
        "institution": maybe(st.integers(0, 1)),
        "issue1": st.integers(1, 15),
        "threat": st.integers(0, 1),
        "imposition": st.integers(0, 1),
        "bspecif": maybe(st.integers(1, 2)),
        "scommit": maybe(st.integers(1, 3)),
        "anticipatedtargetcosts": maybe(st.integers(1, 3)),
        "finaloutcome": maybe(st.integers(1, 10)),
    }
)


def put(rows: list[dict[str, Any]], folder: Path) -> None:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEADERS, restval="", extrasaction="ignore")
    writer.writeheader()
    for place, row in enumerate(rows):
        end = row["startyear"] + row["lasts"] if row["lasts"] != "" else ""
        writer.writerow({**row, "endyear": end, "caseid": row["startyear"] * 1_000_000 + 10100 + place})
    path = folder / info("ties").file
    path.parent.mkdir(parents=True)
    path.write_text(stream.getvalue())


def expressible(row: dict[str, Any]) -> bool:
    """Whether somebody demands and it is not the target; the two Germanies have one code before 1990."""
    senders = {row[name] for name in ("primarysender", "sender1", "sender2")} - {""}
    germany = {255, 260}
    same = senders & ({row["targetstate"]} | (germany if row["targetstate"] in germany else set()))
    return bool(senders or row["institution"] == 1) and not same


@FEW
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(["full", "broad", "ordered"]))
def test_an_import_is_one_set_however_often_and_by_whatever_way_it_is_read(
    rows: list[dict[str, Any]], success: Any
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put(rows, folder)
        try:
            case_set = import_set("ties", folder, success=success)
        except InvalidData:
            assert not any(expressible(row) for row in rows)
            return
        again = import_set("ties", folder, success=success)
        as_yaml = cases.load(cases.write(case_set, folder / "a.yaml"))
        as_json = cases.load(cases.write(case_set, folder / "a.json"))

    assert {again.digest, as_yaml.digest, as_json.digest} == {case_set.digest}
    assert as_yaml == as_json == case_set
    origin = case_set.imported
    assert origin is not None
    assert len(case_set.episodes) == sum(map(expressible, rows))
    assert len(case_set.episodes) + sum(len(entry.rows) for entry in origin.left_out) == len(rows)


@FEW
@given(ROW)
def test_a_wider_coding_of_success_never_lowers_a_grade(row: dict[str, Any]) -> None:
    row |= {"sender1": 2, "primarysender": 2, "sender2": "", "targetstate": 740}
    with tempfile.TemporaryDirectory() as name:
        put([row], Path(name))
        found = [import_set("ties", name, success=s).episodes[0] for s in ("full", "ordered", "broad")]

    grades = [None if isinstance(one.concession, Uncoded) else one.concession.value for one in found]
    assert (grades == [None] * 3) == (row["finaloutcome"] == "")
    assert None in grades or grades == sorted(grades)  # type: ignore[type-var]


KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
WHOLE = st.integers(-(2**52), 2**52)
SCALARS = (
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@MANY
@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
def test_the_plain_form_means_the_same_to_both_readers(tree: dict[str, Any]) -> None:
    text = dump_yaml(tree)

    assert read_lines(text)[0] == tree
    assert parse(text.removeprefix(HEAD).encode("utf-8")).tree == tree


@FEW
@given(st.sets(st.sampled_from(cases.CODED_FIELDS)), st.sampled_from(["r", "s", ""]))
def test_what_is_said_once_is_the_same_as_what_is_said_each_time(open_fields: set[str], rule: str) -> None:
    tree = cases.load("schoppa1999").model_dump(mode="json", exclude={"history", "references"})
    tree["schema_version"] = "1.1"
    gap = {"uncoded": True, "source": "schoppa1999", "locator": "none", "coder": "me", "reason": "Silent."}
    tree["uncoded"] = dict.fromkeys(sorted(open_fields), gap)
    told = {
        "does": "d",
        "fields": ["depth"],
        **{key: gap[key] for key in ("source", "locator", "coder", "reason")},
    }
    tree["rules"] = {name: {**told, "confidence": "low"} for name in ("r", "s")}
    for episode in tree["episodes"]:
        episode.update(dict.fromkeys(open_fields, gap))
        if rule and "depth" not in open_fields:
            episode["depth"] = {"value": 1.0, "rule": rule}
    case_set = CaseSet.model_validate(tree)

    short = fold(case_set.model_dump(mode="json"))

    assert CaseSet.model_validate(short) == case_set
    assert not open_fields & short["episodes"][0].keys()
