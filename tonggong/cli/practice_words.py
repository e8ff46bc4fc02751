"""What placed persons of a practice city say of their jobs, and four labour complaints, each at another step of its way.

Through the services of the pages, so that nothing lies in a practice city that could not have come about in a real one.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.testimony.choices import Result
from tonggong.domain.testimony.queries.words import jobs_of
from tonggong.domain.testimony.services import complaints
from tonggong.domain.testimony.services.complaints import Wrong
from tonggong.domain.testimony.services.saying import Said, say

# How many days ago, and what was said; the same seed gives the same persons.
WORDS: tuple[tuple[int, Said], ...] = (
    (40, Said(["works"], 5, Decimal(2400))),
    (33, Said(["works"], 5)),
    (27, Said(["not_real"], words="只交了证，没去过。")),
    (20, Said(["works", "underpaid"], 6, Decimal(1500), "别人都拿三千多。", may_contact=True)),
    (12, Said(["not_saying"])),
    (6, Said(["works", "papers_held"], 5, words="证交上去没还。")),
    (3, Said(["works", "no_contract"], 5, Decimal(2100))),
)
COMPLAINTS: tuple[tuple[int, str, str], ...] = (
    (75, "wages", "去年底欠我两个月工资，一直没给。"),
    (30, "contract", "干了半年，没有跟我签合同。"),
    (12, "discrimination", "说我手不好，不让我上夜班，也不给全勤。"),
    (5, "wages", "上个月工资少发了一半。"),
)


def settle_words() -> None:
    """Have some persons say what their jobs are like, and some complain, in the weeks before the practice city's day."""
    day = clock.today()
    people = _placed(day, len(WORDS) + len(COMPLAINTS))
    for (ago, said), person in zip(WORDS, people, strict=False):
        with clock.pretend(_morning(day - timedelta(ago))):
            jobs = jobs_of(person, "self")
            if jobs:
                say(_herself(person), jobs[0].spell, said)
    for step, ((ago, topic, text), person) in enumerate(zip(COMPLAINTS, people[len(WORDS) :], strict=False)):
        _complaint(step, day - timedelta(ago), person, topic, text)


def _placed(day: date, count: int) -> list[Person]:
    rows = Spell.objects.standing().on(day).exclude(unit_code="").filter(started_on__lte=day - timedelta(120))
    keys = list(dict.fromkeys(rows.order_by("person_id", "pk").values_list("person_id", flat=True)[: count * 4]))[
        :count
    ]
    found = Person.objects.in_ledger().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _complaint(step: int, on: date, person: Person, topic: str, text: str) -> None:
    """One that is ended, one accepted, one sent, one that waits and is late."""
    with clock.pretend(_morning(on)):
        unit = jobs_of(person, "self")
        name = unit[0].unit_name if unit else "原来的单位"
        row = complaints.complain(_herself(person), Wrong(topic, text, name, may_be_named=step == 0))
    if step == 3:
        return
    with clock.pretend(_morning(row.refer_by)):
        row = complaints.refer(_staff("city_staff"), row.pk)
    inspection = _staff("department_liaison", row.office)
    if step < 2 and row.accept_by is not None:
        with clock.pretend(_morning(row.accept_by)):
            row = complaints.accept(inspection, row.pk)
    if step == 0:
        with clock.pretend(_morning(on + timedelta(60))):
            words = "查实了，单位把两个月工资付清了。"
            complaints.conclude(inspection, row.pk, Result.PAID, words, yuan=Decimal(4800))


def _herself(person: Person) -> Who:
    return Who(None, person.name, "person", "本人", "", ROLES["person"].duties, person_id=person.pk)


def _staff(role: str, department: str = "") -> Who:
    base = system_who("演练城市")
    return Who(None, base.name, role, ROLES[role].title, base.reach, ROLES[role].duties, department=department)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=clock.SHANGHAI)
