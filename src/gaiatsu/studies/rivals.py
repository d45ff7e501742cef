"""Rival explanations: every one of them, and the article's own, through the same tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from gaiatsu.context.material import material_series
from gaiatsu.context.record import event_record
from gaiatsu.estimation.compare.ordering import Onset, OrderingRow, order
from gaiatsu.estimation.compare.scores import cases_needed
from gaiatsu.estimation.compare.verdicts import Thresholds
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.explanations import (
    Explanation,
    material_explanation,
    social_explanations,
    yearly_panel,
)
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace
from gaiatsu.studies.rival_records import ExplanationRow, RivalsStudy, Scores, Separation, Verdicts
from gaiatsu.studies.scoring import Fitted, described_priors, judge
from gaiatsu.terms import EventKind
from gaiatsu.theory.rivals import RIVALS

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.context.series import MaterialSeries
    from gaiatsu.studies.state import StateDraws

__all__ = ["ExplanationRow", "RivalsStudy", "Scores", "Separation", "Verdicts", "rivals"]

_ONSETS: Final = (
    ("hierarchy", EventKind.SHOCK, None),
    ("trust", EventKind.AGREEMENT_STRETCHED, "trust_of_sender"),
    ("legitimacy", EventKind.REGIME_CHANGE, "dispute_settlement"),
    ("reputation", EventKind.THREAT_DROPPED, "resolve_of_sender"),
)
_ONSETS_EACH: Final = 2


def rivals(
    case_set: CaseSet,
    panel: Panel,
    state: StateDraws,
    *,
    seed: int,
    data: Mapping[str, MaterialSeries] | None = None,
    thresholds: Thresholds | None = None,
) -> RivalsStudy:
    """Put every explanation of the fall in concessions through the same tests.

    The article rejects its rivals because their causes moved too early, too gradually or too little, and
    holds that its own moved in time. Here both are asked the same questions by the same numbers: when and
    how far the cause moved, what it foretells of an episode it has not seen, how the evidence weighs
    under three beliefs, and what chance would do.

    Parameters
    ----------
    case_set
        Episodes, dated record and dependence table.
    panel, state
        The episodes in their setting and the state of the relationship at each.
    seed
        Seed of the integration points, of the state's course through the years and of sampled permutations.
    data
        External material series by name; without them only the printed table and the dated events are scored.
    thresholds
        Where the words begin.

    Returns
    -------
    RivalsStudy
        A row an explanation, with verdicts, placebo dates, ordering and the cases it would take.

    Notes
    -----
    The main model is the adjacent-category logit of eq. 1 with thresholds by demand type and one
    covariate whose coefficient has the sign the explanation demands. A material rival may lag by any
    whole number of years its logic allows, all equally likely beforehand; it receives material series and
    dates only.

    References
    ----------
    schoppa1999; vehtari2017; kass_raftery1995; agresti1992; owen1998

    Examples
    --------
    >>> from gaiatsu import cases, episode_panel, state_study
    >>> case_set = cases.load("schoppa1999")
    >>> panel = episode_panel(case_set)
    >>> state = state_study(case_set, seed=1999, draws=200).state
    >>> study = rivals(case_set, panel, state, seed=1999)  # doctest: +SKIP
    >>> study.rows[0].title, study.rows[0].verdicts.overall  # doctest: +SKIP
    ('Trade dependence', 'falls short')
    """
    series = material_series(case_set, data)
    everything = [
        *(material_explanation(rival, series, panel.date) for rival in RIVALS),
        *_social(panel, state, case_set, series=series, seed=seed),
    ]
    judged = judge(panel, everything, seed=seed, thresholds=thresholds)
    ground = judged.ground
    return RivalsStudy(
        title=case_set.title,
        episodes=panel.ids,
        dates=tuple(float(date) for date in panel.date),
        conceded=tuple(bool(gave) for gave in panel.conceded),
        outcome=ground.outcome,
        rows=judged.rows,
        yardsticks=judged.yardsticks,
        base_log_score=float(ground.base_scores[0].sum()),
        base_ranked_score=-float(ground.base_scores[1].mean()),
        ordering=_ordering(panel, everything, event_record(case_set)),
        separations=_separations(judged.fitted),
        prior_sets=described_priors(),
        thresholds=ground.thresholds,
        points=ground.nodes.size,
        provenance=_provenance(case_set, series, judged.rows, seed),
    )


def _social(
    panel: Panel,
    state: StateDraws,
    case_set: CaseSet,
    *,
    series: Mapping[str, MaterialSeries],
    seed: int,
) -> tuple[Explanation, ...]:
    record = event_record(case_set)
    compliance = record.select(EventKind.REGIME_CHANGE, subject="target_violation").ids
    violation = series[compliance[0]] if compliance else None
    yearly = yearly_panel(panel, series["dispute_settlement"], violation)
    return social_explanations(panel, state, record, yearly=yearly, rng=stream(seed, "rivals", "years"))


def _ordering(
    panel: Panel, everything: Sequence[Explanation], record: EventRecord
) -> tuple[OrderingRow, ...]:
    """Audit what the explanations' series say, then the events that the social mechanisms start from."""
    onsets = [one.onset for one in everything if one.onset is not None]
    for mechanism, kind, subject in _ONSETS:
        events = record.select(kind, subject=subject)
        pairs = list(zip(events.dates.tolist(), events.labels, strict=True))[:_ONSETS_EACH]
        onsets += [Onset(mechanism, date, label) for date, label in pairs]
    return order(onsets, episodes=panel.ids, dates=panel.date, conceded=panel.conceded)


def _separations(fitted: Sequence[Fitted]) -> tuple[Separation, ...]:
    """Set the leaders against each other: of all, of the material and of the social explanations."""
    ranked = sorted(fitted, key=lambda one: one.model.log_evidence, reverse=True)
    kinds = (("material",), ("social", "both"))
    leaders = [one for part in kinds for one in [x for x in ranked if x.explanation.kind in part][:2]]
    chosen = [one for one in ranked if one in ranked[:2] or one in leaders]
    return tuple(
        _separation(first, second) for place, first in enumerate(chosen) for second in chosen[place + 1 :]
    )


def _separation(first: Fitted, second: Fitted) -> Separation:
    a, b = first.model, second.model
    return Separation(
        first.explanation.id,
        second.explanation.id,
        a.log_evidence - b.log_evidence,
        cases_needed(a.predictions, b.predictions),
        cases_needed(b.predictions, a.predictions),
    )


def _provenance(
    case_set: CaseSet, series: Mapping[str, MaterialSeries], rows: Sequence[ExplanationRow], seed: int
) -> Provenance:
    used = sorted({name for row in rows if row.kind == "material" for name in row.series if name in series})
    inputs = (
        case_input(case_set),
        case_input(case_set, "events"),
        *(Input(f"series/{name}: {series[name].source}", series[name].digest) for name in used),
    )
    citations = ("schoppa1999", "vehtari2017", "kass_raftery1995", "agresti1992", "owen1998", "liang2008")
    return trace(rivals, *inputs, seed=seed, citations=citations, patches=case_set.applied_patches)
