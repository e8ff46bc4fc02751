"""In difficulty: the province's ten groups and the plan's; households by book and by living; rural and the other groups."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rules.panjin import HOLDS, figures_on
from tonggong.rules.ages import RetireCategory
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.employment import Work
from tonggong.rules.hardship import HardshipCase, groups, hardship
from tonggong.rules.households import Basis, Member, old_and_disabled, several_holders, zero_employment
from tonggong.rules.rural import (
    Residence,
    is_graduate,
    is_injured_only,
    is_monitored,
    is_rural,
    massage_kind,
)
from tonggong.rules.target import Reason, Span

DAY = date(2024, 6, 30)
FIGURES = figures_on(DAY)


def member(key, age, **facts):
    return Member(key, facts.pop("sex", "male"), date(DAY.year - age, 1, 1), **facts)


def hard(day=DAY, **facts):
    values = {
        "key": 1, "sex": "male", "born_on": date(1985, 5, 1), "certificates": HOLDS, "reason": Reason.WISH_UNKNOWN,
        "is_rural": False, **facts,
    }  # fmt: skip
    return hardship(HardshipCase(**values), day, figures_on(day))


FATHER = member(1, 62, relation="户主", is_retired=True)
MOTHER = member(2, 50, sex="female", relation="配偶", is_registered=True)
SON = member(3, 24, relation="子", is_registered=True, holds_certificate=True)
DAUGHTER = member(4, 20, sex="female", relation="女", in_school=True)
UNCLE = member(5, 55, relation="兄弟", is_employed=True)


def test_a_household_with_a_street_vendor_is_none_without_work():
    assert zero_employment([FATHER, MOTHER, SON, DAUGHTER, UNCLE], DAY, FIGURES).value is False


def test_by_book_without_the_uncle_and_by_living_with_him_both_are_shown_for_the_town_to_decide():
    book = (Basis.BOOK, (FATHER, MOTHER, SON, DAUGHTER))
    living = (Basis.LIVING, (FATHER, MOTHER, SON, DAUGHTER, UNCLE))

    found = hard(key=3, households=(book, living))

    assert {"zero_employment_household", "zero_by_book"} <= set(found.value)
    assert "zero_by_living" not in found.value
    text = dict(zip(found.value, found.steps, strict=True))["zero_employment_household"].text
    for words in ("按户口簿：是", "按共同生活：否", "由乡镇（街道）认定"):
        assert words in text


def test_a_household_of_four_with_two_certificates_and_one_in_work():
    four = [
        member(1, 45, is_employed=True, relation="户主"), member(2, 44, sex="female", holds_certificate=True, relation="配偶"),
        member(3, 20, holds_certificate=True, relation="子", in_school=True), member(4, 70, is_retired=True, relation="父亲"),
    ]  # fmt: skip

    assert several_holders(four, FIGURES).value is True
    assert zero_employment(four, DAY, FIGURES).value is False
    four[0] = member(1, 45, is_registered=True, relation="户主")  # the next day: lost the job and registered
    assert zero_employment(four, DAY, FIGURES).value is False
    assert "1人没有失业登记、意愿未核实" in zero_employment(four, DAY, FIGURES).because
    four[1] = replace(four[1], wish="no")  # asked
    assert zero_employment(four, DAY, FIGURES).value is True


@pytest.mark.parametrize(
    ("others", "zero"),
    [
        ((), True),
        ((member(8, 30, wish="now"),), False),  # wants work and is not registered
        ((member(8, 30, wish="no"),), True),
        ((member(8, 30, lost_capacity=True, wish="now"),), True),
        ((member(8, 15),), True),
        ((member(8, 60),), True),
        ((member(8, 70, is_employed=True),), False),
    ],
)
def test_who_is_counted_in_a_household_without_work(others, zero):
    assert zero_employment([SON, *others], DAY, FIGURES).value is zero


def test_nobody_registered_is_no_household_without_work():
    assert zero_employment([member(1, 40), member(2, 30)], DAY, FIGURES).value is False
    assert zero_employment([FATHER], DAY, FIGURES).value is False


@pytest.mark.parametrize(
    ("own", "other", "flagged"),
    [
        ("子", ("户主", 60), True),
        ("子", ("户主", 59), False),
        ("子", ("配偶", 61), True),
        ("户主", ("母亲", 75), True),
        ("户主", ("子", 75), False),
        ("配偶", ("户主", 75), False),
        ("孙子", ("户主", 75), False),  # a grandparent, not a parent
        ("其他", ("户主", 75), False),
    ],
)
def test_an_old_parent_with_a_disabled_child(own, other, flagged):
    two = [member(1, 40, relation=own, holds_certificate=True), member(2, other[1], relation=other[0])]

    assert old_and_disabled(two, 1, DAY, FIGURES).value is flagged


def test_a_registered_holder_is_hard_to_employ_at_once_and_long_unemployed_after_twelve_months():
    registered = (Span(date(2023, 7, 1)),)

    assert hard(registered=registered).value == ("hrss_4",)
    assert hard(date(2024, 7, 1), registered=registered).value == ("long_term_unemployed", "hrss_4")


@pytest.mark.parametrize(
    ("facts", "long"),
    [
        ({}, True),
        ({"paid_until": "2022-12"}, True),
        ({"paid_until": "2023-08"}, False),  # a unit paid meanwhile
        ({"work": (Work("14", date(2023, 3, 1), date(2023, 8, 31)),)}, False),
        ({"work": (Work("14", date(2020, 3, 1), date(2022, 8, 31)),)}, True),
        ({"registered": (Span(date(2023, 1, 1), date(2024, 6, 29)),)}, False),  # no longer registered
        ({"work": (Work("71", date(2024, 6, 1)),)}, False),
    ],
)
def test_what_interrupts_twelve_months_without_work(facts, long):
    found = hard(**{"registered": (Span(date(2023, 1, 1)),), **facts})

    assert ("long_term_unemployed" in found.value) is long


def test_without_work_in_the_federations_sense_and_registered_are_kept_apart():
    assert "not_registered" in hard(reason=Reason.TARGET).value
    assert "not_registered" not in hard(reason=Reason.TARGET, registered=(Span(date(2024, 1, 1)),)).value
    assert "not_registered" not in hard(reason=Reason.NO_WISH).value
    assert "hrss_4" not in hard(reason=Reason.TARGET).value


@pytest.mark.parametrize(
    ("born", "category", "sex", "near"),
    [
        (date(1964, 7, 1), None, "male", True),
        (date(1964, 6, 30), None, "male", True),
        (date(1969, 8, 1), None, "male", False),
        (date(1979, 6, 1), RetireCategory.F50, "female", True),
        (date(1979, 6, 1), RetireCategory.F55, "female", False),
        (date(1979, 6, 1), None, "female", False),  # category unknown: nothing is guessed
    ],
)
def test_near_retirement_needs_a_registration_and_a_known_category(born, category, sex, near):
    facts = {"born_on": born, "retire_category": category, "sex": sex}

    assert ("hrss_3" in hard(registered=(Span(date(2024, 5, 1)),), **facts).value) is near
    assert "hrss_3" not in hard(**facts).value


def test_means_grade_and_study_put_somebody_into_the_plans_groups():
    dibao = (Span(date(2024, 1, 1), None, "低保"),)
    severe = (CertificatePeriod(None, None, "211103", grade=2),)
    graduated = (Span(date(2020, 9, 1), date(2023, 7, 1), "盘锦职业技术学院 大专 全日制"),)

    assert hard(low_income=dibao).value == ("low_income", "hrss_2")
    assert hard(low_income=dibao, is_rural=True).value == ("low_income",)
    assert hard(certificates=severe).value == ("severe",)
    assert hard(certificates=(CertificatePeriod(None, None, "211103", grade=3),)).value == ()
    assert hard(schools=graduated).value == ("graduate",)
    assert hard(schools=graduated, work=(Work("14", DAY),)).value == ()


@pytest.mark.parametrize("number", range(1, 11))
def test_recognition_by_the_office_is_shown_as_such_for_each_of_the_ten(number):
    found = hard(recognised=(Span(date(2024, 1, 1), date(2024, 12, 31), str(number)),))
    code = f"hrss_{number}"

    assert "recognised" in found.value
    assert (code in found.value) is (not groups()[code].by_rule)  # what the facts can say the facts say
    assert (
        "recognised"
        not in hard(date(2025, 1, 1), recognised=(Span(date(2024, 1, 1), date(2024, 12, 31), str(number)),)).value
    )


def test_the_dead_are_in_no_group():
    assert hard(reason=Reason.DEAD, registered=(Span(date(2020, 1, 1)),)).value == ()


def test_there_are_the_ten_groups_of_the_province_each_with_its_source():
    rows = [group for group in groups().values() if group.set == "hrss"]

    assert [group.code for group in rows] == [f"hrss_{n}" for n in range(1, 11)]
    assert all(group.source and group.name for group in groups().values())


# --- rural and the others --------------------------------------------------------------------------------------------

TOWN, STREET = Residence(None, "镇", "陆家镇"), Residence(date(2024, 3, 1), "街道", "兴隆街道")


@pytest.mark.parametrize(("day", "rural"), [(date(2024, 2, 29), True), (date(2024, 3, 1), False)])
def test_who_moves_to_town_on_1_march_leaves_on_1_march_and_not_before(day, rural):
    assert is_rural([TOWN, STREET], "农业", day).value is rural
    assert is_rural([STREET, TOWN], "农业", day).value is rural


@pytest.mark.parametrize(
    ("kind", "hukou", "rural"),
    [("镇", "农业", True), ("镇", "", True), ("乡", "农业", True), ("镇", "非农业", False), ("街道", "农业", False),
     ("类似乡级单位", "农业", False), ("", "农业", False)],
)  # fmt: skip
def test_rural_is_a_town_and_no_urban_registration(kind, hukou, rural):
    assert is_rural([Residence(None, kind, "某地")], hukou, DAY).value is rural


def test_an_unknown_address_is_not_called_rural():
    assert is_rural([], "农业", DAY).value is False


def test_monitoring_holds_from_its_day_to_its_day():
    watched = (Span(date(2024, 1, 1), date(2024, 6, 30), "边缘易致贫户"),)

    found = [is_monitored(watched, day).value for day in (date(2023, 12, 31), date(2024, 1, 1), DAY, date(2024, 7, 1))]

    assert found == [False, True, True, False]
    assert "边缘易致贫户" in is_monitored(watched, DAY).because


def test_a_graduate_is_followed_for_two_years_from_the_day_of_leaving():
    left = date(2024, 7, 1)
    school = (
        Span(date(2021, 9, 1), left, "某大学 本科 全日制"),
        Span(date(2018, 9, 1), date(2021, 7, 1), "某中学 高中"),
    )

    days = (left - timedelta(1), left, date(2026, 7, 1), date(2026, 7, 2))
    assert [is_graduate(school, day, figures_on(day)).value for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "words", ["某大学 本科 全日制 退学", "某高等专科学校 中职 全日制 毕业", "某中学 高中 全日制 毕业", "说不清的学校"]
)
def test_who_broke_off_or_left_another_school_is_no_graduate(words):
    school = (Span(date(2021, 9, 1), date(2024, 1, 31), words),)

    assert is_graduate(school, DAY, FIGURES).value is False


def test_massage_is_a_fact_and_of_two_kinds():
    spans = (Span(date(2020, 1, 1), date(2023, 12, 31), "health"), Span(date(2024, 1, 1), None, "medical"))

    assert [massage_kind(spans, day).value for day in (date(2023, 12, 31), date(2024, 1, 1))] == ["health", "medical"]
    assert massage_kind((), DAY).value == ""
    assert massage_kind((Span(None, None, "某处"),), DAY).value == ""


def test_injured_at_work_is_counted_apart_only_without_a_certificate():
    injured = (Span(date(2020, 1, 1), None, "工伤 7 级"),)

    assert is_injured_only(injured, (), DAY, FIGURES).value is True
    assert is_injured_only(injured, HOLDS, DAY, FIGURES).value is False
    assert is_injured_only((), (), DAY, FIGURES).value is False
    lapsed = (CertificatePeriod(None, DAY, "211103"),)
    after = DAY + timedelta(1)
    assert is_injured_only(injured, lapsed, after, figures_on(after)).value is True
