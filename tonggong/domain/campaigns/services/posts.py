"""Entering public-welfare posts, and granting terms on them by the rule."""

from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.divisions.queries import division
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import Occupancy, PublicPost
from tonggong.domain.campaigns.queries import posts as queries
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.status.models import PersonStatus
from tonggong.rules.outcome import Outcome
from tonggong.rules.public_posts import LAWFUL, Ground, may_hold


@transaction.atomic
def add_post(
    who: Who, *, title: str, form: str, unit_code: str, unit_name: str, funding: str, headcount: int, place: str, since: date
) -> PublicPost:  # fmt: skip
    """Enter posts of one kind at one unit.

    Raises:
        CampaignRefused: the place is out of reach, the unit has such posts already, or a day is ahead.
    """
    found = division(place)
    if found is None or not who.covers(place):
        raise CampaignRefused("请选一个您管的地方。")
    if since > clock.today():
        raise CampaignRefused("设立日期还没有到。")
    if headcount < 1:
        raise CampaignRefused("岗位数至少是 1。")
    county = f"{place[:6]}000000"
    town = "" if place.endswith("000000") else place
    try:
        with transaction.atomic():
            row = PublicPost.objects.create(
                title=title.strip(), form=form, unit_code=unit_code.strip().upper(), unit_name=unit_name.strip(), funding=funding.strip(),
                headcount=headcount, county_code=county, township_code=town, since=since, by=who.name, at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise CampaignRefused("这个单位已经登记了这一种岗位，请在那一条上改岗位数。") from None
    audit.record("change", who=who, subject="campaigns.PublicPost", ids=[row.pk], step="add")
    return row


@transaction.atomic
def change_post(who: Who, post: PublicPost, *, headcount: int, funding: str) -> None:
    """Say how many posts there are now and who pays; 0 ends them.

    Raises:
        CampaignRefused: they have ended.
    """
    row = PublicPost.objects.select_for_update().get(pk=post.pk)
    if row.ended_on is not None:
        raise CampaignRefused("这些岗位已经撤销。")
    before = {"headcount": row.headcount, "funding": row.funding}
    row.headcount, row.funding = headcount, funding.strip()
    row.ended_on = clock.today() if headcount == 0 else None
    row.save(update_fields=["headcount", "funding", "ended_on"])
    audit.record("change", who=who, subject="campaigns.PublicPost", ids=[row.pk], step="change", before=before)


def ask(person: Person, form: str, started_on: date, ends_on: date, filed: str = "") -> Outcome[Ground]:
    """Whether somebody may hold a post of a kind from a day to a day, by the rules of today and the posts held before.

    Raises:
        FigureMissing: a setting of the terms is not entered.
    """
    status = PersonStatus.objects.filter(pk=person.pk).first()
    asked = queries.holder(person, status, queries.retire_category(person), filed)
    earlier = queries.held_by([person.pk])[person.pk]
    return may_hold(asked, form, earlier, started_on, ends_on, figures_on(clock.today(), person.county_code))


@transaction.atomic
def grant(who: Who, post: PublicPost, person: Person, *, started_on: date, ends_on: date, filed: str = "") -> Occupancy:
    """Grant somebody a term on a post, where the rule allows it.

    Raises:
        CampaignRefused: the rule does not allow it, or the days or the person are none for it.
    """
    if not served(who).filter(pk=person.pk, died_on=None).exists():
        raise CampaignRefused("这个人已经去世，或不归您负责。")
    if post.ended_on is not None:
        raise CampaignRefused("这些岗位已经撤销。")
    if ends_on < started_on:
        raise CampaignRefused("结束日期不能早于开始日期。")
    answer = ask(person, post.form, started_on, ends_on, filed)
    if answer.value not in LAWFUL:
        raise CampaignRefused(answer.because)
    same = Occupancy.objects.select_for_update().standing().filter(person=person, post=post, started_on=started_on)
    now, before = clock.now(), same.first()
    same.update(known_until=now)
    row = Occupancy.objects.create(
        person=person, post=post, started_on=started_on, ends_on=ends_on, ground=answer.value.value, filed=filed.strip()[:60],
        because=answer.because[:400], known_from=now, said_by=who.name,
        thread=(before.thread or before.pk) if before else None,
    )  # fmt: skip
    if row.thread is None:
        Occupancy.objects.filter(pk=row.pk).update(thread=row.pk)
    audit.record("change", who=who, subject="campaigns.Occupancy", ids=[row.pk], person=person.pk)
    facts_changed([person.pk])
    return row
