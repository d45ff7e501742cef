"""Dyad-decades of sanction threats: each threat that was counted is an episode, dated by its decade only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cases.importers.actors import actor_name, letters
from gaiatsu.cases.importers.records import (
    CODER,
    Draft,
    Importer,
    Skipped,
    Value,
    gap,
    unmapped,
    value,
)
from gaiatsu.cases.origin import Rule, Success

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = ["IMPORTER"]

SOURCE: Final = "crismancox2021"
COUNTS: Final = {
    "concede": ("cd", "the target gave in to the threat"),
    "stand_firm": ("sf", "the target resisted and the threat was carried out"),
    "back_down": ("bd", "the target resisted and the threat was dropped"),
}


def rules(success: Success | None) -> dict[str, Rule]:
    """Return the rules by name; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    outcome = {
        "fields": ("conceded", "concession"),
        "does": "The three ways in which a threat can end in the crisis game.",
        "codes": {
            "cd (gave in)": "conceded true; the grade is left open, since how much was given is not counted",
            "sf (stood firm)": "conceded false, grade 0",
            "bd (backed down)": "conceded false, grade 0",
        },
        "locator": "cd, sf, bd",
        "confidence": "medium",
        "reason": "Its authors coded the outcomes of TIES in this way and published counts by decade.",
    }
    return {"outcome": Rule.model_validate({**outcome, "source": SOURCE, "coder": CODER})}


def drafts(data: Dataset, success: Success | None) -> Iterable[Draft | Skipped]:
    """Make an episode of each threat; see :class:`~gaiatsu.cases.importers.records.Importer`."""
    del success
    for row in data.table.to_dicts():
        threats = [name for name in COUNTS for _ in range(row[name])]
        if not threats:
            yield Skipped(row["row"], "No threat was made in the decade.")
        for number, name in enumerate(threats, start=1):
            yield _draft(row, name, (number, len(threats)))


def _draft(row: Mapping[str, Any], name: str, count: tuple[int, int]) -> Draft:
    decade, number = row["decade"], count[0]
    sender, target = letters(row["ccode1"], decade), letters(row["ccode2"], decade)
    pair = f"{sender}-{target}-{decade}".lower()
    header, words = COUNTS[name]
    place = f"row {row['row']}, {row['id']}, {header} = {row[name]}"
    conceded = name == "concede"
    no_grade = "sigInt counts that the target gave in, not how far."
    grade: Value = gap("outcome", no_grade, place) if conceded else value("outcome", 0, place)
    names = f"{actor_name(row['ccode1'])} to {actor_name(row['ccode2'])}"
    return Draft(
        rows=(row["row"],) if number == 1 else (),
        id=f"sigint-{pair}-{number}",
        title=f"{names}, {decade}-{decade + 9}, threat {number} of {count[1]}",
        sender=sender,
        target=target,
        start=str(decade),
        end=gap("outcome", f"The threat is dated by its decade only, {decade}-{decade + 9}.", place),
        values={"conceded": value("outcome", conceded, place), "concession": grade},
        clusters=(f"sigint-{pair}",),
        note=f"The year is the first of the decade. Counted as: {words}.",
    )


GAPS: Final = {
    "administration": "The set makes no comparison before and after.",
    "demand_type": "The set counts threats and does not say what was demanded.",
    "depth": "The set counts threats and does not say what was demanded.",
    "explicitness": "The set counts threats and does not say what was demanded.",
    "numeric_target": "The set counts threats and does not say what was demanded.",
    "threatened_cost": "Costs are averaged over the threats of a decade; they belong to no single threat.",
    "public_posture": "The set does not code how publicly a threat was made.",
    "unilateral": "The set does not code through whom a threat was made.",
    "authorised": "The set does not code through whom a threat was made.",
    "linkage": "The set does not code links between issues.",
    "target_in_violation": "The set does not code violations.",
    "violation_elsewhere": "The set does not code violations.",
    "domestic_support": "The set does not code support inside the target.",
    "backlash": "The set does not code what the target did in return.",
}
READS: Final = {
    "id": "gameID",
    "sender": "ccode1",
    "target": "ccode2",
    "start": "tenyear",
}
COLUMNS: Final = {
    "sq": "Months without a threat are no episode.",
    "anticipatedtargetcosts, anticipatedsendercosts": "Aggregates over a decade.",
    "senderecondep, targetecondep, lncaprat, ally, contig": "Properties of the dyad, not of an episode.",
    "senderdemocracy, targetdemocracy": "Properties of the states, not of an episode.",
    "PRhat, PFhat, PRnpl, PFnpl": "Estimates of a model, not data.",
}
IMPORTER: Final = Importer(
    name="sigint",
    data_set="sigint",
    title="Sanction threats by directed dyad and decade, 1970-1999 (sigInt)",
    version="1",
    unit="A row is a directed dyad in a decade; an episode is one of the threats counted in it.",
    needed=("id", "decade", "ccode1", "ccode2", "concede", "stand_firm", "back_down"),
    reads=READS,
    rules=rules,
    gaps=GAPS,
    unmapped=unmapped("column", COLUMNS),
    drafts=drafts,
)
