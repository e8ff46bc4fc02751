"""By hand: what no file told, and what a file told wrongly, always with its ground."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.base.privacy import blind_index
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.reliefs.queries import records
from tonggong.domain.reliefs.services import entries
from tonggong.rules.identifiers import tidy
from tonggong.rules.reliefs import licences, money, points, rounds
from tonggong.rules.reliefs.channels import Channel
from tonggong.rules.reliefs.licences import Application, Result
from tonggong.rules.reliefs.rounds import Round


class ReliefRefused(Exception):
    """A record can't be written; the text says what is wrong and how to mend it."""


def find_person(who: Who, number: str) -> Person:
    """The person of the ledger whose citizen ID or certificate number this is.

    Raises:
        ReliefRefused: nobody within reach has it; whether somebody elsewhere has is not told.
    """
    number = tidy(number).replace(" ", "").upper()
    rows = who.sees(Person.objects.in_ledger())
    found = rows.filter(citizen_id_index=blind_index("citizen_id", number)).first()
    if found is None:
        cards = Certificate.objects.standing().filter(number_index=blind_index("certificate", number))
        found = rows.filter(pk__in=cards.values("person")).first()
    if found is None:
        raise ReliefRefused("您的地区台账里没有这个号码。请核对号码，或请对方先办残疾人证登记。")
    return found


@transaction.atomic
def write(
    who: Who,
    what: str,
    values: Mapping[str, Any],
    *,
    ground: str,
    person: Person | None = None,
    thread: int | None = None,
) -> int:
    """Enter a record, or say one anew with its ground; what was said before stays in its history.

    Args:
        what: a key of `records.MODELS`. values: by column, without reach, worth and ground.
        person: whom it is for, where it is for somebody; a correction keeps whom it was for.
        thread: the record that is corrected; None enters a new one.
    Returns: the thread of the record.
    Raises:
        PermissionDenied: without the duty reliefs.manage.
        ReliefRefused: the ground is missing, it contradicts itself, is told already, or lies out of reach.
    """
    if not who.may("reliefs.manage"):
        raise PermissionDenied("reliefs.manage")
    if not ground.strip():
        raise ReliefRefused("请写明依据：批文、文件，或为什么更正。")
    hold_ledger()
    model, said = records.MODELS[what], dict(values)
    before: Any = None
    if thread is not None:
        before = records.record(who, what, thread)
        if before is None:
            raise ReliefRefused("这条记录刚刚被更正或撤下，请刷新后再看。")
        kept = {c: getattr(before, c) for c in entries.columns_of(model)}
        said = kept | said
    elif person is not None:
        said |= {"person_id": person.pk, "county_code": person.county_code, "township_code": person.township_code}
    elif not who.covers(said.get("county_code")):
        raise ReliefRefused("请选您地区里的县区。")
    said["ground"] = ground.strip()[:200]
    if problem := _problem(what, said):
        raise ReliefRefused(problem)
    if _is_told(what, said, before):
        raise ReliefRefused("同一个地址、编号或批次已经登记，请打开那一条更正。")
    changes = Changes(clock.now(), who.name)
    row = _say(changes, what, said, before)
    changes.write()
    ledger_moved()
    people = {"person": said["person_id"]} if said.get("person_id") else {}
    step = "correct relief" if before is not None else "add relief"
    audit.record("change", who=who, subject=model._meta.label, ids=[row], step=step, **people)
    return thread if thread is not None else row


KEYS = {
    "points": ("county_code", "address", "title"),
    "licences": ("number",),
    "rounds": ("seller", "title", "county_code"),
}
"""What tells one record from another."""


def _is_told(what: str, said: Mapping[str, Any], before: Any) -> bool:
    """Whether another record stands for the same thing; the ledger is held, so nobody adds one meanwhile."""
    if what not in KEYS:
        return False
    facts: Any = records.MODELS[what]._default_manager
    same = facts.standing().filter(**{column: said[column] for column in KEYS[what]})
    return bool(same.exclude(pk=before.pk if before is not None else None).exists())


def _say(changes: Changes, what: str, said: dict[str, Any], before: Any) -> int:
    model = records.MODELS[what]
    if what == "licences":
        return entries.say_licence(changes, said, old=records.standing_licence(before) if before is not None else None)[
            0
        ]
    if before is not None:
        changes.end(model, before.pk)
    return entries.add(
        changes,
        model,
        entries.with_worth(model, said),
        thread=(before.thread or before.pk) if before is not None else None,
    )


def _problem(what: str, said: Mapping[str, Any]) -> str:
    if what == "points":
        return points.point_problem(said["posts"], said["reserved"])
    if what == "rounds":
        return rounds.round_problem(
            Round(said["applicants"], said["pwd_applicants"], said["selected"], said["pwd_selected"])
        )
    if what == "licences":
        return licences.application_problem(
            Application(
                said["applied_on"], said.get("decided_on"), Result(said["result"]), said.get("relaxed") or "",
                said.get("normal_value"), said.get("granted_value"),
            )
        )  # fmt: skip
    if not said.get("person_id") and not said.get("for_name"):
        return "请写明给谁：身份证号或残疾人证号，或者一户、一个单位的名称。"
    before, after = said.get("normal_value"), said.get("granted_value")
    is_fee = said["channel"] == Channel.FEES
    return money.fee_problem(_money(before, is_fee), _money(after, is_fee), said["started_on"], said.get("until"), None)


def _money(value: Decimal | None, is_fee: bool) -> Decimal | None:
    return value if is_fee else None


def set_review(who: Who, thread: int, *, review_on: date, note: str) -> int:
    """Write down that a relief was looked at, and when it will be again.

    Raises:
        PermissionDenied, ReliefRefused: as `write`; or the next day is not ahead.
    """
    if review_on <= clock.today():
        raise ReliefRefused("下次复核的日子要在今天以后。")
    return write(
        who, "grants", {"review_on": review_on}, ground=f"复核：{note.strip()}" if note.strip() else "", thread=thread
    )
