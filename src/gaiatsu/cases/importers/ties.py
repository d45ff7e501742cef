"""TIES 4.1: threats and impositions of economic sanctions, one case an episode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import ORGANIZATION, actor_name, letters, together
from gaiatsu.cases.importers.dating import date_of
from gaiatsu.cases.importers.records import (
    Draft,
    Importer,
    Skipped,
    Value,
    gap,
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

SOURCE: Final = "morgan2014"
SENDERS: Final = tuple(f"sender{place}" for place in range(1, 6))
UNVERIFIED: Final = "The meaning of the codes was not checked against the official manual"
ISSUES: Final = {
    1: "political influence",
    2: "military behavior",
    3: "a regime",
    4: "citizens, property or material",
    5: "a territorial dispute",
    6: "strategic materials",
    7: "an alliance or alignment",
    8: "human rights",
    9: "weapons and materials",
    10: "support of non-state actors",
    11: "drug trafficking",
    12: "the environment",
    13: "trade practices",
    14: "economic reform",
    15: "another issue",
}
ECONOMIC: Final = (13, 14)
CLARITY: Final = {1: 0.25, 2: 0.75}
COMMITMENT: Final = {1: 0.25, 2: 0.5, 3: 0.75}
COSTS: Final = {1: 0.25, 2: 0.5, 3: 1.0}


LADDER: Final = Ladder(
    full=("complete acquiescence",),
    partly=("partial acquiescence", "negotiated settlement"),
    nothing=("stalemate", "capitulation by sender"),
)


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    return {**_fixed_rules(), **({} if success is None else {"success": _success(success)})}


def _success(success: Success) -> Rule:
    return LADDER.rule(success, SOURCE, "finaloutcome", "empty")


def _fixed_rules() -> dict[str, Rule]:
    return {
        "issue": make_rule(
            SOURCE,
            "An issue other than trade and economic reform is another kind of demand than the article's "
            "economic ones; within trade and economic reform the kind is left open.",
            fields=("demand_type",),
            column="issue1",
            codes={
                "1-12, 15": "other",
                "13 (trade practices)": "left open: rules and results are not told apart",
                "14 (economic reform)": "left open: rules and macroeconomic demands are not told apart",
            },
            sure=("medium", "TIES codes the issue, not whether rules or results were demanded."),
        ),
        "clarity": make_rule(
            SOURCE,
            "Clarity of the demand on two levels, put at a quarter and three quarters of the scale.",
            fields=("explicitness",),
            column="bspecif",
            codes={"1 (ambiguous)": "0.25", "2 (clear)": "0.75", "empty": "left open"},
            sure=("low", f"{UNVERIFIED}, and a clear demand is not yet one that can be audited."),
        ),
        "commitment": make_rule(
            SOURCE,
            "The sender's commitment to its threat stands for how far its leaders bound themselves.",
            fields=("public_posture",),
            column="scommit",
            codes={"1 (weak)": "0.25", "2 (moderate)": "0.5", "3 (strong)": "0.75", "empty": "left open"},
            sure=("low", f"{UNVERIFIED}, and commitment is not the same as publicity."),
        ),
        "costs": make_rule(
            SOURCE,
            "The cost that the target was expected to bear, on three levels.",
            fields=("threatened_cost",),
            column="anticipatedtargetcosts",
            codes={"1 (minor)": "0.25", "2 (major)": "0.5", "3 (severe)": "1.0", "empty": "left open"},
            sure=("low", f"{UNVERIFIED}, and the cost is of the threat as observers saw it."),
        ),
        "institution": make_rule(
            SOURCE,
            "A threat in which an international institution took part counts as made through the regime, any "
            "other as unilateral.",
            fields=("unilateral", "authorised"),
            column="institution",
            codes={
                "0": "unilateral true, authorised false",
                "1": "unilateral false, authorised true",
                "empty": "left open",
            },
            sure=("low", "Taking part is a proxy for authorizing: what was decided is not coded."),
        ),
        "end": make_rule(
            SOURCE,
            "The date on which the case ended, as far as it is known.",
            fields=("end",),
            column="endyear, endmonth, endday",
            codes={"a date": "the date", "empty": "left open"},
            sure=("high", "Read as it stands."),
        ),
    }


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each row; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    rows = data.table.to_dicts()
    same_day = Counter((_day(row), _lead(row)) for row in rows)
    for row in rows:
        yield _draft(row, success, together_with=same_day[_day(row), _lead(row)])


def _draft(row: Mapping[str, Any], success: Success | None, *, together_with: int) -> Draft | Skipped:
    year, case = row["start_year"], row["case"]
    senders = together((_lead(row), *(row[name] for name in SENDERS)), year)
    if not senders and row["institution"] != 1:
        return Skipped(row["row"], "Neither a state nor an institution is named as sender.")
    target = letters(row["target"], year)
    if target in senders:
        return Skipped(row["row"], "The target is among the senders.")
    issue = ISSUES[row["issue1"]]
    lead = _lead(row)
    return Draft(
        rows=(row["row"],),
        id=f"ties-{case}",
        title=f"{actor_name(lead)} to {actor_name(row['target'])} on {issue}, {year}",
        sender=senders[0] if senders else ORGANIZATION,
        senders=senders[1:],
        institutions=_institutions(row),
        target=target,
        start=date_of(year, row["start_month"], row["start_day"]),
        end=_end(row),
        values=_values(row, success),
        clusters=(f"ties-day-{_day(row)}-{lead or 'org'}",) if together_with > 1 and _known_day(row) else (),
        note=_note(row),
    )


def _lead(row: Mapping[str, Any]) -> int | None:
    """Leading sender; where none is named, the first that is."""
    named = (row["primary_sender"], *(row[name] for name in SENDERS))
    return next((int(ccode) for ccode in named if ccode is not None), None)


def _day(row: Mapping[str, Any]) -> str:
    return str(row["case"])[:8]


def _known_day(row: Mapping[str, Any]) -> bool:
    return "99" not in {_day(row)[4:6], _day(row)[6:8]}


def _institutions(row: Mapping[str, Any]) -> tuple[str, ...]:
    if row["institution"] != 1:
        return ()
    numbers = dict.fromkeys((row["institutions"] or "").split())
    named = row["other_institution"]
    found = (*(f"organization {number} of TIES" for number in numbers), *((named,) if named else ()))
    return found or ("an organization that TIES does not name",)


def _values(row: Mapping[str, Any], success: Success | None) -> dict[str, Value]:
    where = f"row {row['row']}, case {row['case']}, "
    found = {
        "demand_type": _demand(row, where),
        "explicitness": _scaled(row, "clear_demand", ("clarity", "bspecif", CLARITY), where),
        "public_posture": _scaled(row, "commitment", ("commitment", "scommit", COMMITMENT), where),
        "threatened_cost": _scaled(row, "target_costs", ("costs", "anticipatedtargetcosts", COSTS), where),
        **_channel(row, where),
    }
    if success is not None:
        found.update(_outcome(row, success, where))
    return found


def _demand(row: Mapping[str, Any], where: str) -> Value:
    issue = row["issue1"]
    place = f"{where}issue1 = {issue} ({ISSUES[issue]})"
    if issue in ECONOMIC:
        why = f"TIES codes the issue, {ISSUES[issue]}, and not whether rules or results were demanded."
        return gap("issue", why, place)
    return value("issue", "other", place)


def _scaled(
    row: Mapping[str, Any], column: str, how: tuple[str, str, Mapping[int, float]], where: str
) -> Value:
    rule, header, scale = how
    code = row[column]
    if code is None:
        threat = "no threat is recorded" if row["threat"] == 0 else "TIES leaves it empty"
        return gap(
            rule, f"The column {header} holds nothing for this case: {threat}.", f"{where}{header} is empty"
        )
    return value(rule, scale[int(code)], f"{where}{header} = {int(code)}")


def _channel(row: Mapping[str, Any], where: str) -> dict[str, Value]:
    code = row["institution"]
    if code is None:
        why = "TIES does not say whether an institution took part."
        empty = gap("institution", why, f"{where}institution is empty")
        return {"unilateral": empty, "authorised": empty}
    place = f"{where}institution = {int(code)}"
    return {
        "unilateral": value("institution", code == 0, place),
        "authorised": value("institution", code == 1, place),
    }


def _outcome(row: Mapping[str, Any], success: Success, where: str) -> dict[str, Value]:
    outcome = row["outcome"]
    if outcome is None:
        why = "TIES gives no final outcome for this case; it is left open, not counted as failure."
        return open_outcome("success", why, f"{where}finaloutcome is empty")
    stage = "after imposition" if row["outcome_stage"] == "imposition" else "threat stage"
    confidence = "low" if "stage_contradicted" in row["quality"] else ""
    place = f"{where}finaloutcome: {outcome} ({stage})"
    return outcome_values(LADDER.grades(success), "success", outcome, place, confidence=confidence)


def _end(row: Mapping[str, Any]) -> str | Value:
    if row["end_year"] is not None:
        return date_of(row["end_year"], row["end_month"], row["end_day"])
    why = "TIES gives no date on which the case ended."
    if row["ongoing_year"] is not None:
        seen = date_of(row["ongoing_year"], row["ongoing_month"], row["ongoing_day"])
        why = f"The case is last known to go on in {seen}."
    return gap("end", why, f"row {row['row']}, case {row['case']}, endyear is empty")


def _note(row: Mapping[str, Any]) -> str:
    issues = [ISSUES[int(row[name])] for name in ("issue1", "issue2", "issue3") if row[name] is not None]
    threat = "recorded" if row["threat"] == 1 else "not recorded"
    imposed = "imposed" if row["imposition"] == 1 else "not imposed"
    parts = [f"Issues: {', '.join(dict.fromkeys(issues))}.", f"Threat {threat}; sanctions {imposed}."]
    if row["other_issue"]:
        parts.append(f"Issue in words: {row['other_issue'].rstrip('.')}.")
    if row["primary_sender"] is None and _lead(row) is not None:
        parts.append("No leading sender is named: the first one listed stands first.")
    marks = row["quality"].split(";")
    return " ".join((*parts, *(words for mark, words in REMARKS.items() if mark in marks)))


REMARKS: Final = {
    "stage_contradicted": "The stage of the outcome contradicts the column on imposition.",
    "year_contradicted": "The number of the case names another year than the start.",
    "same_but_for_number": "Another case is the same in every column but its number.",
    "outcome_while_ongoing": "An outcome is coded, and the case is said to go on.",
    "imposed_unsaid": "A date or kind of imposed sanctions is given, and imposition is 0.",
    "leader_not_listed": "The leading sender is not among those listed.",
}
"""What a reader should know of a case with a known defect."""
GAPS: Final = {
    "administration": "TIES makes no comparison before and after; a study that makes one sets its own date.",
    "depth": "TIES does not code how much the demand would change.",
    "numeric_target": "TIES does not code whether the demand names a quantity.",
    "linkage": "TIES codes carrots and threatened interests, not a link to another issue.",
    "target_in_violation": "TIES does not code whether the target broke a rule.",
    "violation_elsewhere": "TIES does not code violations in other issues.",
    "domestic_support": "TIES does not code support for the demand inside the target.",
    "backlash": "TIES does not code what the target did in return.",
}
READS: Final = {
    "id": "caseid",
    "sender, senders": "primarysender, sender1, sender2, sender3, sender4, sender5",
    "target": "targetstate",
    "institutions": "institutionid, otherinstitution",
    "start": "startyear, startmonth, startday",
    "end, where it is open": "ongoingasofyear, ongoingasofmonth, ongoingasofday",
    "note": "issue2, issue3, otherissue, threat, imposition",
}
COLUMNS: Final = {
    "threat, imposition": "How far a case went has no field in the schema; kept in the note.",
    "threatid1, threatid2, threatid3": "Who threatened: the codes are not confirmed.",
    "threatenedtargetinterest, dsanctions, carrots, sanctionidentity": "The codes are not confirmed.",
    "sanctiontypethreat, othersanctiontypethreatened": "The schema has one cost, not kinds of measures.",
    "sanctiontype, othersanctiontype, implementationofdiplomaticsancti": "Measures imposed, not threatened.",
    "sancimpositionstartyear, sancimpositionstartmonth, sancimpositionstartday": "It has no field.",
    "carrotsduringsanction, carrotvalue, carrotcurrency, carrotyear": "Inducements have no field.",
    "anticipatedtargetcostsfigureifav, tcurrency, tyearofestimate": "Few figures, in many currencies.",
    "targetcosts, targeteconomiccostsfigure, targeteconomiccostscurrency, targeteconomiccostsyear": "Costs "
    "after imposition.",
    "sendercosts, sendereconomiccostsfigure, sendereconomiccostscurrency, sendereconomiccostsyear": "Costs "
    "after imposition.",
    "anticipatedsendercosts, scurrency, syearofestimate": "The sender's own cost has no field.",
    "settlementnaturesender, settlementnaturetarget": "Scores of the settlement, 0-10; their codes are not "
    "confirmed and no coding of success here uses them.",
    "targetinstitution": "It says whether the target belongs to the institution; the schema has no field.",
}
IMPORTER: Final = Importer(
    name="ties",
    data_set="ties",
    title="Threats and impositions of economic sanctions, 1945-2005 (TIES 4.1)",
    version="1",
    unit="A row is a case, and so is an episode.",
    needed=("case", "start_year", "target", "issue1", "threat", "imposition"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
    successes=LADDER.codings,
)
