"""A department's desk: what it owes, what came of its own files, what it is asked; nothing of another department."""

import pytest
from django.urls import reverse

from tests.access.desk_objects import make_delivery, make_refused, make_returned
from tests.access.objects import Owner
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery
from tonggong.domain.comparison.models import Decision, Finding

OURS = Owner("211122000000", "211122103000", "civil_affairs", "", "")
THEIRS = Owner("211122000000", "211122103000", "hrss", "", "")
DEATHS = "填报单位：civil_affairs的处室\n姓名,身份证号,死亡日期,登记日期\n张三,211122196001010019,2024-09-03,2024-09-05\n李四,211122196001010027,不知道,\n"


@pytest.fixture
def ma(client, practice):
    make_delivery(OURS)
    Delivery.objects.all().delete()
    user = services.create_user(system_who(), username="mawen", name="马文").user
    services.appoint(system_who(), user, "department_liaison", reach="2111", department="civil_affairs")
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client.force_login(user)
    return user


def test_what_is_owed_says_by_when_and_what_came(client, ma):
    page = client.get(reverse("departments:home")).text
    assert "死亡登记" in page
    assert "civil_affairs的处室" in page

    make_delivery(OURS)
    assert "已送" in client.get(reverse("departments:home")).text


def test_a_file_is_looked_at_and_then_taken_in_for_the_own_department(client, ma):
    file = _file("deaths.csv", DEATHS)
    answer = client.post(reverse("departments:upload"), {"feed": "deaths", "month": "2024年9月", "file": file})
    page = client.get(answer["Location"]).text
    assert "要退回" in page
    assert Delivery.objects.count() == 0

    done = client.post(answer["Location"], {"do": "take"})
    delivery = Delivery.objects.get()
    assert done["Location"] == reverse("departments:delivery", args=[delivery.pk])
    assert (delivery.sender, delivery.accepted, delivery.refused) == ("civil_affairs的处室", 1, 1)


def test_a_file_of_another_office_is_refused_and_nothing_kept(client, ma):
    file = _file("deaths.csv", DEATHS.replace("civil_affairs的处室", "市税务局"))
    page = client.post(reverse("departments:upload"), {"feed": "deaths", "month": "2024年9月", "file": file})

    assert page.status_code == 422
    assert "市税务局" in page.text
    assert Delivery.objects.count() == 0


def test_another_departments_delivery_rows_and_questions_are_not_there(client, ma):
    foreign = make_refused(THEIRS)

    assert client.get(reverse("departments:delivery", args=[foreign["delivery_id"]])).status_code == 404
    assert client.get(reverse("departments:refused-rows", kwargs=foreign)).status_code == 404
    assert "hrss的处室" not in client.get(reverse("departments:home")).text


def test_refused_rows_go_back_as_a_workbook_and_the_trail_says_so(client, ma):
    answer = client.get(reverse("departments:refused-rows", kwargs=make_refused(OURS)))

    assert answer.content[:2] == b"PK"
    assert Entry.objects.filter(kind="export", actor="马文").count() == 1


def test_an_answer_closes_the_question(client, ma):
    finding = make_returned(OURS)["finding_id"]
    Decision.objects.create(finding_id=finding, choice="return", reason="这个人还在缴费", by="李楠", at=clock.now())
    address = reverse("departments:answer", args=[finding])
    assert "这个人还在缴费" in client.get(address).text
    assert "张三" in client.get(reverse("departments:returned")).text

    refused = client.post(address, {"stands": "yes", "text": ""})
    assert refused.status_code == 422
    client.post(address, {"stands": "no", "text": "录错了人"})

    found = Finding.objects.get(pk=finding)
    assert (found.state, found.answer) == ("answered", "录错了人")
    assert client.get(address).status_code == 404


def test_an_own_question_of_another_feed_or_office_is_not_shown(client, ma):
    foreign = make_returned(THEIRS)["finding_id"]

    assert client.get(reverse("departments:answer", args=[foreign])).status_code == 404
    assert "张三" not in client.get(reverse("departments:returned")).text


def _file(name, text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, text.encode("gb18030"))
