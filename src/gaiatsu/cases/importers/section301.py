"""Section 301 cases 96-130: the list is usable, its outcome codes are weak and stay so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import letters
from gaiatsu.cases.importers.records import (
    Draft,
    Importer,
    Skipped,
    Value,
    gap,
    make_rule,
    open_outcome,
    unmapped,
    value,
)
from gaiatsu.cases.origin import Rule, Success

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = ["IMPORTER"]

SOURCE: Final = "schwarzenberg2020"
SANCTIONED: Final = "WTO-sanctioned"


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    return {
        "conceded": make_rule(
            SOURCE,
            "The compiler's yes or no; a yes has no grade, since how much was given is not coded.",
            fields=("conceded", "concession"),
            column="outcome_concession",
            codes={
                "0": "conceded false, grade 0",
                "1": "conceded true, grade left open",
                "the investigation was going on": "left open",
            },
            sure=(
                "low",
                "The outcomes were coded from short entries of one table; one is known to be wrong.",
            ),
        ),
        "channel": make_rule(
            SOURCE,
            "Where the United States went to the WTO instead, or retaliated with its leave, the threat ran "
            "through the regime; elsewhere it was its own.",
            fields=("unilateral", "authorised"),
            column="outcome_basis",
            codes={
                "US filed WTO case": "unilateral false, authorised false",
                "WTO-sanctioned": "unilateral false, authorised true",
                "anything else": "unilateral true, authorised false",
            },
            sure=("low", "Read from the remark on the outcome, which says how the case went on."),
        ),
        "end": make_rule(
            SOURCE,
            "The list has the year in which a case began, and no other date.",
            fields=("end",),
            column="year",
            codes={"any": "left open"},
            sure=("high", "No column holds an end."),
        ),
    }


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each case; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    for row in data.table.to_dicts():
        if row["ccode"] is None:
            yield Skipped(row["row"], f"No single state is pressed: {row['economy']}.")
        else:
            yield _draft(row)


def _draft(row: Mapping[str, Any]) -> Draft:
    where = f"row {row['row']}, case 301-{row['case']}, "
    retaliated = {1: "applied", 0: "not applied", None: "not known: the list contradicts itself"}
    wto = " The United States went to the WTO." if "by_way_of_the_wto" in row["quality"] else ""
    return Draft(
        rows=(row["row"],),
        id=f"section301-{row['case']}",
        title=f"Section 301 case {row['case']}: {row['economy']}, {row['issue']}, {row['year']}",
        sender="USA",
        target=letters(row["ccode"], row["year"]),
        start=str(row["year"]),
        end=gap("end", "The list gives no date on which the case ended.", f"{where}no column"),
        values={**_outcome(row, where), **_channel(row, where)},
        note=f"{row['basis']}. Retaliation {retaliated[row['retaliated']]}.{wto}",
    )


def _outcome(row: Mapping[str, Any], where: str) -> dict[str, Value]:
    code = row["conceded"]
    if code is None:
        why = "The investigation was still going on when the list was closed."
        return open_outcome("conceded", why, f"{where}outcome_basis")
    place = f"{where}outcome_concession = {code}"
    if code == 0:
        return {"conceded": value("conceded", False, place), "concession": value("conceded", 0, place)}
    why = "The list says that the other side conceded, not how far."
    return {"conceded": value("conceded", True, place), "concession": gap("conceded", why, place)}


def _channel(row: Mapping[str, Any], where: str) -> dict[str, Value]:
    leave = SANCTIONED in row["basis"]
    own = not leave and "by_way_of_the_wto" not in row["quality"]
    place = f"{where}outcome_basis"
    return {"unilateral": value("channel", own, place), "authorised": value("channel", leave, place)}


GAPS: Final = {
    "administration": "The list begins in 1995, after the change that the article asks about.",
    "demand_type": "The list names the practice in words; rules and results are not told apart.",
    "depth": "The list does not say how much was demanded.",
    "explicitness": "The list does not say how exact the demand was.",
    "numeric_target": "The list does not say whether the demand names a quantity.",
    "threatened_cost": "The list says whether retaliation was applied, not what was threatened.",
    "public_posture": "The list does not say how far leaders bound themselves.",
    "linkage": "The list does not say whether other issues were tied to the case.",
    "target_in_violation": "The list does not say whether a rule was broken.",
    "violation_elsewhere": "The list does not say whether rules were broken elsewhere.",
    "domestic_support": "The list does not code support inside the target.",
    "backlash": "The list does not code what the target did in return.",
}
READS: Final = {
    "id": "case_id",
    "target": "economy",
    "title": "issue",
    "start": "year",
}
COLUMNS: Final = {
    "retaliation_applied": "The schema has no field for measures imposed; kept in the note.",
    "sunk_cost_s": "The compiler's judgment, on a scale of its own.",
    "era": "It says 1995 or later for every row.",
    "notes": "It repeats the basis of the outcome.",
}
IMPORTER: Final = Importer(
    name="section301",
    data_set="section301",
    title="Section 301 cases 96-130, 1995-2020",
    version="1",
    unit="A row is a case, and so is an episode.",
    needed=("case", "year", "economy", "issue", "basis"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
)
