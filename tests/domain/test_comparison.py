"""A month's files against the ledger: what becomes a fact at once, what waits for a person, what is done only once."""

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.intake_files import unit_code
from tests.domain.month_files import FIRM, OTHER, RENAMED, UNIT, City
from tonggong.base.audit.queries import verify
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import rows_of
from tonggong.domain.comparison import queries
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person
from tonggong.domain.training.models import Attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(practice, tmp_path):
    return City(tmp_path)


@pytest.fixture
def working(city):
    """Five persons who have worked at the firm since 2023, insured to August."""
    city.register()
    city.send("opening-ledger", "2024-08", [city.opening(n) for n in range(5)])
    city.compare("2024-08")
    return city


def causes(month, state="open"):
    return sorted(Finding.objects.filter(month=month, state=state).values_list("cause", flat=True))


def test_the_register_enters_holders_with_their_certificates(city):
    city.register(3)

    found = city.compare("2024-08")

    assert (found.new, found.queued) == (5, 0)  # three persons, two units
    person = Person.objects.get(name="王淑珍")
    assert (person.county_code, person.township_code) == ("211103000000", "211103001000")
    certificate = person.certificates.get()
    assert (certificate.grade, certificate.category, certificate.valid_until) == (3, "4", date(2028, 5, 31))
    assert certificate.source_row == 2


def test_comparing_twice_changes_nothing(working):
    working.send("social-insurance", "2024-09", [working.insured(n, "2024-09") for n in range(6)])
    first = working.compare("2024-09")
    spells, findings = set(Spell.objects.values_list("pk", "known_until")), Finding.objects.count()

    again = working.compare("2024-09")

    assert again == first
    assert set(Spell.objects.values_list("pk", "known_until")) == spells
    assert Finding.objects.count() == findings


def test_a_new_name_in_the_insurance_file_is_a_new_spell_with_its_row(working):
    working.send("social-insurance", "2024-09", [working.insured(n, "2024-09") for n in range(6)])

    found = working.compare("2024-09")

    assert (found.confirmed, found.new) == (5, 1)
    spell = Spell.objects.standing().get(person__name=working.people[5][1])
    assert (spell.unit_code, spell.form, spell.started_on) == (UNIT, "14", date(2024, 9, 1))
    assert (spell.source_row, spell.source_file.delivery.feed) == (7, "social-insurance")


def test_strangers_are_forgotten_and_only_sums_stay(working):
    rows = [working.insured(n, "2024-09") for n in range(5)]
    from tests.domain.intake_files import citizen_ids

    rows += [[f"路人{n}", number, FIRM, UNIT, "2024-09", "4000"] for n, number in enumerate(citizen_ids(20, seed=99))]
    working.send("social-insurance", "2024-09", rows)

    working.compare("2024-09")

    delivery = Delivery.objects.get(feed="social-insurance")
    assert rows_of(delivery).num_rows == 5
    sums = UnitMonth.objects.get(unit_code=UNIT, feed="social-insurance")
    assert (sums.heads, sums.total_yuan) == (25, Decimal(5 * 3500 + 20 * 4000))
    again = working.send("social-insurance", "2024-09", rows)
    assert (again.accepted, again.unchanged) == (0, 25)


def test_two_months_of_silence_ask_and_never_end_by_themselves(working):
    for month in ("2024-09", "2024-10"):
        working.send("social-insurance", month, [working.insured(n, month) for n in range(4)])
        found = working.compare(month)

    assert found.ended == 1
    finding = Finding.objects.get(cause="insurance-stopped")
    assert (finding.state, finding.person.name) == ("open", working.people[4][1])
    assert Spell.objects.standing().get(person=finding.person).ended_on is None


def test_a_missing_office_ends_nobody(working):
    for month in ("2024-09", "2024-10"):
        working.send("social-insurance", month, [working.insured(9, month, OTHER, "盘锦锦禾食品有限公司")])
        working.compare(month)

    assert causes("2024-10") == []


def silent_since_august(city, place="兴隆台区", months=("2024-09", "2024-10", "2024-11")):
    """The firm vanishes from the file whole, while a shop of some county is in it every month."""
    shop, name = unit_code(3), "盘锦百佳商贸有限公司"
    city.send("businesses", "2024-09", [[shop, name, "企业", "F", place, "存续", "2015-01-01", ""]])
    for month in months:
        city.send("social-insurance", month, [city.insured(9, month, shop, name)])
        city.compare(month)


def test_a_unit_that_vanishes_from_the_file_is_asked_about_once_after_three_months(working):
    silent_since_august(working, months=("2024-09", "2024-10"))
    assert causes("2024-10") == []  # it may only be late

    silent_since_august(working, months=("2024-11", "2024-12"))

    found = Finding.objects.filter(cause="insurance-stopped")
    assert (found.count(), causes("2024-12")) == (5, [])
    because = {one.because for one in found}
    assert because == {"单位连续 3 个月没有为任何人缴费，同县区的其他单位照常缴费。2024-09 起此人没有缴费。"}
    assert not Spell.objects.standing().filter(unit_code=UNIT).exclude(ended_on=None).exists()


def test_a_unit_whose_county_is_not_in_the_file_either_ends_nobody(working):
    silent_since_august(working, place="大洼区")

    assert not Finding.objects.filter(cause="insurance-stopped").exists()


def test_a_unit_that_is_back_after_two_months_ends_nobody(working):
    silent_since_august(working, months=("2024-09", "2024-10"))

    working.send("social-insurance", "2024-11", [working.insured(n, "2024-11") for n in range(5)])
    working.compare("2024-11")

    assert not Finding.objects.filter(cause="insurance-stopped").exists()


def test_a_closed_unit_is_asked_about_once_by_the_register_or_by_the_file(working):
    working.send("businesses", "2024-10", [[UNIT, FIRM, "企业", "K", "兴隆台区", "注销", "2010-01-01", "2024-09-02"]])
    silent_since_august(working)
    asked = Finding.objects.filter(month__gte="2024-09", unit_code=UNIT, person__isnull=False)
    assert asked.count() == 5
    assert set(asked.values_list("cause", flat=True)) == {f"unit-closed:{UNIT}"}

    Finding.objects.filter(cause__startswith="unit-closed:").update(state="lapsed")
    silent_since_august(working, place="大洼区", months=("2024-12",))

    (because,) = set(Finding.objects.filter(cause="insurance-stopped").values_list("because", flat=True))
    assert because == "2024-09 起连续 2 个月没有缴费，市场主体登记里单位已注销。"


def test_a_death_waits_for_a_person(working):
    number, name = working.people[0]
    working.send("deaths", "2024-09", [[name, number, "2024-08-19", "2024-08-22"]])

    working.compare("2024-09")

    assert causes("2024-09") == ["death"]
    assert Person.objects.get(name=name).died_on is None


def test_an_exact_number_with_another_name_is_asked_about(working):
    number, _name = working.people[0]
    working.send("social-insurance", "2024-09", [["欧阳长风", number, FIRM, UNIT, "2024-09", "3500"]])

    working.compare("2024-09")

    assert causes("2024-09") == ["who-is-it"]
    assert not Contribution.objects.filter(first_month="2024-09").exists()


def test_a_unit_under_another_name_is_one_question_for_all(working):
    working.send("social-insurance", "2024-09", [working.insured(n, "2024-09", firm=RENAMED) for n in range(5)])

    found = working.compare("2024-09")

    assert (found.confirmed, found.contradictory) == (5, 5)
    (group,) = queries.queue_groups(working.who, "2024-09")
    assert (group.title, group.count, group.is_one_question) == ("单位更名", 5, True)


def test_full_time_in_two_places_is_impossible(working):
    rows = [working.insured(0, "2024-09"), working.insured(0, "2024-09", OTHER, "盘锦锦禾食品有限公司")]
    working.send("social-insurance", "2024-09", rows)

    found = working.compare("2024-09")

    assert (found.confirmed, found.impossible) == (1, 1)
    assert causes("2024-09") == ["two-full-time"]
    assert Spell.objects.standing().filter(unit_code=OTHER).count() == 0


def test_a_wage_under_the_minimum_is_kept_and_asked_about(working):
    number, name = working.people[0]
    working.send("wages", "2024-09", [["2024-09", FIRM, UNIT, name, number, "1500"]])

    working.compare("2024-09")

    assert causes("2024-09") == [f"wage-under-minimum:{UNIT}"]
    assert WageMonth.objects.get().wage_yuan == 1500


def test_a_hiring_report_gives_the_day_that_the_month_file_could_not(working):
    number, name = working.people[7]
    working.send("social-insurance", "2024-09", [working.insured(7, "2024-09")])
    working.compare("2024-09")
    working.send(
        "hires", "2024-09", [[FIRM, UNIT, name, number, "企业", "2024-09-18", "", "一年期", "2025-09-17", "2600"]]
    )

    found = working.compare("2024-09")

    assert found.changed == 1
    rows = list(Spell.objects.filter(person__name=name).order_by("pk"))
    assert [(r.started_on, r.known_until is None) for r in rows] == [
        (date(2024, 9, 1), False),
        (date(2024, 9, 18), True),
    ]
    assert {r.thread for r in rows} == {rows[0].pk}


def test_a_superseding_file_withdraws_what_it_no_longer_says(working):
    working.send("social-insurance", "2024-09", [working.insured(n, "2024-09") for n in range(7)])
    working.compare("2024-09")
    working.send("social-insurance", "2024-09", [working.insured(n, "2024-09") for n in range(6)])

    working.compare("2024-09")

    gone = Spell.objects.get(person__name=working.people[6][1])
    assert gone.known_until is not None
    assert Spell.objects.standing().filter(person__name=working.people[5][1]).count() == 1
    assert Contribution.objects.standing().filter(first_month="2024-09").count() == 6


def test_what_a_file_left_out_by_mistake_is_believed_again_once_it_is_sent_whole(working):
    whole = [working.insured(n, "2024-09") for n in range(7)]
    for rows in (whole, whole[:6], whole, whole):
        working.send("social-insurance", "2024-09", rows)
        working.compare("2024-09")
    name = working.people[6][1]

    assert Contribution.objects.standing().filter(first_month="2024-09", person__name=name).count() == 1
    spells = Spell.objects.filter(person__name=name)
    assert [row.known_until is None for row in spells.order_by("pk")] == [False, True]
    said = Finding.objects.exclude(state=Finding.State.LAPSED).filter(feed="social-insurance", person__name=name)
    assert {row.source_file_id for row in said} == {spells.last().source_file_id}


def test_a_question_that_lapsed_is_asked_again_once_its_row_is_said_again(working):
    row = working.certificate(0, status="注销", on="2024-09-03")
    others = [working.certificate(n) for n in range(1, 4)]
    for rows in ([row, *others], others, [row, *others]):
        working.send("certificates", "2024-09", rows)
        working.compare("2024-09")

    assert causes("2024-09") == ["certificate-stopped:cancelled"]


def test_what_two_months_said_and_neither_says_any_more_does_not_come_back(working):
    number, name = working.people[0]
    others = [working.certificate(2), working.certificate(3)]
    for month, grade, figure in (("2024-09", "二级", 2), ("2024-10", "一级", 1)):
        card = working.certificate(0, no=f"{number}4{figure}", grade=grade, on=f"{month}-03")
        working.send("certificates", month, [card, others[0]])
        working.compare(month)
    for month in ("2024-09", "2024-10"):
        working.send("certificates", month, others)
        working.compare(month)

    rows = Certificate.objects.filter(person__name=name)
    assert [row.grade for row in rows.standing()] == [3]


def test_a_new_grade_ends_the_old_statement_and_keeps_it(working):
    number, name = working.people[0]
    working.send("certificates", "2024-09", [working.certificate(0, no=f"{number}42", grade="二级", on="2024-09-03")])

    working.compare("2024-09")

    rows = Certificate.objects.filter(person__name=name).order_by("pk")
    assert [(r.grade, r.known_until is None) for r in rows] == [(3, False), (2, True)]


def test_a_cancelled_certificate_waits_for_a_person(working):
    working.send("certificates", "2024-09", [working.certificate(0, status="注销", on="2024-09-03")])

    working.compare("2024-09")

    assert causes("2024-09") == ["certificate-stopped:cancelled"]
    assert Certificate.objects.standing().get(person__name=working.people[0][1]).status == "valid"


def test_the_family_of_our_people_is_kept_and_other_families_are_not(working):
    ours, other = working.people[0], working.people[1]
    from tests.domain.intake_files import citizen_ids

    wife, stranger = citizen_ids(2, seed=55)
    rows = [
        ["H001", "户主", ours[1], ours[0], "农业", "兴隆台区", "振兴街道"],
        ["H001", "配偶", "冯秀云", wife, "农业", "兴隆台区", "振兴街道"],
        ["H002", "户主", "路人甲", stranger, "农业", "兴隆台区", "振兴街道"],
    ]
    working.send("households", "2024-09", rows)

    working.compare("2024-09")

    assert Person.objects.get(name="冯秀云").kind == "member"
    assert not Person.objects.filter(name="路人甲").exists()
    assert HouseholdMember.objects.standing().count() == 2
    assert other[1]


def test_training_is_a_fact_at_once(working):
    number, name = working.people[3]
    row = ["缝纫工初级班", "就业技能培训", "盘锦技校", "2024-08-05", "2024-09-10", name, number, "120", "96%", "合格"]
    working.send("training", "2024-09", [row])

    working.compare("2024-09")

    attendance = Attendance.objects.get()
    assert (attendance.person.name, attendance.attendance_share, attendance.result) == (name, Decimal("0.96"), "passed")


def test_the_trail_stays_whole(working):
    assert verify().broken == []
    assert Unit.objects.get(code=UNIT).name == FIRM
