"""The minutes of a consultation meeting as a .docx; once issued the same content for ever."""

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation.services import current
from tonggong.domain.cooperation.choices import MeetingState
from tonggong.domain.cooperation.models import Meeting
from tonggong.domain.cooperation.queries.meetings import minutes_content
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain

__all__ = ["MEDIA_TYPE", "as_docx", "note_release"]


def note_release(who: Who, row: Meeting) -> None:
    """Note that the minutes were handed out."""
    audit.record("release", who=who, subject="cooperation.Meeting", ids=[row.pk], what="minutes")


def as_docx(row: Meeting) -> bytes:
    """Lay the minutes out: who was there, what earlier meetings left open, what was spoken of, what was decided."""
    said, city = minutes_content(row), current()
    author = f"{city.city_name if city else ''}残疾人联合会"
    standing = "" if row.state == MeetingState.ISSUED else "　草稿，还没有印发"
    lines = (f"{said['where']}　{said['on']}　{said['place']}{standing}",)
    blocks: list[Block] = [Heading("一、参会单位")]
    blocks.append(_table("表1　参会单位", ("单位", "参会人"), (2, 1), said["attendance"]))
    blocks.append(Heading("二、上次没有办结的事项"))
    if said["opening"]:
        blocks.append(_table("表2　结转事项", ("事项", "负责单位", "期限", "情况"), (4, 2, 2, 1), said["opening"]))
    else:
        blocks.append(Body((Run("没有。"),)))
    blocks.append(Heading("三、议题"))
    blocks += [Body((Run(f"{n}. {text}"),)) for n, text in enumerate(said["topics"], 1)] or [
        Body((Run("没有新的议题。"),))
    ]
    blocks.append(Heading("四、议定事项"))
    if said["decisions"]:
        blocks.append(_table("表3　议定事项", ("事项", "负责单位", "办结期限"), (4, 2, 2), said["decisions"]))
    else:
        blocks.append(Body((Run("没有。"),)))
    return render_plain(said["title"], lines, blocks, author)


def _table(title: str, heads: tuple[str, ...], widths: tuple[int, ...], rows: list[list[str]]) -> Table:
    columns = tuple(Column(head, width, "left") for head, width in zip(heads, widths, strict=True))
    return Table(
        title, columns, tuple(tuple(Run(cell) for cell in row) for row in rows), summary=f"{title[3:]}，每行一项"
    )
