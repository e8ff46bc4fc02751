"""What an assessment still lacks before it can be signed, by its depth (评估深度)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tonggong.rules.ability import levels as level_rules
from tonggong.rules.ability.catalogue import profile
from tonggong.rules.ability.levels import Level
from tonggong.rules.figures import Figures


@dataclass(frozen=True, slots=True)
class Draft:
    """An assessment as far as it has come; `categories` are those of the certificate ("1".."7")."""

    depth: str
    levels: dict[str, Level]
    asked: Sequence[str]
    advice: str
    advice_because: str
    has_consent: bool
    instruments: int = 0
    sessions: int = 0
    second_assessor: str = ""
    is_double: bool = False
    categories: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: where it is filled in, in words; without `blocks` it is advice only."""

    part: str
    text: str
    blocks: bool = True


def gaps(draft: Draft, day: date, figures: Figures) -> list[Gap]:
    """Return what is missing; empty when the assessment can be signed and nothing is advised either.

    Raises:
        FigureMissing: a threshold is not entered.
    """
    found = [] if draft.has_consent else [Gap("consent", "本人还没有同意做能力评估")]
    found += [Gap("levels", text) for text in level_rules.faults(draft.depth, draft.levels.values(), day)]
    found += _too_few(draft, figures)
    if draft.depth in ("D2", "D3"):
        if not draft.sessions:
            found.append(Gap("evidence", "还没有记评估过程（哪天、多长时间、在哪里）"))
        if draft.depth == "D2" and not draft.instruments:
            found.append(Gap("evidence", "评估员评估至少要有一种工具或一张观察表作依据"))
    if draft.depth == "D3":
        found += _of_trial(draft, figures)
    if draft.is_double:
        return found  # the second assessment checks levels; advice is the first assessor's
    if not draft.advice:
        found.append(Gap("advice", "还没有选建议"))
    if draft.advice and not draft.advice_because.strip():
        found.append(Gap("advice", "还没有写建议的理由"))
    asks = figures["assessment.second_professional_categories"].value
    if draft.depth == "D2" and not draft.second_assessor.strip() and set(draft.categories) & set(map(str, asks)):
        found.append(Gap("advice", "最好请第二位专业人员一起评，写上姓名", blocks=False))
    return found


def _too_few(draft: Draft, figures: Figures) -> list[Gap]:
    """Say whether too little is known at this depth."""
    known, all_of = len(draft.levels), len(profile().dimensions)
    if draft.depth == "D2":
        least = -int(-figures["assessment.assessor_least_share"].value * all_of // 1)
    else:
        least = min(int(figures["assessment.talk_least_levels"].value), len(draft.asked) or all_of)
    if known < least:
        return [Gap("levels", f"评了 {known} 项，至少要 {least} 项")]
    open_ones = [key for key in draft.asked if key not in draft.levels]
    if draft.depth == "D1" and open_ones:
        titles = "、".join(profile().dimensions[key].title for key in open_ones[:4])
        more = f"等 {len(open_ones)} 项" if len(open_ones) > 4 else ""
        return [Gap("levels", f"{titles}{more}还是未知；本人不愿说的就留着未知", blocks=False)]
    return []


def _of_trial(draft: Draft, figures: Figures) -> list[Gap]:
    """Say what a work trial lacks."""
    found = []
    least = int(figures["assessment.trial_least_sessions"].value)
    if draft.sessions < least:
        found.append(Gap("evidence", f"试工记了 {draft.sessions} 个半天，至少要 {least} 个"))
    seen = [one for one in draft.levels.values() if one.source in ("trial", "employer")]
    if not seen:
        found.append(Gap("levels", "还没有一项是试工时看到的"))
    elif (tried := [one for one in seen if one.source == "trial"]) and all(one.prompt is None for one in tried):
        found.append(Gap("levels", "试工看到的项，请记下要提示到什么程度"))
    return found
