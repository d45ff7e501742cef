"""Downloads against a server on this machine: whole, broken off, resumed, wrong, absent."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from gaiatsu.errors import InvalidData, MissingData
from gaiatsu.sources import fetching, registering
from gaiatsu.sources.downloads import DOWNLOADS, Download, by_hand
from gaiatsu.sources.reading import MODULES, info

CONTENT = bytes(range(256)) * 2000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Server:
    """What the server holds and how it behaves, and what it was asked."""

    files: dict[str, bytes]
    url: str = ""
    ranges: bool = True
    tag: str = ""
    breaks: list[int] = field(default_factory=list)  # bytes after which the next answers break off
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Serves the files of a :class:`Server`."""

    def __init__(self, server: Server, *args: object) -> None:
        self.held = server
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.held.asked.append(self.headers.get("Range") or "")
        content = self.held.files.get(self.path)
        if content is None:
            self.send_error(404, "Not Found")
            return
        first = self._first(len(content))
        if first is None:
            return
        self.send_response(206 if first else 200)
        body = content[first:]
        self.send_header("Content-Length", str(len(body)))
        if self.held.tag:
            self.send_header("ETag", self.held.tag)
        self.end_headers()
        if self.held.breaks:
            self.wfile.write(body[: self.held.breaks.pop(0)])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def _first(self, length: int) -> int | None:
        asked = self.headers.get("Range") or ""
        if not (asked and self.held.ranges):
            return 0
        if self.headers.get("If-Range") not in {None, self.held.tag}:
            return 0
        first = int(asked.removeprefix("bytes=").rstrip("-"))
        if first >= length:
            self.send_error(416, "Range Not Satisfiable")
            return None
        return first

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a free port of this machine."""
    held = Server({"/data.csv": CONTENT})
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, held))
    thread = Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    held.url = f"http://127.0.0.1:{running.server_address[1]}"
    yield held
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_file_arrives_and_its_checksum_is_verified(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    path = fetching.fetch(
        Download(f"{server.url}/data.csv", DIGEST), tmp_path, lambda got, whole: told.append((got, whole))
    )

    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [name.name for name in tmp_path.iterdir()] == ["data.csv"]


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.breaks = [100_000, 50_000]

    path = fetching.fetch(Download(f"{server.url}/data.csv", DIGEST), tmp_path)

    assert path.read_bytes() == CONTENT
    assert server.asked == ["", "bytes=100000-", "bytes=150000-"]


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(server: Server, tmp_path: Path) -> None:
    server.breaks = [1000, 1000, 1000]
    with pytest.raises(MissingData, match=r"broke off after 3,000 of 512,000 bytes.*Run the command again"):
        fetching.fetch(Download(f"{server.url}/data.csv", DIGEST), tmp_path)
    assert (tmp_path / "data.csv.part").read_bytes() == CONTENT[:3000]
    assert not (tmp_path / "data.csv").exists()

    path = fetching.fetch(Download(f"{server.url}/data.csv", DIGEST), tmp_path)

    assert path.read_bytes() == CONTENT
    assert server.asked[-1] == "bytes=3000-"


def test_a_server_that_cannot_resume_sends_the_whole_again(server: Server, tmp_path: Path) -> None:
    server.breaks, server.ranges = [100_000], False

    path = fetching.fetch(Download(f"{server.url}/data.csv", DIGEST), tmp_path)

    assert path.read_bytes() == CONTENT


def test_a_file_that_changed_in_between_is_not_pieced_together(server: Server, tmp_path: Path) -> None:
    chosen = Download(f"{server.url}/data.csv")
    server.breaks, server.tag = [1000, 1000, 1000], '"first"'
    with pytest.raises(MissingData, match="broke off"):
        fetching.fetch(chosen, tmp_path)
    server.files["/data.csv"], server.tag = b"n" * 5000, '"second"'

    assert fetching.fetch(chosen, tmp_path).read_bytes() == b"n" * 5000
    assert server.asked == ["", "bytes=1000-", "bytes=2000-", "bytes=3000-"]


def test_without_tag_or_checksum_a_download_starts_anew(server: Server, tmp_path: Path) -> None:
    server.breaks = [1000]

    path = fetching.fetch(Download(f"{server.url}/data.csv"), tmp_path)

    assert path.read_bytes() == CONTENT
    assert server.asked == ["", ""]


def test_an_interruption_keeps_the_part_and_nothing_else(server: Server, tmp_path: Path) -> None:
    def interrupt(got: int, _: int) -> None:
        if got > 100_000:
            raise KeyboardInterrupt

    server.tag = '"one"'
    chosen = Download(f"{server.url}/data.csv")
    with pytest.raises(KeyboardInterrupt):
        fetching.fetch(chosen, tmp_path, interrupt)
    assert files(tmp_path) == ["data.csv.part", "data.csv.part.tag"]

    assert fetching.fetch(chosen, tmp_path).read_bytes() == CONTENT
    assert server.asked[1].startswith("bytes=1")


def test_a_part_longer_than_the_file_is_thrown_away(server: Server, tmp_path: Path) -> None:
    (tmp_path / "data.csv.part").write_bytes(CONTENT + b"more")

    path = fetching.fetch(Download(f"{server.url}/data.csv", DIGEST), tmp_path)

    assert path.read_bytes() == CONTENT


def test_a_wrong_checksum_is_refused_and_nothing_is_kept(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=rf"known checksum.*SHA-256 {'0' * 64}.*gaiatsu sources add"):
        fetching.fetch(Download(f"{server.url}/data.csv", "0" * 64), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_stale_part_does_not_spoil_the_next_download(server: Server, tmp_path: Path) -> None:
    (tmp_path / "data.csv.part").write_bytes(b"of another file")
    chosen = Download(f"{server.url}/data.csv", DIGEST)
    with pytest.raises(InvalidData, match="known checksum"):
        fetching.fetch(chosen, tmp_path)

    assert fetching.fetch(chosen, tmp_path).read_bytes() == CONTENT


def test_a_file_that_is_not_there_is_named(server: Server, tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"/gone\.csv cannot be downloaded: the server answers 404"):
        fetching.fetch(Download(f"{server.url}/gone.csv"), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"127\.0\.0\.1:9/x\.csv cannot be downloaded: .*refused"):
        fetching.fetch(Download("http://127.0.0.1:9/x.csv"), tmp_path)


def test_an_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"file:///etc/hosts cannot be downloaded.*http://"):
        fetching.fetch(Download("file:///etc/hosts"), tmp_path)


def test_a_member_is_taken_out_of_its_archive(server: Server, tmp_path: Path) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("inside/trade.csv", "a,b\n1,2\n")
    server.files["/trade.zip"] = held.getvalue()

    path = fetching.fetch(Download(f"{server.url}/trade.zip", member="inside/trade.csv"), tmp_path)

    assert path.read_text() == "a,b\n1,2\n"
    assert [name.name for name in tmp_path.iterdir()] == ["trade.csv"]
    with pytest.raises(InvalidData, match=r"does not serve an archive with inside/else\.csv"):
        fetching.fetch(Download(f"{server.url}/trade.zip", member="inside/else.csv"), tmp_path)


def test_every_set_can_be_fetched_or_says_why_not() -> None:
    assert set(DOWNLOADS) <= set(MODULES)
    assert [name for name in MODULES if (name in DOWNLOADS) == bool(by_hand(name))] == []
    assert all(download.url.startswith("https://") for download in DOWNLOADS.values())
    assert {download.suffix for download in DOWNLOADS.values()} <= {".csv", ".dta", ".rda", ".xls"}


@pytest.mark.parametrize("name", sorted(DOWNLOADS))
def test_every_address_is_well_formed(name: str) -> None:
    parts = urlsplit(DOWNLOADS[name].url)

    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc)
    assert re.fullmatch(r"(/[\w.-]+)+", parts.path)
    assert (parts.query, parts.fragment) == ("", "")
    assert (parts.path.endswith(".zip")) == bool(DOWNLOADS[name].member)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_set_states_its_licence_and_where_its_producer_keeps_it(name: str) -> None:
    entry = info(name)

    assert entry.licence
    assert name in DOWNLOADS or "http" in entry.where or "replication files" in entry.where


# --- get: from the server into the data folder -----------------------------------------------------------

STATES = (
    b"stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday\n"
    b"USA,2,United States of America,1816,1,1,2016,12,31\n"
    b"JPN,740,Japan,1952,4,28,2016,12,31\n"
)


@pytest.fixture
def served(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The list of states, at an address of the server instead of its producer's."""
    server.files["/states.csv"] = STATES
    monkeypatch.setitem(DOWNLOADS, "cow_states", Download(f"{server.url}/states.csv"))
    return server


def test_a_set_is_downloaded_verified_and_moved_into_its_place(served: Server, tmp_path: Path) -> None:
    done = registering.get("cow_states", tmp_path)

    assert done.path == tmp_path / "context" / "cow_states.csv"
    assert (done.downloaded, done.verified_by, done.dataset.table.height) == (True, "content", 2)
    assert files(tmp_path) == ["context/cow_states.csv", "gaiatsu-checksums.json"]


def test_a_set_that_is_there_is_not_downloaded_again(served: Server, tmp_path: Path) -> None:
    registering.get("cow_states", tmp_path)
    again = registering.get("cow_states", tmp_path)

    assert not again.downloaded
    assert served.asked == [""]


def test_a_known_checksum_is_said_to_have_verified_it(
    served: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Download(f"{served.url}/states.csv", hashlib.sha256(STATES).hexdigest())
    monkeypatch.setitem(DOWNLOADS, "cow_states", known)

    assert registering.get("cow_states", tmp_path).verified_by == "checksum"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (STATES.replace(b"ccode", b"code"), "lacks the column 'ccode'"),
        (STATES + b"JPN,740,Japan,1952,4,28,2016,12,31\n", "rows 2 and 3 are both"),
        (STATES.replace(b"740", b"7400"), "at most 999"),
        (b"<html>Sign in to go on</html>", "lacks the column"),
    ],
)
def test_what_is_not_that_set_is_not_put_into_place(
    served: Server, tmp_path: Path, content: bytes, said: str
) -> None:
    served.files["/states.csv"] = content

    with pytest.raises(InvalidData, match=said):
        registering.get("cow_states", tmp_path)

    assert files(tmp_path) == []


def test_an_interrupted_download_leaves_its_part_and_nothing_in_place(served: Server, tmp_path: Path) -> None:
    served.breaks, served.tag = [20, 20, 20], '"one"'
    with pytest.raises(MissingData, match="broke off after 60 of"):
        registering.get("cow_states", tmp_path)
    assert files(tmp_path) == [".incoming/states.csv.part", ".incoming/states.csv.part.tag"]

    assert registering.get("cow_states", tmp_path).downloaded
    assert files(tmp_path) == ["context/cow_states.csv", "gaiatsu-checksums.json"]


@pytest.mark.parametrize("name", sorted(DOWNLOADS))
def test_without_a_network_every_download_says_so_and_leaves_nothing_behind(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        message = "Name or service not known"
        raise URLError(message)

    monkeypatch.setattr(fetching, "urlopen", unreachable)
    with pytest.raises(MissingData, match=r"Name or service.*Is there a network\?.*sources add"):
        registering.get(name, tmp_path / "new" / "data")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays_without_a_network(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(MissingData, match="Is there a network"):
        registering._fetched(Download("http://127.0.0.1:9/x.csv"), tmp_path / "data", None)

    assert [path.name for path in tmp_path.rglob("*")] == ["data"]


def test_a_set_that_is_given_out_by_hand_says_where(tmp_path: Path) -> None:
    with pytest.raises(
        MissingData, match=r"one file a year.*HistoryAtState/visits.*sources add us_visits FILE"
    ):
        registering.get("us_visits", tmp_path)


def files(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
