"""Giving, opening and taking back a pass of supports (支持需求通行证).

The person carries it; whoever holds the code sees what helps her and nothing else, until the day she said. The code is
shown once, kept only as a keyed hash, and never stands in an address: a QR code carries it behind the '#', which
browsers do not send.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import blind_index
from tonggong.domain.casework.models import AccommodationPass, PassAttempt, PassOpening
from tonggong.domain.casework.queries.passes import item_words, state_of
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person
from tonggong.rules.ability import gives_away, profile

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: none is taken for another
LENGTH = 20  # 100 bits
HOUR, SWEPT = timedelta(hours=1), timedelta(days=1)
MOST_ITEMS = 20


class PassRefused(ValueError):
    """The pass can't be given like this; the message says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of a code. `state`: open, expired, revoked, unknown, slow (too many tries)."""

    state: str
    items: tuple[str, ...] = field(default=())
    shown_to: str = ""
    until: datetime | None = None


@transaction.atomic
def grant(
    who: Who, person: Person, shown_to: str, items: Iterable[Mapping[str, str]], until: date, her_word: str = ""
) -> tuple[AccommodationPass, str]:
    """Give a pass; return it with its code, which nobody can read again.

    Args:
        shown_to: who is to see it, as the person names them.
        items: `{"key": of the catalogue or "", "words": own words}`; frozen as they are now.
        until: the last day on which it opens.
        her_word: where a worker gives it for her: how she said so.
    Raises:
        PassRefused: not the own one and without her word, nobody named, nothing to show, too long, or words that would
            give away category, grade, certificate or illness.
    """
    own = _may_act_for(who, person)
    if not own and not her_word.strip():
        raise PassRefused("代本人开出，要写明本人怎样同意的。")
    name = shown_to.strip()
    if not name:
        raise PassRefused("请写明给谁看。")
    today, figures = clock.today(), figures_on(clock.today(), person.county_code)
    longest = int(figures["pass.max_days"].value)
    if not today <= until <= today + timedelta(days=longest):
        raise PassRefused(f"看到哪天：从今天起，最长 {longest} 天。")
    frozen = [_item(one) for one in items]
    if not 0 < len(frozen) <= MOST_ITEMS:
        raise PassRefused(f"请选 1 至 {MOST_ITEMS} 项给对方看的支持。")
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = AccommodationPass.objects.create(
        person=person, token_hash=blind_index("casework.pass", code), shown_to=name[:120], items=frozen,
        created_at=clock.now(), until=datetime.combine(until, time.max, tzinfo=clock.SHANGHAI), by=who.name[:60],
        her_word="" if own else her_word.strip()[:60],
    )  # fmt: skip
    audit.record(
        "change", who=who, subject="persons.Person", ids=[person.pk], step="pass given", reason=f"给 {name[:120]}"
    )
    return row, written(code)


def _item(one: Mapping[str, str]) -> dict[str, str]:
    key, words = one.get("key", ""), one.get("words", "").strip()[:80]
    if key and key not in profile().accommodations:
        raise PassRefused("支持目录里没有这一项。")
    if not key and not words:
        raise PassRefused("有一项没有写内容。")
    if (what := gives_away(words)) is not None:
        raise PassRefused(f"“{words}”会说出{what}。通行证只写需要什么支持，不写原因。")
    return {"key": key, "title": profile().accommodations[key].title if key else "", "words": words}


def _may_act_for(who: Who, person: Person) -> bool:
    """Say whether somebody is the person or her guardian (True), or a worker within reach (False). Raises PassRefused."""
    if who.may("own.act"):
        mine = own_person(who)
        if mine is not None and person.pk in own_keys(mine):
            return True
    elif who.may("casework.record") and served_person(who, person.pk) is not None:
        return False
    raise PassRefused("没有找到这个人。")


def written(code: str) -> str:
    """Return a code as it is read aloud and typed: five groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def understood(text: str) -> str:
    """Return a code as typed, without what stands between and with the letters that are taken for others put right."""
    return "".join(c for c in text.upper().translate(str.maketrans("OIL", "011")) if c in ALPHABET)


@transaction.atomic
def open_pass(text: str, said: str, place: str) -> Opened:
    """Open a pass by its code and write the opening down for the person.

    Args:
        text: the code as typed or scanned.
        said: who the one who opens says to be.
        place: where the question comes from (an address); only its keyed hash is kept, and only of wrong codes.
    """
    now, row, hashed = clock.real_now(), current(), blind_index("casework.pass place", place)
    figures = figures_on(clock.today(), row.city_code if row else "")
    within = timedelta(minutes=int(figures["pass.wrong_minutes"].value))
    wrong = PassAttempt.objects.filter(place=hashed, at__gt=now - within).count()
    if wrong >= figures["pass.wrong_codes"].value:
        return Opened("slow")
    code = understood(text)
    rows = AccommodationPass.objects.filter(token_hash=blind_index("casework.pass", code)).select_related("person")
    found = rows.first() if len(code) == LENGTH else None
    if found is None:
        PassAttempt.objects.filter(at__lt=now - SWEPT).delete()
        PassAttempt.objects.create(place=hashed, at=now)
        return Opened("unknown")
    state = state_of(found, clock.now())
    if state != "open":
        return Opened(state)
    recent = found.openings.filter(at__gt=clock.now() - HOUR).count()
    if recent >= figures["pass.openings_an_hour"].value:
        return Opened("slow")
    PassOpening.objects.create(shown=found, at=clock.now(), said=said.strip()[:60])
    who_said = f"，自称{said.strip()[:60]}" if said.strip() else ""
    reason = f"用支持需求通行证看了需要的支持（给 {found.shown_to}{who_said}）"
    audit.record(
        "release", who=None, subject="persons.Person", ids=[found.person_id], step="pass opened", reason=reason
    )
    return Opened("open", tuple(item_words(item) for item in found.items), found.shown_to, found.until)


@transaction.atomic
def revoke(who: Who, pass_id: int) -> None:
    """Take a pass back: from now on it opens nothing.

    Raises:
        PassRefused: somebody else's.
    """
    row = AccommodationPass.objects.select_related("person").filter(pk=pass_id).first()
    if row is None:
        raise PassRefused("没有找到这张通行证。")
    _may_act_for(who, row.person)
    if AccommodationPass.objects.filter(pk=pass_id, revoked_at=None).update(revoked_at=clock.now()):
        audit.record("change", who=who, subject="persons.Person", ids=[row.person_id], step="pass taken back")
