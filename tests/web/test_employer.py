"""A unit's and a training provider's desk: their own, masked where others are meant, and nothing of a neighbour."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.access.desk_objects import a_person, make_class, make_unit_refused
from tests.access.objects import Owner
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.services import take_in
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell

CODE, OTHER = "91211122MA0XY2120Y", "91211103MA0QWE345M"
OURS = Owner("211122000000", "211122103000", "", CODE, "锦禾培训学校")
THEIRS = Owner("211122000000", "211122103000", "", OTHER, "他方培训学校")


@pytest.fixture
def enter(client, practice):
    def signed_in(role, **tied):
        user = services.create_user(system_who(), username="gaoyuan", name="高原").user
        services.appoint(system_who(), user, role, **tied)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        client.force_login(user)

    return signed_in


@pytest.fixture
def units(practice):
    Unit.objects.create(code=CODE, name="锦禾食品厂", status="存续", posts=None, county_code="211122000000")
    Unit.objects.create(code=OTHER, name="隔壁水泥厂", status="存续", county_code="211122000000")


def sheet(content, *rows):
    """Fill the template that the unit was handed."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    head = [cell.value for cell in book.worksheets[0][2]]
    for row in rows:
        book.worksheets[0].append([row.get(name) for name in head])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("hires.xlsx", out.getvalue())


def person(name, number, code):
    return {
        "姓名": name,
        "身份证号": number,
        "统一社会信用代码": code,
        "就业时间": "2024-09-02",
        "就业形式": "按比例就业",
    }


def test_the_page_shows_the_own_unit_and_no_other(client, units, enter):
    enter("employer", unit_code=CODE)
    page = client.get(reverse("employer:home")).text

    assert "锦禾食品厂" in page
    assert "隔壁水泥厂" not in page


def test_the_template_is_taken_back_filled_and_rows_of_another_unit_are_refused(client, units, enter):
    enter("employer", unit_code=CODE)
    empty = client.get(reverse("employer:template")).content
    file = sheet(empty, person("张三", "211122196001010018", CODE), person("李四", "211122196001020013", OTHER))
    answer = client.post(reverse("employer:upload"), {"month": "2024年9月", "file": file})
    assert answer.status_code == 302, answer.text
    looked = client.get(answer["Location"]).text
    assert "不是本单位的行" in looked
    assert Delivery.objects.count() == 0

    client.post(answer["Location"], {"do": "take"})
    delivery = Delivery.objects.get()
    assert delivery.feed == "hires"
    assert delivery.sender == f"锦禾食品厂（{CODE}）"
    assert (delivery.accepted, delivery.refused) == (1, 1)
    assert "李四" not in client.get(reverse("employer:home")).text


def test_a_unit_can_report_nothing_but_its_own_hires(units, practice):
    from django.core.exceptions import PermissionDenied

    from tonggong.base.accounts.roles import ROLES
    from tonggong.base.accounts.who import Who

    who = Who(1, "高原", "employer", "用人单位", "", ROLES["employer"].duties, unit_code=CODE)
    for feed, sender in (("deaths", f"厂（{CODE}）"), ("hires", f"厂（{OTHER}）"), ("hires", None)):
        with pytest.raises(PermissionDenied):
            take_in(who, feed, b"", "2024-09", sender=sender)


def test_another_units_report_and_refused_rows_are_not_there(client, units, enter):
    enter("employer", unit_code=CODE)
    theirs, ours = make_unit_refused(THEIRS), make_unit_refused(OURS)

    assert client.get(reverse("employer:report", args=[theirs["delivery_id"]])).status_code == 404
    assert client.get(reverse("employer:refused-rows", kwargs=theirs)).status_code == 404
    assert client.get(reverse("employer:refused-rows", kwargs=ours)).content[:2] == b"PK"


def test_an_institution_sees_its_sheltered_people_and_not_who_else_holds_a_certificate(client, units, enter):
    sheltered, plain = a_person(OURS), a_person(OURS, "211122196001020013")
    plain.name = "赵无名"
    plain.save()
    for one, form in ((sheltered, "51"), (plain, "14")):
        Spell.objects.create(person=one, unit_code=CODE, form=form, started_on="2024-01-02", known_from=clock.now())
    enter("sheltered_institution", unit_code=CODE)
    page = client.get(reverse("employer:home")).text

    assert "张三丰" in page
    assert "赵无名" not in page
    assert Entry.objects.get(kind="view").subject_id == sheltered.pk


def test_a_provider_sees_its_own_classes_with_masked_names(client, enter):
    ours, theirs = make_class(OURS), make_class(THEIRS)
    enter("training_base", provider="锦禾培训学校")

    assert client.get(reverse("employer:classes")).text.count("缝纫班") == 1
    page = client.get(reverse("employer:class", kwargs=ours)).text
    assert "张*丰" in page
    assert "张三丰" not in page
    assert client.get(reverse("employer:class", kwargs=theirs)).status_code == 404
