"""The practice city's cooperation, through the same services as every entry of a page."""

from datetime import date, timedelta

from tonggong.base.accounts.who import Who
from tonggong.domain.cooperation.models import Decision, Partner
from tonggong.domain.cooperation.queries.reports import obliged_units
from tonggong.domain.cooperation.services import meetings, partners, reports, stories
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.practice import cooperation as made


def settle_cooperation(who: Who, county_code: str, day: date) -> None:
    """Write down what the practice city did by a day; a city that has partners already keeps them."""
    if Partner.objects.exists():
        return
    known = [_partner(who, county_code, day, *row) for row in made.PARTNERS]
    spells = Spell.objects.standing().filter(started_on__range=(_before(day, made.AGREED), day))
    spells = who.sees(spells.filter(person__merged_into=None).select_related("person"), "person")
    for n, spell in enumerate(spells.order_by("person_id", "pk")[: made.PLACED]):
        partners.link_placement(who, known[n % len(known)], spell, made.PLACED_BY.format(n + 1))
    for days, title, decisions in made.MEETINGS:
        _meeting(who, county_code, _before(day, days), title, decisions, known)
    _stories(who, county_code, day)
    owed, on = list(obliged_units(who, day)), _before(day, made.REPORTED)
    for unit in owed[: max(len(owed) - made.FILED, 0)]:
        reports.file_report(who, unit, year=day.year - 1, kind="social", filed_on=on, evidence=made.REPORT_BY)


def _before(day: date, days: int) -> date:
    return day - timedelta(days)


def _partner(
    who: Who, place: str, day: date, name: str, kind: str, quiet: int, posts: tuple[tuple[str, str, int], ...]
) -> Partner:
    row = partners.add_partner(who, name=name, kind=kind, county_code=place, began_on=_before(day, made.BEGAN))
    title, evidence = made.AGREEMENT
    signed, until, on = _before(day, made.AGREED), day + timedelta(made.UNTIL), _before(day, quiet)
    partners.add_agreement(
        who, row, title=title, signed_on=signed, from_on=signed, until_on=until, evidence=evidence
    )  # fmt: skip
    partners.add_contact(who, row, on=on, how="visit", said=made.SAID)
    for unit, post, number in posts:
        partners.add_posts(who, row, on=on, unit_name=unit, title=post, posts=number, evidence=made.POSTS_BY)
    return row


def _meeting(
    who: Who, place: str, on: date, title: str, decisions: tuple[tuple[str, str, int, bool], ...], known: list[Partner]
) -> None:
    row = meetings.plan_meeting(who, title=title, on=on, place=made.PLACE, county_code=place)
    meetings.add_topic(who, row, made.TOPIC)
    meetings.hold(who, row, on)
    for partner in known[:4]:
        meetings.add_attendance(who, row, organisation=partner.name, attendee=made.ATTENDEE, partner=partner)
    for text, owner, days, is_closed in decisions:
        due = on + timedelta(days)
        found: Decision = meetings.decide(who, row, text=text, owner=owner, due_on=due)
        if is_closed:
            meetings.close_decision(who, found, on=due, result=made.CLOSED)
    meetings.issue_minutes(who, row)


def _stories(who: Who, place: str, day: date) -> None:
    workers = Spell.objects.standing().on(day).filter(person__merged_into=None, person__kind="holder")
    people = [spell.person for spell in who.sees(workers.select_related("person"), "person").order_by("person_id")[:2]]
    unit = who.sees(Unit.objects.filter(code__in=workers.values("unit_code"))).order_by("pk").first()
    how, places = made.CONSENT
    for kind, name, title, text, became in made.STORIES:
        of = {"unit": unit} if kind == "unit" else {"person": people.pop() if people else None}
        if not any(of.values()):
            continue
        row = stories.write_story(who, county_code=place, title=title, text=text, shown_name=name, **of)
        giver = "unit" if kind == "unit" else "self"
        stories.agree(who, row, given_by=giver, given_on=day, how=how, places=list(places))
        stories.publish(who, row)
        if became == "withdrawn":
            stories.withdraw_consent(who, row, giver)
