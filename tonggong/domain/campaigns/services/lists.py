"""Making a campaign, fixing its list on the first day, following it while facts move, closing it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks, insert_rows
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.campaigns.lists import RULES, members
from tonggong.domain.campaigns.models import Campaign, CampaignTarget
from tonggong.domain.campaigns.queries import lists as queries
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.models import Visit
from tonggong.domain.casework.queries.visits import BY_HERSELF
from tonggong.domain.status.models import PersonStatus
from tonggong.rules.campaigns import BY_KEY, Attempt, last_attempt, too_small

TARGET = (
    "campaign_id", "person_id", "county_code", "township_code", "groups", "is_joiner", "added_on", "left_reason",
)  # fmt: skip


@transaction.atomic
def open_campaign(who: Who, *, kind: str, title: str, rule: str, starts_on: date, ends_on: date) -> Campaign:
    """Make a campaign for the whole of one's reach; where its first day has come, its list is made at once.

    Raises:
        CampaignRefused: no title, no such rule, it ends before it begins or ended already.
    """
    today = clock.today()
    if not title.strip():
        raise CampaignRefused("请写专项行动的名称。")
    if rule not in RULES:
        raise CampaignRefused("请选一条名单规则。")
    if ends_on < starts_on:
        raise CampaignRefused("结束日期不能早于开始日期。")
    if ends_on < today:
        raise CampaignRefused("结束日期已经过去。名单要在开始那天按当时的情况确定，过去的不能补。")
    row = Campaign.objects.create(
        kind=kind, title=title.strip(), rule=rule, reach=who.reach, starts_on=starts_on, ends_on=ends_on,
        by=who.name, at=clock.now(),
    )  # fmt: skip
    audit.record("change", who=who, subject="campaigns.Campaign", ids=[row.pk], step="open", rule=rule)
    if starts_on <= today:
        _fix(row, today)
    return row


def _fix(row: Campaign, today: date) -> None:
    """Make the list: whom the rule takes now, and keep it."""
    _add(row, members(row.rule, row.reach), today, is_joiner=False)
    Campaign.objects.filter(pk=row.pk).update(listed_on=today, looked_on=today)
    row.listed_on = row.looked_on = today
    _outcomes(row, None)


def _add(row: Campaign, people: object, today: date, *, is_joiner: bool) -> None:
    rows = people.values_list("person_id", "person__county_code", "person__township_code", "hardship")  # type: ignore[attr-defined]
    insert_rows(
        CampaignTarget,
        TARGET,
        [
            (row.pk, pk, county, town, json.dumps(groups, ensure_ascii=False), is_joiner, today, "")
            for pk, county, town, groups in rows.order_by("person_id").iterator(20_000)
        ],
    )


@transaction.atomic
def each_day(today: date | None = None) -> int:
    """Make the lists whose first day has come, and look through the others once a day; return how many were looked at."""
    today, looked = today or clock.today(), 0
    due = Campaign.objects.select_for_update().filter(closed_on=None, starts_on__lte=today)
    for row in due.filter(Q(looked_on=None) | Q(looked_on__lt=today)).order_by("pk"):
        if row.listed_on is None:
            _fix(row, today)
        else:
            _follow(row, None, today)
        looked += 1
    return looked


def follow(person_ids: list[int] | None) -> None:
    """What `base.derived` calls when facts have changed: who comes, who goes, what came of the attempts."""
    if divisions.city() is None:
        return
    today = clock.today()
    for row in Campaign.objects.filter(closed_on=None).exclude(listed_on=None):
        with transaction.atomic():
            _follow(row, person_ids, today)


def _follow(row: Campaign, person_ids: Sequence[int] | None, today: date) -> None:
    if today <= row.ends_on:
        for chunk in [None] if person_ids is None else in_chunks(person_ids, 5000):
            _comings_and_goings(row, chunk, today)
    for chunk in [None] if person_ids is None else in_chunks(person_ids, 5000):
        _outcomes(row, chunk)
    if person_ids is None:
        Campaign.objects.filter(pk=row.pk).update(looked_on=today)


def _comings_and_goings(row: Campaign, person_ids: Sequence[int] | None, today: date) -> None:
    there = queries.rows_of(row)
    taken = members(row.rule, row.reach)
    if person_ids is not None:
        there, taken = queries.of_people(there, person_ids), taken.filter(pk__in=among(person_ids))
    wanted = set(taken.order_by().values_list("pk", flat=True))
    kept = {stands: (pk, left) for pk, stands, left in there.values_list("pk", "stands", "left_on")}
    if new := wanted - kept.keys():
        _add(row, PersonStatus.objects.filter(pk__in=among(sorted(new))), today, is_joiner=True)
    back = [pk for stands, (pk, left) in kept.items() if left is not None and stands in wanted]
    for chunk in in_chunks(back):
        CampaignTarget.objects.filter(pk__in=chunk).update(left_on=None, left_reason="")
    gone = {stands: pk for stands, (pk, left) in kept.items() if left is None and stands not in wanted}
    if gone:
        why = dict(
            PersonStatus.objects.filter(pk__in=among(sorted(gone))).values_list("pk", "target_reason"),
        )
        by_reason: dict[str, list[int]] = {}
        for stands, pk in gone.items():
            by_reason.setdefault(why.get(stands, ""), []).append(pk)
        for reason, rows in by_reason.items():
            for chunk in in_chunks(rows):
                CampaignTarget.objects.filter(pk__in=chunk).update(left_on=today, left_reason=reason)


def _outcomes(row: Campaign, person_ids: Sequence[int] | None) -> None:
    """Write what came of the last attempt beside each name whose outcome differs."""
    there = queries.rows_of(row)
    if person_ids is not None:
        there = queries.of_people(there, person_ids)
    written = there.values_list("pk", "stands", "outcome", "outcome_on", "satisfied", "visit")
    kept = {pk: (stands, values) for pk, stands, *values in written}
    if not kept:
        return
    of_person = {stands: pk for pk, (stands, _values) in kept.items()}
    visits = Visit.objects.standing().exclude(BY_HERSELF).order_by()
    if person_ids is not None:
        visits = visits.filter(person__in=among(person_ids))
    inside = Q(on__gte=row.starts_on, on__lte=row.ends_on)
    linked = Q(campaign_target_id__in=CampaignTarget.objects.filter(campaign=row).values("pk"))
    attempts: dict[int, list[Attempt]] = {}
    found = visits.filter(inside | linked).annotate(key_=Coalesce("thread", "pk", output_field=BigIntegerField()))
    columns = ("person_id", "campaign_target_id", "on", "started_at", "key_", "outcome", "satisfied")
    for person, link, on, *rest in found.values_list(*columns):
        target = of_person.get(person)
        if target is not None and (link == target or row.starts_on <= on <= row.ends_on):
            attempts.setdefault(target, []).append(Attempt(on, *rest))
    changed = []
    for pk, (_stands, values) in kept.items():
        last = last_attempt(attempts.get(pk, ()))
        outcome, on, satisfied, visit = (
            (last.outcome, last.on, last.satisfied, last.key) if last else (None, None, None, None)
        )
        if [outcome, on, satisfied, visit] != values:
            changed.append((outcome, on, satisfied, visit, pk))
    if changed:
        table = connection.ops.quote_name(CampaignTarget._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET outcome = %s, outcome_on = %s, satisfied = %s, visit = %s WHERE id = %s", changed
            )


@transaction.atomic
def close(who: Who, campaign: Campaign) -> None:
    """Close a campaign: outcomes and who answered for each name are kept as they stand.

    Raises:
        CampaignRefused: it isn't over, was closed, or a name of the first list has no outcome.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    today = clock.today()
    if row.closed_on is not None:
        raise CampaignRefused("这次专项行动已经办结。")
    if row.listed_on is None or today < row.ends_on:
        raise CampaignRefused("还没有到结束日期，到期才能办结。")
    _outcomes(row, None)
    without = queries.rows_of(row).filter(queries.OWED).count()
    if without:
        raise CampaignRefused(
            f"还有 {without:,} 人没有走访结果。每个人都要有一个结果：找不到的记“没有找到”，已去世的记“已去世”。"
        )
    owners: dict[int, list[int]] = {}
    for pk, user in queries.with_owner(queries.rows_of(row), row).values_list("pk", "answers"):
        if user is not None:
            owners.setdefault(user, []).append(pk)
    for user, rows in owners.items():
        for chunk in in_chunks(rows):
            CampaignTarget.objects.filter(pk__in=chunk).update(owner=user)
    Campaign.objects.filter(pk=row.pk).update(closed_on=today, closed_by=who.name)
    audit.record("change", who=who, subject="campaigns.Campaign", ids=[row.pk], step="close")


@transaction.atomic
def type_in(who: Who, campaign: Campaign, numbers: Mapping[str, int | None], counted: Mapping[str, int]) -> None:
    """Write down the month's numbers that the ledger does not know; None takes one away.

    Raises:
        CampaignRefused: it was closed, or a total is smaller than the persons with disabilities in it, or negative.
    """
    typed = {key: value for key, value in numbers.items() if value is not None and key in BY_KEY}
    if any(value < 0 for value in typed.values()):
        raise CampaignRefused("数不能是负数。")
    if small := too_small(counted, typed):
        raise CampaignRefused(f"合计不能小于其中的残疾人数：{'、'.join(small)}。")
    if Campaign.objects.filter(pk=campaign.pk, closed_on=None).update(typed=typed) != 1:
        raise CampaignRefused("这次专项行动已经办结，填报的数不再变动。")
    audit.record("change", who=who, subject="campaigns.Campaign", ids=[campaign.pk], step="type", keys=sorted(typed))


__all__ = ["CampaignRefused", "close", "each_day", "follow", "open_campaign", "type_in"]
