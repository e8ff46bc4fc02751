"""In-service employees: person-months over twelve, seasonal work converted, each dispatched person once (财税〔2015〕72号 第八条)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.headcount import StaffMonth, staff_of_year

D = Decimal
FIGURES = figures_on(date(2024, 12, 31))


def month(number, regular, seasonal=0, agreed_in=0, agreed_out=0, year=2024):
    return StaffMonth(f"{year}-{number:02d}", D(regular), D(seasonal), D(agreed_in), D(agreed_out))


def year_of(regular, **others):
    return [month(number, regular, **others) for number in range(1, 13)]


@pytest.mark.parametrize(
    ("months", "person_months"),
    [
        (year_of(30), 360),
        # three months of forty more are ten heads of a year
        ([month(n, 20, 40 if n in (6, 7, 8) else 0) for n in range(1, 13)], 360),
        # an agency that left five to the user, and the user with whom it was agreed
        (year_of(50, agreed_out=5), 540),
        (year_of(10, agreed_in=5), 180),
        # founded in July: the empty half year is known to be empty
        ([month(n, 0 if n < 7 else 50) for n in range(1, 13)], 300),
        (year_of(0), 0),
        (year_of("10.5"), 126),
    ],
)
def test_a_year_is_the_sum_of_its_months(months, person_months):
    found = staff_of_year(months, None, FIGURES)

    assert found.value.person_months == person_months
    assert found.value.wage_yuan is None
    assert not found.value.is_estimate
    assert f"年平均{(D(person_months) / 12).normalize():f}人" in found.because
    assert "年平均工资不详" in found.because


def test_seasonal_work_is_told():
    assert (
        "其中季节性用工120人月已折算"
        in staff_of_year([month(n, 20, 40 if n in (6, 7, 8) else 0) for n in range(1, 13)], D(0), FIGURES).because
    )


@pytest.mark.parametrize(
    ("paid", "paid_months", "wage"),
    [
        ("1800000", 12, "60000.00"),
        ("1000000.01", 12, "33333.33"),
        ("150000", 1, "60000.00"),
        ("0", 12, "0.00"),
        ("0.50", 12, "0.02"),
    ],
)
def test_the_average_wage_is_of_a_year_and_a_head(paid, paid_months, wage):
    found = staff_of_year(year_of(30), D(paid), FIGURES, wage_months=paid_months)

    assert found.value.wage_yuan == D(wage)
    assert f"年平均工资{D(wage):,}元" in found.because


def test_without_staff_there_is_no_average_wage():
    found = staff_of_year(year_of(0), D(1000), FIGURES)

    assert found.value.wage_yuan is None
    assert "没有在职职工" in found.because


def test_missing_months_are_no_months_without_staff():
    found = staff_of_year([month(n, 31) for n in range(1, 8)], D(1000000), FIGURES, wage_months=7)

    assert (found.value.person_months, found.value.months_known, found.value.is_estimate) == (372, 7, True)
    assert "只有7个月" in found.because
    assert found.value.wage_yuan == (D(1000000) / 7 * 12 / 31).quantize(D("0.01"))


def test_an_estimate_is_no_finer_than_it_is_read_out():
    found = staff_of_year([month(1, 10), month(2, 10), month(3, 11)], None, FIGURES)
    seventh = staff_of_year([month(n, 10 + (n == 1)) for n in range(1, 8)], None, FIGURES)

    assert found.value.person_months == 124
    assert seventh.value.person_months == D("121.7143")


def test_nothing_known_is_told():
    found = staff_of_year([], D(1), FIGURES)

    assert (found.value.person_months, found.value.months_known) == (0, 0)
    assert "没有在职职工人数" in found.because


@pytest.mark.parametrize(
    ("months", "paid", "word"),
    [
        ([month(1, 5), month(1, 5)], None, "两份"),
        ([month(1, 5, agreed_out=6)], None, "负数"),
        ([month(1, 5, seasonal=-1)], None, "负数"),
        ([month(1, 5), month(2, 5, year=2023)], None, "同一年"),
        ([month(1, 5)], D(-1), "负数"),
    ],
)
def test_impossible_months_are_refused(months, paid, word):
    with pytest.raises(ValueError, match=word):
        staff_of_year(months, paid, FIGURES)


def test_before_the_rule_of_conversion_there_is_no_average():
    with pytest.raises(FigureMissing):
        staff_of_year(year_of(1), None, figures_on(date(2015, 9, 30)))


heads = st.integers(0, 500)
months_of_a_year = st.lists(st.tuples(heads, heads), min_size=12, max_size=12)


@given(months_of_a_year, st.randoms())
def test_the_order_of_the_months_changes_nothing(counts, chance):
    months = [month(n, regular, seasonal) for n, (regular, seasonal) in enumerate(counts, 1)]
    mixed = list(months)
    chance.shuffle(mixed)

    assert staff_of_year(mixed, D(10_000), FIGURES) == staff_of_year(months, D(10_000), FIGURES)


@given(months_of_a_year, st.integers(0, 20))
def test_an_agreed_person_is_counted_once_of_agency_and_user(counts, sent):
    agency = [month(n, regular + sent, seasonal, agreed_out=sent) for n, (regular, seasonal) in enumerate(counts, 1)]
    user = [month(n, 0, agreed_in=sent) for n in range(1, 13)]
    alone = [month(n, regular + sent, seasonal) for n, (regular, seasonal) in enumerate(counts, 1)]
    both = sum(staff_of_year(one, None, FIGURES).value.person_months for one in (agency, user))

    assert both == staff_of_year(alone, None, FIGURES).value.person_months
