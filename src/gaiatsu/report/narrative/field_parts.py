"""What the reports on field data have in common: names of codings, cells of tables, plan and looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Column, Heading, Points, Prose, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.field.records import Verdict

__all__ = [
    "BINARY",
    "CODINGS",
    "DAGGER",
    "FELL",
    "LARGE",
    "PERCENT",
    "POINTS",
    "SAMPLES",
    "SEPARATED",
    "STEP",
    "Cells",
    "Key",
    "named",
    "plan",
    "strength",
    "verdict_on",
    "word",
]

STEP = "study"
"""Name under which a field study stands in its trail."""

BINARY = ("broad", "strict", "full", "threat-stage", "final-stage", "favorable")
"""Codings that say success or failure, in the order of the tables."""
PERCENT = "format(datum.value, '.0%')"
POINTS = "abs(datum.value) < .001 ? '0' : format(100 * datum.value, '+.0f')"
"""Labels of axes that measure shares, and differences of shares in points."""

DAGGER = "\u2020"
SEPARATED = (
    f"{DAGGER}\u00a0Circumstances sort some outcomes without exception (separation): without its penalty the "
    "model would have no finite answer."
)

FELL = "Japan's success rate fell"
LARGE = "The fall is as large as the article's"

CODINGS = {
    "broad": "Gave in or settled",
    "strict": "Gave in",
    "full": "Gave in wholly",
    "threat-stage": "Gave in or settled before imposition",
    "final-stage": "Gave in or settled after imposition",
    "favorable": "Settlement favors the sender",
    "ordered": "Three grades",
    "score": "Settlement score",
}
SAMPLES = {
    "trade": "Trade cases",
    "all": "All issues",
    "clear": "Trade, clear demand",
    "threatened": "Trade, threatened first",
    "window": "Trade, 1977\u20132000",
    "leading": "Trade, U.S. leading",
    "american": "Trade, U.S. among senders",
    "imposed": "Trade, imposed",
    "published-years": "Trade, U.S., 1975\u201394",
}


def named(table: dict[str, str], name: str) -> str:
    """Give the short name of a coding or sample.

    Parameters
    ----------
    table
        Short names by id.
    name
        The id.

    Returns
    -------
    str
        The short name; the id, spelled with blanks, where there is none.

    Examples
    --------
    >>> named(CODINGS, "strict"), named(CODINGS, "a-b")
    ('Gave in', 'a b')
    """
    return table.get(name, name.replace("-", " "))


@dataclass(frozen=True)
class Key:
    """Where an estimate stands in a study.

    Parameters
    ----------
    estimator, coding, sample, variant
        Its names.
    """

    estimator: str
    coding: str = ""
    sample: str = ""
    variant: str = ""

    def path(self, name: str = "value") -> str:
        """Path of one of its fields in the trail."""
        names = f"estimator={self.estimator},coding={self.coding},sample={self.sample},variant={self.variant}"
        return f"estimates[{names}].{name}"


@dataclass(frozen=True)
class Cells:
    """Prints the fields of estimates.

    Parameters
    ----------
    trail
        The numbers of the study.
    """

    trail: Trail

    def number(self, key: Key, name: str = "value", fmt: str = "points") -> str:
        """Print one field."""
        return self.trail.number(STEP, key.path(name), fmt)

    def value(self, key: Key, name: str = "value") -> Any:
        """Look one field up, to choose words by."""
        return self.trail.value(STEP, key.path(name))

    def spread(self, key: Key, fmt: str = "points") -> str:
        """Print an estimate with its interval."""
        low, high = self.number(key, "low", fmt), self.number(key, "high", fmt)
        return f"{self.number(key, fmt=fmt)} ({low} to {high})"

    def mark(self, key: Key) -> str:
        """Mark an estimate whose model would have no finite answer without its penalty."""
        return DAGGER if str(self.value(key, "details").get("status", "")).endswith("SEPARATED") else ""

    def remark(self, *keys: Key) -> str:
        """Say what the mark means, where one of some estimates bears it."""
        return f" {SEPARATED}" if any(map(self.mark, keys)) else ""

    def range(self, key: Key, fmt: str = "points") -> str:
        """Print an interval alone."""
        return f"{self.number(key, 'low', fmt)} to {self.number(key, 'high', fmt)}"


def verdict_on(trail: Trail, question: str) -> Verdict:
    """Look the verdict on a question up, with all that it holds.

    Parameters
    ----------
    trail
        The numbers of the study.
    question
        The question as the specification puts it.

    Returns
    -------
    Verdict
    """
    found: Verdict = next(one for one in trail.value(STEP, "verdicts") if one.question == question)
    return found


def word(trail: Trail, question: str) -> str:
    """Look the verdict on a question up.

    Parameters
    ----------
    trail
        The numbers of the study.
    question
        The question as the specification puts it.

    Returns
    -------
    str
        ``supported``, ``against`` or ``cannot tell``.
    """
    return verdict_on(trail, question).word


def strength(probability: float) -> str:
    """Say how sure a direction is.

    Examples
    --------
    >>> strength(0.99), strength(0.64), strength(0.03)
    ('very probably', 'perhaps', 'very probably not')
    """
    steps = (
        (0.95, "very probably"),
        (0.8, "probably"),
        (0.2, "perhaps"),
        (0.05, "probably not"),
    )
    return next((text for least, text in steps if probability >= least), "very probably not")


# --- the plan --------------------------------------------------------------------------------------------


def plan(trail: Trail) -> Section:
    """Tell what was specified before the study was run, what was known, and what was done otherwise.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by when the specification was written.
    """
    spec = trail.value(STEP, "specification")
    blocks: list[Block] = [
        Points(tuple(_points(spec))),
        _codings(spec),
        _estimators(trail, spec),
        Heading("rules", "What each result would mean"),
        _rules(spec),
        Heading("looks", "What had been seen before"),
        Prose(
            "These looks at the same data had been taken when the specification was written. A test that "
            "they suggested is not a test on fresh data. Each is taken again here where these data allow."
        ),
        _looks(trail),
        Heading("deviations", "What is done otherwise than planned"),
        *_deviations(spec),
        _everything(trail),
    ]
    return Section(
        "plan",
        "The plan",
        "What was decided before the numbers were seen?",
        f"The specification was written {spec.written}.",
        tuple(blocks),
    )


def _points(spec: Any) -> Iterator[str]:
    yield f"*Cases.* {spec.unit}"
    yield f"*Contrast.* {spec.treatment}"
    yield f"*Sample of the verdict.* {_capital(spec.primary_sample.words)}. Others: {_listed(spec.samples)}."
    yield f"*Held constant.* {_capital('; '.join(_aside(control.words) for control in spec.controls))}."
    yield f"*Tests.* {spec.multiplicity}"
    yield f"*Stopping.* {spec.stopping}"


def _listed(items: Any) -> str:
    return "; ".join(item.words for item in items if not item.primary)


def _aside(text: str) -> str:
    """Put what follows the first semicolon in brackets, so that it can stand in a list."""
    name, _, aside = text.partition("; ")
    return f"{name} ({aside})" if aside else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _codings(spec: Any) -> Table:
    rows = tuple(
        Row((named(CODINGS, coding.id), f"{_capital(coding.words)}."), strong=coding.primary)
        for coding in spec.codings
    )
    return Table(
        "codings",
        "Codings of success; the verdict rests on the one in bold",
        (Column("coding", "Coding"), Column("rule", "Rule")),
        rows,
        folded=True,
    )


def _estimators(trail: Trail, spec: Any) -> Table:
    rows = []
    for estimator in spec.estimators:
        count = trail.number(STEP, f"estimates[*estimator={estimator.id}].#", "d")
        method = f"{_capital(estimator.method)}. Assumes: {estimator.assumption}."
        cells = (estimator.title, _capital(estimator.estimand), method, estimator.role, count)
        rows.append(Row(cells))
    return Table(
        "estimators",
        "Estimators of the specification; a study that reported others, or fewer, would be refused",
        (
            Column("estimator", "Estimator"),
            Column("estimand", "Estimates"),
            Column("method", "Method"),
            Column("role", "Role"),
            Column("count", "Numbers", "right"),
        ),
        tuple(rows),
    )


def _rules(spec: Any) -> Table:
    rows = []
    for place, rule in enumerate(spec.rules):
        first = place == 0 or spec.rules[place - 1].question != rule.question
        rows.append(Row((rule.word, f"{_capital(rule.when)}."), group=rule.question if first else ""))
    return Table(
        "rules",
        "Rules of the verdicts",
        (Column("verdict", "Verdict"), Column("when", "When")),
        tuple(rows),
        folded=True,
    )


def _looks(trail: Trail) -> Table:
    rows = []
    for look in trail.value(STEP, "looks"):
        path = f"looks[id={look.id}]"
        ours = trail.words(STEP, f"{path}.ours") if look.ours else "\u2013"
        remark = f" {look.remark}" if look.remark else ""
        told = look.on_record.replace("->", "\u2192")
        rows.append(Row((look.what, told, ours, f"{_capital(look.standing)}.{remark}")))
    return Table(
        "looks",
        "Earlier looks at the same data, taken again",
        (
            Column("what", "Look"),
            Column("on_record", "On record"),
            Column("ours", "Now"),
            Column("standing", "Standing"),
        ),
        tuple(rows),
        folded=True,
    )


def _deviations(spec: Any) -> tuple[Block, ...]:
    if not spec.deviations:
        return (Prose("Nothing."),)
    return (Points(tuple(f"{one.what} *Why:* {one.why}" for one in spec.deviations)),)


def _everything(trail: Trail) -> Table:
    """Put every number of the study into one file; the page shows how many each estimator gave."""
    estimates = trail.value(STEP, "estimates")
    details = list(dict.fromkeys(name for one in estimates for name in one.details))
    fields = ("estimator", "coding", "sample", "variant", "value", "low", "high", "p", "probability", "n")
    full = tuple(
        {
            **{name: getattr(one, name) for name in fields},
            **{name: one.details.get(name) for name in details if not name.startswith("target_")},
        }
        for one in estimates
    )
    read = trail.value(STEP, "data")
    rows = tuple(
        Row((data.name, data.version, f"{data.rows:,}", data.licence, _defects(data.defects)))
        for data in read
    )
    return Table(
        "estimates",
        "Data that were read; the CSV file of this table holds every estimate",
        (
            Column("data", "Data set"),
            Column("version", "Release"),
            Column("rows", "Rows", "right"),
            Column("licence", "Licence as stated"),
            Column("defects", "Known defects, by rows"),
        ),
        rows,
        full=full,
    )


def _defects(defects: Any) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in defects.items()) or "none found"
