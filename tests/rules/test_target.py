"""Who belongs to the plan's target group, and why somebody does not."""

from datetime import date

import pytest

from tests.rules.panjin import HOLDS, figures_on
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.employment import Work
from tonggong.rules.target import REASON_LABELS, Reason, Said, Span, TargetCase, latest_wish, target

DAY = date(2024, 6, 30)
BORN = date(1985, 5, 1)
WANTS = (Said(date(2024, 3, 1), "now", 7, False),)


def asked(day=DAY, **facts):
    values = {"sex": "male", "born_on": BORN, "certificates": HOLDS, "said": WANTS, **facts}
    return target(TargetCase(**values), day, figures_on(day))


def said(wish="", reason=None, on=date(2024, 3, 1), is_employed=False):
    return (Said(on, wish, reason, is_employed),)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "target"),
        ({"said": said("later")}, "target"),
        ({"sex": "female"}, "target"),
        ({"said": said("now", 4)}, "target"),  # no skill is no reason to be left out
        ({"said": said("now", 6)}, "target"),
        ({"work": (Work("14", date(2020, 1, 1), date(2024, 6, 29)),)}, "target"),
        ({"school": (Span(date(2020, 9, 1), date(2024, 7, 1), "本科 全日制"),)}, "in_school"),
        ({"said": said("now", 1)}, "in_school"),
        ({"pension": (Span(date(2024, 1, 1)),)}, "retired"),
        ({"said": said("now", 2)}, "retired"),
        ({"said": said("no", 3)}, "no_wish"),
        ({"said": said("", 3)}, "no_wish"),
        ({"lost_capacity": (Span(date(2023, 5, 1)),)}, "lost_capacity"),
        ({"said": said("now", 5)}, "lost_capacity"),
        ({"said": said("cannot_say")}, "cannot_say"),
        ({"said": ()}, "wish_unknown"),
        ({"said": said("now", on=date(2024, 7, 1))}, "wish_unknown"),  # said after the day
        ({"work": (Work("61", DAY),)}, "employed"),
        ({"work": (Work("14", date(2020, 1, 1), DAY),)}, "employed"),
        ({"certificates": ()}, "certificate"),
        ({"certificates": (CertificatePeriod(None, date(2024, 6, 29), "211103"),)}, "certificate"),
        ({"certificates": (CertificatePeriod(None, None, "211103", "military", 8),)}, "target"),
        ({"certificates": (CertificatePeriod(None, None, "211103", "military", 9),)}, "certificate"),
        ({"born_on": date(2008, 7, 1)}, "age"),
        ({"born_on": date(2008, 6, 30)}, "target"),  # sixteen on the day
        ({"born_on": date(1964, 6, 30)}, "age"),
        ({"born_on": date(1964, 7, 1)}, "target"),
        ({"sex": "female", "born_on": date(1969, 6, 30)}, "age"),
        ({"died_on": DAY}, "dead"),
        ({"died_on": date(2024, 7, 1)}, "target"),
    ],
)
def test_each_fact_leads_to_its_reason(facts, reason):
    found = asked(**facts)

    assert found.value == reason
    assert found.because


def test_ten_people_six_in_and_four_out_each_with_the_reason_in_words():
    ten = [{}, {"said": said("later")}, {"sex": "female"}, {"said": said("now", 4)}, {"said": said("now", 6)},
           {"born_on": date(1970, 1, 1)}, {"said": said("now", 1)}, {"said": said("now", 2)}, {"said": said("no", 3)},
           {"said": said("now", 5)}]  # fmt: skip
    words = [REASON_LABELS[asked(**facts).value] for facts in ten]

    assert words.count("方案服务对象") == 6
    assert words[6:] == ["在校", "退休", "无意愿", "丧失劳动能力"]


def test_asked_for_last_year_the_answer_is_last_years():
    facts = {
        "said": (Said(date(2022, 5, 1), "no"), Said(date(2023, 9, 1), "now")),
        "work": (Work("14", date(2024, 2, 1)),),
    }

    found = [asked(day, **facts).value for day in (date(2022, 6, 30), date(2023, 10, 1), date(2024, 2, 1))]

    assert found == [Reason.NO_WISH, Reason.TARGET, Reason.EMPLOYED]


def test_a_grade_never_means_lost_capacity_or_retirement():
    severe = (CertificatePeriod(None, None, "211103", grade=1),)

    assert asked(certificates=severe).value is Reason.TARGET


def test_a_word_of_mouth_on_lost_capacity_is_told_from_a_conclusion():
    assert "没有鉴定结论" in asked(said=said("now", 5)).because
    assert "劳动能力鉴定结论" in asked(lost_capacity=(Span(date(2023, 5, 1)),)).because


def test_school_that_ended_since_the_visit_is_school_no_more():
    school = (Span(date(2020, 9, 1), date(2024, 6, 25), "本科 全日制"),)

    found = [asked(day, school=school, said=said("now", 1)).value for day in (date(2024, 6, 25), date(2024, 6, 26))]

    assert found == [Reason.IN_SCHOOL, Reason.TARGET]


def test_of_two_wishes_on_one_day_the_one_that_asks_for_more_help_stands_in_either_order():
    two = [Said(date(2024, 3, 1), "no"), Said(date(2024, 3, 1), "later")]

    assert latest_wish(two, DAY).wish == latest_wish(two[::-1], DAY).wish == "later"
