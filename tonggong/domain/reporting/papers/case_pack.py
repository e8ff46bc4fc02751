"""The pack of evidence of a case as a .docx (N7): signals with their rows, what may excuse each, questions, letter, findings.

Persons are masked. A person's own word, and what rests on it alone, is left out unless whoever handles the case puts it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.inspection.choices import Asked
from tonggong.domain.inspection.models import Case
from tonggong.domain.inspection.queries.cases import CaseView, Somebody, reads_own_words, result_words, view
from tonggong.domain.inspection.queries.suspicions import Signal, explained
from tonggong.domain.inspection.services.hearings import draft
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.rules.masking import mask_name
from tonggong.rules.signals.cases import STATE_LABELS, State

__all__ = ["MEDIA_TYPE", "CasePack", "as_docx", "case_pack", "note_release"]


@dataclass(frozen=True, slots=True)
class CasePack:
    """What a pack says, before it is laid out. `signals` by key of the suspicion."""

    view: CaseView
    signals: dict[int, list[Signal]]
    as_of: date
    own_words: bool

    @property
    def title(self) -> str:
        """The pack's name."""
        return f"{self.view.case.unit_name}{self.view.case.year}年安排核查材料"


def case_pack(who: Who, case: Case, *, own_words: bool = False) -> CasePack:
    """Gather what a case holds, as of today.

    Args:
        own_words: put in what persons said in confidence; only for whoever handles the case, for others it stays out.
    """
    with_words = own_words and reads_own_words(who, case)
    found = view(who, case)
    return CasePack(found, explained(found.suspicions, own_words=with_words), clock.today(), with_words)


def note_release(who: Who, pack: CasePack, purpose: str) -> None:
    """Note that the pack was handed out, of whom, what for, and whether their own words were in it."""
    people = [one.person.pk for one in pack.view.people]
    audit.record_release(
        who, people, what="case pack", case=pack.view.case.pk, purpose=purpose, own_words=pack.own_words
    )


def as_docx(pack: CasePack) -> bytes:
    """Lay the pack out."""
    city, case = current(), pack.view.case
    author = f"{city.city_name if city else ''}残疾人联合会"
    lines = (
        author,
        f"{day_words(pack.as_of)}；承办人{case.owner}；{STATE_LABELS[State(case.state)]}。迹象是线索，不是结论。",
    )
    blocks: list[Block] = [
        Heading("一、案由"),
        Body((Run(f"{case.unit_name}（{case.unit_code}），{case.year}年度，涉及 {len(pack.view.people)} 人。立案理由：{case.reason}"),)),
        Heading("二、迹象、依据和可能的正当原因"),
    ]  # fmt: skip
    for number, one in enumerate(pack.view.people, 1):
        blocks += _person(number, one, pack.signals[one.suspected.pk])
    blocks += [Heading("三、要问的问题和答复"), *_questions(pack)]
    blocks += [Heading("四、到单位核查"), *_visits(pack)]
    blocks += [Heading("五、听取意见"), *_hearing(pack)]
    blocks += [Heading("六、认定和结论"), *_findings(pack)]
    return render_plain(pack.title, lines, blocks, author)


def _said(text: str, lead: str = "") -> Body:
    return Body((Run(text),), lead)


def _person(number: int, one: Somebody, signals: list[Signal]) -> Iterator[Block]:
    shown = [signal for signal in signals if any(fact.rows for fact in signal.evidence)]
    yield Heading(f"（{number}）{mask_name(one.person.name)}，{one.suspected.score}分", 2)
    if not shown:
        yield _said("依据不在这份材料里。")
        return
    rows = tuple(
        (
            Run(f"{signal.code} {signal.title}（{signal.strength}）"),
            Run("；".join(f"{fact.text}（{'；'.join(fact.rows)}）" for fact in signal.evidence)),
            Run("；".join([f"已查到：{fact.text}" for fact in signal.innocent] + [f"可能是：{text}" for text in signal.readings])),
        )
        for signal in shown
    )  # fmt: skip
    columns = (Column("迹象", 3, "left"), Column("依据（文件和行）", 5, "left"), Column("正当的原因", 4, "left"))
    yield Table(f"表{number}　迹象和正当原因对照", columns, rows, summary="每行一个迹象，右边是可能的正当原因")
    ask = list(dict.fromkeys(question for signal in shown for question in signal.ask))
    yield _said(" ".join(ask), "要问：")


def _questions(pack: CasePack) -> Iterator[Block]:
    rows = []
    for row in pack.view.questions:
        if row.withdrawn_at is not None or (row.is_own_word and not pack.own_words):
            continue
        answer = f"{day_words(row.answered_on)}：{row.answer}" if row.answered_on else f"期限{day_words(row.due_on)}"
        rows.append((Run(Asked(row.asked).label), Run(row.text), Run(answer)))
    if rows:
        columns = (Column("问谁", 1), Column("问题", 4, "left"), Column("答复", 5, "left"))
        yield Table("问题和答复", columns, tuple(rows), summary="每行一个问题和它的答复")
    for text in pack.view.suggested:
        yield _said(text, "还可以问单位：")
    if not rows and not pack.view.suggested:
        yield _said("没有问题。")


def _visits(pack: CasePack) -> Iterator[Block]:
    seen = [one for one in reversed(pack.view.course) if one.what == "到单位核查" and not one.withdrawn]
    for one in seen:
        yield _said(one.detail, f"{day_words(one.on)}。")
    if not seen:
        yield _said("还没有到过单位。")


def _hearing(pack: CasePack) -> Iterator[Block]:
    letters = pack.view.letters
    for row in letters:
        yield _said(f"{day_words(row.sent_on)}发函，期限{day_words(row.due_on)}。")
        yield from _lines(row.text)
        if row.stated_on:
            yield _said(row.statement, f"{day_words(row.stated_on)}{row.stated_by}陈述：")
        elif row.silent_on:
            yield _said("期限届满，单位没有陈述意见。")
        else:
            yield _said("等单位陈述意见。")
    if not letters:
        yield _said("还没有发函。对单位不利的认定以前必须先听取意见。函的草稿：")
        yield from _lines(draft(pack.view.case.unit_name, pack.view.case.year, pack.view.suggested))


def _lines(text: str) -> Iterator[Block]:
    for line in filter(None, (one.strip() for one in text.splitlines())):
        yield _said(line)


def _findings(pack: CasePack) -> Iterator[Block]:
    for one in pack.view.people:
        said = f"{one.verdict}。{one.finding.reason}　依据：{one.finding.evidence}" if one.finding else "还没有认定。"
        yield _said(said, f"{mask_name(one.person.name)}：")
    result = pack.view.result
    if result is None:
        yield _said("还没有结论。")
        return
    confirmed = f"，{result.confirmed_by}复核" if result.confirmed_at else "，等另一位同事复核"
    yield _said(f"{result_words(result)}。{result.reason}（{result.by}提出{confirmed}）", "结论：")
    for one in pack.view.people:
        months = result.months.get(str(one.person.pk), [])
        if months:
            yield _said(
                "、".join(f"{int(month[5:])}月" for month in months) + "不计入安排人数。",
                f"{mask_name(one.person.name)}：",
            )
