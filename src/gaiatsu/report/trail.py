"""The trail: where every number in a report comes from, and the only way to get one into it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field, is_dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.formats import show
from gaiatsu.report.values import look_up, plain, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gaiatsu.studies.provenance import Provenance

__all__ = ["CLOSE", "OPEN", "TOKEN", "Entry", "Trail", "resolve"]

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")


def _quantile(share: float) -> Callable[[Any], float]:
    def reduce(draws: Any) -> float:
        import numpy as np

        return float(np.quantile(np.asarray(draws), share))

    return reduce


REDUCERS: dict[str, Callable[[Any], float]] = {
    "mean": lambda draws: float(sum(draws) / len(draws)),
    "q05": _quantile(0.05),
    "q50": _quantile(0.5),
    "q95": _quantile(0.95),
}
"""How draws become a number; the names stand after a bar in a path."""


@dataclass(frozen=True)
class Entry:
    """One number as printed, and how to find it again.

    Parameters
    ----------
    id
        Step, path and format, joined by slashes.
    text
        The number as printed.
    value
        The whole value.
    step
        Study of the replication that computed it, such as ``figure2``.
    path
        Where it stands in that study's record.
    meaning
        What the record says it is.
    source
        Key of the provenance it belongs to.
    rows
        Rows it was read from, where it is narrower than the study's whole input.
    """

    id: str
    text: str
    value: Any
    step: str
    path: str
    meaning: str
    source: str
    rows: tuple[str, ...] = ()


@dataclass
class Trail:
    """Gives authors the numbers of a replication and remembers each one given.

    Parameters
    ----------
    record
        The replication: a record with one study a field.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> trail = Trail(SimpleNamespace(figure2=SimpleNamespace(p=0.0025, provenance=None)))
    >>> trail.read(f"p = {trail.number('figure2', 'p', 'p')}")
    'p = .0025'
    """

    record: Any
    entries: list[Entry] = field(default_factory=list)
    sources: dict[str, Provenance] = field(default_factory=dict)
    _index: dict[str, int] = field(default_factory=dict)

    def value(self, step: str, path: str) -> Any:
        """Look a value up in a study's record, to choose words by; paths are those of :meth:`number`."""
        path, _, reducer = path.partition(" | ")
        first, *others = re.split(r" ([+-]) ", path)
        value = self._look(step, first)
        for sign, other in zip(others[::2], others[1::2], strict=True):
            value = value + self._look(step, other) if sign == "+" else value - self._look(step, other)
        return REDUCERS[reducer](value) if reducer else value

    def _look(self, step: str, path: str) -> Any:
        value = look_up(self.record, f"{step}.{path.removesuffix('#').rstrip('.')}")
        return len(value) if path.endswith("#") else value

    def number(self, step: str, path: str, fmt: str, *, rows: Sequence[str] = ()) -> str:
        """Give a number for print.

        Parameters
        ----------
        step
            Study of the replication, such as ``figure2``.
        path
            Dotted path inside its record (:func:`gaiatsu.report.values.look_up`). ``#`` at its end counts the
            items there, ``a + b`` and ``a - b`` reckon, and ``| mean``, ``| q05``, ``| q50`` and ``| q95``
            reduce draws.
        fmt
            A format of :func:`gaiatsu.report.formats.show`.
        rows
            Rows it was read from, where fewer than the study's whole input.

        Returns
        -------
        str
            A mark to set into prose or a table cell; the renderers put the number in its place.

        Raises
        ------
        KeyError
            If nothing stands at the path.
        """
        name = f"{step}/{path}/{fmt}"
        if name not in self._index:
            self._index[name] = len(self.entries)
            self.entries.append(self._entry(name, step, path, fmt=fmt, rows=tuple(rows)))
        return f"{OPEN}{self._index[name]}{CLOSE}"

    def words(self, step: str, path: str) -> str:
        """Give words that a study wrote, numbers in them included, for print."""
        return self.number(step, path, "text")

    def numbers(self, step: str, paths: Sequence[str], fmt: str) -> tuple[str, ...]:
        """Give several numbers of one study in one format."""
        return tuple(self.number(step, path, fmt) for path in paths)

    def read(self, text: str) -> str:
        """Put the printed numbers in the place of their marks."""
        return resolve(text, self.entries)

    def plain(self) -> dict[str, Any]:
        """Give the trail as it is written to ``trail.json``."""
        return {
            "sources": {name: plain(source) for name, source in self.sources.items()},
            "numbers": [plain(entry) for entry in self.entries],
        }

    def _entry(self, name: str, step: str, path: str, *, fmt: str, rows: tuple[str, ...]) -> Entry:
        value = self.value(step, path)
        if hasattr(value, "tolist"):
            value = value.tolist()
        meaning, source = _meaning(self.record, step, path), self._source(step, path)
        return Entry(name, show(value, fmt), plain(value), step, path, meaning, source, rows)

    def _source(self, step: str, path: str) -> str:
        """Find the innermost record on the way that says where it came from."""
        for name, holder, _ in reversed(_way(self.record, step, path)):
            if getattr(holder, "provenance", None) is not None:
                self.sources.setdefault(name, holder.provenance)
                return str(name)
        return ""


def resolve(text: str, entries: Sequence[Entry]) -> str:
    """Put printed numbers in the place of their marks.

    Parameters
    ----------
    text
        Text with the marks of :meth:`Trail.number`.
    entries
        The numbers of the trail, in its order.

    Returns
    -------
    str
        Text with the numbers as printed.
    """
    return TOKEN.sub(lambda match: entries[int(match[1])].text, text)


def _way(record: Any, step: str, path: str) -> list[tuple[str, Any, str]]:
    """List the records on the way to a value: path so far, record, and the next step."""
    way: list[tuple[str, Any, str]] = []
    simple = re.split(r" [+|-] ", path)[0]
    parts = [step, *steps(simple.removesuffix("#").rstrip("."))]
    here, name = look_up(record, step), step
    for part in parts[1:]:
        way.append((name, here, part))
        here = look_up(here, part)
        name += part if part.startswith("[") else f".{part}"
    return way


def _meaning(record: Any, step: str, path: str) -> str:
    """Read what a field means from the record that holds it."""
    way = reversed(_way(record, step, path))
    described = (_described(holder, part) for _, holder, part in way)
    return next((text for text in described if text), "")


def _described(holder: Any, name: str) -> str:
    """Read the sentence on a field: pydantic keeps it, a dataclass lists it under its parameters."""
    fields = getattr(type(holder), "model_fields", {})
    if name in fields:
        return " ".join(str(fields[name].description or "").split())
    if not is_dataclass(holder):
        return ""
    names = rf"(?:[\w, ]+, )?{re.escape(name)}(?:, [\w, ]+)?"
    text = inspect.getdoc(type(holder)) or ""
    match = re.search(rf"^{names}(?: *:[^\n]*)?\n((?:[ \t]+\S[^\n]*\n?)+)", text, re.MULTILINE)
    return " ".join(match[1].split()) if match else ""
