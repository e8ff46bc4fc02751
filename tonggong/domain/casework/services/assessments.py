"""Verbs of the ability assessment: begun with consent, filled in group by group, signed, shown, commented by the person.

Until it is signed an assessment is a draft that only its assessor fills in, in place: nothing has been said yet. From
then on every change is a new row of its thread. Category and grade are never read here.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import Advice, ConsentPurpose, Depth, Purpose
from tonggong.domain.casework.models import Assessment, Consent
from tonggong.domain.casework.queries.assessments import draft_of, gaps_of, held_of
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person
from tonggong.rules.ability import profile, touched, valid_until
from tonggong.rules.ability.catalogue import LEVELS
from tonggong.rules.ability.levels import INSTRUMENTS, OF_DEPTH

COLUMNS = (
    "person_id", "visit_key", "profile_version", "depth", "purpose", "on", "consent_id", "double_of", "families", "asked",
    "interests", "levels", "accommodations", "conditions", "instruments", "sessions", "aids_used", "strengths",
    "support_needs", "advice", "advice_because", "assessor_id", "second_assessor", "signed_on", "shown_on",
    "person_comment", "contested", "next_due_on",
)  # fmt: skip
_JSON = frozenset({
    "families", "asked", "levels", "accommodations", "conditions", "instruments", "sessions", "contested",
})  # fmt: skip
_WORDS = frozenset({
    "interests", "aids_used", "strengths", "support_needs", "advice", "advice_because", "second_assessor",
})  # fmt: skip


class AssessmentRefused(ValueError):
    """The assessment can't go this way; the message says why and what to do."""


def add_assessment(changes: Changes, person_id: int, said: Mapping[str, Any]) -> int:
    """Add a whole assessment to a unit of work, for many at once; `said` by the names in COLUMNS, the rest stays empty."""
    empty: dict[str, Any] = {
        "profile_version": profile().version, "conditions": {}, "levels": {}, "visit_key": None, "consent_id": None,
        "double_of": None, "assessor_id": None, "signed_on": None, "shown_on": None, "next_due_on": None,
    }  # fmt: skip
    values = []
    for name in COLUMNS:
        value = said.get(name, empty.get(name, [] if name in _JSON else ""))
        value = person_id if name == "person_id" else value
        values.append(json.dumps(value, ensure_ascii=False) if name in _JSON else value)
    return changes.add_fact(Assessment, COLUMNS, values)


@transaction.atomic
def begin(who: Who, person: Person, *, depth: str, purpose: str, families: Iterable[str] = ()) -> Assessment:
    """Open a draft, or return the one that this assessor has already opened for the person.

    Args:
        families: kinds of work that the wish touches; a talk (D1) asks only for their dimensions.
    Raises:
        AssessmentRefused: out of reach, no consent, dead.
    """
    if (standing := draft_of(who, person)) is not None:
        return standing
    _may_assess(who, person)
    kinds = [key for key in dict.fromkeys(families) if key in profile().families]
    return _open(who, person, Depth(depth), Purpose(purpose), kinds)


@transaction.atomic
def begin_second(who: Who, thread: int) -> Assessment:
    """Open the second, independent assessment that checks one of an assessor (D2).

    Raises:
        AssessmentRefused: by the same assessor, not an assessor's assessment, or checked already.
    """
    first = _standing(thread)
    if first.depth != Depth.ASSESSOR or first.signed_on is None or first.double_of is not None:
        raise AssessmentRefused("只有签过字的评估员评估才做复评。")
    if first.assessor_id == who.user_id:
        raise AssessmentRefused("复评要由另一位评估员来做。")
    mine = Assessment.objects.standing().filter(double_of=thread)
    if (standing := mine.filter(assessor_id=who.user_id, signed_on=None).first()) is not None:
        return standing
    if mine.exists():
        raise AssessmentRefused("这份评估已经有人在复评，或者复评过了。")
    _may_assess(who, first.person)
    return _open(who, first.person, Depth.ASSESSOR, Purpose(first.purpose), first.families, double_of=thread)


def _may_assess(who: Who, person: Person) -> None:
    if not who.may("casework.assess") or served_person(who, person.pk) is None:
        raise AssessmentRefused("这个人不在您的片区，或者您的职责不包括能力评估。")
    if person.merged_into_id or person.died_on:
        raise AssessmentRefused("这条记录已经并入别人，或者此人已去世。")


def _open(
    who: Who, person: Person, depth: Depth, purpose: Purpose, families: list[str], double_of: int | None = None
) -> Assessment:
    consent = _consent(person)
    if consent is None:
        raise AssessmentRefused("能力评估要本人单独同意。本人不同意也没有关系，不影响补贴、培训和服务。")
    asked = touched(families) if depth is Depth.TALK else list(profile().dimensions)
    row = Assessment.objects.create(
        person=person, profile_version=profile().version, depth=depth, purpose=purpose,
        on=clock.today(), consent=consent, double_of=double_of, families=families, asked=asked, assessor_id=who.user_id,
        said_by=who.name, known_from=clock.now(),
    )  # fmt: skip
    Assessment.objects.filter(pk=row.pk).update(thread=row.pk)
    row.thread = row.pk
    audit.record("change", who=who, subject="persons.Person", ids=[person.pk], step="assessment begun", depth=depth)
    return row


def _consent(person: Person) -> Consent | None:
    rows = Consent.objects.filter(person__in=own_keys(person), purpose=ConsentPurpose.ASSESS, withdrawn_on=None)
    return rows.order_by("-pk").first()


@transaction.atomic
def keep(who: Who, thread: int, **said: Any) -> Assessment:
    """Keep what was filled in on one screen of a draft; levels are put beside those kept already, None takes one away.

    Args:
        said: `levels`, `accommodations`, `conditions`, `instruments`, `sessions`, `on`, and the words.
    Raises:
        AssessmentRefused: signed already, somebody else's, or a value that there isn't.
    """
    row = _own_draft(who, thread)
    if strange := said.keys() - {"levels", "accommodations", "conditions", "instruments", "sessions", "on", *_WORDS}:
        raise AssessmentRefused(f"评估里没有这些项：{'、'.join(sorted(strange))}")
    if "levels" in said:
        merged = {**row.levels, **{key: _level(row.depth, key, one) for key, one in said.pop("levels").items()}}
        row.levels = {key: one for key, one in merged.items() if one is not None}
    if "accommodations" in said:
        row.accommodations = [_accommodation(one) for one in said.pop("accommodations")]
    if "conditions" in said:
        conditions = said.pop("conditions")
        row.conditions = {key: conditions[key] for key in profile().conditions if conditions.get(key)}
    if "instruments" in said:
        row.instruments = [_instrument(one) for one in said.pop("instruments")]
    if said.get("advice"):
        said["advice"] = Advice(said["advice"]).value
    if "on" in said and not date(2000, 1, 1) <= said["on"] <= clock.today():
        raise AssessmentRefused("评估日期不能晚于今天。")
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    return row


def _level(depth: str, key: str, one: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if one is None:
        return None
    if key not in profile().dimensions or one.get("level") not in LEVELS or one.get("source") not in OF_DEPTH[depth]:
        raise AssessmentRefused("没有这个等级，或者这种评估不能以此为依据。")
    kept = {
        "level": one["level"],
        "source": one["source"],
        "on": str(one["on"]),
        "note": str(one.get("note", ""))[:200],
    }
    if one.get("prompt") is not None:
        kept["prompt"] = int(one["prompt"])
    return kept


def _accommodation(one: Mapping[str, Any]) -> dict[str, Any]:
    if one["key"] not in profile().accommodations:
        raise AssessmentRefused("支持目录里没有这一项。")
    return {"key": one["key"], "helps": str(one.get("helps", ""))[:120], "tried": bool(one.get("tried"))}


def _instrument(one: Mapping[str, Any]) -> dict[str, Any]:
    if int(one["code"]) not in INSTRUMENTS:
        raise AssessmentRefused("没有这种评估工具。")
    words = {name: str(one.get(name, ""))[:80] for name in ("version", "raw", "norm", "by")}
    return {"code": int(one["code"]), "on": str(one["on"]), **words}


@transaction.atomic
def sign(who: Who, thread: int) -> Assessment:
    """Sign a draft: from now on it is said. When the next one is due follows by rule.

    Raises:
        AssessmentRefused: something is missing, each named.
    """
    hold_ledger()
    row = _own_draft(who, thread)
    today, figures = clock.today(), figures_on(clock.today(), row.person.county_code)
    if blocking := [gap.text for gap in gaps_of(row, today) if gap.blocks]:
        raise AssessmentRefused("还不能签字：" + "；".join(blocking) + "。")
    row.signed_on, row.known_from, row.said_by = today, clock.now(), who.name
    row.consent = _consent(row.person)
    row.next_due_on = None if row.double_of else valid_until(row.on, held_of(row.person), figures).value
    row.save()
    audit.record("change", who=who, subject="persons.Person", ids=[row.person_id], step="assessment signed")
    facts_changed([row.person_id])
    return row


@transaction.atomic
def show(who: Who, thread: int, on: date | None = None, text: str = "", contested: Iterable[str] = ()) -> Assessment:
    """Write down that the signed assessment was explained to the person, with what she said to it.

    Raises:
        AssessmentRefused: not signed, out of reach, a day before the signature or still to come.
    """
    hold_ledger()
    row = _standing(thread)
    day = on or clock.today()
    if not who.may("casework.assess") or served_person(who, row.person_id) is None:
        raise AssessmentRefused("这个人不在您的片区，或者您的职责不包括能力评估。")
    if row.signed_on is None or row.double_of:
        raise AssessmentRefused("签了字才能向本人说明。")
    if not row.signed_on <= day <= clock.today():
        raise AssessmentRefused("说明的日期不能早于签字，也不能晚于今天。")
    said = {"person_comment": text.strip()[:1000], "contested": _contested(row, contested)} if text or contested else {}
    return _again(who, row, "assessment shown", shown_on=day, **said)


@transaction.atomic
def comment(who: Who, thread: int, text: str, contested: Iterable[str] = ()) -> Assessment:
    """Keep what the person says to an assessment, and the dimensions that she sees otherwise; she or a worker for her.

    Args:
        contested: keys of dimensions that the assessment has a level for.
    Raises:
        AssessmentRefused: somebody else's assessment, not signed yet, nothing said.
    """
    hold_ledger()
    row = _standing(thread)
    if who.may("own.act"):
        mine = own_person(who)
        is_allowed = mine is not None and row.person_id in own_keys(mine)
    else:
        is_allowed = who.may("casework.record") and served_person(who, row.person_id) is not None
    if not is_allowed or row.signed_on is None or row.double_of:
        raise AssessmentRefused("没有找到这份评估。")
    if not text.strip() and not list(contested):
        raise AssessmentRefused("请写一句意见，或者选出您有不同看法的项。")
    keys = _contested(row, contested)
    return _again(who, row, "assessment commented", person_comment=text.strip()[:1000], contested=keys)


def _contested(row: Assessment, keys: Iterable[str]) -> list[str]:
    wanted = set(keys)
    return [key for key in profile().dimensions if key in wanted and key in row.levels]


@transaction.atomic
def discard(who: Who, thread: int) -> None:
    """Put a draft away: by its assessor, or by somebody who sees more than a town. The row stays.

    Raises:
        AssessmentRefused: signed already, or somebody else's.
    """
    row = _standing(thread)
    is_allowed = row.assessor_id == who.user_id or (
        len(who.reach) < 9 and who.may("casework.assess") and served_person(who, row.person_id) is not None
    )
    if row.signed_on is not None or not is_allowed:
        raise AssessmentRefused("签过字的评估不能作废，别人的草稿也不能。")
    Assessment.objects.filter(pk=row.pk, known_until=None).update(known_until=clock.now())
    audit.record("change", who=who, subject="persons.Person", ids=[row.person_id], step="assessment draft put away")


def _standing(thread: int) -> Assessment:
    rows = Assessment.objects.standing().filter(thread=thread).select_related("person", "assessor")
    if (row := rows.select_for_update(of=("self",)).first()) is None:
        raise AssessmentRefused("没有找到这份评估。")
    return row


def _own_draft(who: Who, thread: int) -> Assessment:
    row = _standing(thread)
    if row.signed_on is not None:
        raise AssessmentRefused("这份评估已经签字，不能再改；有变化请另做一份。")
    if row.assessor_id != who.user_id or not who.may("casework.assess"):
        raise AssessmentRefused("这份草稿是别的评估人的。")
    return row


def _again(who: Who, row: Assessment, step: str, **changed: Any) -> Assessment:
    """Say an assessment once more with something added: the row before stops standing, the thread goes on."""
    now = clock.now()
    if not Assessment.objects.filter(pk=row.pk, known_until=None).update(known_until=now):
        raise AssessmentRefused("刚有人改过这份评估，请刷新后再看。")
    row.pk, row.known_from, row.known_until, row.said_by = None, now, None, who.name
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    audit.record("change", who=who, subject="persons.Person", ids=[row.person_id], step=step)
    facts_changed([row.person_id])
    return row
