"""Asking and answering: every petition has a receipt at once, a day by which it is answered, and ends in an answer."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.derived import facts_changed
from tonggong.base.divisions.models import Division
from tonggong.base.divisions.queries import division
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy.logs import blotted
from tonggong.domain.casework.models import Petition
from tonggong.domain.casework.queries.petitions import petition as petition_seen
from tonggong.domain.casework.queries.reach import standing_person
from tonggong.domain.casework.services.consents import acting_as
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.queries import vouching_row
from tonggong.domain.employment.services import SPELL, correct_spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.own import own_keys
from tonggong.domain.persons.services import change_name, change_phone, say

NOBODY_FILE = (None, None)
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
LONGEST = 1000


class PetitionRefused(ValueError):
    """A petition or its answer can't be taken as it is; the message says how to mend it."""


class VouchedFor(PetitionRefused):
    """A department's file stands behind the job: whether it ended is decided as a difference, not by an answer."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right in the ledger when a petition is answered.

    Args:
        kind: "name", "phone", "residence" (12-digit code of a town), "work_end" (`spell` ended on `day`) or "work_none"
            (there never was this `spell`).
    """

    kind: str
    value: str = ""
    spell: int | None = None
    day: date | None = None


CORRECTIONS = {
    "phone": "改电话",
    "residence": "改现住的乡镇、街道",
    "name": "改姓名",
    "work_end": "这份工作已经结束",
    "work_none": "没有做过这份工作",
}


def answer_days(person: Person, day: date) -> int:
    """Within how many days a petition of a person is answered. Raises FigureMissing before figures are loaded."""
    return int(figures_on(day, person.county_code)["petition.answer_days"].value)


@transaction.atomic
def ask(
    who: Who, person: Person, kind: str, text: str, about: str = "", *, due_on: date | None = None, by_role: str = ""
) -> Petition:
    """Take in what a person asks for and give the receipt; the same words again while they wait are the same petition.

    Args:
        kind: one of Petition.Kind. about: key of the item (`queries.petitions.Item.key`), or what it came with.
        due_on: where the kind has a clock of its own. by_role: of Present, where somebody writes it down for her.
    Raises:
        PetitionRefused: nothing is said, or far too much.
    """
    text = text.strip()
    if not text:
        raise PetitionRefused("请写几句话，或者录一段音。")
    if len(text) > LONGEST:
        raise PetitionRefused(f"写得太长了，请写在 {LONGEST} 个字以内。")
    kind, now = Petition.Kind(kind), clock.now()
    about = about[:40]
    waiting = Petition.objects.filter(person__in=own_keys(person), kind=kind, about=about, state=Petition.State.OPEN)
    if again := next((row for row in waiting if row.text == text), None):
        return again
    today = clock.day_of(now)
    row = Petition.objects.create(
        number=_number(today), person=person, kind=kind, about=about, text_sealed=Petition.sealed(text),
        by_role=by_role or acting_as(who), asked_at=now,
        due_on=due_on or today + timedelta(days=answer_days(person, today)),
    )  # fmt: skip
    _note(who, row, "petition")
    return row


def _note(who: Who, row: Petition, step: str) -> None:
    """Write a step into the trail; that of a labour complaint names no person, whose record more people read."""
    is_labour = row.kind == Petition.Kind.LABOUR
    subject, pk = ("casework.Petition", row.pk) if is_labour else ("persons.Person", row.person_id)
    audit.record("change", who=who, subject=subject, ids=[pk], step=step, petition=row.number)


def move_term(row: Petition, due_on: date) -> None:
    """Set by when the next step of a petition of several steps is due. In the transaction of that step."""
    Petition.objects.filter(pk=row.pk, state=Petition.State.OPEN).update(due_on=due_on)


def settle(who: Who, row: Petition, words: str) -> None:
    """Answer a labour complaint, once its way has come to an end. In the transaction of the last step.

    Raises:
        PetitionRefused: it was answered before.
    """
    done = Petition.objects.filter(pk=row.pk, state=Petition.State.OPEN, kind=Petition.Kind.LABOUR).update(
        state=Petition.State.DONE, answer=blotted(words.strip()), answered_by=who.name, answered_at=clock.now()
    )
    if not done:
        raise PetitionRefused("这件投诉已经办完了。")
    _note(who, row, "petition answered")


def _number(day: date) -> str:
    """A receipt number that can be read out: the day and five digits, as 241203-48213."""
    while True:
        number = f"{day:%y%m%d}-{secrets.randbelow(90_000) + 10_000}"
        if not Petition.objects.filter(number=number).exists():
            return number


def answer(who: Who, pk: int, state: str, words: str, correction: Correction | None = None) -> Petition:
    """Answer a petition, and put the ledger right where it was wrong; all of it or nothing.

    Args:
        state: Petition.State.DONE or REFUSED. words: what the person reads.
    Raises:
        PetitionRefused: out of reach, answered already, no words, or the correction can't be made; the message says why.
        VouchedFor: the correction is of a job that a department's file vouches for.
    """
    if state not in (Petition.State.DONE, Petition.State.REFUSED):
        raise PetitionRefused("请选：办好了，还是不予更正。")
    if not words.strip():
        raise PetitionRefused("请写答复。本人会看到。" if state == Petition.State.DONE else "请写理由。本人会看到。")
    if correction is not None and state == Petition.State.REFUSED:
        raise PetitionRefused("不予更正，就不能同时改台账。")
    with transaction.atomic():
        version_held = correction is not None
        if version_held:
            hold_ledger()
        row = petition_seen(who, pk)
        person = standing_person(row.person_id) if row is not None else None
        if row is None or person is None:
            raise PetitionRefused("没有找到这件诉求。")
        taken = Petition.objects.filter(pk=pk, state=Petition.State.OPEN).update(
            state=state, answer=blotted(words.strip()), answered_by=who.name, answered_at=clock.now()
        )
        if not taken:
            raise PetitionRefused("这件诉求已经有人答复了。")
        if correction is not None:
            _correct(who, person, correction)
        audit.record(
            "change", who=who, subject="persons.Person", ids=[person.pk], step="petition answered", petition=row.number,
            state=state, corrected=correction.kind if correction else "",
        )  # fmt: skip
        facts_changed([person.pk])
    row.refresh_from_db()
    return row


def _correct(who: Who, person: Person, said: Correction) -> None:
    """Write one correction as facts, on the person's own word, checked by the one who answers."""
    changes = Changes(clock.now(), f"本人申请，{who.name}核实"[:60])
    if said.kind in ("work_end", "work_none"):
        _correct_work(changes, person, said)
    elif said.kind == "phone":
        number = re.sub(r"\s", "", said.value)
        if not PHONE.fullmatch(number):
            raise PetitionRefused("电话要写 11 位手机号，或者带区号的座机号。")
        _end(changes, person, Circumstance.PHONE)
        change_phone(changes, person.pk, number, NOBODY_FILE)
    elif said.kind == "name":
        name = said.value.strip()
        if not 2 <= len(name) <= 40:
            raise PetitionRefused("姓名要写 2 到 40 个字。")
        _end(changes, person, Circumstance.NAME)
        change_name(changes, person.pk, name, NOBODY_FILE)
    elif said.kind == "residence":
        town = division(said.value)
        if town is None or town.level != Division.Level.TOWNSHIP:
            raise PetitionRefused("请选现在住的乡镇、街道。")
        thread = _end(changes, person, Circumstance.RESIDENCE)
        say(
            changes, person.pk, Circumstance.RESIDENCE, town.code, started_on=clock.today(), source=NOBODY_FILE,
            thread=thread,
        )  # fmt: skip
    else:
        raise PetitionRefused("请选要改什么。")
    changes.write()
    ledger_moved()


def _end(changes: Changes, person: Person, kind: Circumstance) -> int | None:
    """Stop believing what was said of this before; return its thread."""
    rows = list(PersonFact.objects.standing().filter(person=person, kind=kind).order_by("pk"))
    for row in rows:
        changes.end(PersonFact, row.pk)
    return (rows[-1].thread or rows[-1].pk) if rows else None


def work_meant(person: Person, said: Correction) -> Spell:
    """Return the standing job that a correction of work is about, once its day has been looked at.

    Raises:
        PetitionRefused: the job is not there any more, or the day can't be.
    """
    spell = Spell.objects.standing().filter(pk=said.spell, person=person).first()
    if spell is None:
        raise PetitionRefused("台账里没有这份工作了，请刷新后再看。")
    if said.kind == "work_end" and (said.day is None or not spell.started_on <= said.day <= clock.today()):
        raise PetitionRefused("请写工作结束的日期，在开始那天以后、今天以前。")
    return spell


def _correct_work(changes: Changes, person: Person, said: Correction) -> None:
    spell = work_meant(person, said)
    if vouching_row(spell) is not None:
        raise VouchedFor("这份工作有部门数据证实，不能在答复里直接改，要先作为差异裁定。")
    if said.kind == "work_none":
        changes.end(Spell, spell.pk)
        return
    values = {column: getattr(spell, column) for column in SPELL}
    values |= {"ended_on": said.day, "end_reason": "本人申请更正", "evidence_level": Spell.Evidence.WORD}
    correct_spell(changes, spell.pk, spell.thread or spell.pk, values, NOBODY_FILE)
