"""Recruiting exams: entered, help asked for by the person or by staff for her, answered by the organiser's side, given on the day."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.privacy.logs import blotted
from tonggong.base.workflow.services import move
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person
from tonggong.domain.posts.choices import ANSWERS, HelpState
from tonggong.domain.posts.exams import help_kinds, open_exams, request
from tonggong.domain.posts.models import Exam, ExamRequest
from tonggong.domain.posts.services.entering import PostRefused

EXAM, PERSON = "posts.Exam", "persons.Person"
LONGEST = 200


@transaction.atomic
def enter_exam(
    who: Who, *, title: str, organiser: str, department: str, place_code: str, place: str, held_on: date,
    ask_until: date | None = None,
) -> Exam:  # fmt: skip
    """Enter a recruiting exam.

    Args:
        department: key of the department whose liaison answers; "" where none does. place_code: 12-digit code of the
            county that holds it, or of the city.
    Raises:
        PostRefused: without the duty, out of reach, in the past, or the same exam is there already.
    """
    if not who.may("exams.manage"):
        raise PostRefused("您的职责不包括登记招录考试。")
    if who.department and who.department != department:
        raise PostRefused("只能登记本部门组织的考试。")
    if not who.covers(place_code) or divisions.division(place_code) is None:
        raise PostRefused("请选一个您管的地方。")
    if not title.strip() or not organiser.strip() or not place.strip():
        raise PostRefused("考试名称、组织单位和考点都要写。")
    if held_on < clock.today():
        raise PostRefused("考试日期已经过了。")
    if ask_until is not None and ask_until > held_on:
        raise PostRefused("申请便利截止不能晚于考试日期。")
    if department and divisions.department(department) is None:
        raise PostRefused("没有这个部门。")
    try:
        with transaction.atomic():
            row = Exam.objects.create(
                title=title.strip()[:100], organiser=organiser.strip()[:80], department=department, county_code=place_code,
                place=place.strip()[:120], held_on=held_on, ask_until=ask_until, by=who.name[:60], at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise PostRefused("同一天的同名考试已经登记过了。") from None
    audit.record("change", who=who, subject=EXAM, ids=[row.pk], step="enter")
    return row


@transaction.atomic
def ask_for_help(
    who: Who, exam: Exam, person: Person, kinds: Iterable[str], *, words: str = "", entry_no: str = ""
) -> ExamRequest:
    """Ask for help in an exam: the person or her guardian, or staff who serve her.

    Args:
        kinds: keys of the figure exam.help_kinds. words: what else helps; never an illness.
    Raises:
        PostRefused: not her own or out of reach, the exam is over or no longer takes requests, nothing chosen, no such kind,
            「其他」 without words, or she has asked already.
    """
    own = own_person(who)
    is_own = who.may("own.act") and own is not None and own.pk == person.pk
    if not is_own and not (who.may("exams.manage") and served_person(who, person.pk) is not None):
        raise PostRefused("没有找到这个人，或者不归您负责。")
    today, asked = clock.today(), list(dict.fromkeys(kinds))
    if exam.pk not in {one.pk for one in open_exams(person, today)}:
        raise PostRefused("这场考试不能再申请便利，请打电话给组织单位。")
    names = help_kinds(exam.county_code)
    if not asked:
        raise PostRefused("请选要哪几种便利。")
    if any(one not in names for one in asked):
        raise PostRefused("没有这种便利，请重新选。")
    said = words.strip()
    if "other" in asked and not said:
        raise PostRefused("选了“其他”，请写一句要什么。")
    if len(said) > LONGEST:
        raise PostRefused(f"写得太长了，请写在 {LONGEST} 个字以内。")
    known = ExamRequest.objects.filter(exam=exam, person__in=own_keys(person)).exclude(state=HelpState.WITHDRAWN)
    if known.exists():
        raise PostRefused("这场考试已经申请过便利。要改，先撤回再申请。")
    try:
        with transaction.atomic():
            row = ExamRequest.objects.create(
                exam=exam, person=person, kinds=asked, words_sealed=ExamRequest.sealed(said), entry_no=entry_no.strip()[:30],
                asked_on=today, asked_at=clock.now(), asked_by="" if is_own else who.name[:60],
            )  # fmt: skip
    except IntegrityError:
        raise PostRefused("这场考试已经申请过便利。") from None
    audit.record("change", who=who, subject=PERSON, ids=[person.pk], step="exam help asked", exam=exam.pk)
    return row


def _managed(who: Who, row: ExamRequest) -> ExamRequest:
    if not who.may("exams.manage"):
        raise PostRefused("您的职责不包括答复考试便利申请。")
    seen = request(who, row.pk)
    if seen is None:
        raise PostRefused("没有找到这份申请。")
    return seen


@transaction.atomic
def answer_request(who: Who, row: ExamRequest, state: str, words: str = "") -> ExamRequest:
    """Answer a request: granted, other means agreed, or refused. A refusal may be turned into a yes later.

    Raises:
        PostRefused: without the duty or out of reach, the exam is over, no such answer, or no words where they are needed.
        MoveRefused: it is answered already, or taken back.
    """
    row = _managed(who, row)
    if state not in ANSWERS:
        raise PostRefused("请选：同意、商定用别的办法，还是不同意。")
    if row.exam.held_on < clock.today():
        raise PostRefused("考试已经过了。")
    if state == HelpState.OTHER and not words.strip():
        raise PostRefused("请写商定用什么办法，本人会看到。")
    if state == HelpState.REFUSED and not words.strip():
        raise PostRefused("请写不同意的理由，本人会看到。")
    first = row.answered_on or clock.today()  # whether it was in time is said of the first answer
    move(
        row, state, who=who, reason={"granted": "同意。", "other": "商定用别的办法。", "refused": "不同意。"}[state],
        answer=blotted(words.strip())[:400], answered_on=first, answered_by=who.name[:60],
    )  # fmt: skip
    audit.record("change", who=who, subject=PERSON, ids=[row.person_id], step="exam help answered", state=state)
    return row


@transaction.atomic
def record_given(who: Who, row: ExamRequest, *, was_given: bool, note: str = "") -> ExamRequest:
    """Say whether the help that was agreed was given on the day; said again it is corrected, and the trail keeps both.

    Raises:
        PostRefused: without the duty or out of reach, nothing was agreed, before the exam, or not given without a word why.
    """
    row = _managed(who, row)
    if row.state not in (HelpState.GRANTED, HelpState.OTHER):
        raise PostRefused("没有同意的便利，不用记提供情况。")
    if clock.today() < row.exam.held_on:
        raise PostRefused("考试那天以后才能记。")
    if not was_given and not note.strip():
        raise PostRefused("没有提供，请写为什么。")
    before = row.was_given
    ExamRequest.objects.filter(pk=row.pk).update(
        was_given=was_given, given_note=blotted(note.strip())[:200], given_by=who.name[:60], given_at=clock.now()
    )
    audit.record(
        "change", who=who, subject=PERSON, ids=[row.person_id], step="exam help given", before=before, after=was_given
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def take_back_request(who: Who, row_id: int) -> ExamRequest:
    """The person takes her request back. Raises PostRefused: it is not hers or the exam is over; MoveRefused: it can't be."""
    person = own_person(who)
    keys = own_keys(person) if person is not None and who.may("own.act") else []
    row = ExamRequest.objects.select_related("exam").filter(pk=row_id, person__in=keys).first()
    if row is None:
        raise PostRefused("没有找到这份申请。")
    if row.exam.held_on <= clock.today():
        raise PostRefused("考试已经开始，不能撤回。")
    move(row, HelpState.WITHDRAWN, who=who, reason="本人撤回。")
    audit.record("change", who=who, subject=PERSON, ids=[row.person_id], step="exam help taken back")
    return row
