"""Militarized disputes: whoever begins presses whoever answers, over all years of their dispute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import actor_name, letters
from gaiatsu.cases.importers.dating import date_of
from gaiatsu.cases.importers.records import (
    Draft,
    Importer,
    Skipped,
    Value,
    make_rule,
    open_outcome,
    outcome_values,
    unmapped,
    value,
)
from gaiatsu.cases.importers.success import Ladder
from gaiatsu.cases.origin import Rule, Success

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = ["IMPORTER"]

SOURCE: Final = "gibler2016"
OUTCOMES: Final = {
    1: "victory of side A",
    2: "victory of side B",
    3: "side A yields",
    4: "side B yields",
    5: "stalemate",
    6: "compromise",
    7: "released",
    8: "unclear",
    9: "joins a war",
}
AIMS: Final = {0: "nothing", 1: "territory", 2: "a policy", 3: "the regime", 4: "something else"}
LADDER: Final = Ladder(
    full=(OUTCOMES[1], OUTCOMES[4]),
    partly=(OUTCOMES[6],),
    nothing=(OUTCOMES[5], OUTCOMES[2], OUTCOMES[3]),
)
ANSWERS: Final = {1: 0, 2: 1, 3: 2, 4: 2, 5: 2}
Rows = Sequence[Mapping[str, Any]]


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    fixed = {
        "dispute": make_rule(
            SOURCE,
            "Every demand is of another kind than the article's economic ones.",
            fields=("demand_type",),
            column="dispnum",
            codes={"any": "other"},
            sure=(
                "high",
                "Disputes are about territory, policy, regimes and the like, under military threat.",
            ),
        ),
        "hostility": make_rule(
            SOURCE,
            "The highest level of hostility that the state that was pressed reached in the dispute.",
            fields=("backlash",),
            column="hostlev2",
            codes={"1 (none)": "0", "2 (threat)": "1", "3-5 (display, use of force, war)": "2"},
            sure=("low", "The scale is of military acts; the schema's is of protests and sanctions."),
        ),
        "end": make_rule(
            SOURCE,
            "The last year in which the two states were in the dispute.",
            fields=("end",),
            column="year",
            codes={"last year": "the year"},
            sure=("high", "Months are of the dispute, not of the two states."),
        ),
    }
    if success is None:
        return fixed
    left_open = "released, unclear, joins a war, -9"
    return {**fixed, "success": LADDER.rule(success, SOURCE, "outcome", left_open)}


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each dispute of two states; see ``records.Importer``."""
    first_years: dict[int, int] = {}
    together: dict[tuple[int, int, int], list[dict[str, Any]]] = {}
    for row in data.table.to_dicts():
        dispute = row["dispute"]
        first_years[dispute] = min(row["year"], first_years.get(dispute, row["year"]))
        if row["side_a1"] == 1:
            together.setdefault((dispute, row["ccode1"], row["ccode2"]), []).append(row)
        else:
            yield Skipped(row["row"], "The same dispute seen from the side that was pressed.")
    for (dispute, _, _), rows in together.items():
        yield _draft(sorted(rows, key=lambda row: int(row["year"])), success, first_years[dispute])


def _draft(rows: Rows, success: Success | None, first_year: int) -> Draft | Skipped:
    row, years = rows[0], [one["year"] for one in rows]
    sender, target = letters(row["ccode1"], years[0]), letters(row["ccode2"], years[0])
    if sender == target:
        return Skipped(row["row"], f"Both states have the code {sender}.")
    numbers = tuple(one["row"] for one in rows)
    shown = f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} and {len(numbers) - 1} more"
    where = f"row {shown}, dispute {row['dispute']}, "
    from_first_day = row["originator1"] == row["originator2"] == 1 and years[0] == first_year
    answer = max(one["hostility2"] for one in rows)
    names = f"{actor_name(row['ccode1'])} to {actor_name(row['ccode2'])}"
    return Draft(
        rows=numbers,
        id=f"gml-{row['dispute']}-{row['ccode1']}-{row['ccode2']}",
        title=f"Dispute {row['dispute']}: {names}, {years[0]}",
        sender=sender,
        target=target,
        start=date_of(years[0], row["start_month"] if from_first_day else None),
        end=str(years[-1]),
        values={
            "demand_type": value("dispute", "other", f"{where}dispnum"),
            "backlash": value("hostility", ANSWERS[answer], f"{where}hostlev2 = {answer}"),
            **_outcome(row, success, where),
        },
        clusters=(f"gml-dispute-{row['dispute']}",),
        note=_note(rows),
    )


def _outcome(row: Mapping[str, Any], success: Success | None, where: str) -> dict[str, Value]:
    code = row["outcome_code"]
    outcome = OUTCOMES.get(code, "missing")
    place = f"{where}outcome = {code} ({outcome})"
    if success is None or outcome not in LADDER.grades(success):
        return open_outcome("success", f"The outcome is {outcome}: it has no grade.", place)
    return outcome_values(LADDER.grades(success), "success", outcome, place)


def _note(rows: Rows) -> str:
    aims = sorted({AIMS.get(row["aim1"], "not known") for row in rows})
    parts = [f"The outcome is that of the whole dispute. The sender wanted changed: {', '.join(aims)}."]
    if any("onset_again" in row["quality"] for row in rows):
        parts.append("The dispute broke out anew in a later year.")
    return " ".join(parts)


GAPS: Final = {
    "administration": "The set makes no comparison before and after.",
    "depth": "The set codes what was to be changed, not how much.",
    "explicitness": "The set does not code how exact a demand was.",
    "numeric_target": "The set does not code whether a demand names a quantity.",
    "threatened_cost": "The set codes military acts, not economic costs.",
    "public_posture": "The set does not code how far leaders bound themselves.",
    "unilateral": "The set does not code whether a regime had authorized the acts.",
    "authorised": "The set does not code whether a regime had authorized the acts.",
    "linkage": "The set does not code links between issues.",
    "target_in_violation": "The set does not code whether the target broke a rule.",
    "violation_elsewhere": "The set does not code violations in other issues.",
    "domestic_support": "The set does not code support inside the target.",
}
READS: Final = {
    "id": "dispnum, ccode1, ccode2",
    "sender": "ccode1 of the rows with sidea1 = 1",
    "target": "ccode2 of the same rows",
    "start": "year; stmon where orig1 and orig2 are 1 and the dispute began in that year",
    "note": "revtype11",
}
COLUMNS: Final = {
    "hostlev1, hiact1, hiact2, hiact, hostlev": "Military acts of the sender have no field.",
    "fatality1, fatality2, fatalpre1, fatalpre2, fatality, fatalpre": "Deaths have no field.",
    "revstate1, revstate2, revtype11-22": "What was to be changed is no kind of demand here; in the note.",
    "settle, recip": "They have no field; reciprocation is in part the backlash.",
    "stmon, endmon, mindur, maxdur": "They are of the dispute, not of two states; some months exceed 12.",
    "midonset, midongoing, ongo2010": "Years of one dispute of two states are one episode.",
    "numa, numb": "How many were on each side has no field: each pair is an episode.",
}
IMPORTER: Final = Importer(
    name="gml",
    data_set="gml_mid",
    title="Militarized disputes, 1816-2010 (Gibler, Miller and Little)",
    version="1",
    unit="A row is a directed pair of states in a dispute in a year; an episode is all years in which one "
    "of the side that began faced one of the other side.",
    needed=("dispute", "ccode1", "ccode2", "year", "side_a1", "hostility2", "outcome_code"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
    successes=LADDER.codings,
)
