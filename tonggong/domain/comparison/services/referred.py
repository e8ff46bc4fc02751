"""What a person says against a department's file becomes a difference, decided like every other one.

A job that a file vouches for is not ended by whoever answers a petition: the finding shows both sides, keeps who decided
and why, can be sent back to the office that said it, and can be undone; a signature given before it came lapses.
"""

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.base.privacy import row_hashes
from tonggong.domain.casework.queries.petitions import petition as petition_seen
from tonggong.domain.casework.queries.reach import standing_person
from tonggong.domain.casework.services.petitions import Correction, PetitionRefused, work_meant
from tonggong.domain.comparison.findings import side
from tonggong.domain.comparison.models import Finding, Month
from tonggong.domain.comparison.services.month import lapse_signatures
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.queries import form_name, vouching_row

WORK = ("work_end", "work_none")


@transaction.atomic
def refer_petition(who: Who, petition_id: int, said: Correction) -> Finding:
    """Ask, as a difference, whether a job that a file vouches for ended or never was; asking twice is asking once.

    The petition stays open: it is answered when the difference is decided.

    Raises:
        PetitionRefused: out of reach, answered already, the job is not there or no file vouches for it, or the day can't be.
    """
    hold_ledger()
    row = petition_seen(who, petition_id)
    person = standing_person(row.person_id) if row is not None else None
    if row is None or person is None:
        raise PetitionRefused("没有找到这件诉求。")
    if row.state != row.State.OPEN:
        raise PetitionRefused("这件诉求已经有人答复了。")
    if said.kind not in WORK:
        raise PetitionRefused("只有工作的更正要作为差异裁定。")
    spell = work_meant(person, said)
    vouched = vouching_row(spell)
    if vouched is None:
        raise PetitionRefused("这份工作没有部门数据证实，可以直接在答复里更正。")
    file, source_row = vouched
    month = _month(file.delivery.month)
    finding, is_new = Finding.objects.get_or_create(
        month=month.month,
        feed=file.delivery.feed,
        content=row_hashes([f"petition\0{row.number}\0{spell.thread or spell.pk}\0{said.kind}\0{said.day}"])[0],
        result=Finding.Result.CONTRADICTORY,
        defaults={
            "delivery": file.delivery, "source_file": file, "source_row": source_row or None, "state": Finding.State.OPEN,
            "person": person, "name": person.name, "county_code": person.county_code,
            "township_code": person.township_code, "unit_code": spell.unit_code, "cause": f"petition-{said.kind}",
            "because": _because(row.number, said), "sides": _sides(spell, said), "plan": _plan(spell, said),
            "is_late": month.closed_at is not None, "found_at": clock.now(),
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            "change", who=who, subject="comparison.Finding", ids=[finding.pk], step="petition referred",
            petition=row.number, persons=[person.pk],
        )  # fmt: skip
        lapse_signatures(who, {month.month})
    return finding


def _month(of_file: str) -> Month:
    """The month that is being worked on: the latest compared one that is not closed, else the latest one, as a correction."""
    compared = Month.objects.exclude(compared_at=None).order_by("-month")
    found = compared.filter(closed_at=None).first() or compared.first()
    return found if found is not None else Month.objects.get_or_create(month=of_file)[0]


def _because(number: str, said: Correction) -> str:
    words = f"这份工作 {said.day} 已经结束" if said.kind == "work_end" else "没有做过这份工作"
    return f"本人提出（诉求 {number}）：{words}。部门来文证实过这份工作。采信后按本人所说更正台账。"


def _sides(spell: Spell, said: Correction) -> list[dict]:
    unit = spell.unit_name or spell.unit_code or "自己做"
    ended = said.kind == "work_end"
    return [
        side("用人单位", unit, unit if ended else "没有做过"),
        side("就业形式", form_name(spell.form), form_name(spell.form) if ended else "没有做过"),
        side("开始日期", spell.started_on, spell.started_on if ended else None),
        side("离职日期", spell.ended_on, said.day if ended else None),
    ]


def _plan(spell: Spell, said: Correction) -> dict:
    plan = {"act": "own_word", "thread": spell.thread or spell.pk, "kind": said.kind}
    return plan | ({"ended_on": said.day.isoformat()} if said.day is not None and said.kind == "work_end" else {})
