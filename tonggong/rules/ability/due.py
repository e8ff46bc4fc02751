"""How long an assessment holds, and what calls for a new one before that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.months import later
from tonggong.rules.outcome import Outcome, Step

MENTAL = "6"


@dataclass(frozen=True, slots=True)
class Held:
    """What shortens an assessment's time: the certificate's categories, and the day of an injury where one is known."""

    categories: Sequence[str] = ()
    injured_on: date | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after an assessment, each with its day; None where it did not."""

    grade_changed_on: date | None = None
    trained_on: date | None = None
    aid_on: date | None = None
    contested: Sequence[str] = field(default=())  # titles of the dimensions


def valid_until(on: date, held: Held, figures: Figures) -> Outcome[date]:
    """Return until when an assessment made on a day holds: the shortest of the terms that apply.

    Raises:
        FigureMissing: a term is not entered.
    """
    usual = figures["assessment.valid_months"]
    terms = [(int(usual.value), Step(f"能力评估有效 {usual.value} 个月。", usual.source))]
    if MENTAL in held.categories:
        mental = figures["assessment.valid_months_mental"]
        terms.append((int(mental.value), Step(f"状态变化较快，{mental.value} 个月后再谈一次。", mental.source)))
    recent = figures["assessment.new_injury_within_months"]
    if held.injured_on and held.injured_on <= on < later(held.injured_on, int(recent.value)):
        short = figures["assessment.valid_months_new_injury"]
        terms.append((int(short.value), Step(f"受伤不久，{short.value} 个月后再评一次。", short.source)))
    months, step = min(terms, key=lambda term: term[0])
    return Outcome(later(on, months), (step,))


def reassessment(on: date, next_due: date | None, since: Since, day: date, figures: Figures) -> Outcome[date | None]:
    """Return since when a new assessment is called for (None: not yet) and every reason, the earliest first.

    Raises:
        FigureMissing: a term is not entered.
    """
    rule = figures["assessment.valid_months"]
    dated = [
        (next_due, f"上次评估到 {_said(next_due)} 满期。" if next_due else ""),
        (since.grade_changed_on, f"残疾人证类别或等级在 {_said(since.grade_changed_on)} 变了。"),
        (since.trained_on, f"{_said(since.trained_on)} 结束了培训，能力可能有变化。"),
        (since.aid_on, f"{_said(since.aid_on)} 换了或配了辅具。"),
    ]
    found = [(when, text) for when, text in dated if when is not None and on < when <= day]
    found.sort(key=lambda one: one[0])
    steps = [Step(text, rule.source) for _, text in found]
    if since.contested:
        steps.append(Step(f"本人对{'、'.join(since.contested)}有异议，要再看一次。", "个人信息保护法 第四十六条"))
    began = found[0][0] if found else on if since.contested else None
    return Outcome(began, tuple(steps))


def _said(day: date | None) -> str:
    return in_words(day) if day else ""
