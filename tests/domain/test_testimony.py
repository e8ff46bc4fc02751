"""The worker's own word: sealed, read with a reason by whoever handles cases, taken back; the unit learns nothing of it."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.access.walk import FOREIGN, OWN
from tests.domain.paper_files import a_person
from tests.domain.test_papers import herself
from tonggong.base.accounts.roles import ROLES, Scope
from tonggong.base.accounts.who import Who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.testimony.models import Matter, Statement
from tonggong.domain.testimony.queries import words
from tonggong.domain.testimony.services.handling import finish, read_matter, take_up
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.domain.testimony.services.saying import Said, say, take_back, write_down
from tonggong.rules.figures import national_figures

UNIT = "91211122MA0XYZ12A1"
SECRET = "只交了证没去过"
FRIDAY = datetime(2024, 9, 13, 2, tzinfo=clock.SHANGHAI)  # the Saturday after is worked, then three days are off


def staff(role, reach="211122", user_id=9):
    return Who(user_id, "李莉", role, ROLES[role].title, reach, ROLES[role].duties)


COUNTY, WORKER = staff("county_staff"), staff("township_worker", "211122103", 7)


@pytest.fixture
def person(practice):
    load_figures(national_figures())
    return a_person(OWN)


@pytest.fixture
def job(person):
    return Spell.objects.create(
        person=person, unit_code=UNIT, unit_name="锦禾食品厂", form="14", started_on=date(2024, 3, 1), wage_yuan=2400,
        known_from=clock.now(),
    )  # fmt: skip


def deny(person, job, role="person", **more):
    return say(herself(person, role), job.pk, Said(**{"answers": ["not_real"], "words": SECRET, **more}))


def test_what_she_says_lies_sealed_and_the_trail_tells_neither_her_nor_her_word(person, job):
    deny(person, job, pay_yuan=Decimal("1200.50"), days_per_week=0)
    row = Statement.objects.get()

    assert SECRET.encode() not in bytes(row.sealed)
    assert b"not_real" not in bytes(row.sealed)
    assert (row.said["words"], row.said["pay_yuan"], row.voice, row.means) == (SECRET, "1200.50", "self", "portal")
    entries = list(Entry.objects.all())
    assert not any("not_real" in e.detail or SECRET in e.detail for e in entries)
    assert not any(e.subject == "persons.Person" for e in entries)


def test_the_ledger_of_work_does_not_move(person, job):
    before = Spell.objects.values().get()
    deny(person, job)

    assert Spell.objects.values().get() == before


@pytest.mark.parametrize(
    ("answers", "waits"), [(["works"], 0), (["no_contract"], 0), (["not_saying"], 0), (["works", "underpaid"], 1),
                           (["papers_held"], 1), (["not_real"], 1)],
)  # fmt: skip
def test_only_what_must_be_acted_on_waits_for_the_county(person, job, answers, waits):
    say(herself(person), job.pk, Said(answers))

    assert words.open_matters(COUNTY).count() == waits


def test_a_matters_days_are_working_days_and_a_second_word_does_not_begin_them_again(person, job):
    with clock.pretend(FRIDAY):
        deny(person, job)
    with clock.pretend(FRIDAY + timedelta(5)):
        deny(person, job, answers=["not_real", "papers_held"])
    matter = words.open_matters(COUNTY).get()

    # 14, 18, 19, 20, 23, 24, 25, 26, 27, 29 September
    assert matter.due_on == date(2024, 9, 29)
    assert words.late_matters(COUNTY, date(2024, 9, 29)) == 0
    assert words.late_matters(COUNTY, date(2024, 9, 30)) == 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (Said([]), "请选一样"),
        (Said(["works", "not_real"]), "只能选一样"),
        (Said(["something"]), "请选一样"),
        (Said(["works"], days_per_week=8), "0 到 7"),
        (Said(["works"], pay_yuan=Decimal(200_000)), "工资"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_of_it_stays(person, job, said, problem):
    with pytest.raises(TestimonyRefused, match=problem):
        say(herself(person), job.pk, said)
    assert not Statement.objects.exists()


def test_nobody_speaks_of_anothers_job(person, job):
    other = a_person(OWN)
    with pytest.raises(TestimonyRefused, match="没有找到"):
        say(herself(other), job.pk, Said(["not_real"]))
    with pytest.raises(TestimonyRefused, match="没有找到"):
        say(COUNTY, job.pk, Said(["not_real"]))


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"county_staff", "city_staff"}))
def test_no_other_role_sees_that_there_is_a_word(person, job, role):
    deny(person, job)
    matter = Matter.objects.get()
    reach = {"township_worker": "211122103", "job_coach": "211122"}.get(role, "2111")
    who = staff(role, reach)

    assert not words.matters(who).exists()
    assert words.words_held(who, person=person.pk) == words.words_held(who, unit_code=UNIT) == []
    with pytest.raises(TestimonyRefused):
        read_matter(who, matter.pk, "想看看说了什么")


@pytest.mark.parametrize("reach", ["211103", "2102", ""])
def test_out_of_reach_there_is_none(person, job, reach):
    deny(person, job)
    who = staff("county_staff", reach)

    assert words.words_held(who, unit_code=UNIT) == []
    with pytest.raises(TestimonyRefused, match="没有找到"):
        read_matter(who, Matter.objects.get().pk, "核对这份工作")


def test_it_is_read_with_a_reason_that_she_reads_too_and_each_reading_is_noted(person, job):
    row = deny(person, job)
    matter = Matter.objects.get()
    with pytest.raises(TestimonyRefused, match="为什么"):
        read_matter(COUNTY, matter.pk, "看看")
    assert words.readings([row]) == []
    found = read_matter(COUNTY, matter.pk, "核对这份工作")

    assert (found.words[0].words, found.words[0].answers) == (SECRET, ("not_real",))
    (entry,) = words.readings(words.own_statements(person, "self"))
    assert (entry.actor, json.loads(entry.detail)["reason"]) == ("李莉", "核对这份工作")
    assert words.own_statements(person, "guardian") == []


def test_the_guardian_speaks_in_a_voice_of_her_own(person, job):
    say(herself(person), job.pk, Said(["not_real"]))
    say(herself(person, "guardian"), job.pk, Said(["works"]))

    assert [(s.voice, s.said["answers"]) for s in Statement.objects.standing().order_by("pk")] == [
        ("self", ["not_real"]), ("guardian", ["works"])
    ]  # fmt: skip
    assert [s.said["answers"] for s in words.own_statements(person, "guardian")] == [["works"]]
    assert words.jobs_of(person, "guardian")[0].said_on == clock.today()


def test_a_newer_word_follows_and_taken_back_nobody_reads_it_any_more(person, job):
    first = deny(person, job)
    second = say(herself(person), job.pk, Said(["works"]))
    assert (second.follows_id, list(Statement.objects.standing())) == (first.pk, [second])
    matter = Matter.objects.get()
    assert matter.state == "waiting"  # whoever had to say "works" afterwards is not left alone
    assert [w.answers for w in read_matter(COUNTY, matter.pk, "核对这份工作").words] == [("works",), ("not_real",)]

    assert take_back(herself(person, "guardian"), job.pk) is False
    assert take_back(herself(person), job.pk) is True
    matter.refresh_from_db()
    assert matter.state == "withdrawn"
    assert read_matter(COUNTY, matter.pk, "核对这份工作").words == [None, None]
    assert Statement.objects.count() == 2
    assert words.words_held(COUNTY, person=person.pk) == []
    deny(person, job)
    assert words.open_matters(COUNTY).count() == 1


def test_she_is_asked_when_it_is_time_and_not_again_once_she_will_not(person, job):
    with clock.pretend(datetime(2024, 3, 20, tzinfo=clock.SHANGHAI)):
        assert not words.jobs_of(person, "self")[0].is_time
    with clock.pretend(datetime(2024, 4, 1, tzinfo=clock.SHANGHAI)):
        assert words.jobs_of(person, "self")[0].is_time
        say(herself(person), job.pk, Said(["works"]))
        assert not words.jobs_of(person, "self")[0].is_time
    with clock.pretend(datetime(2024, 10, 1, tzinfo=clock.SHANGHAI)):
        assert words.jobs_of(person, "self")[0].is_time
        say(herself(person), job.pk, Said(["not_saying"]))
    with clock.pretend(datetime(2029, 10, 1, tzinfo=clock.SHANGHAI)):
        assert not words.jobs_of(person, "self")[0].is_time


def test_a_worker_writes_it_down_and_can_not_read_it(person, job):
    said = Said(["papers_held"], words=SECRET, beside=["alone"])
    row = write_down(WORKER, person.pk, job.pk, said, "self", "door")

    assert (row.by, row.means, row.said["beside"]) == ("李莉", "door", ["alone"])
    assert not words.matters(WORKER).exists()
    assert words.open_matters(COUNTY).count() == 1


@pytest.mark.parametrize(
    ("beside", "voice", "means", "problem"),
    [
        (["unit"], "self", "door", "单位的人在场"),
        (["family", "unit"], "self", "phone", "单位的人在场"),
        ([], "self", "door", "谁在场"),
        (["alone", "family"], "self", "door", "只有本人"),
        (["alone"], "self", "portal", "电话里"),
        (["alone"], "family", "door", "监护人"),
    ],
)
def test_never_with_the_unit_there_and_only_with_who_was_there(person, job, beside, voice, means, problem):
    with pytest.raises(TestimonyRefused, match=problem):
        write_down(WORKER, person.pk, job.pk, Said(["works"], beside=beside), voice, means)
    assert not Statement.objects.exists()


def test_nobody_writes_down_for_somebody_out_of_reach_or_without_the_duty(person, job):
    far = a_person(FOREIGN[Scope.COUNTY])
    for who, whose in ((WORKER, far), (staff("job_coach"), person), (staff("auditor", "2111"), person)):
        with pytest.raises(TestimonyRefused, match="没有找到"):
            write_down(who, whose.pk, job.pk, Said(["works"], beside=["alone"]), "self", "door")


def test_a_matter_is_taken_up_and_finished_once_with_what_was_done_sealed(person, job):
    deny(person, job)
    matter = Matter.objects.get()
    take_up(COUNTY, matter.pk)
    with pytest.raises(TestimonyRefused):
        take_up(COUNTY, matter.pk)
    for result, note in (("", "查过了"), ("settled", " ")):
        with pytest.raises(TestimonyRefused):
            finish(COUNTY, matter.pk, result, note)
    finish(COUNTY, matter.pk, "inspected", "按参保和工资核查")
    matter.refresh_from_db()

    assert (matter.state, matter.note, matter.done_by) == ("done", "按参保和工资核查", "李莉")
    assert "核查".encode() not in bytes(matter.note_sealed)
    with pytest.raises(TestimonyRefused, match="办完"):
        finish(COUNTY, matter.pk, "settled", "再来")


def test_of_a_person_and_a_unit_it_says_where_to_read_and_not_what(person, job):
    deny(person, job)
    (held,) = words.words_held(COUNTY, unit_code=UNIT)

    assert (held.person, held.spell, held.unit_code, held.is_open) == (person.pk, job.pk, UNIT, True)
    assert held.matter == Matter.objects.get().pk
    assert "not_real" not in repr(held)
    assert words.words_held(COUNTY, unit_code="") == []
    assert words.words_held(COUNTY, person=person.pk) == [held]


def test_the_word_of_a_merged_row_is_that_of_the_person_who_stands(person, job):
    deny(person, job)
    kept = a_person(OWN)
    Person.objects.filter(pk=person.pk).update(merged_into=kept)

    assert [m.stands_for for m in words.open_matters(COUNTY)] == [kept.pk]
    assert len(words.own_statements(kept, "self")) == 1
