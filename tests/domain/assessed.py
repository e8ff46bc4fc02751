"""People to be assessed, and who assesses them: the small ledger of the assessment's tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tests.access.objects import Owner
from tests.access.people_objects import a_person
from tonggong.base.accounts import services as accounts
from tonggong.base.accounts.models import User
from tonggong.base.accounts.queries import who_is
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.domain.casework.choices import ConsentPurpose
from tonggong.domain.casework.models import Assessment
from tonggong.domain.casework.services import assessments, consents
from tonggong.domain.persons.models import Certificate, Person
from tonggong.rules.ability import profile
from tonggong.rules.figures import national_figures

HERE = Owner("211103000000", "211103001000", "", "", "")
THERE = Owner("211122000000", "211122103000", "", "", "")
KEYS = list(profile().dimensions)
_numbers = count(1)


def a_worker(role: str = "township_worker", reach: str = "211103001", **tied: Any) -> User:
    """An account with one post."""
    number = next(_numbers)
    user = accounts.create_user(system_who(), username=f"assessor{number}", name=f"评估员{number}").user
    accounts.appoint(system_who(), user, role, reach=reach, **tied)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    return User.objects.get(pk=user.pk)


def acting(user: User) -> Who:
    """The account in its post."""
    return who_is(user)


def somebody(category: str = "4", grade: int = 3, owner: Owner = HERE, agreed: bool = True, **more: Any) -> Person:
    """A holder of a certificate who has agreed to be assessed."""
    person = a_person(owner, **more)
    with_certificate(person, category, grade)
    if agreed:
        consents.give(system_who(), person, [ConsentPurpose.ASSESS], "self", "当面")
    return person


def with_certificate(person: Person, category: str, grade: int, issued_on: date = date(2018, 1, 1)) -> Certificate:
    """A certificate in force."""
    number = f"{person.pk}-{next(_numbers)}".encode()
    return Certificate.objects.create(
        person=person, kind="disability", number_sealed=number, number_index=number[:16], category=category, grade=grade,
        issued_on=issued_on, status="valid", known_from=datetime(2024, 1, 2, tzinfo=UTC),
    )  # fmt: skip


def figures() -> None:
    """Have the product's figures in force."""
    load_figures(national_figures())


def said(levels: dict[str, int], source: str = "self", on: date | None = None) -> dict[str, dict[str, Any]]:
    """Levels as a screen hands them on."""
    day = on or clock.today()
    return {key: {"level": value, "source": source, "on": day} for key, value in levels.items()}


def a_draft(who: Who, person: Person, depth: str = "D1", level: int = 3, **more: Any) -> Assessment:
    """A draft that lacks nothing but the signature."""
    row = assessments.begin(who, person, depth=depth, purpose="four_ones", families=["bench"])
    source = "self" if depth == "D1" else "assessor"
    filled = {
        "levels": said(dict.fromkeys(row.asked, level), source), "advice": "open", "advice_because": "能独立完成",
        "sessions": [{"on": str(clock.today()), "minutes": 40, "place": "残联评估室", "given": ""}],
        "instruments": [{"code": 14, "on": str(clock.today()), "raw": "32"}],
    }  # fmt: skip
    return assessments.keep(who, row.thread, **{**filled, **more})


def signed(who: Who, person: Person, **more: Any) -> Assessment:
    """A signed assessment."""
    return assessments.sign(who, a_draft(who, person, **more).thread)


def shown(who: Who, person: Person, **more: Any) -> Assessment:
    """A signed assessment that the person has been shown."""
    return assessments.show(who, signed(who, person, **more).thread)
