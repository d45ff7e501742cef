"""International Crisis Behavior: whoever set a crisis off presses the state that felt threatened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import actor_name, letters
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

SOURCE: Final = "brecher2021"
LARGEST_STATE: Final = 994
NO_STATE: Final = {
    995: "The crisis was set off by several states or an actor that is no state (995).",
    996: "The crisis was set off by several states or an actor that is no state (996).",
    997: "The crisis was set off by several states or an actor that is no state (997).",
}
LADDER: Final = Ladder(full=("defeat",), partly=("compromise",), nothing=("stalemate", "victory"))


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    fixed = {
        "crisis": make_rule(
            SOURCE,
            "Every demand is of another kind than the article's economic ones.",
            fields=("demand_type",),
            column="issue",
            codes={"any": "other"},
            sure=("medium", "Crises are about threats to basic values, most of them military and political."),
        ),
        "end": make_rule(
            SOURCE,
            "The date on which the crisis ended for the actor.",
            fields=("end",),
            column="yrterm, moterm, daterm",
            codes={"66, 77 or 88 in a day": "the month", "empty": "left open"},
            sure=("high", "Read as it stands."),
        ),
    }
    if success is None:
        return fixed
    return {**fixed, "success": LADDER.rule(success, SOURCE, "outcom", "other, empty")}


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each actor's crisis; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    for row in data.table.to_dicts():
        yield _draft(row, success)


def _draft(row: Mapping[str, Any], success: Success | None) -> Draft | Skipped:
    year, trigger = row["start_year"], row["trigger_entity"]
    if trigger is None or trigger > LARGEST_STATE:
        return Skipped(row["row"], NO_STATE.get(trigger, "It is not coded who set the crisis off."))
    sender, target = letters(trigger, year), letters(row["ccode"], year)
    if sender == target:
        return Skipped(row["row"], "The actor set its crisis off itself.")
    start = date_of(year, row["start_month"], row["start_day"])
    where = f"row {row['row']}, record {row['record']}, "
    return Draft(
        rows=(row["row"],),
        id=f"icb-{row['record']}",
        title=f"{row['name'].title()}: {actor_name(trigger)} to {row['actor']}, {year}",
        sender=sender,
        target=target,
        start=start,
        end=_end(row, start, where),
        values={
            "demand_type": value("crisis", "other", f"{where}issue = {row['issue']}"),
            **_outcome(row, success, where),
        },
        clusters=(f"icb-crisis-{row['crisis']}",),
        note=_note(row),
    )


def _outcome(row: Mapping[str, Any], success: Success | None, where: str) -> dict[str, Value]:
    outcome = row["outcome"]
    place = f"{where}outcom: {outcome or 'empty'}"
    if success is None or outcome not in LADDER.grades(success):
        why = f"The outcome {outcome!r} has no grade." if outcome else "No outcome is coded."
        return open_outcome("success", why, place)
    return outcome_values(LADDER.grades(success), "success", outcome, place)


def _end(row: Mapping[str, Any], start: str, where: str) -> str | Value:
    if row["end_year"] is None:
        return gap("end", "It is not coded when the crisis ended for the actor.", f"{where}yrterm is empty")
    end = date_of(row["end_year"], row["end_month"], row["end_day"])
    if end[: len(start)] < start[: len(end)]:
        why = f"The crisis is coded as ended on {end}, before it began."
        return gap("end", why, f"{where}yrterm = {row['end_year']}")
    return end


def _note(row: Mapping[str, Any]) -> str:
    parts = [f"Crisis {row['crisis']}. The grade is how far the actor lost: its own view of the outcome."]
    if "actor_twice" in row["quality"]:
        parts.append("The actor has several records in this crisis, one for each new threat.")
    if "outside_the_system" in row["quality"]:
        parts.append("The actor is no state of the Correlates of War system.")
    return " ".join(parts)


GAPS: Final = {
    "administration": "ICB makes no comparison before and after.",
    "depth": "ICB codes the gravity of the threat, not how much was demanded.",
    "explicitness": "ICB does not code how exact a demand was.",
    "numeric_target": "ICB does not code whether a demand names a quantity.",
    "threatened_cost": "ICB codes which value was threatened, not an economic cost.",
    "public_posture": "ICB does not code how far leaders bound themselves.",
    "unilateral": "ICB codes what organizations did, not whether the trigger had their authority.",
    "authorised": "ICB codes what organizations did, not whether the trigger had their authority.",
    "linkage": "ICB does not code links between issues.",
    "target_in_violation": "ICB does not code whether the actor broke a rule.",
    "violation_elsewhere": "ICB does not code violations in other issues.",
    "domestic_support": "ICB does not code support for a demand inside the actor.",
    "backlash": "The codes of the actor's major response were not checked against the official manual.",
}
READS: Final = {
    "id": "cracno",
    "sender": "trigent",
    "target": "cracid, actor",
    "title": "crisname",
    "clusters": "crisno",
    "start": "yrtrig, motrig, datrig",
}
COLUMNS: Final = {
    "triggr, majres, crismg": "Trigger and response: the codes were not checked against the manual.",
    "viol, sevvio, gravty": "Violence and gravity have no field: the schema knows economic cost.",
    "usinv, usfavr, globact, regact": "What third parties did has no field.",
    "sizedu, strcdu, econdt, geog, pc, pcid": "How and where the actor decided has no field.",
    "systrgyr, systrgmo, systrgda, yerres, monres, dayres": "Dates of the crisis and of the response.",
    "southv, southpow": "The main adversary, where it is not who set the crisis off.",
    "powdis, allycap, nuclear, powsta, regime, age": "Properties of the states, not of the episode.",
    "outfor, outevl, outesr": "Form, satisfaction and tension afterwards have no field.",
    "columns of the crisis level (icb1)": "They describe the whole crisis; an episode is one actor's.",
}
IMPORTER: Final = Importer(
    name="icb",
    data_set="icb_actors",
    title="Actors in international crises, 1918-2017 (ICB 14)",
    version="1",
    unit="A row is an actor in a crisis; an episode is the pressure of whoever set it off on that actor.",
    needed=("crisis", "record", "ccode", "name", "start_year"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
    successes=LADDER.codings,
)
