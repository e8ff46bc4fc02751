"""A lost job opens a new case (重新就业); an end that is taken back undoes it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from tonggong.base.accounts.who import system_who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import CaseKind, Closing
from tonggong.domain.coaching.models import Coach, FollowUp, Session, StageMove, SupportCase
from tonggong.domain.coaching.reach import STANDS, figures, given
from tonggong.domain.employment.models import Spell

FIRST_STAGE = "S2"
LEFT_WORK_FOR_GOOD = ("退休", "死亡")
BY = "台账"


def lost_jobs(day: date, jobs: Mapping[int, Spell], keys: list[int] | None) -> int:
    """Open a case for every followed job that was lost lately, take back those whose end was; return how many opened."""
    _take_back(day, jobs)
    since = day - timedelta(days=int(figures(day)["coaching.reopen_days"].value))
    ended = {
        thread: spell
        for thread, spell in jobs.items()
        if spell.ended_on is not None
        and since <= spell.ended_on <= day
        and spell.person.died_on is None
        and not any(word in spell.end_reason for word in LEFT_WORK_FOR_GOOD)
    }
    if not ended:
        return 0
    followed: set[int | None] = set(FollowUp.objects.filter(spell__in=ended).values_list("spell", flat=True))
    followed |= set(SupportCase.objects.filter(spell__in=ended).values_list("spell", flat=True))
    working = set(
        Spell.objects.standing()
        .filter(person__in={s.person_id for s in ended.values()}, started_on__lte=day)
        .filter(Q(ended_on=None) | Q(ended_on__gt=day))
        .values_list("person_id", flat=True)
    )
    earlier = {c.lost_spell: c for c in SupportCase.objects.filter(lost_spell__in=ended)}
    opened: list[audit.Event] = []
    for thread, spell in sorted(ended.items(), key=lambda one: (one[1].ended_on, one[0]), reverse=True):
        if thread in followed and spell.person_id not in working:
            opened += _open_again(day, thread, spell, earlier.get(thread))
    audit.record_many(opened, who=system_who("后台任务"))
    return len(opened)


def _open_again(day: date, thread: int, spell: Spell, earlier: SupportCase | None) -> list[audit.Event]:
    assert spell.ended_on is not None
    if earlier is not None and earlier.closing != Closing.WITHDRAWN:
        return []
    stood = SupportCase.objects.annotate(key=STANDS).filter(key=spell.person_id, closed_on=None).first()
    if stood is not None and stood.spell != thread and stood.stage < "S5":
        return []  # already looking for work
    if stood is not None:
        closed_on = max(spell.ended_on, stood.opened_on)
        SupportCase.objects.filter(pk=stood.pk).update(closed_on=closed_on, closing=Closing.LOST_JOB)
    now = clock.now()
    if earlier is not None:  # the end was taken back and has come again
        SupportCase.objects.filter(pk=earlier.pk).update(closed_on=None, closing="", stage_since=day)
        row = earlier
    else:
        coach = stood.coach if stood is not None else _given(spell.person_id)
        row = SupportCase.objects.create(
            person_id=spell.person_id, coach=coach, kind=CaseKind.AGAIN, previous=stood, lost_spell=thread, stage=FIRST_STAGE,
            stage_since=day, opened_on=day, by=BY, at=now,
        )  # fmt: skip
    StageMove.objects.create(case=row, after=FIRST_STAGE, on=day, reason="失去工作，重新就业", by=BY, at=now)
    return [
        audit.Event(
            "change", "coaching.SupportCase", [row.pk, spell.person_id], {"step": "open again", "spell": thread}
        )
    ]


def _given(person: int) -> Coach | None:
    users = given().filter(stands_for=person).values("user")
    return Coach.objects.filter(user__in=users, left_on=None).first()


def _take_back(day: date, jobs: Mapping[int, Spell]) -> None:
    """Close cases whose lost job has not been lost after all, where nothing was done in them yet; open the former again."""
    worked = Session.objects.filter(case=OuterRef("pk"), withdrawn_at=None)
    rows = SupportCase.objects.filter(closed_on=None, lost_spell__isnull=False, stage=FIRST_STAGE, checks={})
    for case in rows.filter(~Exists(worked)).select_related("previous"):
        spell = jobs.get(case.lost_spell or 0)
        if spell is None or (spell.ended_on is not None and spell.ended_on <= day):
            continue
        SupportCase.objects.filter(pk=case.pk).update(
            closed_on=max(day, case.opened_on), closing=Closing.WITHDRAWN, closing_note="离职记录已撤回"
        )
        former = case.previous
        if former is not None and former.closing == Closing.LOST_JOB:
            SupportCase.objects.filter(pk=former.pk).update(closed_on=None, closing="")
