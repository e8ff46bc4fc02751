"""The page for work without a network as the server gives it: open to everybody and empty, its doors for workers alone."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.objects import Owner
from tests.access.people_objects import a_person
from tests.domain.offline_device import Device
from tests.domain.reporting_ledger import Ledger
from tests.domain.visiting import entry
from tests.faults.test_sync import message
from tests.panjin import load_panjin
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.queries import who_is
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry as Trail
from tonggong.base.installation import clock
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.casework.models import Assignment, Visit
from tonggong.domain.casework.services.entry.reading import spoken_on
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.services.facts import phone_columns
from tonggong.web.visits.offline import shell
from tonggong.web.visits.recording.forms import RecordForm

HERE = Owner("211122000000", "211122103000", "", "", "")


@pytest.fixture
def worker(practice):
    load_panjin()
    user = services.create_user(system_who(), username="hanyumei", name="韩玉梅").user
    services.appoint(system_who(), user, "township_worker", reach="211122103")
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    return user


@pytest.fixture
def chen(worker):
    person = a_person(HERE, name="陈桂兰")
    Assignment.objects.create(
        person=person, kind="worker", user=worker, started_on="2024-01-01", by="试验", at=clock.now()
    )
    return person


def posted(client, rows, **more):
    return client.generic(
        "POST", reverse("visits:offline-sync"), message(rows), "multipart/form-data; boundary=tonggong", **more
    )


def test_the_page_opens_for_everybody_names_nobody_and_needs_no_script_inside(client, worker, chen):
    stranger = client.get(reverse("visits:offline"))
    client.force_login(worker)
    page = client.get(reverse("visits:offline"))

    assert page.text == stranger.text
    assert "韩玉梅" not in page.text
    assert "陈桂兰" not in page.text
    assert page["Content-Security-Policy"].count("'self'") >= 4
    assert "unsafe" not in page["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.text) == []
    assert "csrfmiddlewaretoken" not in page.text


def test_without_a_script_it_says_so_and_leads_to_the_page_that_needs_the_network(client, worker):
    (said,) = re.findall(r"<noscript>(.*?)</noscript>", client.get(reverse("visits:offline")).text, re.S)

    assert "离线走访要用到脚本" in said
    assert f'href="{reverse("visits:home")}"' in said


def test_the_worker_script_covers_the_page_and_lists_everything_that_it_needs(client, worker):
    answer = client.get(reverse("visits:offline-worker"))
    said = json.loads(re.match(r"const SHELL = (.*);\n", answer.text)[1])
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(reverse("visits:offline")).text))
    for name in shell.SCRIPTS:
        text = shell.source(f"visits/offline/{name}.js").decode()
        wanted |= {f"/static/visits/offline/{m}" for m in re.findall(r'from "\./([\w.]+)"', text)}

    assert answer["Service-Worker-Allowed"] == said["page"] == reverse("visits:offline")
    assert wanted - set(said["files"]) == set()
    assert reverse("visits:offline") in said["files"]
    assert not any("day" in file or "state" in file for file in said["files"])


def test_the_page_hands_the_phone_the_citys_outcomes_after_which_somebody_was_spoken_with(client, worker):
    def handed_over():
        (listed,) = re.findall(r'data-spoken="(.*?)"', client.get(reverse("visits:offline")).text)
        return json.loads(listed), client.get(reverse("visits:offline-worker")).text.split("\n")[0]

    usual, before = handed_over()
    assert set(usual) == spoken_on(clock.today())

    FigureValue.objects.filter(figure_id="visits.spoken_outcomes").update(value=[1, 2])
    forget()
    own, after = handed_over()
    assert own == [1, 2]
    assert before != after  # phones fetch the page anew


def test_no_outcome_of_a_visit_stands_in_the_scripts(worker):
    text = shell.source("visits/offline/entry.js").decode()

    assert "dataset.spoken" in text
    assert not re.search(r"new Set\(\[", text)


def test_the_manifest_makes_it_an_application_of_its_own(client, worker):
    said = json.loads(client.get(reverse("visits:offline-manifest")).text)

    assert (said["start_url"], said["scope"], said["display"]) == (*[reverse("visits:offline")] * 2, "standalone")
    for icon in said["icons"]:
        png = shell.source(icon["src"].removeprefix("/static/"))
        assert f"{int.from_bytes(png[16:20], 'big')}x{int.from_bytes(png[20:24], 'big')}" == icon["sizes"]


def test_the_list_is_handed_out_to_its_worker_once_noted_and_kept_by_no_cache(client, worker, chen):
    other = a_person(HERE, name="别人")
    record_entry(who_is(worker), entry(chen, next_on=clock.today().isoformat()))
    client.force_login(worker)
    answer = client.get(reverse("visits:offline-day"))

    assert [one["name"] for one in answer.json()["people"]] == ["陈桂兰"]
    assert other.pk not in [one["person"] for one in answer.json()["people"]]
    assert len(answer.json()["people"][0]["reasons"]) == 1
    assert "no-store" in answer["Cache-Control"]
    (noted,) = Trail.objects.filter(kind="view", subject="persons.Person")
    assert (noted.subject_ids, noted.actor_id) == (f"[{chen.pk}]", worker.pk)


def test_an_entry_comes_in_through_the_door_of_its_author_with_the_token_of_the_page(worker, chen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    given = client.get(reverse("visits:offline-day")).json()
    client.get(reverse("visits:offline-state"))
    device = Device(given["token"], clock.now())
    device.keep(entry(chen))
    rows = list(device.queue.items())

    assert posted(client, rows).status_code == 403
    assert Visit.objects.count() == 0
    answer = posted(client, rows, headers={"X-CSRFToken": client.cookies["csrftoken"].value})
    assert [one["state"] for one in answer.json()["answers"]] == ["recorded"]
    assert Visit.objects.get().worker == worker


def test_an_ended_session_and_a_post_without_the_duty_take_nothing_in(client, worker, chen):
    device = Device("", clock.now())
    device.keep(entry(chen))
    rows = list(device.queue.items())
    signed_out = posted(client, rows)
    clerk = services.create_user(system_who(), username="zhaomin", name="赵敏").user
    services.appoint(system_who(), clerk, "committee_office", reach="2111")
    User.objects.filter(pk=clerk.pk).update(must_change_password=False)
    client.force_login(clerk)

    assert (signed_out.status_code, signed_out["Location"]) == (302, reverse("account:sign-in"))
    assert posted(client, rows).status_code == 403
    assert Visit.objects.count() == 0


def test_more_than_a_message_may_hold_is_refused_whole(client, worker):
    client.force_login(worker)

    assert posted(client, [(str(n), b"x") for n in range(21)]).status_code == 413


def test_signing_out_leaves_the_mark_by_which_the_phone_wipes_its_list(client, worker):
    client.force_login(worker)
    client.post(reverse("account:sign-out"))

    assert client.cookies["tg_left"].value == "1"
    assert "visits/offline/leave.js" in client.get(reverse("account:sign-in")).text


def test_the_whole_phone_number_goes_only_to_whom_it_may_be_shown_and_leaves_its_trace(client, worker, chen):
    sealed, _index, _tail = phone_columns("13900001234")
    Person.objects.filter(pk=chen.pk).update(phone_sealed=sealed)
    coach = services.create_user(system_who(), username="chenxi", name="陈曦").user
    services.appoint(system_who(), coach, "job_coach", reach="211122")
    User.objects.filter(pk=coach.pk).update(must_change_password=False)
    Assignment.objects.create(person=chen, kind="coach", user=coach, started_on="2024-01-01", by="试验", at=clock.now())

    client.force_login(coach)
    [seen] = client.get(reverse("visits:offline-day")).json()["people"]
    assert (seen["phone"], dict(seen["facts"])["电话"]) == ("", "尾号 1234")
    assert not Trail.objects.filter(kind="unmask").exists()

    client.force_login(worker)
    [seen] = client.get(reverse("visits:offline-day")).json()["people"]
    assert (seen["phone"], dict(seen["facts"])["电话"]) == ("13900001234", "13900001234")
    assert json.loads(Trail.objects.get(kind="unmask").subject_ids) == [chen.pk]


def test_the_number_of_somebody_said_to_have_died_stays_at_home(client, worker, chen):
    sealed, _index, _tail = phone_columns("13900001234")
    Person.objects.filter(pk=chen.pk).update(phone_sealed=sealed)
    file = Ledger().file("deaths", "2024-06")
    Finding.objects.create(
        month="2024-06", feed="deaths", delivery=file.delivery, source_file=file, content=b"d", result="ended", state="open",
        person=chen, county_code=chen.county_code, township_code=chen.township_code, cause="death", found_at=clock.now(),
    )  # fmt: skip
    client.force_login(worker)
    [seen] = client.get(reverse("visits:offline-day")).json()["people"]

    assert (seen["phone"], dict(seen["facts"])["电话"]) == ("", "尾号 1234")
    assert ["已去世" in words for words in seen["reasons"]] == [True]
    assert not Trail.objects.filter(kind="unmask").exists()


def test_the_phone_asks_in_the_words_of_the_form_online(client, worker, chen):
    page = client.get(reverse("visits:offline")).text
    form = RecordForm()
    asked = {"outcome": "outcome", "method": "method", "wish": "wish", "reason": "reason", "kinds": "kind"}

    for online, phone in {**asked, "satisfied": "satisfied"}.items():
        offered = [(str(code), words) for code, words in form.fields[online].choices if code]
        radio = re.findall(rf'name="{phone}" value="([^"]+)"><span>([^<]+)</span>', page)
        assert radio == offered, online
    for name in ("method", "wish", "reason"):
        assert f"<legend>{form[name].label}</legend>" in page
