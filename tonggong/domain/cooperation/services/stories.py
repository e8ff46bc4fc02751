"""Typical cases: written, agreed to, published, and taken off at the very moment in which a consent is taken back."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused, move
from tonggong.domain.casework.files.cleaning import cleaned
from tonggong.domain.casework.files.content import IMAGE, FileRefused
from tonggong.domain.cooperation.choices import Giver, Place, StoryKind, StoryState
from tonggong.domain.cooperation.models import Story, StoryConsent
from tonggong.domain.cooperation.queries.stories import content_hash, covers, standing_consent, stories_of
from tonggong.domain.cooperation.services.writing import CooperationRefused, must_be_past, must_manage, signed
from tonggong.domain.employers.models import Unit
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_person

# Whole identifiers and phones have no place in a text that everybody reads, half or full width.
NUMBERS = re.compile(r"[0-9０-９][0-9０-９\s\-]{9,}[0-9０-９XxＸｘ]")


@transaction.atomic
def write_story(
    who: Who, *, county_code: str, title: str, text: str, shown_name: str = "", person: Person | None = None,
    unit: Unit | None = None, picture: bytes | None = None, picture_words: str = "",
) -> Story:  # fmt: skip
    """Write a case of a unit or of a person, as a draft that nobody outside sees.

    Args:
        shown_name: the name that the person chose; a unit stands under its own.
        picture: of a photo the bytes; place, time and device are taken out of it.
    Raises:
        CooperationRefused: it is of nobody or of two, a number stands in the text, or it lies outside the reach.
    """
    must_manage(who, county_code)
    if (person is None) == (unit is None):
        raise CooperationRefused("案例要么写一个人，要么写一家单位。")
    if person is not None and not who.covers(person.county_code):
        raise CooperationRefused("只能写本辖区的人。")
    name = unit.name if unit is not None else shown_name.strip()
    _check(name, title, text, picture_words, person)
    data, media_type = _photo(picture, picture_words)
    for _attempt in range(3):  # two colleagues at once take the same number; one of them takes the next
        try:
            with transaction.atomic():
                row = Story.objects.create(
                    number=_number(), kind=StoryKind.UNIT if unit else StoryKind.PERSON, county_code=county_code,
                    person=person, unit=unit, shown_name=name, title=title.strip(), text=text.strip(), picture=data,
                    picture_type=media_type, picture_words=picture_words.strip(),
                    content_hash=content_hash(title.strip(), text.strip(), name, data, picture_words.strip()),
                    **signed(who),
                )  # fmt: skip
            break
        except IntegrityError:
            continue
    else:
        raise CooperationRefused("同事正在登记案例，请再试一次。")
    audit.record("change", who=who, subject="cooperation.Story", ids=[row.pk], step="write")
    return row


@transaction.atomic
def rewrite(who: Who, row: Story, *, title: str, text: str, shown_name: str = "") -> None:
    """Change the words of a case that is not published; a consent to other words does not cover them.

    Raises:
        CooperationRefused: it is published: take it down first; or a number stands in the text.
    """
    must_manage(who, row.county_code)
    if row.state == StoryState.PUBLISHED:
        raise CooperationRefused("已发布的案例不能改。先下架，改好后重新取得同意。")
    name = row.unit.name if row.unit else shown_name.strip()
    _check(name, title, text, row.picture_words, row.person)
    found = Story.objects.get(pk=row.pk)
    found.title, found.text, found.shown_name = title.strip(), text.strip(), name
    picture = bytes(found.picture) if found.picture else None
    found.content_hash = content_hash(found.title, found.text, name, picture, found.picture_words)
    found.save(update_fields=["title", "text", "shown_name", "content_hash"])
    row.refresh_from_db()
    audit.record("change", who=who, subject="cooperation.Story", ids=[row.pk], step="rewrite")


@transaction.atomic
def agree(who: Who, row: Story, *, given_by: str, given_on: date, how: str, places: Sequence[str]) -> StoryConsent:
    """Write down a consent to the words of a case; one to earlier words ends with it.

    Raises:
        CooperationRefused: the day has not come, there is no evidence or no place, or the giver does not fit the case.
    """
    must_manage(who, row.county_code)
    must_be_past(given_on)
    if not how.strip():
        raise CooperationRefused("请写同意的凭据，例如签字的同意书编号。")
    wanted = [str(one) for one in Place.values if one in places]
    if not wanted:
        raise CooperationRefused("请选同意发在哪里。")
    if (given_by == Giver.UNIT) != (row.kind == StoryKind.UNIT) or given_by not in Giver.values:
        raise CooperationRefused("写单位的案例由单位同意，写个人的由本人或监护人同意。")
    if row.state == StoryState.WITHDRAWN and row.person_id and not row.text:
        raise CooperationRefused("这个案例的内容已经删掉，请重新写。")
    if (old := standing_consent(row)) is not None:
        withdrawn.withdraw(who, old, by=f"有了新的同意（{who.name}）")
    found = StoryConsent.objects.create(
        story=row, content_hash=row.content_hash, given_by=given_by, given_on=given_on, how=how.strip(), places=wanted,
        **signed(who),
    )  # fmt: skip
    audit.record("change", who=who, subject="cooperation.Story", ids=[row.pk], step="consent", places=wanted)
    return found


@transaction.atomic
def publish(who: Who, row: Story) -> None:
    """Publish a case. Raises CooperationRefused: no dated consent to these very words stands, or it is published already."""
    must_manage(who, row.county_code)
    if not covers(standing_consent(row), row):
        raise CooperationRefused("没有对现在这份内容的同意，不能发布。先登记同意的日期和凭据。")
    try:
        move(row, StoryState.PUBLISHED, who=who, reason="有同意，发布", published_at=clock.now())
    except MoveRefused as refused:
        raise CooperationRefused(str(refused)) from None
    audit.record("release", who=who, subject="cooperation.Story", ids=[row.pk], what="typical case")


def take_down(who: Who, row: Story, reason: str) -> None:
    """Take a published case off the public pages for a reason of the federation's own. Raises CooperationRefused."""
    must_manage(who, row.county_code)
    if not reason.strip():
        raise CooperationRefused("请写下架的原因。")
    try:
        move(row, StoryState.TAKEN_DOWN, who=who, reason=reason.strip())
    except MoveRefused as refused:
        raise CooperationRefused(str(refused)) from None


def withdraw_consent(who: Who, row: Story, withdrawn_by: str) -> None:
    """Write down that a consent was taken back: the case is public no more from this moment, its picture is removed.

    Raises:
        CooperationRefused: no consent stands, or it lies outside the reach.
    """
    must_manage(who, row.county_code)
    if withdrawn_by not in Giver.values:
        raise CooperationRefused("请选由谁撤回。")
    _withdraw(who, row, f"{Giver(withdrawn_by).label}（{who.name}）")


def withdraw_own(who: Who, story_id: int) -> None:
    """Take one's own consent back, through one's own door. Raises CooperationRefused: it is no case of hers, or none stands."""
    person = own_person(who) if who.may("own.act") else None
    row = stories_of(person).filter(pk=story_id).first() if person else None
    if row is None:
        raise CooperationRefused("没有这份案例。")
    _withdraw(who, row, str((Giver.GUARDIAN if who.role == "guardian" else Giver.SELF).label))


@transaction.atomic
def _withdraw(who: Who, row: Story, said: str) -> None:
    standing = standing_consent(row)
    if standing is None or not withdrawn.withdraw(who, standing, by=said):
        raise CooperationRefused("同意已经撤回了。")
    if row.state == StoryState.PUBLISHED:
        move(row, StoryState.WITHDRAWN, who=who, reason="同意已撤回")
    _forget_picture(row)
    subject, ids = ("persons.Person", [row.person_id]) if row.person_id else ("cooperation.Story", [row.pk])
    audit.record("change", who=who, subject=subject, ids=ids, step="story consent withdrawn", story=row.pk)


def _forget_picture(row: Story) -> None:
    found = Story.objects.get(pk=row.pk)
    if found.picture is None:
        return
    found.picture, found.picture_type, found.picture_words = None, "", ""
    found.content_hash = content_hash(found.title, found.text, found.shown_name, None, "")
    found.save(update_fields=["picture", "picture_type", "picture_words", "content_hash"])


def _check(name: str, title: str, text: str, picture_words: str, person: Person | None) -> None:
    if not (name and title.strip() and text.strip()):
        raise CooperationRefused("标题、称呼和正文都要写。")
    for words in (name, title, text, picture_words):
        if NUMBERS.search(words):
            raise CooperationRefused("文中像有证件号码、电话这样的长号码，请去掉：公开的文章里不写。")
        if person is not None and person.name and person.name != name and person.name in words:
            raise CooperationRefused("文中出现了本人的真实姓名，请改成本人选的称呼。")


def _photo(picture: bytes | None, words: str) -> tuple[bytes | None, str]:
    if not picture:
        return None, ""
    if not words.strip():
        raise CooperationRefused("请给照片写一句说明，看不见的人靠它知道照片里有什么。")
    try:
        found = cleaned(picture)
    except FileRefused as refused:
        raise CooperationRefused(str(refused)) from None
    if found.family != IMAGE:
        raise CooperationRefused("这里只收照片（JPG、PNG、WebP）。")
    return found.data, found.media_type


def _number() -> str:
    """The next number of the year; it names nobody, so that a struck reference may keep it."""
    year = clock.today().year
    used = Story.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    return f"{year}-{max((int(one.split('-')[1]) for one in used), default=0) + 1}"
