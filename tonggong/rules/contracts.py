"""Labour contracts of work that goes on: missing, without an end, over, or ending soon (劳动合同法 第十条)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

FORMS, OPEN_ENDED = "contracts.forms", "contracts.open_ended"
SIGN_DAYS, ENDING_DAYS = "contracts.sign_days", "contracts.ending_days"
LAW = "劳动合同法 第十条"


class Contract(StrEnum):
    """How somebody's contract stands on a day."""

    NOT_NEEDED = "not_needed"  # another form of employment, or the work is over
    IN_TERM = "in_term"  # there is none yet, and there is still time to sign it
    NONE = "none"  # 没有合同
    NO_END = "no_end"  # a fixed term whose end nobody entered
    OVER = "over"  # ended while the work goes on
    ENDING = "ending"
    WHOLE = "whole"


CONTRACT_LABELS = {
    Contract.NOT_NEEDED: "不用合同",
    Contract.IN_TERM: "还在签订期内",
    Contract.NONE: "没有合同",
    Contract.NO_END: "缺到期日",
    Contract.OVER: "到期没有续签",
    Contract.ENDING: "快到期",
    Contract.WHOLE: "齐全",
}
MISSING = (Contract.NONE, Contract.NO_END, Contract.OVER)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A spell of work with what was agreed; the contract begins with the work where nobody says otherwise."""

    form: str
    started_on: date
    ended_on: date | None = None
    kind: str = ""
    until: date | None = None


def contract_of(spell: Agreed, day: date, figures: Figures) -> Outcome[Contract]:
    """Say how the contract of a spell stands on a day.

    Raises:
        FigureMissing: one of the four figures is not in force.
    """
    if spell.started_on > day or (spell.ended_on is not None and spell.ended_on < day):
        return _said(Contract.NOT_NEEDED, "这一天没有在岗。", LAW)
    if spell.form not in figures[FORMS].value:
        return _said(Contract.NOT_NEEDED, "这种就业形式不要求劳动合同。", figures[FORMS].source)
    if not spell.kind.strip() and spell.until is None:
        return _unsigned(spell, day, figures)
    if any(word in spell.kind for word in figures[OPEN_ENDED].value):
        return _said(Contract.WHOLE, f"{spell.kind}，没有到期日。", figures[OPEN_ENDED].source)
    if spell.until is None:
        return _said(Contract.NO_END, f"{spell.kind}，没有记到期日。", "劳动合同法 第十七条")
    left = (spell.until - day).days
    if left < 0:
        return _said(
            Contract.OVER, f"合同{in_words(spell.until)}到期，已过{-left}天，人还在岗。", "劳动合同法 第四十四条"
        )
    if left <= figures[ENDING_DAYS].value:
        return _said(Contract.ENDING, f"合同{in_words(spell.until)}到期，还有{left}天。", figures[ENDING_DAYS].source)
    return _said(Contract.WHOLE, f"合同到{in_words(spell.until)}。", LAW)


def _unsigned(spell: Agreed, day: date, figures: Figures) -> Outcome[Contract]:
    days = int(figures[SIGN_DAYS].value)
    last = spell.started_on + timedelta(days)
    begun, source = in_words(spell.started_on), figures[SIGN_DAYS].source
    if day <= last:
        return _said(Contract.IN_TERM, f"{begun}上岗，最晚{in_words(last)}签订合同。", source)
    return _said(Contract.NONE, f"{begun}上岗，{days}天内应签订合同，到现在没有记录。", source)


def _said(value: Contract, text: str, source: str) -> Outcome[Contract]:
    return Outcome(value, (Step(text, source),))


def missing(spells: Iterable[Agreed], day: date, figures: Figures) -> list[Agreed]:
    """The spells without a whole contract on a day; one that may still be signed in time is none of them."""
    return [spell for spell in spells if contract_of(spell, day, figures).value in MISSING]
