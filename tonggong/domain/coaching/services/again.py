"""A lost job opens a new case (重新就业); an end that is taken back undoes it. All at once, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from tonggong.base.accounts.who import system_who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.bulk import update_rows
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import CaseKind, Closing
from tonggong.domain.coaching.models import Coach, FollowUp, Session, StageMove, SupportCase
from tonggong.domain.coaching.reach import STANDS, given
from tonggong.domain.coaching.services.jobs import Job
from tonggong.domain.employment.models import Spell
from tonggong.rules.figures import Figures

FIRST_STAGE = "S2"
LEFT_WORK_FOR_GOOD = ("退休", "死亡")
BY = "台账"


def lost_jobs(day: date, jobs: Mapping[int, Job], figures: Figures) -> int:
    """Open a case for every followed job that was lost lately, take back those whose end was; return how many opened."""
    _take_back(day, jobs)
    since = day - timedelta(days=int(figures["coaching.reopen_days"].value))
    ended = [
        (job.ended_on, thread)
        for thread, job in jobs.items()
        if job.ended_on is not None
        and since <= job.ended_on <= day
        and job.died_on is None
        and not any(word in job.end_reason for word in LEFT_WORK_FOR_GOOD)
    ]
    if not ended:
        return 0
    threads = [thread for _, thread in ended]
    known = _Known(day, threads, {jobs[thread].person_id for thread in threads})
    plan = _Opening()
    for _, thread in sorted(ended, reverse=True):  # of several jobs of a person the one lost last
        plan.consider(thread, jobs[thread], known)
    return plan.carry_out(day, known)


class _Known:
    """What has to be known of lost jobs and of those who lost them; a fixed number of queries."""

    def __init__(self, day: date, threads: list[int], persons: set[int]) -> None:
        followed = FollowUp.objects.filter(spell__in=among(threads)).values_list("spell", flat=True)
        cases = SupportCase.objects.filter(spell__in=among(threads)).values_list("spell", flat=True)
        self.followed: set[int | None] = {*followed, *cases}
        working = Spell.objects.standing().filter(person__in=among(persons), started_on__lte=day)
        working = working.filter(Q(ended_on=None) | Q(ended_on__gt=day))
        self.working = set(working.values_list("person_id", flat=True))
        self.earlier = {one.lost_spell: one for one in SupportCase.objects.filter(lost_spell__in=among(threads))}
        open_ones = SupportCase.objects.annotate(key=STANDS).filter(key__in=among(persons), closed_on=None)
        self.open = {one.key: one for one in open_ones.order_by("-pk")}
        self.persons = persons

    def coaches(self) -> dict[int, int]:
        """Who answers as coach for each person: the coach's key."""
        rows = given().filter(stands_for__in=among(self.persons)).values_list("stands_for", "user_id")
        of_user = Coach.objects.filter(user__isnull=False, left_on=None).order_by("-pk").values_list("user_id", "pk")
        coach = dict(of_user)
        return {person: coach[user] for person, user in rows if user in coach}


@dataclass(slots=True)
class _Opening:
    """What is to be done: cases to close, earlier ones to open again, new ones."""

    closing: list[tuple[date, str, int]] = field(default_factory=list)
    again: list[tuple[int, SupportCase]] = field(default_factory=list)  # the end was taken back and has come again
    fresh: list[tuple[int, int, SupportCase | None]] = field(default_factory=list)  # job, person, the case before

    def consider(self, thread: int, job: Job, known: _Known) -> None:
        """Note what a lost job asks for."""
        earlier = known.earlier.get(thread)
        if thread not in known.followed or job.person_id in known.working:
            return
        if earlier is not None and earlier.closing != Closing.WITHDRAWN:
            return
        stood = known.open.get(job.person_id)
        if stood is not None:
            if stood.spell != thread and stood.stage < "S5":
                return  # already looking for work
            assert job.ended_on is not None
            self.closing.append((max(job.ended_on, stood.opened_on), Closing.LOST_JOB.value, stood.pk))
        known.working.add(job.person_id)  # has a case in its first stage from now on: nothing more to open
        if earlier is not None:
            self.again.append((job.person_id, earlier))
        else:
            self.fresh.append((thread, job.person_id, stood))

    def carry_out(self, day: date, known: _Known) -> int:
        """Do it; return how many cases opened."""
        if not (self.again or self.fresh):
            return 0
        update_rows(SupportCase, ("closed_on", "closing"), self.closing)
        update_rows(
            SupportCase, ("closed_on", "closing", "stage_since"), [(None, "", day, row.pk) for _, row in self.again]
        )
        opened = [(person, row) for person, row in self.again]
        opened += zip((person for _, person, _ in self.fresh), self._created(day, known), strict=True)
        now = clock.now()
        StageMove.objects.bulk_create(
            [
                StageMove(case=row, after=FIRST_STAGE, on=day, reason="失去工作，重新就业", by=BY, at=now)
                for _, row in opened
            ]
        )
        audit.record_many(
            (
                audit.Event(
                    "change", "coaching.SupportCase", [row.pk, person], {"step": "open again", "spell": row.lost_spell}
                )
                for person, row in opened
            ),
            who=system_who("后台任务"),
        )
        return len(opened)

    def _created(self, day: date, known: _Known) -> Iterable[SupportCase]:
        given_to, now = known.coaches() if any(stood is None for *_, stood in self.fresh) else {}, clock.now()
        return SupportCase.objects.bulk_create(
            [
                SupportCase(
                    person_id=person, coach_id=stood.coach_id if stood is not None else given_to.get(person),
                    kind=CaseKind.AGAIN, previous=stood, lost_spell=thread, stage=FIRST_STAGE, stage_since=day, opened_on=day,
                    by=BY, at=now,
                )
                for thread, person, stood in self.fresh
            ]
        )  # fmt: skip


def _take_back(day: date, jobs: Mapping[int, Job]) -> None:
    """Close cases whose lost job has not been lost after all, where nothing was done in them yet; open the former again."""
    worked = Session.objects.standing().filter(case=OuterRef("pk"))
    rows = SupportCase.objects.filter(closed_on=None, lost_spell__in=among(jobs), stage=FIRST_STAGE, checks={})
    columns = ("pk", "lost_spell", "opened_on", "previous_id", "previous__closing")
    closing, former = [], []
    for pk, thread, opened_on, previous, closed_as in rows.filter(~Exists(worked)).values_list(*columns):
        ended_on = jobs[thread].ended_on
        if ended_on is not None and ended_on <= day:
            continue
        closing.append((max(day, opened_on), Closing.WITHDRAWN.value, "离职记录已撤回", pk))
        if closed_as == Closing.LOST_JOB:
            former.append((None, "", previous))
    update_rows(SupportCase, ("closed_on", "closing", "closing_note"), closing)
    update_rows(SupportCase, ("closed_on", "closing"), former)
