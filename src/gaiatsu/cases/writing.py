"""Write a case set to a file that loads as the same set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from gaiatsu.cases.lines import dump_yaml
from gaiatsu.cases.records import CaseSet
from gaiatsu.cases.shorthand import fold
from gaiatsu.errors import OutputError

__all__ = ["render_set", "write"]

SUFFIXES: Final = (".yaml", ".yml", ".json")


def render_set(case_set: CaseSet, suffix: str) -> str:
    """Write a case set as text, in short: what its rules and gaps say once is not said again.

    Parameters
    ----------
    case_set
        The set.
    suffix
        ``.yaml``, ``.yml`` or ``.json``.

    Returns
    -------
    str
        A document with the same digest.

    Raises
    ------
    OutputError
        When the ending stands for no form a case set can have.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> render_set(cases.load("schoppa1999"), ".yaml").splitlines()[2]
    'id: "schoppa1999"'
    """
    tree = fold(case_set.model_dump(mode="json"))
    tree = {name: value for name, value in tree.items() if value not in ([], {}, None)}
    if suffix in {".yaml", ".yml"}:
        return dump_yaml(tree)
    if suffix == ".json":
        return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    what = f"A case set cannot be written with the ending {suffix!r}."
    raise OutputError(what, expected=f"one of {', '.join(SUFFIXES)}", todo="Name another file.")


def write(case_set: CaseSet, path: str | Path) -> Path:
    """Write a case set to a file; the file appears whole or not at all.

    A set that was imported or patched is an argument: it must be possible to hand it on, to read it and to
    dispute it like the sets that come with the package.

    Parameters
    ----------
    case_set
        The set.
    path
        The file, ending in ``.yaml``, ``.yml`` or ``.json``; one that the program wrote is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OutputError
        When the file cannot be written, has another ending, or holds something that was not written here.
    """
    target = Path(path)
    content = render_set(case_set, target.suffix.lower())
    _require_own(target, content)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(content, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        if part.exists():
            part.unlink()
    return target


def _require_own(path: Path, content: str) -> None:
    """Replace only what begins as the program writes it: somebody's own file may lie there."""
    if not path.is_file():
        return
    start = content[: content.index("schema_version")]
    with path.open("rb") as stream:
        found = stream.read(len(start.encode()))
    if found != start.encode():
        what = f"{path} holds something that gaiatsu did not write, and is not replaced."
        raise OutputError(what, expected="a new file, or one written before", todo="Name another file.")


def _unwritten(path: Path, error: OSError) -> OutputError:
    what = f"{path} cannot be written ({error.strerror or error})."
    return OutputError(what, expected="a file in a folder that can be written to", todo="Name another place.")
