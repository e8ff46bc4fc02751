"""What a person asks for has a receipt at once, a day, and an answer; what was wrong is put right with her word as evidence."""

import dataclasses
import re
from datetime import date, timedelta

import pytest

from tests.access.walk import FOREIGN, OWN
from tests.domain.paper_files import a_person
from tests.domain.test_papers import WORKER, herself
from tonggong.base import derived
from tonggong.base.accounts.roles import ROLES, Scope
from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.divisions.models import Division
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.domain.casework.models import Petition
from tonggong.domain.casework.queries import petitions as asked
from tonggong.domain.casework.services import petitions
from tonggong.domain.casework.services.petitions import Correction, PetitionRefused
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.rules.figures import national_figures

COUNTY = Who(9, "李莉", "county_staff", "县区残联", "211122", ROLES["county_staff"].duties)


@pytest.fixture
def person(practice):
    load_figures(national_figures())
    return a_person(OWN)


def works(person, **more):
    values = {"unit_name": "锦禾食品厂", "form": "14", "started_on": date(2024, 3, 1), "known_from": clock.now()}
    return Spell.objects.create(person=person, **{**values, **more})


def ask(person, about="phone", text="电话换成 13900001111 了", role="person"):
    return petitions.ask(herself(person, role), person, "correction", text, about)


def test_the_receipt_comes_at_once_with_the_day_of_the_answer(person):
    row = ask(person, role="guardian")

    assert re.fullmatch(r"\d{6}-\d{5}", row.number)
    assert row.due_on == clock.today() + timedelta(days=15)
    assert (row.by_role, row.state) == ("guardian", "open")


def test_what_was_written_lies_sealed(person):
    ask(person)

    assert b"13900001111" not in bytes(Petition.objects.values_list("text_sealed", flat=True)[0])
    assert Petition.objects.get().text == "电话换成 13900001111 了"


def test_sent_twice_it_is_one_until_it_is_answered(person):
    first = ask(person)
    assert ask(person).pk == first.pk
    petitions.answer(COUNTY, first.pk, "done", "改好了。")

    assert ask(person).pk != first.pk


@pytest.mark.parametrize("text", ["", "  \n", "啊" * 1001])
def test_nothing_or_far_too_much_is_refused(person, text):
    with pytest.raises(PetitionRefused):
        ask(person, text=text)


def test_workers_see_what_waits_within_reach_due_first(person):
    later, first = ask(person), ask(a_person(OWN))
    ask(a_person(FOREIGN[Scope.COUNTY]))
    Petition.objects.filter(pk=first.pk).update(due_on=date(2024, 1, 1))

    assert [row.pk for row in asked.petitions(WORKER, "open")] == [first.pk, later.pk]
    assert asked.waiting(COUNTY) == 2
    assert asked.late(list(asked.petitions(COUNTY)), date(2024, 1, 2)) == 1
    assert asked.petition(dataclasses.replace(WORKER, reach="211122104"), first.pk) is None


def test_a_merged_rows_petition_is_seen_with_the_one_that_stands(person):
    gone = a_person(OWN)
    row = ask(gone)
    Person.objects.filter(pk=gone.pk).update(merged_into=person)

    assert asked.petitions_of(person) == [row]
    assert list(asked.petitions(COUNTY)) == [row]
    assert asked.item_of_petition(row).kind == "phone"


def test_a_corrected_phone_is_a_fact_on_her_word_and_the_old_one_stays_readable(person):
    row = ask(person)
    petitions.answer(COUNTY, row.pk, "done", "改好了。", Correction("phone", "139 0000 1111"))
    second = ask(person)
    petitions.answer(COUNTY, second.pk, "done", "又改好了。", Correction("phone", "13900002222"))

    person.refresh_from_db()
    facts = PersonFact.objects.filter(person=person, kind="phone").order_by("pk")
    assert person.phone == "13900002222"
    assert [fact.known_until is None for fact in facts] == [False, True]
    assert facts[0].said_by == "本人申请，李莉核实"


def test_a_job_that_ended_or_never_was_is_put_right(person):
    ended, never = works(person), works(person, unit_name="别家", started_on=date(2024, 5, 1))
    row = ask(person, f"spell:{ended.pk}", "早就不做了")
    assert asked.item_of_petition(row).spell == ended
    petitions.answer(COUNTY, row.pk, "done", "改好了。", Correction("work_end", spell=ended.pk, day=date(2024, 6, 30)))
    row = ask(person, f"spell:{never.pk}", "没去过")
    petitions.answer(COUNTY, row.pk, "done", "改好了。", Correction("work_none", spell=never.pk))

    standing = Spell.objects.standing().get()
    assert (standing.thread, standing.ended_on, standing.evidence_level) == (ended.pk, date(2024, 6, 30), "C")


@pytest.mark.parametrize("correction", [
    Correction("phone", "12345"), Correction("name", "张"), Correction("residence", "211122000000"), Correction("what"),
    Correction("work_none", spell=1), Correction("residence", ""),
])  # fmt: skip
def test_a_correction_that_cannot_be_leaves_the_petition_open(person, correction):
    Division.objects.create(code="211122000000", name="盘山县", level="county", source="试验")
    row = ask(person)
    with pytest.raises(PetitionRefused):
        petitions.answer(COUNTY, row.pk, "done", "改好了。", correction)

    assert Petition.objects.get().state == "open"


def test_a_new_place_and_name_follow_the_old_ones(person):
    towns = {"211122104000": "胡家镇", "211122105000": "石新镇"}
    for code, name in towns.items():
        Division.objects.create(code=code, name=name, level="township", source="试验")
    divisions.forget()
    for code, name in towns.items():
        petitions.answer(COUNTY, ask(person, "residence", name).pk, "done", "好。", Correction("residence", code))
    petitions.answer(COUNTY, ask(person, "name", "改名").pk, "done", "好。", Correction("name", " 王新 "))

    places = PersonFact.objects.filter(person=person, kind="residence").order_by("pk")
    assert [place.known_until is None for place in places] == [False, True]
    assert places[1].thread == places[0].pk
    assert Person.objects.get(pk=person.pk).name == "王新"


@pytest.mark.parametrize(("state", "words", "correction"), [
    ("done", " ", None), ("refused", "", None), ("open", "好。", None), ("refused", "不改。", Correction("phone", "13900001111")),
])  # fmt: skip
def test_an_answer_needs_words_and_a_refusal_changes_nothing(person, state, words, correction):
    row = ask(person)
    with pytest.raises(PetitionRefused):
        petitions.answer(COUNTY, row.pk, state, words, correction)


def test_a_petition_is_answered_once_and_only_within_reach(person):
    row = ask(person)
    with pytest.raises(PetitionRefused, match="没有找到"):
        petitions.answer(dataclasses.replace(COUNTY, reach="211103"), row.pk, "done", "好。")
    petitions.answer(COUNTY, row.pk, "refused", "派出所的登记是 211122198505011234，不改。")
    with pytest.raises(PetitionRefused, match="已经有人"):
        petitions.answer(COUNTY, row.pk, "done", "好。")

    assert Petition.objects.get().answer == "派出所的登记是 ***，不改。"


def test_stored_answers_follow_a_correction(person, monkeypatch):
    seen = []
    monkeypatch.setattr(derived, "_refreshers", [seen.append])
    petitions.answer(COUNTY, ask(person).pk, "done", "好。", Correction("phone", "13900001111"))

    assert [person.pk] in seen


@pytest.mark.parametrize(
    "about", ["spell:1", "spell:x", "spell:", "fact:99999999999999999999", "entry:abc", "", "phone:1:2"]
)
def test_a_key_that_names_nothing_of_hers_is_something_else(person, about):
    other = works(a_person(OWN))
    about = about.replace("spell:1", f"spell:{other.pk}")

    assert asked.item_of(person, about).kind in ("other", "phone")
    assert asked.item_of(person, about).spell is None
