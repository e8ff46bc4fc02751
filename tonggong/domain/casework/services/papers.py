"""Taking, opening and removing papers. Each opening is noted, and the person reads it in her own log."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.privacy.logs import blotted
from tonggong.domain.casework.choices import ConsentPurpose, PaperKind
from tonggong.domain.casework.files import sealed
from tonggong.domain.casework.files.cleaning import cleaned
from tonggong.domain.casework.files.content import AUDIO, IMAGE, SCAN, FileRefused
from tonggong.domain.casework.models import Paper
from tonggong.domain.casework.queries.consents import has_consent, was_withdrawn
from tonggong.domain.casework.queries.papers import paper as paper_seen
from tonggong.domain.casework.queries.reach import served_lately, served_person, standing_person
from tonggong.domain.casework.services.entry.reading import figure
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person

# What each kind of paper may be; everything else is a photo or a scan.
_FAMILIES = {
    PaperKind.VOICE: (AUDIO,),
    PaperKind.VISIT_PHOTO: (IMAGE,),
    PaperKind.SIGNATURE: (IMAGE,),
    PaperKind.OTHER: (IMAGE, SCAN, AUDIO),
}
# What staff may keep with the person's consent only; everything else belongs to the record that the law has us keep.
BY_CONSENT = frozenset({PaperKind.VISIT_PHOTO, PaperKind.OTHER})
_WORDS = {IMAGE: "照片", SCAN: "PDF", AUDIO: "录音"}


class NoSuchPaper(LookupError):
    """The person or the paper is not there, or not within reach."""


def person_for(who: Who, person: Person | int) -> Person:
    """Return the person for whom somebody stores a paper: one she serves, or himself; a merged row leads to who stands.

    Whoever served her until not long ago still sends what a visit of then brought, as the visit itself.

    Raises:
        NoSuchPaper: out of reach.
    """
    pk = person if isinstance(person, int) else person.pk
    if who.may("casework.read"):
        found = served_person(who, pk) or _served_lately(who, pk)
    else:
        mine = own_person(who)
        found = mine if mine is not None and pk in own_keys(mine) else None
    if found is None:
        raise NoSuchPaper("没有找到这个人。")
    return found


def _served_lately(who: Who, pk: int) -> Person | None:
    person = standing_person(pk) if who.may("casework.record") else None
    if person is None or not served_lately(who, person, figure("visits.after_handover_days", clock.today())):
        return None
    return person


def store(
    who: Who,
    person: Person | int,
    kind: str,
    title: str,
    media_type: str,
    data: bytes,
    visit_key: UUID | str | None = None,
    on: date | None = None,
) -> Paper:
    """Check, clean and seal a photo, scan or voice note; the same content of the same person again is the one that is there.

    Args:
        kind: one of PaperKind. media_type: as the sender says it, only to name what came; the bytes decide.
        title: shown in lists; without one, the kind's name. Numbers that look like identifiers are blotted out.
        visit_key: of the visit that brought it. on: its day, None today.
    Raises:
        FileRefused: too big, of a kind not taken, broken, or it acts by itself; or nobody agreed to a photo that only a
            consent lets us keep, or took that consent back.
        NoSuchPaper: the person is out of reach.
        OSError: the disk is full.
    """
    kind = PaperKind(kind)
    person = person_for(who, person)
    if not data and media_type:
        raise FileRefused("这个文件是空的，请重新选。")
    check_size(len(data))
    content = cleaned(data)
    families = _FAMILIES.get(kind, (IMAGE, SCAN))
    if content.family not in families:
        raise FileRefused(f"“{kind.label}”要{'或'.join(_WORDS[f] for f in families)}，这是{_WORDS[content.family]}。")
    ground = _ground(who, person, kind)
    hashed = sealed.content_hash(content.data)
    with transaction.atomic():
        again = Paper.objects.standing().filter(person__in=own_keys(person), content_hash=hashed).first()
        if again is not None:
            return again
        if not who.may("casework.read"):
            _not_too_many(who, person)
        place = sealed.put(content.data, _names_beginning)
        try:
            row = Paper.objects.create(
                person=person, visit_key=UUID(str(visit_key)) if visit_key else None, kind=kind,
                title=_title(title) or kind.label, media_type=content.media_type, size=len(content.data), content_hash=hashed,
                place=place, on=on or clock.today(), said_by=who.name, known_from=clock.now(),
            )  # fmt: skip
            audit.record(
                "change",
                who=who,
                subject="persons.Person",
                ids=[person.pk],
                step="paper stored",
                paper=row.pk,
                of=kind,
                ground=ground,
            )
            facts_changed([person.pk])
        except BaseException:
            sealed.remove(place)
            raise
    return row


def _ground(who: Who, person: Person, kind: PaperKind) -> str:
    """Return what a paper is kept on: her own sending, the law, or her consent (个人信息保护法第十三条).

    Raises:
        FileRefused: only a consent would do, and none stands.
    """
    if own_person(who) is not None and not who.may("casework.read"):
        if kind == PaperKind.VISIT_PHOTO and was_withdrawn(person, ConsentPurpose.PHOTO):
            raise FileRefused("本人已撤回“拍照留存”的同意，走访照片不能存。")
        return "本人提交"
    if kind not in BY_CONSENT:
        return "依法履职"
    if has_consent(person, ConsentPurpose.PHOTO):
        return "本人同意"
    if was_withdrawn(person, ConsentPurpose.PHOTO):
        raise FileRefused(f"本人已撤回“拍照留存”的同意，{kind.label}不能存。")
    raise FileRefused(f"本人还没有同意“拍照留存”，{kind.label}不能存。请先讲清楚、问过本人，记下同意后再收。")


def check_size(size: int) -> None:
    """Refuse what is too big before it is looked into. Raises FileRefused."""
    if size > settings.PAPER_MAX_BYTES:
        raise FileRefused(
            f"文件最大 {settings.PAPER_MAX_BYTES // 1024 // 1024} MB，这个太大了。请拍小一点，或者分几次。"
        )


def open_paper(who: Who, pk: int) -> bytes:
    """Return a paper's content, and note who opened it.

    Raises:
        NoSuchPaper: out of reach, taken back, or never there.
        SealBroken: the file was touched, or the key is another one.
    """
    row = paper_seen(who, pk)
    if row is None:
        raise NoSuchPaper("没有找到这份材料。")
    try:
        data = sealed.get(row.place)
    except FileNotFoundError:
        raise NoSuchPaper("这份材料的文件不在了，请重新收一份。") from None
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id], paper=row.title)
    return data


@transaction.atomic
def take_back(who: Who, pk: int, reason: str) -> None:
    """Stop keeping a paper: that it was there stays written, its content is removed.

    Raises:
        NoSuchPaper: out of reach. ValueError: no reason is given.
    """
    row = paper_seen(who, pk)
    if row is None:
        raise NoSuchPaper("没有找到这份材料。")
    if not reason.strip():
        raise ValueError("请写明为什么删除。")
    remove_rows(who, row.person, [row], reason.strip())


def remove_rows(who: Who, person: Person, rows: list[Paper], reason: str) -> None:
    """End some papers of a person and remove their files once that is committed. Call it inside a transaction."""
    Paper.objects.filter(pk__in=[row.pk for row in rows], known_until=None).update(known_until=clock.now())
    audit.record(
        "change", who=who, subject="persons.Person", ids=[person.pk], step="paper removed", reason=reason,
        papers=[row.pk for row in rows],
    )  # fmt: skip
    for row in rows:
        transaction.on_commit(_remover(row.place))
    facts_changed([person.pk])


def _remover(place: str) -> Any:
    return lambda: sealed.remove(place)


def _title(title: str) -> str:
    """Return a title without folders, control characters and whatever looks like an identifier."""
    name = title.replace("\\", "/").rsplit("/", 1)[-1]
    return blotted("".join(c for c in name if c.isprintable())).strip()[:120]


def _not_too_many(who: Who, person: Person) -> None:
    today = Paper.objects.filter(person__in=own_keys(person), said_by=who.name, on=clock.today())
    most = figure("papers.own_a_day", clock.today())
    if today.count() >= most:
        raise FileRefused(f"今天已经送了 {most} 份，明天再送，或者请专职委员来收。")


def _names_beginning(two: str) -> list[str]:
    return list(Paper.objects.filter(place__startswith=two).values_list("place", flat=True))
