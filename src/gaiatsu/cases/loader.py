"""Load case sets from the catalog or from anyone's file, with every problem named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from gaiatsu.cases.codings import Patch, apply_patch
from gaiatsu.cases.document import Document, parse, read
from gaiatsu.cases.problems import explain
from gaiatsu.cases.records import CaseSet
from gaiatsu.errors import InvalidCaseSet, InvalidPatch, Problem, UnknownName

__all__ = ["catalog", "check", "examine", "is_patch", "load", "load_patch", "patches", "validate"]

_SUFFIXES = (".yaml", ".yml", ".json")
_R = TypeVar("_R", bound=BaseModel)


def catalog() -> tuple[str, ...]:
    """Names of the case sets that come with the package.

    Examples
    --------
    >>> catalog()
    ('schoppa1999',)
    """
    return _names(_catalog_folder())


def patches(case_set: str) -> tuple[str, ...]:
    """Names of the patches that come with the package for one case set.

    A patch is a disputed coding written down: another reading of the same source, with its author and
    reason.

    Parameters
    ----------
    case_set
        Name of a set in the catalog.

    Raises
    ------
    UnknownName
        When the catalog has no such set.
    """
    _require(case_set, catalog(), "case set")
    prefix = f"{case_set}/"
    folder = _catalog_folder() / "patches" / case_set
    return tuple(prefix + name for name in _names(folder)) if folder.is_dir() else ()


def load(name_or_path: str | Path, *, patches: Sequence[str | Path | Patch] = ()) -> CaseSet:
    """Load a case set by its name in the catalog or from a file.

    Parameters
    ----------
    name_or_path
        A name listed by :func:`catalog`, or a file of YAML or JSON.
    patches
        Patches to apply, in order: records, files, or names listed by :func:`patches`.

    Returns
    -------
    CaseSet
        The set; ``applied_patches`` names the patches it has been through.

    Raises
    ------
    UnknownName
        When the name is neither in the catalog nor a file.
    InvalidCaseSet
        When the file cannot be read or breaks the schema; ``problems`` lists each with file, row and field.
    InvalidPatch
        When a patch was written for another set or names a value that does not exist.

    Examples
    --------
    >>> load("schoppa1999").episode("beef-oranges-1988").conceded.value
    True
    """
    case_set = _load_base(name_or_path)
    for patch in patches:
        case_set = apply_patch(case_set, patch if isinstance(patch, Patch) else load_patch(patch))
    return case_set


def check(path: str | Path) -> tuple[Problem, ...]:
    """Everything wrong with a file that can be read as a document.

    Parameters
    ----------
    path
        A case set or a patch, as a file of YAML or JSON.

    Returns
    -------
    tuple of Problem
        Empty when the file is valid.

    Raises
    ------
    InvalidCaseSet
        When the file cannot be read as a document at all.
    """
    return examine(path)[0]


def examine(path: str | Path) -> tuple[tuple[Problem, ...], CaseSet | Patch | None]:
    """Everything wrong with a file, and what it holds if nothing is, in one reading.

    Parameters
    ----------
    path
        A case set or a patch, as a file of YAML or JSON.

    Returns
    -------
    tuple
        The problems, and the record; ``None`` where there are problems.

    Raises
    ------
    InvalidCaseSet
        When the file cannot be read as a document at all.
    """
    document = read(path)
    try:
        return (), validate(document, Patch) if _is_patch(document) else validate(document, CaseSet)
    except InvalidCaseSet as error:
        return error.problems, None


def is_patch(path: str | Path) -> bool:
    """Whether a file means to be a patch: it names its base and holds no episodes.

    Parameters
    ----------
    path
        A file of YAML or JSON.

    Raises
    ------
    InvalidCaseSet
        When the file cannot be read as a document at all.
    """
    return _is_patch(read(path))


def load_patch(name_or_path: str | Path) -> Patch:
    """Load a patch by its name in the catalog or from a file.

    Parameters
    ----------
    name_or_path
        A name listed by :func:`patches`, or a file of YAML or JSON.

    Raises
    ------
    UnknownName
        When the name is neither in the catalog nor a file.
    InvalidPatch
        When the file is not a patch.
    """
    known = [name for case_set in catalog() for name in patches(case_set)]
    if isinstance(name_or_path, str) and name_or_path in known:
        case_set, name = name_or_path.split("/")
        resource = _catalog_folder() / "patches" / case_set / f"{name}.yaml"
        return validate(parse(resource.read_bytes(), resource.name), Patch)
    if isinstance(name_or_path, str) and not _ends_like_file(name_or_path):
        _require(name_or_path, known, "patch")
    try:
        return validate(read(name_or_path), Patch)
    except InvalidCaseSet as error:
        raise InvalidPatch(str(error)) from error


def validate(document: Document, record: type[_R]) -> _R:
    """Turn a document into a record, or say everything that is wrong with it.

    Parameters
    ----------
    document
        What a file says.
    record
        The record it should hold.

    Returns
    -------
    Record
        The record; nothing in it breaks a rule.

    Raises
    ------
    InvalidCaseSet
        With one problem for each thing that is wrong.
    """
    problems: list[Problem] = list(document.problems)
    result = None
    try:
        result = record.model_validate(document.tree)
    except ValidationError as error:
        problems += explain(error, document, record)
    if result is None or problems:
        raise InvalidCaseSet(_headline(document.file, problems), sorted(problems, key=lambda item: item.row))
    return result


def _is_patch(document: Document) -> bool:
    tree = document.tree
    return isinstance(tree, dict) and "base_digest" in tree and "episodes" not in tree


def _headline(file: str, problems: Sequence[Problem]) -> str:
    count = len(problems)
    return f"{file} breaks the schema in {count} place{'' if count == 1 else 's'}."


def _load_base(name_or_path: str | Path) -> CaseSet:
    if isinstance(name_or_path, str) and name_or_path in catalog():
        return _load_shipped(name_or_path)
    if not _looks_like_file(name_or_path):
        _require(str(name_or_path), catalog(), "case set")
    return validate(read(name_or_path), CaseSet)


@lru_cache(maxsize=8)
def _load_shipped(name: str) -> CaseSet:
    resource = _catalog_folder() / f"{name}.yaml"
    return validate(parse(resource.read_bytes(), resource.name), CaseSet)


def _looks_like_file(name: str | Path) -> bool:
    if isinstance(name, Path):
        return True
    return "/" in name or "\\" in name or _ends_like_file(name)


def _ends_like_file(name: str) -> bool:
    try:
        return name.lower().endswith(_SUFFIXES) or Path(name).exists()
    except (OSError, ValueError):
        return False


def _require(name: str, known: Sequence[str], kind: str) -> None:
    if name in known:
        return
    near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)
    todo = "A file of your own is named with its ending, such as my-cases.yaml."
    what = f"There is no {kind} {name!r}."
    raise UnknownName(what, expected=f"one of {', '.join(near)}", todo=todo)


def _catalog_folder() -> Traversable:
    return files("gaiatsu.cases") / "catalog"


def _names(folder: Traversable) -> tuple[str, ...]:
    return tuple(sorted(_stems(folder.iterdir())))


def _stems(entries: Iterable[Traversable]) -> Iterator[str]:
    for entry in entries:
        if entry.name.endswith(".yaml"):
            yield entry.name.removesuffix(".yaml")
