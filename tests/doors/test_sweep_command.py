"""``gaiatsu sweep`` as a user types it."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli import sweep as door
from gaiatsu.cli.main import gaiatsu, main
from gaiatsu.cli.sweep import _Meter
from gaiatsu.studies.sweeps import find_sweep, plan_sweep

SPEC = """
title: Two accounts
scenarios: [short.yaml]
worlds: [article, no-trust]
grid: {trust: [0, 1.5]}
draws: 30
measures: [concession]
periods: [all, last]
"""


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("two.yaml").write_text(SPEC)
    Path("short.yaml").write_text("based_on: template\ntitle: Short\nyears: 1994-1999\n")
    return "two.yaml"


def typed(*words: str) -> Result:
    return CliRunner().invoke(gaiatsu, list(words), catch_exceptions=False)


def test_a_dry_run_counts_and_writes_nothing(spec: str) -> None:
    done = typed("sweep", spec, "--dry-run")

    assert "4 cells, 30 sets of parameters: 720 relationship-years" in done.stdout
    assert "no-trust" in done.stdout
    assert "[article], no-trust" in done.stdout
    assert sorted(path.name for path in Path().iterdir()) == ["short.yaml", spec]


def test_a_sweep_is_told_in_words_and_as_an_object_and_lies_in_the_folder(spec: str) -> None:
    said = json.loads(typed("sweep", spec, "--json", "--no-report").stdout)
    again = typed("sweep", spec, "--resume")

    assert (said["cells"], said["kept"], said["computed"], said["rows"]) == (4, 0, 4, 8)
    assert said["out"] == "two-sweep"
    text = Path("two-sweep/results.csv").read_bytes()
    assert said["digest"] == hashlib.sha256(text).hexdigest()
    rows = list(csv.DictReader(text.decode().splitlines()))
    wanted = [
        float(row["value"]) for row in rows if (row["world"], row["measure"]) == ("no-trust", "concession")
    ]
    level = next(one for one in said["effects"] if one["level"] == "no-trust")
    assert level["mean"] == pytest.approx((wanted[0] + wanted[2]) / 2)
    assert wanted[0] == wanted[2]  # what is absent stays absent
    assert "By the parameter trust" in again.stdout
    assert "By world" in again.stdout
    assert f"{level['mean']:.3f}" in again.stdout
    assert "4 kept from before" in again.stderr
    assert said["baseline"] == {
        "scenario": "short",
        "strategy": "status-quo",
        "world": "article",
        "prior": "default",
        "trust": "0",
    }
    one = next(one for one in said["contrasts"] if (one["axis"], one["measure"]) == ("trust", "concession"))
    assert f"{one['mean']:+.3f}" in again.stdout
    assert {"world", "trust"} == {one["axis"] for one in said["contrasts"]}
    assert all("/" not in name for name in said["files"])
    page = Path("two-sweep/report/index.html").read_text()
    assert "Two accounts" in page
    assert Path("two-sweep/report/report.pdf").stat().st_size > 10_000
    assert "report/index.html" in again.stdout


def test_an_interrupt_ends_with_130_and_says_how_to_go_on(
    spec: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(_Meter):
        def __call__(self, cell: object, done: int, total: int) -> None:
            super().__call__(cell, done, total)  # type: ignore[arg-type]
            if done == 2:
                raise KeyboardInterrupt

    monkeypatch.setattr(door, "_Meter", Broken)
    with pytest.raises(SystemExit) as end:
        main(["sweep", spec])

    assert end.value.code == 130
    assert "2 of 4 cells are kept; --resume" in capsys.readouterr().err
    assert len(list(Path("two-sweep/parts").iterdir())) == 2


def test_the_time_left_is_that_of_the_cells_left(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 0.0, 10.0, 10.5, 16.0, 40.0, 41.0])
    meter = _Meter("1 process", live=False, clock=lambda: next(times))
    meter(None, 2, 6)
    for done in (3, 4, 5, 6):
        meter(object(), done, 6)  # type: ignore[arg-type]
    meter(None, 6, 6)

    assert capsys.readouterr().err.splitlines() == [
        "6 cells by 1 process, 2 kept from before",
        "[3/6] 10 s",
        "[5/6] 16 s, 3 s left",
        "[6/6] 40 s",
        "Putting the tables together ...",
    ]


def test_shipped_sweeps_are_listed_shown_and_can_be_planned() -> None:
    names = list(json.loads(typed("sweep", "--list", "--json").stdout)["sweeps"])

    assert names[-1] == "template"
    for name in names:
        assert typed("sweep", "--show", name).stdout.startswith("#")
        assert len(plan_sweep(find_sweep(name)[0]).tasks) > 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep"], "No sweep was named"),
        (["sweep", "nothing.yaml"], "nothing.yaml"),
        (["sweep", "two.yaml", "--resume"], "Leave --resume out"),
        (["sweep", "two.yaml", "--workers", "2", "--scheduler", "tcp://127.0.0.1:9"], "both given"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    words: list[str], said: str, spec: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert said in capsys.readouterr().err
