"""Papers are sealed beside the database, seen by scope, each opening noted; consent taken back takes its photos along."""

import dataclasses
import json
import os
import shutil
import time

import pytest

from tests.access.walk import FOREIGN, OWN
from tests.domain import paper_files as made
from tests.domain.paper_files import a_person
from tonggong.base.accounts.roles import ROLES, Scope
from tonggong.base.accounts.who import Who
from tonggong.base.audit.models import Entry
from tonggong.base.home import home
from tonggong.base.policy import queries as policy
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.services import load_figures
from tonggong.base.privacy import SealBroken
from tonggong.domain.casework.files import sealed
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.models import Consent, Paper
from tonggong.domain.casework.queries import consents as consents_said
from tonggong.domain.casework.queries.papers import papers_of
from tonggong.domain.casework.services import consents, papers
from tonggong.rules.figures import national_figures

WORKER = Who(7, "于敏", "township_worker", "专职委员", "211122103", ROLES["township_worker"].duties)


def herself(person, role="person"):
    return Who(8, "小林", role, "本人", "", ROLES[role].duties, person_id=person.pk)


@pytest.fixture
def person(practice):
    shutil.rmtree(home() / "papers", ignore_errors=True)
    load_figures(national_figures())
    return a_person(OWN)


def stored(person, data=None, who=WORKER, kind="contract", title="合同", **more):
    return papers.store(who, person, kind, title, "image/jpeg", made.jpeg() if data is None else data, **more)


def files():
    return [path for path in (home() / "papers").rglob("*") if path.is_file()]


def test_a_paper_lies_sealed_in_the_home_and_opens_whole(person):
    photo = made.jpeg(made.segment(0xDD, b"\0\x04 wage 2400"))
    row = stored(person, photo)
    lying = files()[0].read_bytes()

    assert b"wage 2400" not in lying
    assert b"JFIF" not in lying
    assert b"wage 2400" in papers.open_paper(WORKER, row.pk)


def test_the_bytes_decide_what_it_is_not_what_the_sender_says(person):
    row = papers.store(WORKER, person, "contract", "x.exe", "application/x-msdownload", made.png())

    assert (row.media_type, row.size) == ("image/png", len(made.png()))


def test_a_file_put_under_another_name_does_not_open(person):
    one, two = stored(person), stored(person, made.png())
    shutil.copy(sealed.folder() / one.place[:2] / one.place, sealed.folder() / two.place[:2] / two.place)

    with pytest.raises(SealBroken):
        papers.open_paper(WORKER, two.pk)


def test_the_same_content_again_is_the_paper_that_is_there(person):
    assert stored(person).pk == stored(person, made.jpeg(made.segment(0xE1, made.exif(1))), title="又一次").pk
    assert len(files()) == 1
    assert stored(a_person(OWN)).pk != Paper.objects.earliest("pk").pk


def test_what_is_too_big_is_refused_before_it_is_looked_into(person, settings):
    settings.PAPER_MAX_BYTES = 40
    with pytest.raises(FileRefused, match="太大"):
        stored(person)
    assert files() == []


@pytest.mark.parametrize(("kind", "data"), [
    ("voice", made.jpeg()), ("visit_photo", made.pdf()), ("signature", made.wav()), ("contract", made.ogg()),
])  # fmt: skip
def test_a_kind_of_paper_takes_only_what_it_can_be(person, kind, data):
    with pytest.raises(FileRefused):
        stored(person, data, kind=kind)


@pytest.mark.parametrize(("title", "kept"), [
    ("../../etc/passwd", "passwd"), (r"C:\Users\张\合同.jpg", "合同.jpg"), ("合\0同\n", "合同"), ("  ", "合同"),
    ("身份证 211122198505011234.jpg", "身份证 ***.jpg"), ("x" * 300, "x" * 120),
])  # fmt: skip
def test_a_title_names_no_folder_and_no_identifier(person, title, kept):
    assert stored(person, title=title).title == kept


@pytest.mark.parametrize("place", ["../installation.json", "..", "", "/etc/passwd", "a" * 31 + "/", "A" * 32])
def test_only_a_name_of_ours_is_opened(person, place):
    stored(person)
    Paper.objects.update(place=place)

    with pytest.raises(papers.NoSuchPaper):
        papers.open_paper(WORKER, Paper.objects.get().pk)
    sealed.remove(place)
    assert len(files()) == 1


def test_each_opening_is_noted_by_title(person):
    row = stored(person)
    papers.open_paper(WORKER, row.pk)
    entry = Entry.objects.get(kind="view")

    assert (entry.actor, entry.subject_id, json.loads(entry.detail)) == ("于敏", person.pk, {"paper": "合同"})


def test_papers_of_people_out_of_reach_are_not_there(person):
    row = stored(person)
    elsewhere = dataclasses.replace(WORKER, reach="211122104")
    other = a_person(FOREIGN[Scope.COUNTY])

    with pytest.raises(papers.NoSuchPaper):
        papers.open_paper(elsewhere, row.pk)
    with pytest.raises(papers.NoSuchPaper):
        papers.take_back(elsewhere, row.pk, "试验")
    with pytest.raises(papers.NoSuchPaper):
        stored(other)
    with pytest.raises(papers.NoSuchPaper):
        papers.open_paper(herself(other), row.pk)
    with pytest.raises(papers.NoSuchPaper):
        stored(person, who=herself(other))


def test_a_person_sends_and_opens_her_own_up_to_a_number_a_day(person):
    FigureValue.objects.filter(figure_id="papers.own_a_day").update(value=1)
    policy.forget()
    row = stored(person, who=herself(person))

    assert papers.open_paper(herself(person), row.pk)[:2] == b"\xff\xd8"
    with pytest.raises(FileRefused, match="今天已经送了"):
        stored(person, made.png(), who=herself(person))


@pytest.mark.django_db(transaction=True)
def test_a_paper_taken_back_leaves_its_row_and_no_content(person):
    row = stored(person)
    with pytest.raises(ValueError, match="为什么"):
        papers.take_back(WORKER, row.pk, " ")
    papers.take_back(WORKER, row.pk, "拍错了人")

    assert files() == []
    assert papers_of(person) == []
    assert Paper.objects.get().known_until is not None


def test_a_file_without_a_row_is_swept_by_its_neighbour_after_a_day(person):
    row = stored(person)
    orphan = sealed.folder() / row.place[:2] / ("0" * 32)
    orphan.write_bytes(b"x")
    young = orphan.with_name("1" * 32)
    young.write_bytes(b"x")
    for path in (orphan, sealed.folder() / row.place[:2] / row.place):
        os.utime(path, (time.time() - 2 * 86400,) * 2)
    sealed._sweep(orphan.parent, papers._names_beginning)

    assert sorted(p.name for p in files()) == sorted([young.name, row.place])


def test_a_store_that_fails_leaves_no_file(person, monkeypatch):
    monkeypatch.setattr(papers.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stored(person)

    assert files() == []


def test_a_merged_rows_papers_are_those_of_the_one_that_stands(person):
    gone = a_person(OWN)
    stored(gone)
    gone.merged_into = person
    gone.save()

    assert len(papers_of(person)) == 1
    assert stored(gone).person_id in (person.pk, gone.pk)
    assert Paper.objects.count() == 1


# --- consent -------------------------------------------------------------------------------------------------------


def test_consent_once_given_stands_until_it_is_taken_back(person):
    consents.give(WORKER, person, ["recommend", "recommend", "store"], "self", "走访时口头")
    consents.give(WORKER, person, ["recommend"], "self")

    assert Consent.objects.count() == 1
    assert consents_said.has_consent(person, "recommend")
    assert not consents_said.was_withdrawn(person, "recommend")
    consents.withdraw(herself(person, "guardian"), person, "recommend", "guardian")
    assert not consents_said.has_consent(person, "recommend")
    assert consents_said.was_withdrawn(person, "recommend")
    assert Consent.objects.get().withdrawn_by == "监护人（小林）"


def test_what_rests_on_the_law_cannot_be_taken_back(person):
    with pytest.raises(consents.ConsentByLaw, match="依法"):
        consents.withdraw(WORKER, person, "store", "self")
    assert consents_said.has_consent(person, "store")


@pytest.mark.django_db(transaction=True)
def test_photos_of_visits_go_with_their_consent_and_no_new_one_comes(person):
    consents.give(WORKER, person, ["photo"], "self")
    stored(person, kind="visit_photo")
    stored(person, made.png())
    removed = consents.withdraw(herself(person), person, "photo", "self")

    assert removed == 1
    assert [p.kind for p in papers_of(person)] == ["contract"]
    assert len(files()) == 1
    with pytest.raises(FileRefused, match="撤回"):
        stored(person, kind="visit_photo")


@pytest.mark.parametrize("kind", ["visit_photo", "other"])
def test_a_photo_that_only_a_consent_lets_us_keep_waits_for_one(person, kind):
    with pytest.raises(FileRefused, match="还没有同意"):
        stored(person, kind=kind)
    consents.give(WORKER, person, ["photo"], "guardian")

    assert stored(person, kind=kind).kind == kind
    assert json.loads(Entry.objects.latest("seq").detail)["ground"] == "本人同意"


def test_a_contract_is_kept_by_law_and_what_she_sends_herself_by_her_sending_it(person):
    stored(person)
    assert json.loads(Entry.objects.latest("seq").detail)["ground"] == "依法履职"
    stored(person, made.png(), who=herself(person), kind="other")
    assert json.loads(Entry.objects.latest("seq").detail)["ground"] == "本人提交"


def test_whose_consent_stands_is_known_of_many_at_once_merged_rows_too(person, django_assert_num_queries):
    gone, never = a_person(OWN), a_person(OWN)
    consents.give(WORKER, gone, ["recommend"], "self")
    gone.merged_into = person
    gone.save()

    with django_assert_num_queries(1):
        assert consents_said.with_consent([person.pk, never.pk], "recommend") == {person.pk}
    assert consents_said.has_consent(person, "recommend")
    consents.withdraw(WORKER, person, "recommend", "self")
    assert consents_said.with_consent([person.pk], "recommend") == set()
