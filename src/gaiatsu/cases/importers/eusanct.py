"""EUSANCT: political sanctions and threats of the European Union, the United States, the United Nations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import COMMUNITY, ORGANIZATION, actor_name, letters, together
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

SOURCE: Final = "weber_schneider2022"
USA: Final = 2
OTHERS: Final = tuple(f"sender{place}" for place in (2, 3, 4, 5))
OUTCOMES: Final = (
    "partial acquiescence",
    "complete acquiescence",
    "capitulation by sender",
    "stalemate",
    "negotiated settlement",
)
LADDER: Final = Ladder(
    full=OUTCOMES[1:2], partly=(OUTCOMES[0], OUTCOMES[4]), nothing=(OUTCOMES[3], OUTCOMES[2])
)
STAGES: Final = len(OUTCOMES)


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    fixed = {
        "political": make_rule(
            SOURCE,
            "Every demand is of another kind than the article's economic ones.",
            fields=("demand_type",),
            column="issue1",
            codes={"any": "other"},
            sure=("medium", "The set holds political sanctions only and leaves trade disputes out."),
        ),
        "united-nations": make_rule(
            SOURCE,
            "A threat or sanction in which the United Nations took part counts as made through the regime, "
            "any other as unilateral.",
            fields=("unilateral", "authorised"),
            column="UN",
            codes={"0": "unilateral true, authorised false", "1": "unilateral false, authorised true"},
            sure=("low", "Which measure of which sender the United Nations authorized is not coded."),
        ),
        "end": make_rule(
            SOURCE,
            "The last day on which one of the three senders ended its measures.",
            fields=("end",),
            column="enddateEU, enddateUS, enddateUN",
            codes={"ongoing or no date": "left open"},
            sure=("high", "Read as it stands."),
        ),
    }
    if success is None:
        return fixed
    left_open = "11 (meaning not confirmed)"
    return {**fixed, "success": LADDER.rule(success, SOURCE, "finaloutcome", left_open)}


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each row; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    for row in data.table.to_dicts():
        yield _draft(row, success)


def _draft(row: Mapping[str, Any], success: Success | None) -> Draft | Skipped:
    starts = [row[f"{who}_start"] for who in ("eu", "us", "un") if row[f"{who}_start"] is not None]
    if not starts:
        return Skipped(row["row"], "No date on which a sender began is given.")
    start = min(starts)
    leaders = _leaders(row)
    states = together((*leaders, *(row[name] for name in OTHERS)), start.year)
    senders = states if leaders else (ORGANIZATION, *states)
    target = letters(row["target"], start.year)
    if target in senders:
        return Skipped(row["row"], "The target is among the senders.")
    where = f"row {row['row']}, case {row['case']}, "
    return Draft(
        rows=(row["row"],),
        id=f"eusanct-{row['case']}",
        title=f"{actor_name(leaders[0] if leaders else None)} to {row['target_name']}, {start.year}",
        sender=senders[0],
        senders=senders[1:],
        institutions=_institutions(row),
        target=target,
        start=start.isoformat(),
        end=_end(row, where),
        values={**_channel(row, where), **_outcome(row, success, where)},
        note=_note(row),
    )


def _leaders(row: Mapping[str, Any]) -> tuple[int, ...]:
    """Union and United States where they took part, whoever leads first."""
    took_part = [(COMMUNITY, row["eu"] == 1), (USA, row["us"] == 1)]
    ordered = took_part if row["eu_leads"] == 1 else took_part[::-1]
    return tuple(ccode for ccode, present in ordered if present)


def _institutions(row: Mapping[str, Any]) -> tuple[str, ...]:
    numbers = (row["institution2"], row["institution3"])
    named = tuple(f"organization {number} of EUSANCT" for number in numbers if number is not None)
    other = (row["other_institution"],) if row["other_institution"] else ()
    return (*(("United Nations",) if row["un"] == 1 else ()), *named, *other)


def _channel(row: Mapping[str, Any], where: str) -> dict[str, Value]:
    place = f"{where}UN = {row['un']}"
    return {
        "demand_type": value("political", "other", f"{where}issue1 = {row['issue1']}"),
        "unilateral": value("united-nations", row["un"] != 1, place),
        "authorised": value("united-nations", row["un"] == 1, place),
    }


def _outcome(row: Mapping[str, Any], success: Success | None, where: str) -> dict[str, Value]:
    code = row["outcome_code"]
    place = f"{where}finaloutcome = {code}"
    if success is None or code is None or code > 2 * STAGES:
        return open_outcome("success", f"The meaning of the outcome {code} is not confirmed.", place)
    outcome = OUTCOMES[(code - 1) % STAGES]
    stage = "after imposition" if code > STAGES else "threat stage"
    doubtful = {"stage_contradicted", "success_contradicted"} & set(row["quality"].split(";"))
    confidence = "low" if doubtful else ""
    grades = LADDER.grades(success)
    return outcome_values(grades, "success", outcome, f"{place}: {outcome} ({stage})", confidence=confidence)


def _end(row: Mapping[str, Any], where: str) -> str | Value:
    took_part = [who for who in ("eu", "us", "un") if row[who] == 1]
    going = [who.upper() for who in took_part if row[f"{who}_ongoing"]]
    if going:
        why = f"Measures of {', '.join(going)} were still going on when the set was closed."
        return gap("end", why, f"{where}end date: ongoing")
    ends = [row[f"{who}_end"] for who in took_part]
    if not ends or None in ends:
        return gap("end", "EUSANCT gives no end for one of the senders.", f"{where}an end date is empty")
    return str(max(ends).isoformat())


def _note(row: Mapping[str, Any]) -> str:
    threat = "recorded" if row["threat"] == 1 else "not recorded"
    imposed = "imposed" if row["sanction"] == 1 else "not imposed"
    parts = [f"Senders: {row['combination']}. Threat {threat}; sanctions {imposed}."]
    if row["other_issue"]:
        parts.append(f"Issue in words: {row['other_issue']}.")
    if row["quality"]:
        parts.append(f"Known defects: {row['quality'].replace(';', ', ')}.")
    return " ".join(parts)


GAPS: Final = {
    "administration": "EUSANCT makes no comparison before and after.",
    "depth": "EUSANCT does not code how much the demand would change.",
    "explicitness": "EUSANCT does not code how exact the demand was.",
    "numeric_target": "EUSANCT does not code whether the demand names a quantity.",
    "threatened_cost": "Scope and intensity are coded for measures imposed, not for those threatened.",
    "public_posture": "EUSANCT codes who threatened, not how far leaders bound themselves.",
    "linkage": "EUSANCT does not code links between issues.",
    "target_in_violation": "EUSANCT does not code whether the target broke a rule.",
    "violation_elsewhere": "EUSANCT does not code violations in other issues.",
    "domestic_support": "EUSANCT does not code support inside the target.",
    "backlash": "EUSANCT does not code what the target did in return.",
}
EACH: Final = ("EU", "US", "UN")


def _each(*names: str) -> str:
    """Headers of a group of columns that there is once for each of the three senders."""
    return ", ".join(name.replace("*", who) for name in names for who in EACH)


READS: Final = {
    "id": "caseid",
    "sender, senders": "EU, US, UN, Euprimarysender, sender2, sender3, sender4, sender5",
    "institutions": "UN, institution2, institution3, otherinstitution",
    "target": "targetstate, targetstate_name",
    "start": _each("startdate*"),
    "note": "sender_combination, otherissue, threat, sanction",
}
COLUMNS: Final = {
    "success, threat_success, sanctions_success": "They count negotiated settlements as failures; the grade "
    "rests on the final outcome, so that a coding means the same in every set.",
    "policyresult, sanctioncontribution, HSEscore": "Another scale of success; the grade rests on the final "
    "outcome, so that a coding means the same in every set.",
    "issue1, issue2, issue3": "The numbers are not those of TIES and not confirmed; words are in the note.",
    _each("threat*", "threat*_id", "threat*_type"): "An episode has one tactic; in the note in sum.",
    _each(
        "imposition*", "imposition*_start", "imposition*_id", "imposition*_type"
    ): "Measures imposed have no field; in the note in sum.",
    _each(
        "imposition*_econ", "imposition*_target", "imposition*_intensity", "imposition*_gradualism"
    ): "They describe measures imposed, not threatened.",
    _each("startyear*", "endyear*", "single_*"): "They repeat the dates and the senders.",
    "combination, multi": "They count the senders.",
    "datasource": "Where the case was found is for the reader of the data set.",
}
IMPORTER: Final = Importer(
    name="eusanct",
    data_set="eusanct",
    title="Political sanctions of the EU, the United States and the United Nations, 1989-2015 (EUSANCT)",
    version="1",
    unit="A row is a case, and so is an episode.",
    needed=("case", "target", "target_name", "eu", "us", "un", "threat", "sanction"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
    successes=LADDER.codings,
)
