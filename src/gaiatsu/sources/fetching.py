"""Download a data set: resumed where it broke off, verified, and only then moved into place."""

from __future__ import annotations

import zipfile
from http.client import HTTPException
from pathlib import Path
from shutil import copyfile, copyfileobj
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from gaiatsu.errors import InvalidData, MissingData

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message

    from gaiatsu.sources.downloads import Download

    Report = Callable[[int, int], None]

__all__ = ["fetch"]

CHUNK: Final = 1 << 16
TIMEOUT: Final = 60
ATTEMPTS: Final = 3
PARTIAL, RANGE_PAST_END = 206, 416
AGAIN: Final = "Run the command again: it goes on where it broke off, if the server allows."
UNREACHED: Final = (
    "Is there a network? Try again with one, or get the file by hand and use gaiatsu sources add."
)
SCHEMES: Final = ("http", "https")


def fetch(download: Download, stage: Path, report: Report | None = None) -> Path:
    """Download a file into a folder of its own and verify its checksum, where one is known.

    Parameters
    ----------
    download
        Address and checksum.
    stage
        Folder for the parts of unfinished downloads; made where it is not there. A later call goes on where
        an earlier one broke off, if the server allows.
    report
        Called with the bytes that have arrived and the bytes expected (0 where the server does not say).

    Returns
    -------
    Path
        The file, or the member of the archive, inside ``stage``.

    Raises
    ------
    MissingData
        The server does not answer, has no such file, or broke off again and again.
    InvalidData
        The checksum is not the known one; nothing is kept.
    """
    import logging

    import pooch

    if urlsplit(download.url).scheme not in SCHEMES:
        message = f"The address {download.url} cannot be downloaded."
        raise MissingData(message, expected="an address that begins with http:// or https://")
    stage.mkdir(parents=True, exist_ok=True)
    name = Path(urlsplit(download.url).path).name
    part = stage / f"{name}.part"
    pooch.get_logger().setLevel(logging.ERROR)

    def transfer(_: str, output: Any, __: Any) -> None:
        _resume(download, part, report)
        copyfile(part, output)

    try:
        kept = pooch.retrieve(
            download.url, _known(download), fname=name, path=stage, downloader=transfer, progressbar=False
        )
    except ValueError as error:
        _forget(part)
        message = f"What {download.url} serves does not have the known checksum: {error}"
        raise InvalidData(
            message,
            expected=f"SHA-256 {download.sha256}",
            todo="The producer may have replaced the file. Nothing was kept; get it by hand and use "
            "gaiatsu sources add, which verifies its content.",
        ) from error
    _forget(part)
    return _unpacked(Path(kept), download)


def _known(download: Download) -> str | None:
    return f"sha256:{download.sha256}" if download.sha256 else None


def _resume(download: Download, part: Path, report: Report | None) -> None:
    """Bring the part up to the whole file, going on where a transfer breaks off."""
    url, reason = download.url, ""
    for _ in range(ATTEMPTS):
        try:
            _transfer(download, part, report)
        except HTTPError as error:
            if error.code != RANGE_PAST_END:
                message = f"{url} cannot be downloaded: the server answers {error.code} {error.reason}."
                raise MissingData(
                    message,
                    expected="a file at that address",
                    todo="The producer may have moved it: get it by hand and use gaiatsu sources add.",
                ) from error
            _forget(part)
            reason = "the part on disk is longer than the file"
        except (URLError, HTTPException, OSError) as error:
            reason = str(getattr(error, "reason", "") or error)
        else:
            return
    got = part.stat().st_size if part.exists() else 0
    message = (
        f"{url} cannot be downloaded: {reason or 'the transfer broke off'} ({got:,} bytes have arrived)."
    )
    raise MissingData(
        message,
        expected="the whole file",
        todo=AGAIN if got else UNREACHED,
    )


def _transfer(download: Download, part: Path, report: Report | None) -> None:
    headers = {"User-Agent": "gaiatsu", **_where_to_go_on(download, part)}
    request = Request(download.url, headers=headers)  # noqa: S310 - the scheme was checked
    with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme was checked
        have = part.stat().st_size if answer.status == PARTIAL else 0
        rest = int(answer.headers.get("Content-Length") or 0)
        whole = have + rest if rest else 0
        _remember(part, answer.headers)
        with part.open("ab" if have else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                have += len(chunk)
                if report is not None:
                    report(have, whole)
    if whole and have < whole:
        message = f"the transfer broke off after {have:,} of {whole:,} bytes"
        raise OSError(message)


def _where_to_go_on(download: Download, part: Path) -> dict[str, str]:
    """Ask for the rest, if it is sure to belong to the same file: by its tag, or by a checksum at the end."""
    have = part.stat().st_size if part.exists() else 0
    tag = _tag(part).read_text() if _tag(part).exists() else ""
    if not have or not (tag or download.sha256):
        return {}
    return {"Range": f"bytes={have}-", **({"If-Range": tag} if tag else {})}


def _remember(part: Path, headers: Message) -> None:
    """Keep what tells this state of the file from a later one: a strong entity tag, or its date."""
    strong = headers.get("ETag") or ""
    tag = strong if strong and not strong.startswith("W/") else headers.get("Last-Modified") or ""
    if tag:
        _tag(part).write_text(tag)
    else:
        _tag(part).unlink(missing_ok=True)


def _tag(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag(part).unlink(missing_ok=True)


def _unpacked(path: Path, download: Download) -> Path:
    if not download.member:
        return path
    target = path.with_name(Path(download.member).name)
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(download.member) as member,
            target.open("wb") as out,
        ):
            copyfileobj(member, out)
    except (zipfile.BadZipFile, KeyError) as error:
        message = f"{download.url} does not serve an archive with {download.member}: {error}."
        raise InvalidData(message, expected="a zip archive with that file") from error
    finally:
        path.unlink(missing_ok=True)
    return target
