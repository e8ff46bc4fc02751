"""A unit's declaration: prefilled, corrected with evidence, compared, decided thing by thing; what was accepted counts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.domain.paper_files import jpeg
from tests.domain.quota_city import MONTHS, OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, UNIT, Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import IncompatibleDuties, Who
from tonggong.base.installation import clock
from tonggong.base.intake.services import sender_of_unit
from tonggong.base.privacy import blind_index
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.declaration import queries, services
from tonggong.domain.declaration.comparing import asked_of
from tonggong.domain.declaration.models import Declaration, Item
from tonggong.domain.declaration.own import own_declared
from tonggong.domain.declaration.services import DeclarationRefused
from tonggong.domain.employment.models import Attested
from tonggong.domain.employment.own import reported_people
from tonggong.domain.quota.yearly import quota_of, quotas
from tonggong.rules.quota.counting import Condition

pytestmark = pytest.mark.django_db
AGENCY = "91211100MA0TET1210"
State, Kind = Declaration.State, Item.Kind
FIRM = Who(1, "高原", "employer", "用人单位", "", ROLES["employer"].duties, unit_code=UNIT)
CLERK = Who(2, "何萍", "county_staff", "县区残联", "211103", ROLES["county_staff"].duties)
CHIEF = Who(3, "周正", "city_staff", "市残联", "2111", ROLES["city_staff"].duties)


def photo() -> tuple[str, str, bytes]:
    return ("凭据", "image/jpeg", jpeg())


@pytest.fixture(autouse=True)
def _spring():
    with clock.pretend(at(date(YEAR + 1, 4, 1))):
        yield


@pytest.fixture
def ledger(practice) -> Ledger:
    return city_with_wages()


def reported(ledger, **known):
    return placed(ledger, source_file=ledger.file(sender=sender_of_unit("单位1A", UNIT)), **known)


def submitted(ledger, *corrections):
    found = services.open_declaration(FIRM, YEAR)
    for kind, first, last, known in corrections:
        services.correct(FIRM, found, kind, first, last, "社保在外地", photo(), **known)
    return services.submit(FIRM, found)


def decided(ledger, *corrections, accept=True):
    found = submitted(ledger, *corrections)
    services.take_up(CLERK, found)
    for item in queries.items_of(found):
        services.answer(CLERK, item, accept, "看过凭据")
    return services.decide(CLERK, found, "与凭据相符")


def test_three_of_four_are_confirmed_by_the_insurance_file_and_one_asks_for_one_paper(ledger):
    people = [reported(ledger) for _ in range(4)]
    people[3].spells.update(contract_kind="", contract_until=None)

    found = quota_of(UNIT, YEAR)
    asked = {one.person: one for one in asked_of(found.placements, reported_people(FIRM))}

    assert [asked[p.pk].is_confirmed for p in people] == [True, True, True, False]
    assert asked[people[3].pk].papers == (Condition.CONTRACT,)
    assert submitted(ledger).confirmed == 3


@pytest.mark.parametrize(("grade", "persons"), [(3, "0.75"), (2, "1.50")])
def test_insured_in_another_place_for_nine_months_counts_once_it_is_accepted_on_page_and_in_batch(
    ledger, grade, persons
):
    person = reported(ledger, grade=grade)
    person.contributions.all().delete()
    claim = (Kind.ELSEWHERE, "2023-04", "2023-12", {"person": person.pk, "other": "锦州"})
    draft = services.open_declaration(FIRM, YEAR)
    services.correct(FIRM, draft, *claim[:3], "社保在锦州", photo(), **claim[3])
    assert own_declared(FIRM, YEAR).shown.quota.levy.counted == Decimal(persons)  # the unit sees it at once
    assert quota_of(UNIT, YEAR).levy.counted == 0  # nobody else does yet

    services.submit(FIRM, draft)
    services.take_up(CLERK, draft)
    services.answer(CLERK, queries.items_of(draft).get(), True, "锦州缴费证明")
    done = services.decide(CLERK, draft, "与凭据相符")

    assert done.state == State.PASSED
    assert quota_of(UNIT, YEAR).levy.counted == Decimal(persons)
    assert {one.unit.code: one.levy.counted for one in quotas(YEAR)}[UNIT] == Decimal(persons)
    fact = Attested.objects.get()
    assert (fact.ground, fact.decided_on) == (f"认定 {done.receipt}", clock.today())


def test_what_was_refused_counts_for_nothing_and_the_decision_is_partial(ledger):
    person = reported(ledger)
    person.contributions.all().delete()

    done = decided(ledger, (Kind.ELSEWHERE, "2023-04", "2023-12", {"person": person.pk, "other": "锦州"}), accept=False)

    assert done.state == State.PARTIAL
    assert quota_of(UNIT, YEAR).levy.counted == 0
    assert not Attested.objects.exists()


def test_by_agreement_the_user_declares_a_dispatched_person_and_the_agency_no_longer_counts_him(ledger):
    firm(ledger, AGENCY, 60)
    person = placed(ledger, unit=AGENCY)
    number = "211103198505010011"

    type(person).objects.filter(pk=person.pk).update(citizen_id_index=blind_index("citizen_id", number))
    known = {"number": f"{number}43", "citizen_id": number, "other": AGENCY}

    with pytest.raises(DeclarationRefused):
        decided(ledger, (Kind.AGREED, "2023-01", "2023-12", known | {"other": "1"}))
    decided(ledger, (Kind.AGREED, "2023-01", "2023-12", known))

    assert quota_of(UNIT, YEAR).levy.counted == 1
    assert quota_of(AGENCY, YEAR).levy.counted == 0
    item = Item.objects.get()
    assert number.encode() not in bytes(item.citizen_sealed) + bytes(item.number_sealed)


def test_who_is_missing_is_found_only_by_staff_and_an_unknown_number_can_only_be_refused(ledger):
    number = "211103198505010011"
    found = submitted(ledger, (Kind.PERSON, "2023-01", "2023-12", {"number": f"{number}43", "citizen_id": number}))
    services.take_up(CLERK, found)
    item = queries.items_of(found).get()

    with pytest.raises(DeclarationRefused, match="台账里没有"):
        services.answer(CLERK, item, True, "合同")
    services.answer(CLERK, item, False, "没有这个证")

    assert services.decide(CLERK, found, "没有核对上").state == State.PARTIAL


def test_an_expired_certificate_is_flagged_at_submission_and_struck_out_when_not_accepted(ledger):
    person = reported(ledger)
    person.certificates.update(valid_until=date(YEAR + 1, 1, 15))
    found = submitted(ledger)

    assert [one.kind for one in queries.items_of(found)] == [Kind.CERTIFICATE]
    assert found.confirmed == 0
    services.take_up(CLERK, found)
    services.answer(CLERK, queries.items_of(found).get(), False, "提交时证已过期")
    services.decide(CLERK, found, "证件失效")
    assert quota_of(UNIT, YEAR).levy.counted == 0


def test_a_month_insured_at_two_units_is_flagged(ledger):
    firm(ledger, OTHER, 60)
    person = reported(ledger)
    placed(ledger, unit=OTHER, person=person, months=MONTHS[6:])

    (flag,) = queries.items_of(submitted(ledger))

    assert (flag.kind, flag.first_month, flag.last_month) == (Kind.TWICE, "2023-07", "2023-12")
    assert flag.reason == "6个月在另一单位也有参保。"


@pytest.mark.parametrize(
    ("kind", "known", "said"),
    [
        (Kind.HEADS, {"amount": Decimal(-1)}, "不能是负数"),
        (Kind.ELSEWHERE, {}, "选本单位报过的"),
        (Kind.ELSEWHERE, {"person": 0}, "选本单位报过的"),
        (Kind.PERSON, {"number": "1", "citizen_id": "1"}, "身份证号"),
        (Kind.CERTIFICATE, {}, "月份"),
    ],
)
def test_a_correction_that_is_not_whole_is_refused_with_what_to_mend(ledger, kind, known, said):
    draft = services.open_declaration(FIRM, YEAR)

    with pytest.raises(DeclarationRefused, match=said):
        services.correct(FIRM, draft, kind, "2023-01", "2023-12", "更正", photo(), **known)
    assert not Item.objects.exists()


def test_without_evidence_or_reason_nothing_is_corrected(ledger):
    draft = services.open_declaration(FIRM, YEAR)
    with pytest.raises(DeclarationRefused, match="凭据"):
        services.correct(FIRM, draft, Kind.HEADS, "2023-01", "2023-01", "少算了", amount=Decimal(9))
    with pytest.raises(DeclarationRefused, match="为什么"):
        services.correct(FIRM, draft, Kind.HEADS, "2023-01", "2023-01", " ", photo(), amount=Decimal(9))


@pytest.mark.parametrize(("day", "opens"), [((2, 29), False), ((3, 1), True), ((10, 31), True), ((11, 1), False)])
def test_it_is_submitted_from_the_first_of_march_to_the_last_of_october(ledger, day, opens):
    with clock.pretend(at(date(2024, *day))):
        draft = services.open_declaration(FIRM, YEAR)
        if opens:
            assert services.submit(FIRM, draft).due_on > date(2024, *day)
        else:
            with pytest.raises(DeclarationRefused, match="申报期"):
                services.submit(FIRM, draft)


def test_it_is_taken_back_before_the_review_and_not_after(ledger):
    found = submitted(ledger)
    services.withdraw(FIRM, found)
    assert found.state == State.DRAFT
    services.submit(FIRM, found)
    services.take_up(CLERK, found)
    with pytest.raises(DeclarationRefused):
        services.withdraw(FIRM, found)
    assert [one.after for one in steps_of(found)] == ["submitted", "draft", "submitted", "reviewing"]


def test_given_back_it_is_mended_and_comes_again(ledger):
    found = submitted(ledger)
    services.take_up(CLERK, found)
    services.give_back(CLERK, found, "请补合同")
    assert found.mend_by == date(YEAR + 1, 4, 16)
    assert services.submit(FIRM, found).state == State.SUBMITTED


def test_nothing_is_decided_while_something_is_open_or_without_a_reason(ledger):
    found = submitted(ledger, (Kind.HEADS, "2023-01", "2023-01", {"amount": Decimal(88)}))
    services.take_up(CLERK, found)
    with pytest.raises(DeclarationRefused, match="1 项"):
        services.decide(CLERK, found, "好")
    with pytest.raises(DeclarationRefused, match="理由"):
        services.answer(CLERK, queries.items_of(found).get(), True, "")
    services.answer(CLERK, queries.items_of(found).get(), True, "工资表")
    services.decide(CLERK, found, "与工资表相符")
    assert quota_of(UNIT, YEAR).levy.headcount == 99
    with pytest.raises(MoveRefused):
        services.decide(CLERK, found, "再来一次")


def test_only_who_decided_not_may_answer_an_objection_and_upheld_it_is_reviewed_anew(ledger):
    person = reported(ledger)
    person.contributions.all().delete()
    old = decided(ledger, (Kind.ELSEWHERE, "2023-04", "2023-12", {"person": person.pk, "other": "锦州"}), accept=False)
    objection = services.object_to(FIRM, old, "缴费证明是真的")
    with pytest.raises(DeclarationRefused, match="已经提过"):
        services.object_to(FIRM, old, "再提")
    with pytest.raises(IncompatibleDuties):
        services.answer_objection(CLERK, objection, True, "有理")

    fresh = services.answer_objection(CHIEF, objection, True, "证明属实")
    assert (fresh.version, fresh.state) == (2, State.REVIEWING)
    assert quota_of(UNIT, YEAR).levy.counted == 0  # the old decision holds meanwhile
    services.answer(CHIEF, queries.items_of(fresh).get(), True, "锦州缴费证明")
    services.decide(CHIEF, fresh, "采信")

    old.refresh_from_db()
    assert old.state == State.REVISED
    assert quota_of(UNIT, YEAR).levy.counted == Decimal("0.75")


@pytest.mark.parametrize(("days", "may"), [(60, True), (61, False)])
def test_the_unit_objects_within_sixty_days(ledger, days, may):
    old = decided(ledger)
    last = services.objection_until(old)
    assert (last - old.decided_on).days == 60
    with clock.pretend(at(date.fromordinal(old.decided_on.toordinal() + days))):
        if may:
            assert services.object_to(FIRM, old, "不对").state == "open"
        else:
            with pytest.raises(DeclarationRefused, match="以前提出"):
                services.object_to(FIRM, old, "不对")


def test_a_correction_after_the_decision_takes_back_what_the_old_one_accepted(ledger):
    old = decided(ledger, (Kind.HEADS, "2023-01", "2023-01", {"amount": Decimal(88)}))
    fresh = services.revise(CLERK, old, "复核发现凭据有误")
    services.answer(CLERK, queries.items_of(fresh).get(), False, "凭据有误")
    services.decide(CLERK, fresh, "凭据有误")
    assert quota_of(UNIT, YEAR).levy.headcount == 100
    assert queries.items_of(old).get().state == Item.State.ACCEPTED  # the old version keeps its answers


def test_neither_another_unit_nor_another_county_nor_a_reader_changes_it(ledger):
    firm(ledger, OTHER, 60)
    found = submitted(ledger)
    theirs = replace(FIRM, unit_code=OTHER)
    elsewhere = replace(CLERK, reach=TAISHAN[0][:6])
    auditor = Who(4, "审计", "auditor", "审计", "2111", ROLES["auditor"].duties)
    for act in (
        lambda: services.withdraw(theirs, found),
        lambda: services.submit(theirs, found),
        lambda: services.take_up(elsewhere, found),
        lambda: services.take_up(auditor, found),
        lambda: services.take_up(FIRM, found),
    ):
        with pytest.raises(DeclarationRefused):
            act()
    assert own_declared(theirs, YEAR).row is None
    assert list(queries.declarations(elsewhere)) == []
    assert list(queries.declarations(auditor)) == [found]
    assert queries.counts(CHIEF, YEAR) == {found.county_code: {"submitted": 1}}


def test_a_draft_is_the_units_own_and_a_year_that_runs_is_not_declared(ledger):
    found = services.open_declaration(FIRM, YEAR)
    assert services.open_declaration(FIRM, YEAR) == found
    assert list(queries.declarations(CHIEF)) == []
    with pytest.raises(DeclarationRefused, match="没有过完"):
        services.open_declaration(FIRM, YEAR + 1)
