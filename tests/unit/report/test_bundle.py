"""The files: all or none, the same each time, and never in the place of somebody else's."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from pathlib import Path

import pytest

from gaiatsu.errors import OutputError
from gaiatsu.report import bundle
from gaiatsu.report.bundle import check_place, files_of, put, write
from gaiatsu.report.document import Report

MADE = {"index.html": b"new", "tables/a.csv": b"1", "trail.json": b""}


def old_report(out: Path) -> None:
    files = {
        "index.html": "old",
        "trail.json": json.dumps({"schema": "gaiatsu-trail-1.0", "files": ["index.html", "trail.json"]}),
    }
    out.mkdir()
    for name, text in files.items():
        (out / name).write_text(text)


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_report_is_written_with_every_file_it_names(report: Report, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    files = write(report, tmp_path / "out", progress=lambda *step: steps.append(step))
    trail = json.loads((tmp_path / "out" / "trail.json").read_text())

    assert files[0].name == "index.html"
    assert (
        sorted(trail["files"])
        == listing(tmp_path / "out")
        == sorted(file.relative_to(tmp_path / "out").as_posix() for file in files)
    )
    assert [index for _, index, _ in steps] == [1, 2, 3]
    assert listing(tmp_path) == [f"out/{name}" for name in listing(tmp_path / "out")]


def test_the_same_report_is_the_same_bytes(report: Report) -> None:
    assert files_of(report) == files_of(report)


def test_a_table_as_csv_has_whole_numbers(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(files_of(report)["tables/kinds.csv"].decode())))

    assert rows == [
        ["group", "kind", "episodes"],
        ["Figure 2", "results-oriented", "6"],
        ["Figure 2", "rule-oriented", "4"],
    ]


def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    old_report(tmp_path / "out")
    put(MADE, tmp_path / "out")

    assert (tmp_path / "out" / "index.html").read_bytes() == b"new"
    assert listing(tmp_path) == ["out/index.html", "out/tables/a.csv", "out/trail.json"]


@pytest.mark.parametrize("foreign", ["notes.txt", "tables/mine.csv"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, foreign: str) -> None:
    old_report(tmp_path / "out")
    (tmp_path / "out" / foreign).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / foreign).write_text("mine")

    with pytest.raises(OutputError, match=foreign):
        put(MADE, tmp_path / "out")
    assert (tmp_path / "out" / "index.html").read_text() == "old"


def test_a_trail_of_another_program_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "trail.json").write_text(json.dumps({"files": ["trail.json"]}))

    with pytest.raises(OutputError, match=r"trail\.json"):
        check_place(tmp_path / "out")


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    with pytest.raises(OutputError, match="it is a file"):
        put(MADE, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_an_empty_folder_and_new_parents_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    put(MADE, tmp_path / "empty")
    put(MADE, tmp_path / "a" / "b" / "c")

    assert (tmp_path / "a" / "b" / "c" / "index.html").exists()


def test_a_full_disk_leaves_the_old_report_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_report(tmp_path / "out")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(bundle.os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        put(MADE, tmp_path / "out")

    assert (tmp_path / "out" / "index.html").read_text() == "old"
    assert listing(tmp_path) == ["out/index.html", "out/trail.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_an_interruption_leaves_the_old_report_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_report(tmp_path / "out")

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        put(MADE, tmp_path / "out")

    assert (tmp_path / "out" / "index.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_an_interruption_between_the_two_moves_brings_the_old_report_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_report(tmp_path / "out")
    rename = Path.rename

    def stop_at_the_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stop_at_the_new)
    with pytest.raises(KeyboardInterrupt):
        put(MADE, tmp_path / "out")

    assert (tmp_path / "out" / "index.html").read_text() == "old"


def test_a_parent_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match=r"could not be written to .*file/out"):
        put(MADE, tmp_path / "file" / "out")


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match=r"could not be written to .*file/new/out"):
        check_place(tmp_path / "file" / "new" / "out")
    check_place(tmp_path / "new" / "folder" / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
