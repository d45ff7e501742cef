"""Turn a field data set into a case set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from gaiatsu.cases.importers.records import CODER, Draft, Importer, Selection, Skipped, unmapped
from gaiatsu.cases.origin import Success
from gaiatsu.cases.records import CaseSet
from gaiatsu.errors import InvalidData, InvalidSpecification, MissingData, UnknownName
from gaiatsu.sources import Action, Dataset, DatasetInfo

__all__ = ["import_set", "importer", "importers"]

MODULES: Final = {
    "ties": "ties",
    "sigint": "sigint",
    "eusanct": "eusanct",
    "icb": "icb",
    "section301": "section301",
    "wto-retaliation": "wto_retaliation",
    "gml": "gml",
}


def importers() -> tuple[str, ...]:
    """Names of the data sets that can be imported.

    Examples
    --------
    >>> "ties" in importers()
    True
    """
    return tuple(MODULES)


def importer(name: str) -> Importer:
    """Return an importer with its rules, its gaps and what it cannot map.

    Parameters
    ----------
    name
        One of :func:`importers`.

    Returns
    -------
    Importer

    Raises
    ------
    UnknownName
        When no importer has that name.

    Examples
    --------
    >>> sorted(importer("ties").successes)
    ['broad', 'full', 'ordered']
    """
    if name not in MODULES:
        near = get_close_matches(name, MODULES, n=1) or list(MODULES)
        what = f"No importer is called {name!r}."
        raise UnknownName(what, expected=f"one of {', '.join(near)}", todo="See gaiatsu cases import --help.")
    found: Importer = import_module(f"gaiatsu.cases.importers.{MODULES[name]}").IMPORTER
    return found


def import_set(
    name: str,
    path: str | Path | None = None,
    *,
    success: Success | None = None,
    selection: Selection | None = None,
) -> CaseSet:
    """Turn a field data set into a case set, each value with its source, its rule and how sure it is.

    The article rests on fifteen episodes of one pair of states. A field data set codes hundreds, and codes
    less of each; as a case set it says value by value what it knows and what it leaves open.

    Parameters
    ----------
    name
        One of :func:`importers`.
    path
        The file, or the folder that holds the data sets; the folder that ``GAIATSU_DATA`` names when left
        out.
    success
        ``full``, ``broad`` or ``ordered``, where the grade of concession depends on what counts as success.
    selection
        Which episodes are wanted; all of them when left out.

    Returns
    -------
    CaseSet
        A set of schema 1.1 that can be checked, shown and patched like any other; ``imported`` says which
        rows were left out and what has no counterpart.

    Raises
    ------
    UnknownName
        When no importer has that name.
    InvalidSpecification
        When a coding of success is needed and none is named, or one is named that does not apply.
    InvalidData
        When the file is not that data set, or no row meets the conditions.
    MissingData
        When the file is not there.
    """
    chosen = importer(name)
    _require_success(chosen, success)
    data = _read(chosen, path)
    wanted = selection or Selection()
    made = _made(chosen, data, success)
    drafts = [one for one in made if isinstance(one, Draft)]
    selected = [draft for draft in drafts if wanted.admits(draft)]
    if not selected:
        what = f"No episode of {data.path} meets the conditions: {', '.join(wanted.conditions) or 'none'}."
        raise InvalidData(what, expected="at least one episode", todo="Ask for other years or other states.")
    tree = {
        "schema_version": "1.1",
        "id": _id(name, wanted),
        "title": chosen.title,
        "citation": data.citation,
        "rules": {key: rule.model_dump(mode="json") for key, rule in chosen.rules(success).items()},
        "uncoded": _gaps(chosen, data),
        "imported": _origin(chosen, data, (success, wanted), (made, drafts, selected)),
        "episodes": [_tree(draft) for draft in selected],
    }
    try:
        return CaseSet.model_validate(tree)
    except ValidationError as error:
        raise _invalid(data, selected, error) from error


def _require_values(chosen: Importer, data: Dataset) -> None:
    headers = {column.name: column.header for column in _info(chosen).columns}
    for name in chosen.needed:
        empty = data.table.filter(data.table[name].is_null())["row"].to_list()
        if empty:
            what = f"{data.path}, row {empty[0]}, field {headers[name]} is empty."
            todo = "The file may be cut off: get it again."
            raise InvalidData(what, expected="a value, without which the row is no case", todo=todo)


def _info(chosen: Importer) -> DatasetInfo:
    from gaiatsu import sources

    return sources.info(chosen.data_set)


def _made(chosen: Importer, data: Dataset, success: Success | None) -> list[Draft | Skipped]:
    _require_values(chosen, data)
    try:
        return list(chosen.drafts(data, success))
    except UnknownName as error:
        what = f"{data.path} names a state that is not known: {error.what}"
        raise InvalidData(what, expected=error.expected, todo=error.todo) from error


def _invalid(data: Dataset, selected: Sequence[Draft], error: ValidationError) -> InvalidData:
    first = error.errors(include_url=False)[0]
    place = first["loc"][1] if len(first["loc"]) > 1 and first["loc"][0] == "episodes" else None
    row = f", row {selected[place].rows[0]}" if isinstance(place, int) else ""
    field = ".".join(str(part) for part in first["loc"][2:] if not str(part).startswith(":"))
    what = f"{data.path}{row} gives an episode that the schema refuses: {field} {first['input']!r}."
    return InvalidData(what, expected=first["msg"], todo="Check that the file is complete and unaltered.")


def _require_success(chosen: Importer, success: Success | None) -> None:
    offered = ", ".join(chosen.successes)
    if chosen.successes and success is None:
        what = (
            f"The grade of concession in {chosen.name} depends on what counts as success, and none was named."
        )
        listed = " ".join(f"{key}: {text}" for key, text in chosen.successes.items())
        raise InvalidSpecification(what, expected=f"--success {offered}", todo=listed)
    if success is not None and success not in chosen.successes:
        what = f"The coding of success {success!r} does not apply to {chosen.name}."
        expected = f"one of {offered}" if offered else "no --success: its outcomes are coded as they stand"
        raise InvalidSpecification(what, expected=expected)


def _read(chosen: Importer, path: str | Path | None) -> Dataset:
    from gaiatsu import sources
    from gaiatsu.sources.reading import read_from

    if path is None or Path(path).is_dir():
        return sources.read(chosen.data_set, path)
    if not Path(path).is_file():
        entry = _info(chosen)
        what = f"There is no file or folder {path}."
        todo = f"Get {entry.title} from {entry.where}, or name the folder that holds it."
        raise MissingData(what, expected=f"the file of {entry.title}", todo=todo)
    return read_from(Path(path), _info(chosen), Path(path).parent)


def _id(name: str, wanted: Selection) -> str:
    years = f"{wanted.first or ''}-{wanted.last or ''}".strip("-")
    return "-".join(part for part in (name, wanted.sender.lower(), wanted.target.lower(), years) if part)


def _gaps(chosen: Importer, data: Dataset) -> dict[str, Any]:
    return {
        field: {
            "uncoded": True,
            "source": data.citation,
            "locator": "no column",
            "coder": CODER,
            "reason": reason,
        }
        for field, reason in chosen.gaps.items()
    }


def _origin(
    chosen: Importer,
    data: Dataset,
    asked: tuple[Success | None, Selection],
    found: tuple[list[Draft | Skipped], list[Draft], list[Draft]],
) -> dict[str, Any]:
    success, wanted = asked
    made, drafts, selected = found
    used = sum(len(draft.rows) for draft in drafts) - sum(len(draft.rows) for draft in selected)
    gaps = unmapped("field", chosen.gaps)
    return {
        "data_set": chosen.data_set,
        "title": f"{chosen.title}, release {data.version}",
        "file": data.path.name,
        "digest": data.digest,
        "recognized": data.recognized,
        "rules_version": f"{chosen.name} {chosen.version}",
        "success": success,
        "selection": wanted.conditions,
        "rows_read": data.table.height + len(_dropped(data)),
        "rows_of_release": _info(chosen).rows,
        "rows_not_selected": used,
        "left_out": [*_left_out(one for one in made if isinstance(one, Skipped)), *_left_out_by_reader(data)],
        "unmapped": [entry.model_dump(mode="json") for entry in (*chosen.unmapped, *gaps)],
    }


def _left_out(skipped: Iterable[Skipped]) -> list[dict[str, Any]]:
    rows: dict[str, list[int]] = {}
    for one in skipped:
        rows.setdefault(one.reason, []).append(one.row)
    return [{"reason": reason, "rows": found} for reason, found in rows.items()]


def _dropped(data: Dataset) -> list[int]:
    """Rows of the file that the reader of the data set itself leaves out."""
    present = set(data.table["row"].to_list())
    count = sum(found.rows for found in data.defects if found.defect.action is Action.LEFT_OUT)
    return [row for row in range(1, len(present) + count + 1) if row not in present][:count]


def _left_out_by_reader(data: Dataset) -> list[dict[str, Any]]:
    rows = _dropped(data)
    known = [found.defect for found in data.defects if found.rows and found.defect.action is Action.LEFT_OUT]
    reason = " ".join(defect.description for defect in known)
    return [{"reason": reason, "rows": rows}] if rows else []


def _tree(draft: Draft) -> Mapping[str, Any]:
    return {
        "id": draft.id,
        "title": draft.title,
        "sender": draft.sender,
        "target": draft.target,
        "senders": draft.senders,
        "institutions": draft.institutions,
        "start": draft.start,
        "end": draft.end,
        **draft.values,
        "clusters": draft.clusters,
        "note": draft.note,
    }
