"""A file that differs from the one that was registered is refused, however it came there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gaiatsu import sources
from gaiatsu.errors import InvalidData, OutputError
from gaiatsu.sources import ledger, registering
from gaiatsu.sources.downloads import DOWNLOADS, Download

HEAD = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday\n"
FIRST = f"{HEAD}USA,2,United States of America,1816,1,1,2016,12,31\n".encode()
LATER = FIRST.replace(b"2016,12,31", b"2024,12,31")
URL = "https://example.org/states.csv"
Serve = Callable[[bytes], None]


def sha(content: bytes) -> str:
    """Checksum of a file with that content."""
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Say what the producer's address serves."""
    monkeypatch.setitem(DOWNLOADS, "cow_states", Download(URL))

    def put(content: bytes) -> None:
        def fetched(_: object, stage: Path, __: object = None) -> Path:
            stage.mkdir(parents=True, exist_ok=True)
            (stage / "states.csv").write_bytes(content)
            return stage / "states.csv"

        monkeypatch.setattr(registering, "fetch", fetched)

    return put


def test_the_first_download_is_recorded_and_the_same_file_passes_again(serve: Serve, tmp_path: Path) -> None:
    serve(FIRST)
    registering.get("cow_states", tmp_path)
    (tmp_path / "context" / "cow_states.csv").unlink()

    assert registering.get("cow_states", tmp_path).downloaded
    assert json.loads((tmp_path / ledger.LEDGER).read_text()) == {"cow_states": sha(FIRST)}


def test_a_later_download_that_differs_is_refused_and_not_kept(serve: Serve, tmp_path: Path) -> None:
    serve(FIRST)
    registering.get("cow_states", tmp_path)
    (tmp_path / "context" / "cow_states.csv").unlink()
    serve(LATER)

    said = rf"{URL} is not the file of cow_states .*{sha(LATER)}.*SHA-256 {sha(FIRST)}.*--accept-changed"
    with pytest.raises(InvalidData, match=said):
        registering.get("cow_states", tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [ledger.LEDGER]

    assert registering.get("cow_states", tmp_path, accept_changed=True).dataset.digest == sha(LATER)
    assert ledger.recorded(tmp_path) == {"cow_states": sha(LATER)}
    assert sources.read("cow_states", tmp_path).digest == sha(LATER)


def test_a_file_changed_in_its_place_is_refused_by_every_way_of_reading(serve: Serve, tmp_path: Path) -> None:
    serve(FIRST)
    path = registering.get("cow_states", tmp_path).path
    path.write_bytes(LATER)

    said = rf"cow_states\.csv is not the file .*gaiatsu sources add cow_states {path} --replace"
    for way in (sources.read, registering.get):
        with pytest.raises(InvalidData, match=said):
            way("cow_states", tmp_path)
    (report,) = sources.check(["cow_states"], tmp_path)
    assert (report.status, sha(FIRST) in report.problem) == ("fails", True)

    registering.add("cow_states", path, tmp_path, replace=True)
    assert sources.read("cow_states", tmp_path).digest == sha(LATER)
    assert sources.check(["cow_states"], tmp_path)[0].status == "other release"


def test_a_changed_file_in_its_place_is_accepted_on_request(serve: Serve, tmp_path: Path) -> None:
    serve(FIRST)
    path = registering.get("cow_states", tmp_path).path
    path.write_bytes(LATER)

    assert not registering.get("cow_states", tmp_path, accept_changed=True).downloaded
    assert sources.read("cow_states", tmp_path).digest == sha(LATER)


def test_another_file_is_added_by_hand_only_when_told_to(serve: Serve, tmp_path: Path) -> None:
    serve(FIRST)
    registering.get("cow_states", tmp_path / "data").path.unlink()
    (tmp_path / "other.csv").write_bytes(LATER)

    with pytest.raises(InvalidData, match=r"other\.csv is not the file .*--replace"):
        registering.add("cow_states", tmp_path / "other.csv", tmp_path / "data")
    assert not (tmp_path / "data" / "context" / "cow_states.csv").exists()

    registering.add("cow_states", tmp_path / "other.csv", tmp_path / "data", replace=True)
    assert ledger.recorded(tmp_path / "data") == {"cow_states": sha(LATER)}


@pytest.mark.parametrize("content", ["{", "[]", '{"cow_states": 1}', "\x00"])
def test_a_broken_record_is_named_and_never_taken_for_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / ledger.LEDGER).write_text(content)

    with pytest.raises(InvalidData, match=r"gaiatsu-checksums\.json .*Mend it, or delete it"):
        ledger.recorded(tmp_path)


def test_a_record_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"gaiatsu-checksums\.json cannot be written: No space left"):
        ledger.record(tmp_path, "cow_states", sha(FIRST))

    assert list(tmp_path.iterdir()) == []
