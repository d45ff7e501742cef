"""The article's report, whole: every number has a trail, and the words follow the numbers."""

from __future__ import annotations

import ast
import csv
import importlib.util
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

import pypdf
import pytest

from gaiatsu import cases
from gaiatsu.report.compose import compose
from gaiatsu.report.document import Prose, Report, Section
from gaiatsu.report.narrative import falsifiers, figure1, figure2, front, ordered, rivals, state, table1
from gaiatsu.report.sources import bare, texts
from gaiatsu.report.trail import Trail
from gaiatsu.report.values import plain
from gaiatsu.studies.falsify import Falsifier
from gaiatsu.studies.figure1 import figure1 as study_figure1
from gaiatsu.studies.replicate import Replication

pytestmark = pytest.mark.xdist_group("replicate")


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _load("pages")


@pytest.fixture(scope="module")
def replication(written: Any) -> Replication:
    """Every study, as the command computed it."""
    found: Replication = written.replication
    return found


@pytest.fixture(scope="module")
def told(replication: Replication) -> Report:
    return compose(replication)


@pytest.fixture(scope="module")
def files(written: Any) -> dict[str, bytes]:
    """The report as the command wrote it."""
    paths = [path for path in written.folder.rglob("*") if path.is_file()]
    return {path.relative_to(written.folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def tree(files: dict[str, bytes]) -> Element:
    parsed: Element = pages.parse(files["index.html"].decode())
    return parsed


def finding(section: Callable[[Trail], Section], **steps: Any) -> str:
    trail = Trail(steps)
    return bare(section(trail).finding, trail.entries)


def test_every_number_a_reader_sees_opens_its_trail(tree: Element) -> None:
    assert pages.numbers_outside(tree) == []


def test_every_entry_holds_what_the_record_holds(told: Report) -> None:
    assert len(told.trail.entries) > 300
    for entry in told.trail.entries:
        assert plain(told.trail.value(entry.step, entry.path)) == entry.value


def test_every_entry_leads_to_data_function_and_version(told: Report) -> None:
    for entry in told.trail.entries:
        source = told.trail.sources[entry.source]

        assert source.function.startswith("gaiatsu.")
        assert source.inputs
        assert all(re.fullmatch(r"[0-9a-f]{64}", one.digest) for one in source.inputs), source
        assert source.version


def test_nearly_every_entry_says_what_it_is(told: Report) -> None:
    silent = [entry.id for entry in told.trail.entries if not entry.meaning]

    assert len(silent) < 0.1 * len(told.trail.entries), silent


def test_the_page_asks_the_network_for_nothing(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()

    assert re.findall(r'(?:src|href|poster|srcset)="(?!#|data:,)[^"]*"', page) == []
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_ids_and_files_are_used_once(told: Report, tree: Element) -> None:
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    tables, charts = [table.id for table in told.tables()], [chart.id for chart in told.charts()]

    assert len(ids) == len(set(ids))
    assert len(tables) == len(set(tables))
    assert len(charts) == len(set(charts))


def test_every_link_inside_the_page_leads_somewhere(tree: Element) -> None:
    ids = {one.get("id") for one in tree.iter()}

    assert {str(one.get("href"))[1:] for one in tree.iter("a")} <= ids


def test_every_work_cited_is_in_the_bibliography(told: Report) -> None:
    from gaiatsu.report.sources import works_cited

    assert [work.key for work in works_cited(told) if work.text == work.key] == []


def test_a_section_opens_with_one_sentence_or_two_and_shows_its_chart_first(told: Report) -> None:
    for section in told.sections:
        text = bare(section.finding, told.trail.entries)
        kinds = [type(block).__name__ for block in section.blocks]

        assert text.endswith(".")
        assert len(text) < 420
        if "Chart" in kinds and "Table" in kinds and section.id != "figure-2":
            assert kinds.index("Chart") < kinds.index("Table"), section.id


def sentences(file: Path) -> list[str]:
    """Strings of a module that read as prose, docstrings left out."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    blocks = [node for node in nodes if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
    described = {id(block.body[0].value) for block in blocks if isinstance(block.body[0], ast.Expr)}
    constants = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in described]
    return [node.value for node in constants if isinstance(node.value, str) and " " in node.value]


def test_no_number_is_written_into_the_prose_by_hand() -> None:
    """Years, exhibits and levels of intervals may stand; a decimal may not."""
    for file in sorted(Path(str(front.__file__)).parent.glob("*.py")):
        for text in sentences(file):
            if "datum." not in text and "k-hat below .7" not in text:
                assert not re.search(r"(?<![\w.])\d*\.\d+(?![\w.])", text), (file.name, text)


def test_the_article_is_never_quoted(told: Report) -> None:
    for text in texts(told):
        assert "\u201c" not in bare(text, told.trail.entries)


def test_the_trail_names_every_file(files: dict[str, bytes]) -> None:
    assert json.loads(files["trail.json"])["files"] == sorted(files)


def test_every_table_and_figure_has_its_files(told: Report, files: dict[str, bytes]) -> None:
    for table in told.tables():
        assert files[f"tables/{table.id}.csv"].count(b"\n") >= 2
    for chart in told.charts():
        assert files[f"figures/{chart.id}.svg"].startswith(b"<svg")
        assert files[f"figures/{chart.id}.png"].startswith(b"\x89PNG")


def test_page_one_has_a_verdict_of_two_sentences(told: Report) -> None:
    verdict = bare(told.front.verdict, told.trail.entries)

    assert len(re.findall(r"[.](?= [A-Z]|$)", verdict)) == 2


def test_the_patches_of_a_set_are_named_at_the_foot(replication: Replication) -> None:
    name = cases.patches("schoppa1999")[0]
    patched = cases.load("schoppa1999", patches=(name,))
    name = patched.applied_patches[0]
    report = compose(replace(replication, case_set=patched))

    assert any(name in line for line in report.imprint)


# --- the words follow the numbers ------------------------------------------------------------------------


def test_figure_2_says_no_when_nothing_fell(replication: Replication) -> None:
    study = replication.figure2
    greater = replace(study.stratified, p=replace(study.stratified.p, greater=0.6))
    changed = replace(study, rate_after=1.0, stratified=greater)

    assert finding(figure2.section, figure2=study).startswith("Yes: Japan conceded in 8 of 8")
    assert finding(figure2.section, figure2=changed).startswith("No:")
    assert "well within chance" in finding(figure2.section, figure2=changed)


def test_figure_1_says_so_when_it_discriminates(replication: Replication) -> None:
    study = replace(replication.figure1, discriminates=True)

    assert "Very little" in finding(figure1.section, figure1=replication.figure1)
    assert "it tells a flat record" in finding(figure1.section, figure1=study)


def test_figure_1_is_drawn_from_ratings_that_are_given(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("year,rating,label\n1978,2,a\n1985,3,b\n1991,1,c\n1992,2,d\n")
    trail = Trail({"figure1": study_figure1(cases.load("schoppa1999"), file)})
    section = figure1.section(trail)

    assert type(section.blocks[0]).__name__ == "Chart"
    assert "do not reproduce the printed line" in bare(section.blocks[1].text, trail.entries)  # type: ignore[union-attr]


def test_table_1_says_so_when_the_decline_is_linear(replication: Replication) -> None:
    study = replication.table1
    linear = replace(study, collapse=replace(study.collapse, roughly_linear=True))

    assert "not roughly linear" in finding(table1.section, table1=study)
    assert "as the article says" in finding(table1.section, table1=linear)


def test_the_state_section_says_hardly_when_nothing_moved(replication: Replication, told: Report) -> None:
    study = replication.state
    flat = tuple(replace(row, mean=0.5) for row in study.rows)
    steps = {"state": replace(study, rows=flat), "cases": told.trail.record["cases"]}

    assert finding(state.section, state=study, cases=steps["cases"]).startswith("In part")
    assert finding(state.section, **steps).startswith("Hardly")


def with_evidence(row: Any, value: float) -> Any:
    return replace(
        row, scores=replace(row.scores, log_bayes_factors={**row.scores.log_bayes_factors, "even": value})
    )


@pytest.mark.parametrize(
    ("material", "social", "expected"),
    [(5.0, 1.0, "One does as well"), (1.0, 5.0, "No"), (2.0, 2.2, "The episodes do not decide")],
)
def test_the_rivals_section_follows_the_evidence(
    replication: Replication, material: float, social: float, expected: str
) -> None:
    study = replication.rivals
    best = {"material": material}
    rows = tuple(
        row if row.scores is None else with_evidence(row, best.get(row.kind, social)) for row in study.rows
    )

    assert finding(rivals.section, rivals=replace(study, rows=rows)).startswith(expected)


def test_the_verdict_names_a_social_cause_where_it_leads(replication: Replication, told: Report) -> None:
    study = replication.rivals
    rows = tuple(
        row if row.scores is None else with_evidence(row, 6.0 if row.id == "legitimacy" else 0.5)
        for row in study.rows
    )
    steps = {**told.trail.record, "rivals": replace(study, rows=rows)}
    trail = Trail(steps)
    verdict = bare(front.front(trail).verdict, trail.entries)

    assert "The best supported cause is social (procedural legitimacy, " in verdict


def test_the_verdict_counts_both_kinds_and_says_when_the_leader_only_repeats_the_date(
    replication: Replication, told: Report
) -> None:
    study = replication.rivals
    alone = tuple(replace(row, twins=()) for row in study.rows)
    as_it_is = bare(told.front.verdict, told.trail.entries)
    apart = Trail({**told.trail.record, "rivals": replace(study, rows=alone)})
    not_a_twin = bare(front.front(apart).verdict, apart.entries)

    assert "material rivals and six of seven social mechanisms fall short" in as_it_is
    assert as_it_is.endswith("only repeats the date of the change.")
    assert "repeats the date" not in not_a_twin
    assert "not in the article's favor" in not_a_twin


def test_series_that_were_not_given_are_named_together_and_in_words(told: Report) -> None:
    section = next(one for one in told.sections if one.id == "explanations")
    items = [bare(item, told.trail.entries) for item in section.blocks[-1].items]  # type: ignore[union-attr]

    assert items[0].startswith("Capital flows, Security dependence")
    assert not any("_" in item for item in items)


def test_the_ordered_section_says_when_every_prior_set_is_sure(replication: Replication) -> None:
    study = replication.ordered
    sure = tuple(
        replace(row, composite=replace(row.composite, p_negative=0.99, high90=-0.1)) for row in study.shifts
    )

    assert "every prior set is sure" in finding(ordered.section, ordered=replace(study, shifts=sure))


def test_the_falsifiers_section_says_where_coded_cases_alone_point(replication: Replication) -> None:
    study = replication.falsifiers
    sides = {"F4": "for", "F15": "against"}
    rows = tuple(replace(row, leaning=sides.get(row.id, "")) for row in study.rows)

    def told(rows: tuple[Falsifier, ...]) -> str:
        trail = Trail({"falsifiers": replace(study, rows=rows)})
        return trail.read(str(falsifiers.section(trail).blocks))

    assert "speak against the article on F15 and for the article on F4" in told(rows)
    assert "Coded cases alone" not in told(study.rows)


def test_the_falsifiers_section_says_when_something_is_refuted(replication: Replication) -> None:
    study = replication.falsifiers
    against = next(status for status in type(study.rows[0].status) if status.value == "against")
    rows = (replace(study.rows[0], status=against), *study.rows[1:])

    assert finding(falsifiers.section, falsifiers=study).startswith("Nothing at hand refutes it")
    assert finding(falsifiers.section, falsifiers=replace(study, rows=rows)).startswith(
        "Some of it is refuted"
    )


def test_page_one_stands_on_page_one_of_the_paper(told: Report, files: dict[str, bytes]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages
    first, second = ("".join(page.extract_text().split()) for page in pages[:2])
    entries = told.trail.entries

    for text in (told.front.question, told.front.box.title, told.front.box.items[-1]):
        assert "".join(bare(text, entries).split()) in first
    assert "".join(bare(told.front.table.rows[-1].cells[0], entries).split()) in first
    assert "".join(bare(told.sections[0].title, entries).split()) in second


def test_the_outside_numbers_that_rivals_predict_too_are_counted_as_such(told: Report) -> None:
    section = next(one for one in told.sections if one.id == "outside")
    prose = " ".join(
        bare(block.text, told.trail.entries) for block in section.blocks if isinstance(block, Prose)
    )

    assert "of the nine that agree, three are what materialism predicts as well" in prose
    assert "nineteen need data" in bare(section.finding, told.trail.entries)
    assert not any(chart.id == "outside" for chart in told.charts())


def test_the_file_of_explanations_scores_each_against_every_yardstick(
    replication: Replication, files: dict[str, bytes]
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["tables/explanations.csv"].decode())))
    study = {row.id: row for row in (*replication.rivals.rows, *replication.rivals.yardsticks)}

    assert len(rows) == sum(row.scores is not None for row in study.values())
    for row in rows:
        over = study[row["id"]].scores
        assert over is not None
        for name in ("base-rate", "material-only", "second-period"):
            printed = row[f"log_score_over_{name.replace('-', '_')}"]
            assert (name in over.log_score_over) == bool(printed)
            if printed:
                assert float(printed) == over.log_score_over[name].total
