"""Which months of a placement count: every condition on both sides of its edge, one person at one unit (残联厅函〔2022〕63号)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import CITY, table
from tonggong.rules import months
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.certificates import DISABILITY, MILITARY, CertificatePeriod
from tonggong.rules.figures import Figure, FigureTable
from tonggong.rules.quota.counting import Condition, Holder, Placement, Relation, WorkMonth, count_year, spans

D = Decimal
YEAR = 2024  # the minimum wage is 1710 until April and 1900 from May
FIGURES = {CITY: table().of(CITY)}


def certificate(grade=3, start=date(2015, 1, 1), end=None, kind=DISABILITY):
    return CertificatePeriod(start, end, "211103000000", kind, grade)


def holder(*certificates, born_on=date(1985, 6, 15), sex=MALE, **others):
    return Holder(sex, born_on, certificates or (certificate(),), **others)


def worked(first="2024-01", last="2024-12", **known):
    said = {"wage_yuan": D(2400), "pension": True, "medical": True, "on_duty": True, "bank": True} | known
    return tuple(WorkMonth(month, **said) for month in months.between(first, last))


def placed(unit="甲", who=None, **others):
    said = {
        "key": unit,
        "form": "12",
        "relation": Relation.CONTRACT,
        "started_on": date(2023, 3, 1),
        "is_open_ended": True,
        "place": CITY,
        "months": worked(),
    } | others
    return Placement(unit=unit, holder=who or holder(), **said)


def with_figures(*rows):
    return {CITY: FigureTable([*table().rows, *rows]).of(CITY)}


def figure(figure_id, value, start=date(2023, 1, 1), scope="211100"):
    kept = next(row for row in table().rows if row.id == figure_id) if figure_id != "quota.extra_forms" else None
    return Figure(figure_id, kept.label if kept else "新的形式", scope, value, "", "市里的文件", start)


def weights(placement, figures=FIGURES, **others):
    """The weight of each of the twelve months, 0 where the placement did not last."""
    (found,) = count_year([placement], YEAR, figures, **others)
    by_month = {one.month: one.weight for one in found.months}
    return [by_month.get(month, D(0)) for month in months.between(f"{YEAR}-01", f"{YEAR}-12")]


def total(placement, figures=FIGURES, **others):
    return sum(weights(placement, figures, **others))


def reasons(placement, figures=FIGURES, **others):
    (found,) = count_year([placement], YEAR, figures, **others)
    return {one.condition for month in found.months for one in month.against}


@pytest.mark.parametrize(
    ("kind", "grade", "weight"),
    [
        (DISABILITY, 1, 2),
        (DISABILITY, 2, 2),
        (DISABILITY, 3, 1),
        (DISABILITY, 4, 1),
        (DISABILITY, None, 1),
        *((MILITARY, grade, 2) for grade in (1, 2, 3)),
        *((MILITARY, grade, 1) for grade in (4, 5, 6, 7, 8)),
        *((MILITARY, grade, 0) for grade in (9, 10, None)),
    ],
)
def test_severe_grades_count_twice_and_slight_military_ones_not(kind, grade, weight):
    placement = placed(who=holder(certificate(grade, kind=kind)))

    assert total(placement) == 12 * weight
    assert reasons(placement) == (set() if weight else {Condition.CERTIFICATE})


def test_both_certificates_count_as_the_heavier():
    both = (certificate(4), certificate(3, kind=MILITARY))

    assert total(placed(who=holder(*both))) == 24
    assert total(placed(who=holder(*reversed(both)))) == 24


def test_a_year_with_its_words():
    (found,) = count_year([placed(started_on=date(2024, 4, 1), who=holder(certificate(2)))], YEAR, FIGURES)

    assert found.weighted_months == 18
    assert [step.text for step in found.steps] == [
        "2024年4月至12月计入，每月算2人：当月残疾人证（2级）有效，一人按两人计算。",
        "合计18人月，除以12，为1.5人。",
    ]
    assert all(step.source for step in found.steps)


def test_each_reason_is_told_with_its_months():
    said = {one.month: one for one in worked()}
    for month in ("2024-02", "2024-03", "2024-11"):
        said[month] = WorkMonth(month, D(1500), True, False, True, True)
    (found,) = count_year([placed(months=tuple(said.values()))], YEAR, FIGURES)
    texts = [step.text for step in found.steps]

    assert found.weighted_months == 9
    assert texts[0].startswith("2024年1月、4月至10月、12月计入，每月算1人：")
    assert "2024年2月至3月、11月不计入：当月没有缴医疗保险。" in texts
    assert "2024年2月至3月不计入：工资1500元，低于最低工资1710元。" in texts
    assert "2024年11月不计入：工资1500元，低于最低工资1900元。" in texts


def test_grade_changed_within_a_month():
    """Grade 3 until the 14th of June, grade 2 from the 15th: June counts twice unless the city looks at the month's end."""
    risen = holder(certificate(3, end=date(2024, 6, 14)), certificate(2, start=date(2024, 6, 15)))
    fallen = holder(certificate(2, end=date(2024, 6, 14)), certificate(3, start=date(2024, 6, 15)))
    at_end = with_figures(figure("quota.grade_in_month", "last_day"))

    assert weights(placed(who=risen)) == [1] * 5 + [2] * 7
    assert weights(placed(who=fallen)) == [2] * 6 + [1] * 6
    assert weights(placed(who=risen), at_end) == [1] * 5 + [2] * 7
    assert weights(placed(who=fallen), at_end) == [2] * 5 + [1] * 7


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (date(2015, 1, 1), date(2024, 6, 1), 6),
        (date(2015, 1, 1), date(2024, 5, 31), 5),
        (date(2024, 6, 30), None, 7),
        (date(2024, 7, 1), None, 6),
        (None, None, 12),
    ],
)
def test_a_certificate_counts_in_each_month_in_which_it_was_valid(start, end, counted):
    assert total(placed(who=holder(certificate(start=start, end=end)))) == counted


def test_a_certificate_only_before_the_first_day_of_work_is_none():
    who = holder(certificate(end=date(2024, 6, 9)))

    assert total(placed(who=who, started_on=date(2024, 6, 10))) == 0
    assert total(placed(who=who, started_on=date(2024, 6, 9))) == 1


@pytest.mark.parametrize(("submitted_on", "counted"), [(date(2025, 3, 31), 12), (date(2025, 4, 1), 0), (None, 12)])
def test_at_submission_the_certificate_is_asked_again(submitted_on, counted):
    placement = placed(who=holder(certificate(end=date(2025, 3, 31))))

    assert total(placement, submitted_on=submitted_on) == counted
    assert reasons(placement, submitted_on=submitted_on) == (set() if counted else {Condition.SUBMISSION})


@pytest.mark.parametrize(
    ("who", "counted"),
    [
        # sixteen on the 30th of June, on the 1st of July
        (holder(born_on=date(2008, 6, 30)), 7),
        (holder(born_on=date(2008, 7, 1)), 6),
        # a man of sixty in June: that month still counts
        (holder(born_on=date(1964, 6, 15)), 6),
        (holder(born_on=date(1964, 6, 15), retire_category=RetireCategory.M60), 6),
        # a worker of fifty, a cadre of fifty-five; unknown goes by the statistics range, to its last day
        (holder(born_on=date(1974, 6, 15), sex=FEMALE, retire_category=RetireCategory.F50), 6),
        (holder(born_on=date(1974, 6, 15), sex=FEMALE, retire_category=RetireCategory.F55), 12),
        (holder(born_on=date(1974, 6, 15), sex=FEMALE), 12),
        (holder(born_on=date(1969, 6, 15), sex=FEMALE), 6),
        (holder(born_on=date(1969, 6, 1), sex=FEMALE), 5),
    ],
)
def test_working_age_begins_and_ends_in_a_month(who, counted):
    assert total(placed(who=who)) == counted


@pytest.mark.parametrize(
    ("died_on", "counted"), [(date(2024, 6, 1), 6), (date(2024, 5, 31), 5), (date(2023, 12, 31), 0), (None, 12)]
)
def test_the_month_of_a_death_counts_and_no_later_one(died_on, counted):
    placement = placed(who=holder(died_on=died_on))

    assert total(placement) == counted
    assert reasons(placement) <= {Condition.ALIVE}


def test_the_wage_of_a_month_of_death_is_measured_by_its_days():
    months_known = (*worked("2024-01", "2024-05"), WorkMonth("2024-06", D("633.33"), True, True, True, True))

    assert weights(placed(who=holder(died_on=date(2024, 6, 10)), months=months_known))[5] == 1


@pytest.mark.parametrize(
    ("started_on", "until", "counted"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 1, 1), date(2024, 12, 30), 0),
        (date(2024, 1, 15), date(2025, 1, 14), 12),
        (date(2024, 1, 15), date(2025, 1, 13), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 2, 27), 0),
        (date(2024, 1, 31), date(2025, 1, 30), 12),
        (date(2024, 1, 31), date(2025, 1, 29), 0),
    ],
)
def test_a_contract_of_twelve_months_less_a_day_is_none(started_on, until, counted):
    placement = placed(started_on=started_on, is_open_ended=False, contract_until=until)

    assert total(placement) == counted
    assert reasons(placement) == (set() if counted else {Condition.CONTRACT})


def test_a_contract_that_ran_out_is_unproved_from_then_on():
    placement = placed(is_open_ended=False, contract_until=date(2024, 6, 30))
    strict = with_figures(figure("quota.unproved_counts", {"on_duty": True}))

    assert total(placement) == 12
    assert weights(placement, strict) == [1] * 6 + [0] * 6


@pytest.mark.parametrize(
    ("form", "relation", "counted", "against"),
    [
        ("11", Relation.ESTABLISHED, 12, set()),
        ("22", Relation.CONTRACT, 12, set()),
        ("31", Relation.CONTRACT, 0, {Condition.FORM}),
        ("41", Relation.CONTRACT, 0, {Condition.FORM}),
        ("51", Relation.AGREEMENT, 0, {Condition.FORM, Condition.CONTRACT}),
        ("12", Relation.AGREEMENT, 0, {Condition.CONTRACT}),
    ],
)
def test_forms_and_relations(form, relation, counted, against):
    placement = placed(form=form, relation=relation)

    assert total(placement) == counted
    assert reasons(placement) == against


def test_public_posts_count_where_the_city_says_so():
    assert total(placed(form="41"), with_figures(figure("quota.public_posts_count", True))) == 12


def test_a_new_form_counts_in_one_county_from_a_day_with_its_weight():
    """「集中派遣到岗」 counts half from June in one county; elsewhere and before, nothing."""
    rows = [*table().rows, figure("quota.extra_forms", {"19": "0.5"}, date(2024, 6, 1), "211103")]
    county, other = (FigureTable(rows).of(place) for place in ("211103000000", "211104000000"))
    figures = {"211103000000": county, "211104000000": other}

    assert weights(placed(form="19", place="211103000000"), figures) == [0] * 5 + [D("0.5")] * 7
    assert total(placed(form="19", place="211103000000", who=holder(certificate(1))), figures) == 7
    assert total(placed(form="19", place="211104000000"), figures) == 0
    assert total(placed(form="12", place="211103000000"), figures) == 12
    (found,) = count_year([placed(form="19", place="211103000000")], YEAR, figures)
    assert "每月算0.5人：当月残疾人证（3级）有效；这种形式按0.5计算。" in found.steps[0].text


@pytest.mark.parametrize(("wage", "weight"), [("1900", 1), ("1899.99", 0), ("0", 0)])
def test_the_wage_is_measured_by_the_month_s_minimum(wage, weight):
    assert weights(placed(months=worked(wage_yuan=D(wage))))[4:] == [weight] * 8


@pytest.mark.parametrize(("wage", "weight"), [("1266.67", 1), ("1266.66", 0)])
def test_a_part_month_is_measured_by_its_days(wage, weight):
    """Twenty of the thirty days of June: 1900 × 20 ÷ 30 = 1266.67."""
    placement = placed(started_on=date(2024, 6, 11), months=worked("2024-06", "2024-06", wage_yuan=D(wage)))
    (found,) = count_year([placement], YEAR, FIGURES, known_until="2024-06")

    assert [one.weight for one in found.months] == [weight]
    assert "按当月在职20天折算的1266.67元" in next(
        one.text for one in found.months[0].findings if one.condition is Condition.WAGE
    )
    whole = with_figures(figure("quota.part_month_prorated", False))
    assert weights(placement, whole)[5] == 0


@pytest.mark.parametrize(
    ("known", "against"),
    [
        ({"pension": False}, {Condition.INSURANCE}),
        ({"medical": False}, {Condition.INSURANCE}),
        ({"medical": None}, {Condition.INSURANCE}),
        ({"bank": False}, {Condition.BANK}),
        ({"bank": None}, set()),
        ({"on_duty": False}, {Condition.ON_DUTY}),
        ({"on_duty": None}, set()),
        ({"wage_yuan": None}, set()),
        ({"on_duty": False, "bank": False}, {Condition.ON_DUTY, Condition.BANK}),
    ],
)
def test_what_is_not_known_counts_only_as_the_city_says(known, against):
    placement = placed(months=worked(**known))

    assert reasons(placement) == against
    assert total(placement) == (0 if against else 12)


@pytest.mark.parametrize(
    ("rule", "value", "known"),
    [
        ("quota.bank_paid", False, {"bank": False}),
        ("quota.on_duty", False, {"on_duty": False}),
        ("quota.insurance_kinds", ("pension",), {"medical": False}),
        ("quota.insurance_kinds", (), {"medical": False, "pension": None}),
    ],
)
def test_a_condition_the_city_does_not_set_is_not_tested(rule, value, known):
    assert total(placed(months=worked(**known)), with_figures(figure(rule, value))) == 12


def test_an_accepted_gap_is_no_reason_beside_a_real_one():
    assert reasons(placed(months=worked(bank=None, pension=False))) == {Condition.INSURANCE}


def test_months_without_any_line_have_no_insurance():
    assert weights(placed(months=worked("2024-01", "2024-09"))) == [1] * 9 + [0] * 3


def test_lines_of_one_month_are_taken_together():
    lines = (
        WorkMonth("2024-01", D(1000), True, None, True, False),
        WorkMonth("2024-01", D(900), None, True, None, True),
    )

    assert weights(placed(months=lines))[0] == 1
    assert weights(placed(months=lines[::-1]))[0] == 1


@pytest.mark.parametrize(("until", "counted"), [("2024-08", 8), ("2024-12", 12), ("2025-03", 12), ("2023-12", 0)])
def test_later_months_than_the_sources_know_are_left_out(until, counted):
    assert total(placed(), known_until=until) == counted


def by_unit(found):
    return {one.placement.unit: [month.month[5:] for month in one.months if month.counts] for one in found}


def test_a_person_at_two_units_counts_at_the_first():
    found = count_year([placed("乙", started_on=date(2024, 7, 1)), placed("甲")], YEAR, FIGURES)

    assert by_unit(found) == {"甲": [f"{n:02d}" for n in range(1, 13)], "乙": []}
    assert {one.condition for month in found[1].months for one in month.against} == {Condition.ONE_UNIT}


def test_where_the_first_does_not_count_the_second_does():
    """From Jinzhou's insurance nine months, the other three where he moved to: 0.75 and 0.25."""
    first = placed("甲", ended_on=date(2024, 10, 5), months=worked("2024-01", "2024-09"))
    second = placed("乙", started_on=date(2024, 10, 6), months=worked("2024-10", "2024-12"))

    assert {unit: len(those) for unit, those in by_unit(count_year([second, first], YEAR, FIGURES)).items()} == {
        "甲": 9,
        "乙": 3,
    }


def test_two_stretches_at_one_unit_in_a_month_count_once():
    first = placed(key=1, ended_on=date(2024, 6, 10))
    again = placed(key=2, started_on=date(2024, 6, 20))
    found = count_year([again, first], YEAR, FIGURES)

    assert [one.weighted_months for one in found] == [6, 6]
    assert found[1].months[0].against[0].text == "当月已在本单位的另一段就业中计算，一人不能算两次。"


def dispatched(unit, agreed_to="", dispatched_by="派遣公司"):
    return placed(unit, form="16", relation=Relation.DISPATCH, agreed_to=agreed_to, dispatched_by=dispatched_by)


@pytest.mark.parametrize(
    ("agreed_to", "counted"), [("", {"派遣公司": 12, "用工厂": 0}), ("用工厂", {"派遣公司": 0, "用工厂": 12})]
)
def test_a_dispatched_person_counts_at_the_agency_or_by_agreement_at_the_user(agreed_to, counted):
    both = [dispatched("用工厂", agreed_to), dispatched("派遣公司", agreed_to)]

    for order in (both, both[::-1]):
        assert {unit: len(those) for unit, those in by_unit(count_year(order, YEAR, FIGURES)).items()} == counted


def test_a_placement_outside_the_year_has_no_months():
    found = count_year([placed(started_on=date(2025, 1, 1))], YEAR, FIGURES)

    assert (found[0].months, found[0].steps, found[0].weighted_months) == ((), (), 0)


@pytest.mark.parametrize(
    ("those", "words"),
    [
        (["2024-01"], "2024年1月"),
        (["2024-02", "2024-01", "2024-03"], "2024年1月至3月"),
        (["2024-01", "2024-03"], "2024年1月、3月"),
        (["2023-12", "2024-01", "2024-03"], "2023年12月至2024年1月、3月"),
        (["2023-12", "2024-02"], "2023年12月、2024年2月"),
    ],
)
def test_months_are_told_in_stretches(those, words):
    assert spans(those) == words


day = st.dates(date(2023, 6, 1), date(2025, 3, 1))
certificates = st.lists(
    st.builds(
        lambda start, length, kind, grade: certificate(grade, start, start + timedelta(length), kind),
        day, st.integers(0, 500), st.sampled_from([DISABILITY, MILITARY]), st.integers(1, 10),
    ),
    max_size=3,
)  # fmt: skip
placements = st.lists(
    st.builds(
        lambda unit, start, length, relation, agreed, by, paid: placed(
            unit,
            started_on=start,
            ended_on=None if length is None else start + timedelta(length),
            relation=relation,
            agreed_to=agreed,
            dispatched_by=by,
            months=tuple(WorkMonth(month, D(2400), paid, True) for month in months.between("2024-01", "2024-12")),
        ),
        st.sampled_from("甲乙丙"), day, st.none() | st.integers(0, 500), st.sampled_from(Relation),
        st.sampled_from(["", "甲", "乙"]), st.sampled_from(["", "甲"]), st.none() | st.booleans(),
    ),
    max_size=4,
    unique_by=lambda one: (one.unit, one.started_on),
)  # fmt: skip


def of_one(some, certificates_of_him, died_on):
    who = holder(*certificates_of_him, died_on=died_on) if certificates_of_him else holder(died_on=died_on)
    return [
        placed(**{name: getattr(one, name) for name in Placement.__slots__ if name != "holder"}, who=who)
        for one in some
    ]


@given(placements, certificates, st.none() | day, st.randoms())
def test_nobody_counts_at_two_units_and_order_changes_nothing(some, certificates_of_him, died_on, chance):
    some = of_one(some, certificates_of_him, died_on)
    found = count_year(some, YEAR, FIGURES)
    counted = [month.month for one in found for month in one.months if month.counts]

    assert len(counted) == len(set(counted))
    assert all(month.counts or month.against for one in found for month in one.months)
    assert all(month.weight in (0, 1, 2) for one in found for month in one.months)

    mixed, papers = list(some), list(certificates_of_him)
    chance.shuffle(mixed)
    chance.shuffle(papers)
    again = count_year(of_one(mixed, papers, died_on), YEAR, FIGURES)
    assert [(one.placement.unit, one.months) for one in found] == [(one.placement.unit, one.months) for one in again]


@given(placements, certificates)
def test_a_further_paper_never_takes_a_month_away(some, certificates_of_him):
    """Only whose certificates say nothing against it: one more 残疾人证 keeps or adds weight."""
    before = sum(
        one.weighted_months
        for one in count_year(of_one(some, certificates_of_him or [certificate(4)], None), YEAR, FIGURES)
    )
    more = [*(certificates_of_him or [certificate(4)]), certificate(2)]

    assert sum(one.weighted_months for one in count_year(of_one(some, more, None), YEAR, FIGURES)) >= before
