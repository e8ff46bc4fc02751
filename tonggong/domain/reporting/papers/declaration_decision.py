"""The decision on a unit's declaration as a .docx (认定书): each thing with its answer, the quota before and after, the remedy.

Persons are masked.
"""

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation.services import current
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.declaration.models import Declaration
from tonggong.domain.declaration.review import Review
from tonggong.domain.declaration.services import objection_until
from tonggong.domain.quota.yearly import UnitQuota
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.rules.masking import mask_name
from tonggong.rules.quota.numbers import plain

__all__ = ["MEDIA_TYPE", "as_docx", "note_release", "title_of"]


def title_of(declaration: Declaration) -> str:
    """The paper's name; it names no person."""
    return f"{declaration.unit.name}{declaration.year}年度按比例安排残疾人就业认定书"


def note_release(who: Who, review: Review) -> None:
    """Note that the decision was handed out, and of whom it speaks."""
    people = sorted({one.item.person_id for one in review.sides if one.item.person_id})
    audit.record_release(
        who, people, purpose="按比例就业认定书", what="declaration decision", declaration=review.declaration.pk
    )


def as_docx(review: Review) -> bytes:
    """Lay the decision out."""
    row, city = review.declaration, current()
    author = f"{city.city_name if city else ''}残疾人联合会"
    day = day_words(row.decided_on) if row.decided_on else ""
    blocks: list[Block] = [
        Heading("一、申报"),
        _said(
            f"{row.unit.name}（{row.unit.code}）申报{row.year}年度按比例安排残疾人就业情况。"
            f"部门数据核对通过 {row.confirmed} 人，需要审核的事项 {len(review.sides)} 项。"
        ),
        Heading("二、审核事项"),
        _items(review) if review.sides else _said("没有需要审核的事项。"),
        Heading("三、认定"),
        _said(f"{row.get_state_display()}。{row.reason}"),
        *_quota("提交时：", review.before),
        *_quota("认定后：", review.after),
        Heading("四、异议"),
    ]
    last = objection_until(row)
    until = f"{day_words(last)}以前" if last else "期限以内"
    blocks.append(_said(f"对本认定有异议的，可以在{until}提出；答复由作出认定的人以外的人办理。"))
    return render_plain(title_of(row), (author, f"{row.receipt}　{day}"), blocks, author)


def _said(text: str, lead: str = "") -> Body:
    return Body((Run(text),), lead)


def _items(review: Review) -> Table:
    columns = tuple(
        Column(head, width, "left") for head, width in (("事项", 3), ("单位的说法", 4), ("台账的说法", 4), ("结果", 4))
    )
    rows = []
    for side in review.sides:
        item = side.item
        name = f"{mask_name(item.person.name)}　" if item.person else ""
        span = (
            item.first_month if item.first_month == item.last_month else f"{item.first_month}至{item.last_month[5:]}月"
        )
        rows.append(
            (
                Run(f"{name}{item.get_kind_display()}，{span}"),
                Run(side.ours if item.is_flag else f"{side.ours}。{item.reason}"),
                Run(side.files),
                Run(f"{item.get_state_display()}。{item.answer}"),
            )
        )
    return Table("表1　审核事项", columns, tuple(rows), summary="每行一个事项，右边是认定的结果")


def _quota(lead: str, found: UnitQuota | None) -> list[Block]:
    if found is None or found.levy is None:
        return []
    levy = found.levy
    text = f"应安排 {plain(levy.required)} 人，已安排 {plain(levy.counted)} 人，差 {plain(levy.shortfall)} 人。"
    return [_said(text, lead), _said("".join(step.text for step in levy.steps))]
