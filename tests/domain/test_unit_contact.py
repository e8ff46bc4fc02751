"""Whom to call at a unit: said by a file, by the unit and by staff; sealed, shown for a reason, never overwritten."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.month_files import FIRM, HEADS, OTHER, UNIT, City
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.audit.models import Entry
from tonggong.base.intake.services import take_in
from tonggong.domain.employers import contacts
from tonggong.domain.employers.contacts import ContactRefused, say_contact, show_phone
from tonggong.domain.employers.joining import join, part
from tonggong.domain.employers.models import Unit, UnitContact

pytestmark = pytest.mark.django_db
HEAD = f"{HEADS['businesses']},联系人,职务,联系电话"


@pytest.fixture
def city(practice, tmp_path) -> City:
    return City(tmp_path)


def send(city: City, month: str, *called: str, code: str = UNIT, head: str = HEAD) -> None:
    row = f"{code},{FIRM},企业,K,兴隆台区,存续,2010-01-01,{month}-03"
    path = city.folder / f"{month}-{code}-{len(called)}.csv"
    path.write_text("\n".join([head, *(f"{row},{said}" for said in called or [""])]) + "\n", "utf-8")
    take_in(city.who, "businesses", path, month, sender="市市场监管局")
    city.compare(month)


def own(code: str = UNIT) -> Who:
    return Who(None, "单位的人", "employer", "用人单位", "", ROLES["employer"].duties, unit_code=code)


def unit_of(code: str = UNIT) -> Unit:
    return Unit.objects.get(code=code)


def names(unit: Unit) -> list[tuple[str, bool]]:
    return [(one.name, one.known_until is None) for one in contacts.history_of(unit)]


def test_a_file_names_whom_to_call_with_its_row_and_day_and_the_number_is_sealed(city):
    send(city, "2024-08", "王 淑珍,办公室主任,13904271234")

    (row,) = UnitContact.objects.all()

    assert (row.name, row.role, str(row.started_on)) == ("王 淑珍", "办公室主任", "2024-08-03")
    assert (row.source_file_id is not None, row.source_row, row.is_own_word) == (True, 2, False)
    assert b"13904271234" not in bytes(row.phone_sealed)
    assert contacts.tails([row]) == {row.pk: "1234"}
    assert "1234" not in str(row)


def test_a_file_without_the_columns_names_nobody(city):
    send(city, "2024-08", head=HEADS["businesses"])

    assert Unit.objects.filter(code=UNIT).exists()
    assert not UnitContact.objects.exists()


def test_what_the_unit_says_stands_until_the_file_says_something_new(city):
    send(city, "2024-08", "王淑珍,主任,13904271234")
    say_contact(own(), unit_of(), name="李国栋", role="人事", phone="0427-2836112")
    send(city, "2024-09", "王淑珍,主任,13904271234")  # as before: nothing new
    assert names(unit_of()) == [("李国栋", True), ("王淑珍", False)]

    send(city, "2024-10", "张桂兰,经理,139 0427 5678")

    assert names(unit_of()) == [("张桂兰", True), ("李国栋", False), ("王淑珍", False)]
    assert len({one.thread for one in UnitContact.objects.all()}) == 1
    assert contacts.tails([contacts.contact_of(unit_of())]) == {UnitContact.objects.last().pk: "5678"}


def test_who_may_say_it_and_what_is_asked(city):
    send(city, "2024-08", "")
    send(city, "2024-09", "", code=OTHER)
    staff, said = system_who("市残联", "2111"), {"name": "李国栋", "phone": "13904271234"}
    for who in (own(OTHER), replace(staff, reach="211122")):
        with pytest.raises(PermissionDenied):
            say_contact(who, unit_of(), **said, ground="单位来电")
    for wrong, because in (
        ({"name": " "}, "姓名"),
        ({"phone": "1390427123"}, "少 1 位"),
        ({"phone": "无"}, "不像电话"),
        ({}, "从哪里"),
    ):
        with pytest.raises(ContactRefused, match=because):
            say_contact(staff, unit_of(), **said | wrong)
    say_contact(staff, unit_of(), **said, ground="单位来电")
    with pytest.raises(ContactRefused, match="没有改变"):
        say_contact(own(), unit_of(), **said)

    (row,) = UnitContact.objects.all()
    assert (row.said_by, row.ground, row.is_own_word) == ("市残联", "单位来电", False)


def test_the_whole_number_is_shown_for_a_reason_within_reach_and_noted(city):
    send(city, "2024-08", "王淑珍,主任,13904271234")
    row, staff = contacts.contact_of(unit_of()), system_who("市残联", "2111")
    with pytest.raises(ContactRefused, match="4 个字"):
        show_phone(staff, row, "看看")
    for who in (own(), replace(staff, reach="211122")):
        with pytest.raises(PermissionDenied):
            show_phone(who, row, "打电话催报计划")
    assert not Entry.objects.filter(kind="unmask").exists()

    assert show_phone(staff, row, "打电话催报计划") == "13904271234"

    seen = Entry.objects.get(kind="unmask")
    assert seen.subject == "employers.UnitContact"
    assert "打电话催报计划" in seen.detail
    assert "1390427" not in seen.detail


def test_a_joined_unit_has_one_contact_its_own_before_the_former_codes_and_comes_apart_again(city):
    send(city, "2024-08", "王淑珍,主任,13904271234", code=OTHER)
    send(city, "2024-09", "")
    old, kept, staff = unit_of(OTHER), unit_of(), system_who("市残联", "2111")
    join(staff, old, kept, "变更登记通知书")
    assert contacts.contact_of(kept).name == "王淑珍"

    say_contact(own(OTHER), unit_of(OTHER), name="李国栋", phone="13904275678")  # the old account speaks for the unit
    assert contacts.contact_of(kept).name == "李国栋"
    assert {code: len(found) for code, found in contacts.own_numbers().items()} == {OTHER: 1}  # not by its word alone

    part(staff, unit_of(OTHER), "登记错了")

    assert [contacts.contact_of(one).name for one in (old, kept)] == ["王淑珍", "李国栋"]
