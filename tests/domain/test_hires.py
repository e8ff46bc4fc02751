"""A year's hires on four sides: what agrees is confirmed, each difference is decided with who, when and why, undo restores."""

import io
import json
from datetime import date
from itertools import count

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.intake_files import citizen_ids, unit_code
from tests.domain.reporting_ledger import KNOWN, TAISHAN, XINGLONG, Ledger
from tonggong.base.accounts.who import IncompatibleDuties, Who, system_who
from tonggong.base.audit.models import Entry
from tonggong.base.intake.services import take_in
from tonggong.base.privacy import blind_index, seal
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.employers.models import Unit
from tonggong.domain.hires import queries
from tonggong.domain.hires.models import HireCase, HireReport
from tonggong.domain.hires.services import HireRefused, check_year, decide, report_hire, undo, withdraw_report
from tonggong.domain.hires.sheet import hires_xlsx
from tonggong.domain.persons.models import Person
from tonggong.rules.masking import mask_name

pytestmark = pytest.mark.django_db
ORGAN, SCHOOL = unit_code(1, "11"), unit_code(2, "12")
FIRM = unit_code(3)
YEAR, DAY = 2023, date(2023, 7, 3)
NUMBERS = citizen_ids(30, seed=23)
ALL = frozenset({"hires.report", "hires.check", "quota.read"})
CITY_CLERK = Who(1, "甲", "city_staff", "市残联", "2111", ALL)
OTHER_CLERK = Who(2, "乙", "committee_office", "残工委办", "2111", ALL)
COUNTY_CLERK = Who(3, "丙", "county_staff", "县区残联", "211102", ALL)
HEAD = "姓名,身份证号,单位名称,统一社会信用代码,录用日期,人员类别"


class City:
    """An organ, an institution and a firm; people with certificates; the files of the personnel authorities."""

    def __init__(self, folder):
        self.ledger, self.folder, self.people = Ledger(), folder, []
        self._next = count(1)
        for code, name, kind in ((ORGAN, "市某局", "机关"), (SCHOOL, "市某院", "事业单位"), (FIRM, "某公司", "企业")):
            Unit.objects.create(
                code=code,
                name=name,
                economic_kind=kind,
                level="市级",
                county_code=XINGLONG[0],
                township_code=XINGLONG[1],
            )

    def person(self, **card) -> Person:
        number = NUMBERS[len(self.people)]
        person = Person.objects.create(
            kind="holder", citizen_id_sealed=seal("person.citizen_id", number), name=f"王某{len(self.people)}", sex="1",
            citizen_id_index=blind_index("citizen_id", number), born_on=date(1990, 1, 1), county_code=XINGLONG[0],
            township_code=XINGLONG[1], first_known_at=KNOWN,
        )  # fmt: skip
        self.ledger.certificate(person, f"{number}43", grade=3, **card)
        self.people.append(person)
        return person

    def number(self, person: Person) -> str:
        return NUMBERS[self.people.index(person)]

    def report(self, person: Person, unit=ORGAN, who=CITY_CLERK, on=DAY) -> HireReport:
        row = Unit.objects.get(code=unit)
        return report_hire(who, row, citizen_id=self.number(person), name=person.name, hired_on=on, ground="聘用通知")

    def personnel(self, rows, sender="市委组织部", month="2023-08", kind="公务员"):
        """The file of a personnel authority: (number, name, unit, day)."""
        lines = [HEAD, *(f"{name},{number},单位,{unit},{on},{kind}" for number, name, unit, on in rows)]
        path = self.folder / f"recruitment-{next(self._next)}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        take_in(system_who("试验", "2111"), "recruitment", path, month, sender=sender)


@pytest.fixture
def city(practice, tmp_path) -> City:
    return City(tmp_path)


@pytest.fixture
def twelve(city) -> City:
    """Twelve reported: ten on all four sides, the eleventh's certificate over before, the twelfth unknown to the offices."""
    for n in range(12):
        city.report(city.person(**({"valid_until": date(2023, 5, 31)} if n == 10 else {})))
    city.personnel([(city.number(one), one.name, ORGAN, DAY) for one in city.people[:11]])
    return city


def of(person: Person) -> HireCase:
    return HireCase.objects.get(person=person)


def test_of_twelve_reported_ten_are_confirmed_and_two_wait_and_undo_restores(twelve):
    made = check_year(CITY_CLERK, YEAR)

    assert (made.cases, made.agreed, made.open) == (12, 10, 2)
    expired, unknown = of(twelve.people[10]), of(twelve.people[11])
    assert (expired.match, unknown.match) == ("certificate", "unknown")
    assert "2023年5月31日" in expired.because

    decide(OTHER_CLERK, expired, True, "换证期间，已看新证原件")
    decide(OTHER_CLERK, unknown, False, "组织部书面答复没有录用")

    sums = sum(queries.statistic(CITY_CLERK, YEAR).values(), queries.Sums())
    assert (sums.reported, sums.counts, sums.open, sums.left_out) == (12, 11, 0, 1)
    undo(CITY_CLERK, unknown, "还要再核")
    assert (of(twelve.people[11]).state, of(twelve.people[11]).match) == ("open", "unknown")
    assert [(one.after, one.by) for one in steps_of(unknown)] == [("left_out", "乙"), ("open", "甲")]
    assert steps_of(unknown).first().reason == "组织部书面答复没有录用"
    for group in queries.GROUPS:  # each number opens what it counts
        rows = queries.cases(CITY_CLERK, YEAR, group)
        if hasattr(sums, group or "all"):
            again = sum(queries.statistic(CITY_CLERK, YEAR).values(), queries.Sums())
            assert rows.count() == getattr(again, group or "all")


def test_checking_again_changes_nothing_and_keeps_what_was_decided(twelve):
    check_year(CITY_CLERK, YEAR)
    decide(OTHER_CLERK, of(twelve.people[11]), False, "没有录用")
    before = list(HireCase.objects.order_by("pk").values_list("pk", "state", "match"))

    assert check_year(CITY_CLERK, YEAR).changed == 0
    assert list(HireCase.objects.order_by("pk").values_list("pk", "state", "match")) == before


def test_a_late_personnel_file_confirms_what_had_been_left_out(twelve):
    check_year(CITY_CLERK, YEAR)
    late = twelve.people[11]
    decide(OTHER_CLERK, of(late), False, "没有录用")
    twelve.personnel([(twelve.number(late), late.name, ORGAN, DAY)], "市人社局事业单位人事管理科", "2024-02")

    assert check_year(CITY_CLERK, YEAR).agreed == 11
    assert of(late).state == "agreed"
    assert "重新核对" in steps_of(of(late)).last().reason


def test_hired_and_not_reported_is_a_case_and_a_stranger_is_none(city):
    ours, expired = city.person(), city.person(valid_until=date(2020, 1, 1))
    rows = [(city.number(one), one.name, SCHOOL, DAY) for one in (ours, expired)]
    city.personnel([*rows, (NUMBERS[-1], "路人", SCHOOL, DAY), (city.number(ours), ours.name, FIRM, DAY)])

    assert check_year(CITY_CLERK, YEAR).cases == 1
    assert of(ours).match == "unreported"


def test_reported_by_one_body_and_hired_by_another(city):
    person = city.person()
    city.report(person)
    city.personnel([(city.number(person), person.name, SCHOOL, DAY)])
    check_year(CITY_CLERK, YEAR)

    found = dict(HireCase.objects.values_list("unit__code", "match"))
    assert found == {ORGAN: "elsewhere", SCHOOL: "unreported"}


def test_a_number_that_the_ledger_does_not_know_is_a_case_without_a_person(city):
    unit = Unit.objects.get(code=ORGAN)
    report_hire(CITY_CLERK, unit, citizen_id=NUMBERS[-1], name="李某", hired_on=DAY, ground="聘用通知")
    check_year(CITY_CLERK, YEAR)

    row = HireCase.objects.get()
    assert (row.match, row.person) == ("not_ours", None)


def test_a_report_taken_back_takes_its_case_away(city):
    report = city.report(city.person())
    check_year(CITY_CLERK, YEAR)
    withdraw_report(CITY_CLERK, report, "报错了人")
    check_year(CITY_CLERK, YEAR)

    assert queries.cases(CITY_CLERK, YEAR).count() == 0
    assert HireCase.objects.get().state == "gone"
    with pytest.raises(HireRefused, match="已经撤回"):
        withdraw_report(CITY_CLERK, report, "再撤一次")


def test_whoever_reported_may_not_decide_and_no_decision_is_without_a_reason(twelve):
    check_year(CITY_CLERK, YEAR)
    with pytest.raises(IncompatibleDuties):
        decide(CITY_CLERK, of(twelve.people[11]), True, "我报的")
    with pytest.raises(HireRefused, match="理由"):
        decide(OTHER_CLERK, of(twelve.people[11]), True, " ")
    with pytest.raises(PermissionDenied):
        decide(Who(4, "丁", "x", "x", "2111", frozenset({"quota.read"})), of(twelve.people[11]), True, "看过")
    with pytest.raises(HireRefused, match="没有人裁定过"):
        undo(OTHER_CLERK, of(twelve.people[11]), "想撤")


def test_a_county_sees_and_decides_its_own_bodies_only(twelve):
    check_year(CITY_CLERK, YEAR)
    assert queries.cases(COUNTY_CLERK, YEAR).count() == 0
    with pytest.raises(HireRefused, match="范围"):
        decide(COUNTY_CLERK, of(twelve.people[11]), True, "看过")
    HireCase.objects.filter(person=twelve.people[0]).update(county_code=TAISHAN[0])
    assert [row.person_id for row in queries.cases(COUNTY_CLERK, YEAR)] == [twelve.people[0].pk]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"citizen_id": "123"}, "18位"),
        ({"hired_on": date(2090, 1, 1)}, "今天以后"),
        ({"ground": " "}, "凭据"),
    ],
)
def test_a_report_that_says_nothing_sure_is_refused(city, said, words):
    unit = Unit.objects.get(code=ORGAN)
    right = {"citizen_id": NUMBERS[0], "name": "王某", "hired_on": DAY, "ground": "通知"}
    with pytest.raises(HireRefused, match=words):
        report_hire(CITY_CLERK, unit, **(right | said))


def test_a_unit_reports_for_itself_alone_and_twice_is_refused(city):
    own = Who(9, "单位", "employer", "用人单位", "", frozenset({"own.unit"}), unit_code=ORGAN)
    person = city.person()
    city.report(person, who=own)
    with pytest.raises(HireRefused, match="已经报过"):
        city.report(person, who=own)
    with pytest.raises(PermissionDenied):
        city.report(person, unit=SCHOOL, who=own)
    with pytest.raises(HireRefused, match="企业"):
        city.report(person, unit=FIRM)
    assert queries.own_reports(own).count() == 1
    assert queries.own_reports(CITY_CLERK).count() == 0


def test_the_sheet_masks_names_and_stands_in_the_trail(twelve):
    check_year(CITY_CLERK, YEAR)
    content = hires_xlsx(CITY_CLERK, YEAR, queries.cases(CITY_CLERK, YEAR), "与组织部核对")

    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert len(rows) == 13
    assert sorted(row[5] for row in rows[1:]) == sorted(mask_name(one.name) for one in twelve.people)
    assert not any(one.name in str(row) for one in twelve.people for row in rows)
    trail = json.loads(Entry.objects.filter(kind="release").latest("pk").detail)
    assert (trail["rows"], trail["purpose"]) == (12, "与组织部核对")
