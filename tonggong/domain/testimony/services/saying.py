"""A placed person says what her job is like, by herself or to somebody who writes it down; corrects it, takes it back.

Nothing in the ledger of work moves by it, no stored answer is made anew, and the unit's pages are the same to the byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_of
from tonggong.base.privacy.logs import blotted
from tonggong.domain.casework.choices import Present
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person
from tonggong.domain.testimony.choices import Answer, Beside, MatterState, Means
from tonggong.domain.testimony.models import Matter, Statement
from tonggong.domain.testimony.queries.words import OPEN, SUBJECT, Job, figures, jobs_of, voice_of
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.rules.testimony import is_to_act_on, problem_with
from tonggong.rules.working_days import working_days_after

LONGEST = 400
MOST_PAY = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Said:
    """What she says: one answer or several, the rest may be left out.

    Args:
        answers: of choices.Answer. pay_yuan: yuan that she gets a month. beside: who was there, of choices.Beside.
        may_contact: she may be rung back.
    """

    answers: Sequence[str]
    days_per_week: int | None = None
    pay_yuan: Decimal | None = None
    words: str = ""
    may_contact: bool = False
    beside: Sequence[str] = ()


@transaction.atomic
def say(who: Who, spell: int, said: Said) -> Statement:
    """Keep what a person, or her guardian, says of a job through her own door; a later statement follows the earlier one.

    Args:
        spell: thread of the job, as `jobs_of` gave it.
    Raises:
        TestimonyRefused: it isn't a job of hers, the answers can't stand together, or a number can't be.
    """
    person = own_person(who) if who.may("own.act") else None
    if person is None:
        raise TestimonyRefused("没有找到这份工作。")
    return _keep(who, person, spell, said, voice_of(who), Means.PORTAL)


@transaction.atomic
def write_down(who: Who, person_id: int, spell: int, said: Said, voice: str, means: str) -> Statement:
    """Write down for a person what she says by telephone, at her door or at the desk, once it was read out to her.

    Args:
        voice: Present.SELF or Present.GUARDIAN. means: choices.Means, but the portal.
    Raises:
        TestimonyRefused: out of reach, somebody of the unit is there, nobody said who was there, or as `say`.
    """
    person = served_person(who, person_id) if who.may("testimony.record") else None
    if person is None:
        raise TestimonyRefused("没有找到这个人。")
    if means not in (Means.PHONE, Means.DOOR, Means.DESK):
        raise TestimonyRefused("请选是电话里、上门时，还是在柜台说的。")
    if voice not in (Present.SELF, Present.GUARDIAN):
        raise TestimonyRefused("请选是本人说的，还是监护人说的。")
    if not said.beside:
        raise TestimonyRefused("请选说的时候有谁在场。")
    if Beside.UNIT in said.beside:
        raise TestimonyRefused("单位的人在场，不要问，也不要记。换个时间，单独问本人。")
    if Beside.ALONE in said.beside and len(set(said.beside)) > 1:
        raise TestimonyRefused("选了“只有本人”，就不能再选别人。")
    return _keep(who, person, spell, said, voice, means)


def _keep(who: Who, person: Person, spell: int, said: Said, voice: str, means: str) -> Statement:
    job = next((one for one in jobs_of(person, voice) if one.spell == spell), None)
    if job is None:
        raise TestimonyRefused("没有找到这份工作。")
    _check(said)
    keys, now = own_keys(person), clock.now()
    before = Statement.objects.standing().filter(person__in=keys, spell=spell, voice=voice).order_by("-pk").first()
    try:
        with transaction.atomic():
            row = Statement.objects.create(
                person=person, spell=spell, sealed=Statement.seal(_content(said, job)), voice=voice, means=means,
                said_at=now, by=who.name[:60], by_id=who.user_id, follows=before,
            )  # fmt: skip
    except IntegrityError:  # two windows at once: one of them follows, the other is told
        raise TestimonyRefused("刚刚已经送过一次，请刷新后再看。") from None
    if is_to_act_on(said.answers, figures(clock.day_of(now))):
        _open(person, keys, spell, voice, clock.day_of(now))
    # the trail says that there was a word, not which, and not of whom: whoever reads it must not learn of a denial
    audit.record("change", who=who, subject=SUBJECT, ids=[row.pk], step="word", means=str(means))
    return row


def _check(said: Said) -> None:
    for one in said.answers:
        if one not in Answer.values:
            raise TestimonyRefused("请选一样。")
    if problem := problem_with(said.answers):
        raise TestimonyRefused(problem)
    if said.days_per_week is not None and not 0 <= said.days_per_week <= 7:
        raise TestimonyRefused("一周几天，写 0 到 7。")
    if said.pay_yuan is not None and not 0 <= said.pay_yuan <= MOST_PAY:
        raise TestimonyRefused("请看看工资数，是一个月拿到手的元数。")


def _content(said: Said, job: Job) -> dict[str, object]:
    return {
        "answers": sorted(set(said.answers), key=Answer.values.index), "days_per_week": said.days_per_week,
        "pay_yuan": str(said.pay_yuan) if said.pay_yuan is not None else None,
        "words": blotted(said.words.strip()[:LONGEST]), "may_contact": said.may_contact,
        "beside": sorted(set(said.beside)), "told_pay_yuan": str(job.pay_yuan) if job.pay_yuan is not None else None, "unit_name": job.unit_name, "unit_code": job.unit_code,
    }  # fmt: skip


def act_by(day: date) -> date:
    """By which day somebody acts on what was said on a day. Raises FigureMissing."""
    row = current()
    of = figures_of(row.city_code if row else "")
    return working_days_after(day, int(of(day)["testimony.act_workdays"].value), of)


def _open(person: Person, keys: list[int], spell: int, voice: str, day: date) -> None:
    """Have a matter wait, unless one does: a second word doesn't begin its days again."""
    if not Matter.objects.filter(person__in=keys, spell=spell, voice=voice, state__in=OPEN).exists():
        Matter.objects.create(
            person=person,
            spell=spell,
            voice=voice,
            opened_at=clock.now(),
            due_on=act_by(day),
            state=MatterState.WAITING,
        )


@transaction.atomic
def take_back(who: Who, spell: int) -> bool:
    """Take back everything that she said of a job in her voice; who handles it is told to leave it. False if nothing stood."""
    person = own_person(who) if who.may("own.act") else None
    if person is None:
        return False
    keys, voice = own_keys(person), voice_of(who)
    rows = Statement.objects.filter(person__in=keys, spell=spell, voice=voice, withdrawn_at=None)
    pks = list(rows.values_list("pk", flat=True))
    if not pks:
        return False
    rows.update(withdrawn_at=clock.now())
    Matter.objects.filter(person__in=keys, spell=spell, voice=voice, state__in=OPEN).update(
        state=MatterState.WITHDRAWN, done_by="本人", done_at=clock.now()
    )
    audit.record("change", who=who, subject=SUBJECT, ids=pks, step="word taken back")
    return True
