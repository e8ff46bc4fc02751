"""The practice city's cooperation, through the same services as every entry of a page."""

from datetime import date, timedelta

from tonggong.base.accounts.who import Who
from tonggong.domain.cooperation.models import Decision, Partner
from tonggong.domain.cooperation.queries.reports import obliged_units
from tonggong.domain.cooperation.services import meetings, partners, reports, stories
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.practice import cooperation as made

YEAR = timedelta(365)


def settle(who: Who, county_code: str, day: date) -> None:
    """Write down what the practice city did by a day; a city that has partners already keeps them."""
    if Partner.objects.exists():
        return
    known = [_partner(who, county_code, day, *row) for row in made.PARTNERS]
    spells = Spell.objects.standing().filter(started_on__range=(day - YEAR, day), person__merged_into=None)
    spells = who.sees(spells.select_related("person"), "person").order_by("person_id", "pk")
    for n, spell in enumerate(spells[: made.PLACED]):
        partners.link_placement(who, known[n % len(known)], spell, f"推荐函{n + 1}号")
    for days, title, decisions in made.MEETINGS:
        _meeting(who, county_code, day - timedelta(days), title, decisions, known)
    _stories(who, county_code, day)
    owed = list(obliged_units(who, day))
    for unit in owed[: max(len(owed) - made.FILED, 0)]:
        reports.file_report(
            who, unit, year=day.year - 1, kind="social", filed_on=day - timedelta(30), evidence="年度社会责任报告第12页"
        )


def _partner(
    who: Who, place: str, day: date, name: str, kind: str, quiet: int, posts: tuple[tuple[str, str, int], ...]
) -> Partner:
    row = partners.add_partner(who, name=name, kind=kind, county_code=place, began_on=day - 2 * YEAR)
    partners.add_agreement(
        who,
        row,
        title="助残就业合作协议",
        signed_on=day - YEAR,
        from_on=day - YEAR,
        until_on=day + YEAR,
        evidence="协议文本",
    )
    partners.add_contact(who, row, on=day - timedelta(quiet), how="visit", said="了解会员企业用工，商量岗位")
    for unit, title, number in posts:
        partners.add_posts(
            who, row, on=day - timedelta(quiet), unit_name=unit, title=title, posts=number, evidence="岗位登记表"
        )
    return row


def _meeting(
    who: Who, place: str, on: date, title: str, decisions: tuple[tuple[str, str, int, bool], ...], known: list[Partner]
) -> None:
    row = meetings.plan_meeting(who, title=title, on=on, place="市残联三楼会议室", county_code=place)
    meetings.add_topic(who, row, "会员企业岗位和用工需求")
    meetings.hold(who, row, on)
    for partner in known[:4]:
        meetings.add_attendance(who, row, organisation=partner.name, attendee="秘书长", partner=partner)
    for text, owner, days, is_closed in decisions:
        found: Decision = meetings.decide(who, row, text=text, owner=owner, due_on=on + timedelta(days))
        if is_closed:
            meetings.close_decision(who, found, on=on + timedelta(days), result="已办结")
    meetings.issue_minutes(who, row)


def _stories(who: Who, place: str, day: date) -> None:
    workers = Spell.objects.standing().on(day).filter(person__merged_into=None, person__kind="holder")
    people = [spell.person for spell in who.sees(workers.select_related("person"), "person").order_by("person_id")[:2]]
    unit = who.sees(Unit.objects.filter(code__in=workers.values("unit_code"))).order_by("pk").first()
    for kind, name, title, text, became in made.STORIES:
        of = {"unit": unit} if kind == "unit" else {"person": people.pop() if people else None}
        if not any(of.values()):
            continue
        row = stories.write_story(who, county_code=place, title=title, text=text, shown_name=name, **of)
        giver = "unit" if kind == "unit" else "self"
        stories.agree(who, row, given_by=giver, given_on=day, how="签字的同意书", places=["portal", "circular"])
        stories.publish(who, row)
        if became == "withdrawn":
            stories.withdraw_consent(who, row, giver)
