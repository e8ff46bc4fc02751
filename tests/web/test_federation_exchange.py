"""The exchange: a file is looked at before anything is written, taken in by a yes, and what is wrong with it goes back."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domain.month_files import HEADS, City
from tests.web.federation_month import CITY, COUNTY, OTHER_COUNTY, client_of
from tonggong.base.audit.models import Entry
from tonggong.base.intake import tasks, uploading
from tonggong.base.intake.models import Delivery
from tonggong.base.jobs.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(practice, tmp_path):
    return City(tmp_path)


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def certificates(city, *, spoiled=True, name="certificates-兴隆台区残联.csv"):
    rows = [city.certificate(n) for n in range(4)]
    if spoiled:
        rows[3][2] = "2.11122E+17"
    text = "\n".join([HEADS["certificates"], *(",".join(row) for row in rows)])
    return SimpleUploadedFile(name, text.encode())


def sent(client, file, **more):
    form = {"feed": "certificates", "month": "2024年9月", "sender": "", "file": file} | more
    return client.post("/exchange/upload/", form)


def test_a_file_is_shown_and_nothing_is_written(city):
    client = client_of("city_staff", CITY)

    answer = sent(client, certificates(city))
    shown = page(client.get(answer["Location"]))

    assert Delivery.objects.count() == 0
    assert "收下 3 行</button>" in shown
    assert "退回的 1 行" in shown
    assert "号码被表格软件变成了科学记数" in shown
    assert f"尾号 {city.people[0][0][-4:]}" in shown
    assert [number for number, _name in city.people if number in shown] == []


def test_a_yes_takes_it_in_and_the_refused_row_can_be_fetched_and_mended(city):
    client = client_of("city_staff", CITY)
    look = sent(client, certificates(city))["Location"]

    answer = client.post(look, {"do": "take"})

    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/exchange/{delivery.pk}/"
    assert (delivery.accepted, delivery.refused, delivery.sender) == (3, 1, "兴隆台区残联")
    shown = page(client.get(answer["Location"]))
    assert "收下 3 行，退回 1 行" in shown
    file = delivery.files.get()
    book = client.get(f"/exchange/{delivery.pk}/refused/{file.pk}/")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["退回清单"]
    assert "退回原因" in [cell.value for cell in sheet[2]]
    assert Entry.objects.filter(kind="export", subject="intake.Delivery").count() == 1
    assert "已经收下了" in page(client.get(look))


def test_rehearsing_again_and_choosing_another_file_write_nothing(city):
    client = client_of("city_staff", CITY)
    look = sent(client, certificates(city))["Location"]

    client.post(look, {"do": "rehearse"})
    assert "什么都还没有写" in page(client.get(look))

    client.post(look, {"do": "another"})
    assert "已经不在了" in page(client.get(look))
    assert client.post(look, {"do": "take"}).status_code == 422
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"month": "2024-13"}, "不是月份"),
        ({"feed": ""}, "必填"),
        ({"file": SimpleUploadedFile("a.pdf", b"x")}, "不是表格"),
        ({"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode())}, "a.csv"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(city, wrong, words):
    answer = sent(client_of("city_staff", CITY), **({"file": certificates(city)} | wrong))

    shown = page(answer)
    assert answer.status_code == 422
    assert words in shown
    assert 'id="errors"' in shown
    if "month" not in wrong:
        assert "2024年9月" in shown
    assert Delivery.objects.count() == 0


def test_a_file_over_the_limit_is_not_read(city, settings):
    settings.UPLOAD_MAX_BYTES = 100

    answer = sent(client_of("city_staff", CITY), certificates(city))

    assert answer.status_code == 422
    assert "请分成几份送" in page(answer)


def test_a_county_sends_only_what_is_its_own_to_send(city):
    client = client_of("county_staff", COUNTY)

    foreign = sent(client, certificates(city, name="certificates-大洼区残联.csv"))
    assert foreign.status_code == 422
    assert "您能送的是" in page(foreign)

    assert sent(client, certificates(city)).status_code == 302


def test_another_county_and_another_user_see_neither_delivery_nor_upload(city):
    client = client_of("county_staff", COUNTY)
    look = sent(client, certificates(city))["Location"]
    stranger = client_of("county_staff", OTHER_COUNTY)
    assert stranger.get(look).status_code == 404

    client.post(look, {"do": "take"})
    delivery = Delivery.objects.get()
    assert stranger.get(f"/exchange/{delivery.pk}/").status_code == 404
    assert stranger.get(f"/exchange/{delivery.pk}/refused/{delivery.files.get().pk}/").status_code == 404
    assert "还没有收到过文件" in page(stranger.get("/exchange/"))
    assert "兴隆台区残联" in page(client.get("/exchange/?month=2024-09"))


def test_a_large_file_is_looked_at_and_taken_in_by_the_worker(city, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", 10)
    client = client_of("city_staff", CITY)

    waiting = sent(client, certificates(city))["Location"]
    run = Run.objects.get()
    assert waiting == f"/runs/{run.pk}/"
    tasks.look_at_upload.call(run.pk)
    assert client.get(waiting)["Location"] == f"/exchange/upload/{run.pk}/"

    client.post(f"/exchange/upload/{run.pk}/", {"do": "take"})
    assert Delivery.objects.count() == 0
    tasks.take_upload.call(run.pk)

    delivery = Delivery.objects.get()
    assert (delivery.accepted, delivery.received_by) == (3, "city_staff-2111")
    assert client.get(waiting)["Location"] == f"/exchange/{delivery.pk}/"


def test_what_the_worker_cannot_read_is_said_on_its_page(city, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", 1)
    client = client_of("city_staff", CITY)
    sent(client, SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode()))
    run = Run.objects.get()

    tasks.look_at_upload.call(run.pk)

    assert "没有做成" in page(client.get(f"/runs/{run.pk}/"))
    assert Delivery.objects.count() == 0
