"""WTO disputes with a request to retaliate: threats that the regime may authorize."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.records import (
    Draft,
    Importer,
    Skipped,
    Value,
    gap,
    make_rule,
    unmapped,
    value,
)
from gaiatsu.cases.origin import Rule, Success

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = ["COMPLAINANTS", "IMPORTER"]

SOURCE: Final = "horn2011"
RESPONDENTS: Final = {
    "Australia": "AUS",
    "Brazil": "BRA",
    "Canada": "CAN",
    "EC": "EEC",
    "Japan": "JPN",
    "US": "USA",
}
COMPLAINANTS: Final = {
    18: ("CAN",),
    26: ("USA",),
    27: ("USA", "ECU"),
    46: ("CAN",),
    48: ("CAN",),
    103: ("USA",),
    108: ("EEC",),
    113: ("NZL",),
    136: ("EEC",),
    160: ("EEC",),
    162: ("JPN",),
    217: ("EEC", "BRA", "CHL", "IND", "JPN", "KOR"),
    222: ("BRA",),
    234: ("CAN", "MEX"),
    245: ("USA",),
    257: ("CAN",),
    264: ("CAN",),
    267: ("BRA",),
    268: ("ARG",),
    277: ("CAN",),
    285: ("ATG",),
    291: ("USA",),
    294: ("EEC",),
}
"""Who asked to retaliate, by number of the dispute, from the WTO's list (wto_disputes2024): the file names
some of them in the title."""
GRANTED: Final = "auth_granted"


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    return {
        "complied": make_rule(
            SOURCE,
            "Compliance within two years of the request counts as having conceded; how far is not coded.",
            fields=("conceded", "concession"),
            column="defendant_complied_24mo",
            codes={"0": "conceded false, grade 0", "1": "conceded true, grade left open"},
            sure=("low", "The compiler's coding from remarks; one row contradicted them and is corrected."),
        ),
        "stage": make_rule(
            SOURCE,
            "No request to retaliate is unilateral; it is authorized once the WTO has granted it.",
            fields=("unilateral", "authorised"),
            column="sunk_cost_stage",
            codes={
                "auth_granted_...": "unilateral false, authorised true",
                "arb_req_...": "unilateral false, authorised false",
            },
            sure=("medium", "The stage of the request says so."),
        ),
        "ruling": make_rule(
            SOURCE,
            "A request to retaliate follows a ruling that the measure breaks a rule, and demands to obey it.",
            fields=("demand_type", "target_in_violation"),
            column="ds_no",
            codes={"any": "demand of the rule type, target in violation"},
            sure=("medium", "This is how the procedure runs."),
        ),
        "end": make_rule(
            SOURCE,
            "The list has the year of the request, and no other date.",
            fields=("end",),
            column="year_req",
            codes={"any": "left open"},
            sure=("high", "No column holds an end."),
        ),
    }


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each dispute; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    for row in data.table.to_dicts():
        respondent = RESPONDENTS.get(row["title"].split(" – ")[0].strip())
        if respondent is None or row["dispute"] not in COMPLAINANTS:
            yield Skipped(row["row"], "It is not known who asked to retaliate against whom.")
        else:
            yield _draft(row, respondent)


def _draft(row: Mapping[str, Any], respondent: str) -> Draft:
    where = f"row {row['row']}, DS{row['dispute']}, "
    lead, *others = COMPLAINANTS[row["dispute"]]
    shared = (f"wto-measure-{_measure(row)}",) if "same_measure" in row["quality"] else ()
    return Draft(
        rows=(row["row"],),
        id=f"wto-ds{row['dispute']}",
        title=f"DS{row['dispute']}, {row['title']}, {row['year']}",
        sender=lead,
        senders=tuple(others),
        target=respondent,
        start=str(row["year"]),
        end=gap("end", "The list gives no date on which the dispute ended.", f"{where}no column"),
        values=_values(row, where),
        clusters=shared,
        note=f"{row['basis']}. {row['notes'] or ''}".strip(),
    )


def _measure(row: Mapping[str, Any]) -> str:
    words = row["title"].split("(")[0].lower()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())


def _values(row: Mapping[str, Any], where: str) -> dict[str, Value]:
    stage, complied = f"{where}sunk_cost_stage = {row['stage']}", row["complied"] == 1
    place = f"{where}defendant_complied_24mo, read as {row['complied']}"
    why = "The list says that the respondent complied, not how far."
    grade = gap("complied", why, place) if complied else value("complied", 0, place)
    return {
        "conceded": value("complied", complied, place),
        "concession": grade,
        "unilateral": value("stage", False, stage),
        "authorised": value("stage", row["stage"].startswith(GRANTED), stage),
        "demand_type": value("ruling", "rule", f"{where}ds_no"),
        "target_in_violation": value("ruling", True, f"{where}ds_no"),
    }


GAPS: Final = {
    "administration": "The list begins after the change that the article asks about.",
    "depth": "The list does not say how much compliance would change.",
    "explicitness": "The list does not say how exact the demand was.",
    "numeric_target": "The list does not say whether the demand names a quantity.",
    "threatened_cost": "The amounts are in US$; the schema's scale is of what they are to an industry.",
    "public_posture": "The list does not say how far leaders bound themselves.",
    "linkage": "The list does not say whether other issues were tied to the dispute.",
    "violation_elsewhere": "The list does not say whether rules were broken elsewhere.",
    "domestic_support": "The list does not code support inside the respondent.",
    "backlash": "The list does not code what the respondent did in return.",
}
READS: Final = {
    "id": "ds_no",
    "target, title, clusters": "title",
    "start": "year_req",
    "note": "outcome_basis, notes",
}
COLUMNS: Final = {
    "retaliation_value_usd_m": "An amount has no field; several are as requested, not as authorized.",
    "sunk_cost_s": "The compiler's judgment, on a scale of its own.",
}
IMPORTER: Final = Importer(
    name="wto-retaliation",
    data_set="wto_retaliation",
    title="WTO disputes with a request to retaliate, 1999-2010",
    version="1",
    unit="A row is a dispute, and so is an episode; who complained is added from the WTO's list of disputes.",
    needed=("dispute", "title", "year", "stage", "complied", "basis"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
)
