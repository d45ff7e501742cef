"""Sweeps: which cells there are, what each says, and that no finished cell is lost, repeated or mixed up."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu.errors import InvalidSpecification, MissingExtra, OutputError, UnknownName
from gaiatsu.studies.simulate import SimulationOptions, find_scenario
from gaiatsu.studies.simulate.study import histories_of
from gaiatsu.studies.sweeps import Computing, SweepPlan, digests, find_sweep, plan_sweep, pool, study, sweep
from gaiatsu.studies.sweeps import plan as planning
from gaiatsu.studies.sweeps.measuring import compute

SHORT = """
title: Short
years: 1994-1999
dependence: {values: {1990: 4, 2010: 2}, baseline: 4}
institutions: {dispute_settlement: {1990: 0, 1995: 1}}
elites: {moves_from: 1990, founding: [{name: all, closes: 1990, security: 0.7, economic: 0.6}]}
demands:
  - from: 1990
    per_year: 0.5
    mix: {results: 0.4, rule: 0.6}
    threatened_cost: {results: 0.5, rule: 0.5}
    unilateral: {results: 0.8, rule: 0.3}
    stretch: 0.2
"""
FIRM = "title: Firm\nbased_on: social\nthreatens: where it pays\nthreatened_cost: 0.5\n"
LOTS = "title: Lots\nblend: {social: 2, firm.yaml: 1}\n"
MIXED = "title: Mixed\nswitch: {when: trust_of_sender, below: 0.5, use: firm.yaml, otherwise: lots.yaml}\n"
SMALL = """
title: Small
scenarios: [short.yaml]
strategies: [mixed.yaml]
worlds: [article, materialist]
grid: {hierarchy: [0, 1], trust_memory: {from: 0.5, to: 0.9, steps: 2}}
draws: 20
measures: [concession, hierarchy, first_refusal]
demands: [all, rule]
periods: [all, last, 1995-1998]
"""


def planned(folder: Path, text: str = SMALL, **files: str) -> SweepPlan:
    written = {"short": SHORT, "firm": FIRM, "lots": LOTS, "mixed": MIXED, "small": text} | files
    for name, content in written.items():
        (folder / f"{name}.yaml").write_text(content)
    spec, beside = find_sweep(folder / "small.yaml")
    return plan_sweep(spec, beside=beside)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    return planned(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def whole(plan: SweepPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep that nothing disturbed."""
    out = tmp_path_factory.mktemp("whole") / "out"
    sweep(plan, out)
    return out


def test_every_value_meets_every_other_once(plan: SweepPlan) -> None:
    cells = [task.cell for task in plan.tasks]

    assert len(cells) == 2 * 2 * 2 == plan.spec.size
    assert len({(c.world, c.values) for c in cells}) == 8
    assert cells[1].values == (("hierarchy", 0.0), ("trust_memory", 0.9))
    assert [c.number for c in cells] == list(range(8))


def test_a_cell_says_what_the_histories_of_its_scenario_say(tmp_path: Path) -> None:
    text = "title: One\nscenarios: [shaken.yaml]\nstrategies: [status-quo]\n"
    text += "measures: [concession, hierarchy, first_refusal, change_shock]\n"
    shaken = "based_on: short.yaml\ntitle: Shaken\nshocks: [{date: 1995.5, weight: 1}]\n"
    (task,) = planned(
        tmp_path, text + "periods: [1995-1998]\ndraws: 60\nreplicates: 2\n", shaken=shaken
    ).tasks
    replies = compute(task).replies
    said = dict(zip([question.measure for question in task.questions], replies, strict=True))
    scenario, options = find_scenario(tmp_path / "shaken.yaml"), SimulationOptions(draws=60, replicates=2)
    histories, _ = histories_of(scenario, options)
    rows = (histories.years >= 1995) & (histories.years <= 1998)
    grade = np.asarray(histories["concession"])[rows]
    refused = [np.flatnonzero(grade[:, i] == 0) for i in range(120)]
    first = sorted(1995.0 + hits[0] if hits.size else np.inf for hits in refused)

    assert said["concession"].value == pytest.approx(grade[grade >= 0].mean(), abs=1e-12)
    assert said["concession"].events == int((grade >= 0).sum())
    assert said["hierarchy"].value == pytest.approx(histories["hierarchy"][rows].mean(), abs=1e-12)
    total = np.asarray(histories["change_shock"])[rows].sum(axis=0)
    assert said["change_shock"].value == pytest.approx(total.mean(), abs=1e-12)
    assert said["change_shock"].value != 0.0
    assert said["first_refusal"].value == first[59]
    assert said["first_refusal"].share == sum(map(np.isfinite, first)) / 120


def test_a_world_that_lacks_a_mechanism_lacks_it_whatever_the_sweep_sets(whole: Path) -> None:
    frame = pl.read_parquet(whole / "results.parquet").filter(pl.col("measure") == "concession")
    spread = frame.group_by("world", "set_trust_memory", "demand", "period").agg(
        (pl.col("value").max() - pl.col("value").min()).alias("by_hierarchy")
    )

    assert spread.filter(pl.col("world") == "materialist")["by_hierarchy"].max() == 0.0
    everywhere = spread.filter((pl.col("world") == "article") & (pl.col("period") == "all"))
    assert everywhere["by_hierarchy"].min() > 0.0  # type: ignore[operator]


def test_the_results_are_described_column_by_column(whole: Path) -> None:
    frame = pl.read_parquet(whole / "results.parquet")
    book = json.loads((whole / "codebook.json").read_text())
    manifest = json.loads((whole / "manifest.json").read_text())

    assert [column["name"] for column in book["columns"]] == frame.columns
    assert all(column["meaning"] for column in book["columns"])
    assert set(book["measures"]) == set(frame["measure"])
    assert manifest["complete"]
    assert manifest["rows"] == frame.height == 8 * (2 * 3 + 3 + 3)
    assert {cell["file"] for cell in manifest["cells"]} == {
        path.relative_to(whole).as_posix() for path in whole.rglob("parts/*")
    }
    for table in ("differences", "interactions"):
        columns = pl.read_parquet(whole / f"{table}.parquet").columns
        assert [column["name"] for column in book[table]["columns"]] == columns
        assert all(column["meaning"] for column in book[table]["columns"])
        assert (
            hashlib.sha256((whole / f"{table}.csv").read_bytes()).hexdigest()
            == (manifest["csv_sha256"][f"{table}.csv"])
        )
    assert book["baseline"]["hierarchy"] == "0"
    assert pl.read_csv(whole / "results.csv").height == frame.height


class _Stop(Exception):
    """What a test raises in the middle of a sweep."""


def test_an_interrupted_sweep_goes_on_without_losing_or_repeating_a_cell(
    plan: SweepPlan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(cell: object, done: int, total: int) -> None:
        if done == 3:
            raise _Stop

    with pytest.raises(_Stop):
        sweep(plan, tmp_path / "out", progress=stop)
    before = {path: path.stat().st_ino for path in (tmp_path / "out").rglob("parts/*")}
    again: list[int] = []
    real = pool.compute
    monkeypatch.setattr(pool, "compute", lambda task: again.append(task.cell.number) or real(task))
    result = sweep(plan, tmp_path / "out", resume=True)

    assert (len(before), result.kept, result.computed) == (3, 3, 5)
    assert again == list(range(3, 8))
    assert {path: path.stat().st_ino for path in before} == before
    for name in ("results.parquet", "differences.parquet", "manifest.json"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / name).read_bytes()


def test_a_part_that_was_cut_off_or_belongs_to_another_cell_is_computed_again(
    plan: SweepPlan, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    parts, draws = (sorted(out.rglob(f"{name}/*.parquet")) for name in ("parts", "draws"))
    parts[2].write_bytes(parts[2].read_bytes()[:-40])
    parts[4].write_bytes(parts[5].read_bytes())
    draws[6].unlink()
    result = sweep(plan, out, resume=True)

    assert result.computed == 3
    for name in ("results.parquet", "differences.parquet"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def test_a_changed_sweep_is_not_mixed_with_the_earlier_one(
    plan: SweepPlan, whole: Path, tmp_path: Path
) -> None:
    changed = planned(tmp_path, SMALL.replace("draws: 20", "draws: 30"))

    with pytest.raises(InvalidSpecification, match="what changed is draws"):
        sweep(changed, whole, resume=True)
    changed = planned(tmp_path, firm=FIRM.replace("0.5", "0.6"))
    with pytest.raises(InvalidSpecification, match="what changed is the strategy: mixed"):
        sweep(changed, whole, resume=True)
    with pytest.raises(InvalidSpecification, match="--resume"):
        sweep(plan, whole)
    with pytest.raises(InvalidSpecification, match="no sweep that could be gone on with"):
        sweep(plan, tmp_path / "new", resume=True)


def test_a_folder_with_other_files_is_left_alone(plan: SweepPlan, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(OutputError, match="no sweep"):
        sweep(plan, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_full_disk_leaves_no_half_part(
    plan: SweepPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: pl.DataFrame, path: Path, **_: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OutputError, match="No space left"):
        sweep(plan, tmp_path / "out")
    assert list((tmp_path / "out" / "parts").iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[short.yaml]", "[templat]", "templat"),
        ("[mixed.yaml]", "[socail]", "social"),
        ("[mixed.yaml]", "[absent.yaml]", "no strategy file absent.yaml"),
        ("[mixed.yaml]", "[mixed.yaml, sub/../mixed.yaml]", "called mixed"),
        ("grid:", "baseline: {world: norms}\ngrid:", "world = norms, which the sweep does not have"),
        ("grid:", "baseline: {hierarchy: 0.5}\ngrid:", "one of 0, 1"),
        ("grid:", "baseline: {trust: 0}\ngrid:", "names trust"),
        ("[article, materialist]", "[article, materialism]", "materialist"),
        ("hierarchy: [0, 1]", "hierachy: [0, 1]", "hierarchy"),
        ("hierarchy: [0, 1]", "materialism_lag: [0, 1]", "materialism_lag"),
        ("to: 0.9", "to: 1.9", "1.9"),
        ("1995-1998", "1985-1999", "1985-1999"),
        ("first_refusal]", "first_refusals]", "first_refusals"),
        ("draws: 20", "draws: 5", "fewer than ten"),
        ("[all, rule]", "[all, all]", "twice"),
        ("title: Small", "titel: Small", "titel"),
        ("steps: 2", "steps: 1", "steps"),
        ("grid:", "points: [{hierarchy: 0}]\ngrid:", "not both"),
        ("steps: 2", "steps: 10000}, depth: {from: 0, to: 1, steps: 10000", "cells are more"),
        ("title: Small", "title: [", "not YAML"),
    ],
)
def test_what_cannot_be_swept_is_said_before_anything_is_computed(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in SMALL
    (tmp_path / "sub").mkdir()
    with pytest.raises((InvalidSpecification, UnknownName), match=said):
        planned(tmp_path, SMALL.replace(old, new))


def test_points_are_taken_as_they_stand(tmp_path: Path) -> None:
    points = "points: [{hierarchy: 0}, {hierarchy: 1, trust: 2}]\nmeasures: [refused]\ndraws: 20\n"
    result = sweep(planned(tmp_path, "title: P\nscenarios: [short.yaml]\n" + points), tmp_path / "out")

    assert result.frame["set_trust"].to_list() == [None, 2.0]
    assert [(one.axis, one.level, one.baseline) for one in result.contrasts] == [
        ("point", "hierarchy 1, trust 2", "hierarchy 0")
    ]


def test_a_cell_planned_by_another_version_or_other_code_is_refused(plan: SweepPlan) -> None:
    task = plan.tasks[0]

    with pytest.raises(InvalidSpecification, match=r"9\.9"):
        compute(replace(task, code=planning.Code("9.9", "")))
    with pytest.raises(InvalidSpecification, match="source abcdef"):
        compute(replace(task, code=replace(task.code, source="abcdef")))


def test_the_digest_of_a_cell_holds_all_that_its_numbers_hang_on(plan: SweepPlan, tmp_path: Path) -> None:
    texts = (
        SMALL,
        SMALL.replace("draws: 20", "draws: 21"),
        SMALL + "seed: 2\n",
        SMALL + "replicates: 2\n",
        SMALL.replace("1995-1998", "1995-1997"),
    )
    found = [planned(tmp_path, text).tasks[0].cell.digest for text in texts]
    changed: tuple[dict[str, str], ...] = (
        {"short": SHORT.replace("0.7", "0.6")},
        {"mixed": MIXED.replace("0.5", "0.4")},
        {"lots": LOTS.replace("2", "3")},
        {"firm": FIRM.replace("0.5", "0.6")},
    )
    found += [planned(tmp_path, **files).tasks[0].cell.digest for files in changed]

    assert found[0] == plan.tasks[0].cell.digest
    assert len(set(found)) == len(texts) + len(changed)
    assert planned(tmp_path, SMALL + "baseline: none\n").digest == plan.digest


def test_changed_code_of_a_version_of_development_is_not_mixed_with_the_earlier_one(
    plan: SweepPlan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "source_digest", lambda: "another")
    changed = planned(tmp_path)
    with pytest.raises(InvalidSpecification, match=r"the code of gaiatsu .* a version of development"):
        sweep(changed, whole, resume=True)
    monkeypatch.setattr(digests, "version", lambda name: "1.0")
    released = digests.source_of_release()

    assert changed.tasks[0].cell.digest != plan.tasks[0].cell.digest
    assert released == ""


def test_the_digest_of_the_code_sees_every_module_that_a_cell_can_read(tmp_path: Path) -> None:
    def digest() -> str:
        return digests.source_digest.__wrapped__(tmp_path)

    for name in ("theory/a.py", "report/b.py", "errors.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one\n")
    seen = [digest()]
    (tmp_path / "theory/a.py").write_text("two\n")
    seen.append(digest())
    (tmp_path / "theory/a.py").rename(tmp_path / "theory/c.py")
    seen.append(digest())
    (tmp_path / "errors.py").write_text("")
    seen.append(digest())
    (tmp_path / "report/b.py").write_text("two\n")
    (tmp_path / "theory/c.py").write_bytes(b"two\r\n")

    assert len(set(seen)) == 4
    assert digest() == seen[-1]
    assert len(digests.source_digest()) == 64


def test_without_dask_one_process_needs_nothing_and_more_name_the_extra(
    plan: SweepPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "find_spec", lambda name: None)

    assert [task for task, _ in pool.computed(plan.tasks[:1], Computing())] == [plan.tasks[0]]
    for more in (Computing(2), Computing(scheduler="tcp://127.0.0.1:1")):
        with pytest.raises(MissingExtra, match=r"gaiatsu\[cluster\]"):
            next(pool.computed(plan.tasks, more))


def test_only_the_pool_names_dask() -> None:
    source = Path(study.__file__).parents[2]
    naming = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if any(
            f'"{name}"' in path.read_text() or f"import {name}" in path.read_text()
            for name in ("distributed", "dask")
        )
    }

    assert naming == {"studies/sweeps/pool.py"}
