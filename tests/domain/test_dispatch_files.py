"""Agreements, licences and bank pay from files: facts with file and row, counted by; a decision and a file never overwrite each other."""

import io
from datetime import date

import openpyxl
import pytest

from tests.domain.intake_files import citizen_ids, unit_code
from tests.domain.quota_city import YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.base.intake.services import sender_of_unit, take_in
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.services import compare_month, decide, undo_decision
from tonggong.domain.declaration import queries, services
from tonggong.domain.employers.models import UnitFact
from tonggong.domain.employment.models import Attested, BankPayment, DispatchAgreement
from tonggong.domain.employment.services import attest
from tonggong.domain.inspection.facts import read as read_signals
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.certified import certification
from tonggong.domain.quota.yearly import quotas

pytestmark = pytest.mark.django_db
UNIT, OTHER, THIRD = unit_code(1), unit_code(2), unit_code(3)
AGENCY = Who(1, "派遣人事", "employer", "派遣公司", "", ROLES["employer"].duties, unit_code=UNIT)
NUMBERS = citizen_ids(2, seed=7)
HEADS = {
    "dispatch-agreements": "协议编号,派遣单位名称,派遣单位统一社会信用代码,用工单位名称,用工单位统一社会信用代码,姓名,身份证号,派遣开始日期,派遣结束日期,由谁计算",
    "dispatch-licences": "统一社会信用代码,单位名称,许可证编号,发证日期,有效期至,许可状态,注销日期",
    "bank-payments": "单位代码,单位名称,姓名,身份证号,代发月份,代发金额,入账日期,代发结果",
}  # fmt: skip


@pytest.fixture
def city(practice) -> Ledger:
    """An agency that sends one person out, insured and paid all year; two firms; another person of the ledger."""
    found = city_with_wages()
    firm(found, UNIT, 60)
    firm(found, OTHER, 60)
    firm(found, THIRD, 60)
    for n, number in enumerate(NUMBERS):
        person = found.person(certificate=False)
        known = {
            "citizen_id_sealed": seal("person.citizen_id", number),
            "citizen_id_index": blind_index("citizen_id", number),
        }
        Person.objects.filter(pk=person.pk).update(name=f"派遣{'甲乙'[n]}", **known)
        person.refresh_from_db()
        if n == 0:
            placed(found, unit=UNIT, person=person, form="16")
    return found


def agreement(by="用工单位", start="2023-03-01", end="2023-12-31", user=OTHER, n=0, number="PQ-1") -> list:
    return [number, "劳务派遣公司", UNIT, "用工的公司", user, f"派遣{'甲乙'[n]}", NUMBERS[n], start, end, by]


def bank(month="2023-09", result="成功", on="2023-10-09") -> list:
    return [UNIT, "劳务派遣公司", "派遣甲", NUMBERS[0], month, "2600.00", on, result]


def tell(feed, *rows, month="2023-12", sender="市人社局"):
    """Send a file and compare its month."""
    text = "\n".join([HEADS[feed], *(",".join(row) for row in rows)]) + "\n"
    taken = take_in(system_who(), feed, text.encode(), month, sender=sender, name=f"{feed}.csv")
    compare_month(system_who(), month)
    return taken


def months_of(unit) -> set[int]:
    """The months that count at a unit, by their numbers."""
    return {
        int(m.month[5:]) for q in quotas(YEAR, codes=[UNIT, OTHER, THIRD]) if q.unit.code == unit for _, one in q.placements
        for m in one.months if m.counts
    }  # fmt: skip


def bank_in(month: int) -> bool | None:
    """What is held of pay through a bank in a month."""
    ((_, one),) = next(quotas(YEAR, codes=[UNIT])).placements
    return next(f.holds for f in one.months[month - 1].findings if f.condition.value == "bank")


def found(cause: str) -> Finding:
    return Finding.objects.get(cause=cause)


def accepted(kind, unit, first, last, other=""):
    """A decision on a declaration accepted something."""
    changes = Changes(clock.now(), "审核人")
    attest(changes, {
        "person_id": Person.objects.get(name="派遣甲").pk, "unit_code": unit, "kind": kind, "first_month": first, "last_month": last,
        "yuan": None, "until": None, "other": other, "ground": "认定甲", "decided_on": date(2024, 4, 1),
    })  # fmt: skip
    changes.write()


ALL = set(range(1, 13))


def test_an_agreement_of_a_file_lets_the_user_count_in_its_months_and_the_agency_in_the_others(city):
    assert (months_of(UNIT), months_of(OTHER)) == (ALL, set())

    tell("dispatch-agreements", agreement(start="2023-05-10", end="2023-08-31"))
    row = DispatchAgreement.objects.get()
    assert (row.source_file.delivery.sender, row.source_row, row.counted_by) == ("市人社局", 2, "user")
    assert (months_of(OTHER), months_of(UNIT)) == ({5, 6, 7, 8}, ALL - {5, 6, 7, 8})

    content, _ = certification(system_who(), YEAR)
    heading, *lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    columns = [
        heading.index(name)
        for name in ("统一社会信用代码", "派遣协议编号", "关联单位统一社会信用代码", "关联原因", "年度计入人数")
    ]
    assert sorted(tuple(line[n] for n in columns) for line in lines) == [
        (UNIT, "PQ-1", OTHER, "劳务派遣：用工单位", 0.6667), (OTHER, "PQ-1", UNIT, "劳务派遣：派遣单位", 0.3333),
    ]  # fmt: skip

    later = agreement(start="2023-09-01", user=THIRD)
    tell("dispatch-agreements", agreement(start="2023-05-10", end="2023-08-31"), later)
    assert (months_of(OTHER), months_of(THIRD), months_of(UNIT)) == ({5, 6, 7, 8}, {9, 10, 11, 12}, {1, 2, 3, 4})


def test_bad_rows_go_back_with_how_to_mend_them_and_by_the_agency_nothing_moves(city):
    wrong = ((2, "123", "代码"), (4, "", "用工单位"), (7, "", "派遣"), (9, "再说", "由谁"), (8, "2023-01-01", "派遣"))
    rows = []
    for n, (cell, value, _) in enumerate(wrong):
        row = agreement(n=1, number=f"PQ-{n}", start=f"2023-03-1{n}")
        row[cell] = value
        rows.append(row)

    taken = tell("dispatch-agreements", agreement(by="派遣单位"), *rows)

    assert (taken.accepted, taken.refused) == (1, len(wrong))
    for (_, _, words), (_, problems) in zip(wrong, sorted(taken.refusals.items()), strict=True):
        assert any(words in one.heading and one.sentence for one in problems)
    assert (DispatchAgreement.objects.count(), months_of(UNIT), months_of(OTHER)) == (1, ALL, set())


def test_said_again_nothing_doubles_a_newer_file_takes_its_place_and_what_is_no_longer_said_is_taken_back(city):
    tell("dispatch-agreements", agreement(), month="2023-11")
    tell("dispatch-agreements", agreement())
    assert DispatchAgreement.objects.count() == 1
    tell("dispatch-agreements", agreement(end="2023-06-30"))
    assert [row.ended_on for row in DispatchAgreement.objects.standing()] == [date(2023, 6, 30)]
    tell("dispatch-agreements", agreement(end="2023-06-30", by="派遣单位"), sender="大洼区人社局")
    assert (found("dispatch-senders").state, months_of(OTHER)) == ("open", {3, 4, 5, 6})

    tell("dispatch-agreements", agreement(n=1))
    standing = DispatchAgreement.objects.standing().order_by("pk")
    assert [(row.person.name, row.ended_on.month) for row in standing] == [("派遣甲", 12), ("派遣乙", 12)]


def test_a_decision_and_a_file_that_say_otherwise_wait_for_a_person_and_can_be_undone(city):
    accepted(Attested.Kind.AGREED, OTHER, "2023-03", "2023-12", other=UNIT)
    tell("dispatch-agreements", agreement(by="派遣单位", start="2023-07-01", end=""))
    row = found("dispatch-decided")
    assert (row.state, months_of(OTHER), DispatchAgreement.objects.count()) == ("open", ALL - {1, 2}, 0)
    assert row.sides == [{"label": "由谁计算", "ledger": "用工单位", "incoming": "派遣单位", "same": False}]

    done = decide(system_who(), row, "accept", reason="协议原件")
    assert (months_of(OTHER), months_of(UNIT)) == ({3, 4, 5, 6}, ALL - {3, 4, 5, 6})
    undo_decision(system_who(), done)
    assert (months_of(OTHER), DispatchAgreement.objects.standing().count()) == (ALL - {1, 2}, 0)

    row.refresh_from_db()
    decide(system_who(), row, "reject", reason="旧协议")
    assert (months_of(OTHER), DispatchAgreement.objects.standing().count()) == (ALL - {1, 2}, 0)


def test_a_wage_that_a_bank_paid_proves_the_month_and_one_that_came_back_does_not_count(city):
    accepted(Attested.Kind.BANK, UNIT, "2023-10", "2023-12")
    tell(
        "bank-payments", bank(), bank("2023-08", "退票"), bank("2023-07", "退票"), bank("2023-07", on="2023-10-12"),
        bank("2023-11", "退票"), sender="盘锦银行",
    )  # fmt: skip
    assert BankPayment.objects.get(source_row=2).source_file.delivery.sender == "盘锦银行"
    assert [bank_in(month) for month in (6, 7, 8, 9, 11)] == [None, True, False, True, True]
    assert months_of(UNIT) == ALL - {8}

    decide(system_who(), found("bank-decided"), "accept", reason="银行回单")
    assert [bank_in(month) for month in (10, 11, 12)] == [True, False, True]


def test_a_declaration_and_a_file_that_let_another_count_are_flagged_and_refused_its_months_are_struck_out(city):
    person = Person.objects.get(name="派遣甲")
    person.spells.update(source_file=city.file(sender=sender_of_unit("劳务派遣公司", UNIT)))
    tell("dispatch-agreements", agreement(start="2023-04-01", end="2023-09-30"))
    with clock.pretend(at(date(YEAR + 1, 4, 1))):
        draft = services.open_declaration(AGENCY, YEAR)
        services.submit(AGENCY, draft)
        (flag,) = queries.items_of(draft)
        assert (flag.kind, flag.first_month, flag.last_month) == ("both", "2023-04", "2023-09")
        assert flag.reason == "备案的派遣协议（市人社局报送，第2行）说由用工单位计算。"

        services.take_up(system_who(), draft)
        services.answer(system_who(), queries.items_of(draft).get(), False, "协议由用工单位计算")
        services.decide(system_who(), draft, "按协议")
    assert (months_of(UNIT), months_of(OTHER)) == ({1, 2, 3, 10, 11, 12}, {4, 5, 6, 7, 8, 9})


def test_an_agency_that_sends_people_without_a_licence_shows_in_the_signals_once_a_file_tells(city):
    def licensed() -> bool | None:
        return next(one.has_licence for one in read_signals(YEAR).units if one.key == UNIT)

    assert licensed() is None
    tell("dispatch-licences", [UNIT, "劳务派遣公司", "2111-1", "2022-01-01", "2027-12-31", "有效", ""])
    assert licensed() is True
    tell("dispatch-licences", [UNIT, "劳务派遣公司", "2111-1", "2022-01-01", "2027-12-31", "注销", "2023-08-31"])
    assert (UnitFact.objects.standing().get(kind="licence").ended_on, licensed()) == (date(2023, 8, 31), False)
