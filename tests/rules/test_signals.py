"""Signals of false placement: each with its innocent twin, both sides of its edges; order and innocence as properties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import CITY, table
from tonggong.rules import months
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.signals import Level, judge
from tonggong.rules.signals.facts import (
    Benefit,
    Care,
    Elsewhere,
    Home,
    PaidMonth,
    PlacedYear,
    PlacementFacts,
    Says,
    Sign,
    StaffMonth,
    Statement,
    Stretch,
    Trace,
    UnitFacts,
)
from tonggong.rules.signals.stays import stays
from tonggong.rules.signals.words import CLUE_LABELS, EXCUSE_LABELS, SIGNALS, Excuse

YEAR = 2024
HERE, FAR_AWAY = Home("211103", "211103001"), Home("211104", "211104101")
SEEN = Trace(date(2024, 6, 3), Sign.VISIT, "visit-1")
WORKS = Statement(date(2024, 6, 3), Says.WORKS, "said-1")


def paid(first="2024-01", last="2024-12", wage="2600", **more):
    return tuple(
        PaidMonth(
            month, more.get("full", True), more.get("back", False), None if wage is None else D(wage), f"si-{month}"
        )
        for month in months.between(first, last)
    )


def placement(key="p1", **more):
    known = {
        "person": key, "unit": "u1", "place": CITY, "started_on": date(2023, 3, 1), "form": "14", "months": paid(),
        "certificates": (CertificatePeriod(date(2015, 1, 1), date(2035, 1, 1), "", grade=3),), "grade": 3, "home": HERE,
        "work": HERE, "school": (), "benefits": (), "care": (), "row": f"spell-{key}", "phone": f"phone-{key}",
    }  # fmt: skip
    return PlacementFacts(key=key, **(known | more))


def staff(others=20, joined=0, left=0, late=0, first="2024-01"):
    return tuple(StaffMonth(month, others, joined, left, late) for month in months.between(first, "2024-12"))


def unit(**more):
    return UnitFacts("u1", **({"staff": staff(), "others_at_minimum": D("0.05"), "others_paid": 20} | more))


def judged(*placements, of=None, others=()):
    units = (of or unit(), *others)
    return {one.key: one for one in judge(units, placements, YEAR, {CITY: table().of(CITY)})}


def only(one, of=None, *others):
    """The clues of the first placement with what remains of their points."""
    found = judged(one, *others, of=of).get(one.key)
    return {row.clue: row.counts for row in found.hits} if found else {}


def minimum(key, **more):
    wages = (*paid("2024-01", "2024-04", "1710"), *paid("2024-05", "2024-12", "1900"))
    return placement(key, **({"months": wages} | more))


def test_an_ordinary_placement_shows_nothing():
    assert judged(placement(), placement("p2", person="x2")) == {}


OTHER = Elsewhere("u2", date(2022, 1, 1), paid(), None, "", "spell-2")
AUTUMN = {"started_on": date(2024, 10, 1), "months": paid("2024-10", "2024-12", back=True)}
# name, the placement, the clue, what an innocent twin changes, what then remains of the clue's points
TWINS = [
    ("F01 两个单位", {"elsewhere": (OTHER,)}, "two_units", {"elsewhere": (replace(OTHER, is_part_time=True),)}, 0),
    ("F01 只重叠一个月", {"elsewhere": (OTHER,)}, "two_units", {"elsewhere": (replace(OTHER, months=paid("2023-01", "2024-01")),)}, None),
    ("F01 只缴工伤", {"elsewhere": (OTHER,)}, "two_units", {"elsewhere": (replace(OTHER, months=paid(full=False)),)}, 0),
    ("F01 先开始的一份", {"elsewhere": (OTHER,)}, "two_units", {"elsewhere": (replace(OTHER, started_on=date(2024, 1, 1)),)}, 18),
    ("F01 先开始的非全日制", {"elsewhere": (OTHER,)}, "two_units",
     {"elsewhere": (replace(OTHER, started_on=date(2024, 1, 1), is_part_time=True),)}, 0),
    ("F02 死亡", {"died_on": date(2024, 5, 9)}, "dead", {"months": paid("2024-01", "2024-06")}, None),
    ("F02 注销", {"cancelled_on": date(2024, 3, 5)}, "cancelled", {"months": paid("2024-01", "2024-03")}, None),
    ("F02 过期", {"certificates": (CertificatePeriod(date(2014, 4, 1), date(2024, 3, 31), ""),)}, "expired",
     {"certificates": (CertificatePeriod(date(2014, 4, 1), date(2024, 3, 31), ""), CertificatePeriod(date(2024, 6, 2), None, ""))}, 18),
    ("F02 过期后按时换发", {"certificates": (CertificatePeriod(date(2014, 4, 1), date(2024, 3, 31), ""),)}, "expired",
     {"certificates": (CertificatePeriod(date(2014, 4, 1), date(2024, 3, 31), ""), CertificatePeriod(date(2024, 4, 1), None, ""))}, None),
    ("F03 全日制在校", {"school": (Stretch(date(2022, 9, 1), date(2026, 7, 1), "", "roll"),)}, "school", {"school": ()}, None),
    ("F03 非全日制学习", {"school": (Stretch(date(2022, 9, 1), date(2026, 7, 1), "", "roll"),)}, "school", {"part_time_school": True}, None),
    ("F03 非全日制就业", {"school": (Stretch(date(2022, 9, 1), date(2026, 7, 1), "", "roll"),)}, "school", {"is_part_time": True}, 0),
    ("F03 暑假工", {"school": (Stretch(date(2022, 9, 1), date(2026, 7, 1), "", "roll"),)}, "school", {"months": paid("2024-07", "2024-08")}, None),
    ("F04 住院", {"care": (Stretch(date(2024, 1, 5), date(2024, 4, 3), Care.HOSPITAL, "stay"),)}, "care",
     {"care": (Stretch(date(2024, 1, 5), date(2024, 3, 3), Care.HOSPITAL, "stay"),)}, None),
    ("F04 病愈返岗", {"care": (Stretch(date(2024, 1, 5), date(2024, 4, 3), Care.HOSPITAL, "stay"),)}, "care", {"back_from_illness": True}, 15),
    ("F04 出院后到岗见到", {"care": (Stretch(date(2024, 1, 5), date(2024, 4, 3), Care.HOSPITAL, "stay"),)}, "care", {"traces": (SEEN,)}, 15),
    ("F04 住院期间见到", {"care": (Stretch(date(2024, 1, 5), date(2024, 6, 3), Care.HOSPITAL, "stay"),)}, "care", {"traces": (SEEN,)}, 50),
    ("F06 集中补缴", AUTUMN, "paid_in_bulk", {"months": paid("2024-10", "2024-12")}, None),
    ("F06 只在核查月份", AUTUMN, "assessment_only", {"months": paid("2024-10", "2024-12")}, None),
    ("F06 从别处转来", AUTUMN, "assessment_only", {"elsewhere": (replace(OTHER, months=paid("2023-01", "2024-09")),)}, 7.5),
    ("F06 中间断了一个月", AUTUMN, "assessment_only", {"elsewhere": (replace(OTHER, months=paid("2023-01", "2024-08")),)}, 25),
    ("F06 在别处不比这里久", AUTUMN, "assessment_only", {"elsewhere": (replace(OTHER, months=paid("2024-07", "2024-09")),)}, 25),
    ("F06 见到在岗", AUTUMN, "assessment_only", {"traces": (replace(SEEN, on=date(2024, 11, 4)),)}, 5),
    ("F08 距离远", {"work": FAR_AWAY}, "far", {"is_remote": True}, 0),
    ("F08 同一县区", {"work": FAR_AWAY}, "far", {"work": replace(HERE, township="211103002")}, None),
    ("F08 99公里", {"apart_km": D(100)}, "far", {"apart_km": D(99)}, None),
    ("F08 满六十个月", {"work": FAR_AWAY, "started_on": date(2020, 2, 1)}, "far", {"started_on": date(2020, 1, 31)}, 12.5),
    ("F09 岗位", {"post": "叉车司机", "grade": 2, "category": "5"}, "post", {"post": "保洁员"}, None),
    ("F09 辅助岗位", {"post": "叉车司机", "grade": 2, "category": "5"}, "post", {"post": "叉车司机助理"}, 0),
    ("F09 三级", {"post": "叉车司机", "grade": 2, "category": "5"}, "post", {"grade": 3}, None),
    ("F12 本人否认", {"statements": (Statement(date(2024, 6, 1), Says.NOT_REAL, "said"),)}, "denied", {"statements": (WORKS,)}, None),
    ("F12 查无此人", {"traces": (Trace(date(2024, 6, 1), Sign.NOT_FOUND, "v"),)}, "not_found",
     {"traces": (Trace(date(2024, 6, 1), Sign.NOT_FOUND, "v"), SEEN)}, 6),
    ("F13 登记失业", {"benefits": (Stretch(date(2023, 1, 1), date(2024, 3, 9), Benefit.REGISTERED, "reg"),)}, "benefit",
     {"benefits": (Stretch(date(2023, 1, 1), date(2024, 2, 9), Benefit.REGISTERED, "reg"),)}, None),
    ("F14 外地", {"elsewhere": (replace(OTHER, city="沈阳市"),)}, "other_city", {"elsewhere": (replace(OTHER, city="沈阳市", is_part_time=True),)}, 0),
    ("F15 回流", {"flows_back": ("clue-1",)}, "flows_back", {"flows_back": ()}, None),
    ("F16 两边计算", {"both_sides_count": True}, "both_count", {"both_sides_count": False}, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "clue", "twin", "left"), TWINS, ids=[row[0] for row in TWINS])
def test_each_signal_and_its_innocent_twin(name, facts, clue, twin, left):
    guilty, honest = only(placement(**facts)), only(placement(**(facts | twin)))

    points = table().on(date(2024, 12, 31), CITY)["signals.points"].value
    assert guilty[clue] == points[clue]
    if left is None:
        assert clue not in honest
    else:
        assert honest[clue] == pytest.approx(left)


def test_f05_all_at_the_minimum_while_the_others_are_not():
    both = (minimum("p1"), minimum("p2"))
    assert only(both[0], None, both[1]) == {"wage_all_contrast": 50}
    assert only(both[0]) == {"wage_one_contrast": 25}
    assert only(both[0], unit(others_at_minimum=None), both[1]) == {"wage_all": 25}
    assert only(both[0], unit(others_at_minimum=D("0.3")), both[1]) == {"wage_all": 5}
    assert only(both[0], unit(is_sheltered=True), both[1]) == {"wage_all_contrast": 0}
    assert only(minimum("p1", traces=(SEEN,)), None, both[1]) == {"wage_all_contrast": 10}
    assert only(both[0], unit(others_paid=4), both[1]) == {"wage_all": 25}
    assert only(both[0], unit(others_paid=5), both[1]) == {"wage_all_contrast": 50}
    assert only(both[0], None, placement("p2")) == {"wage_one": 10}
    a_slip = (
        *paid("2024-01", "2024-04", "1710"),
        *paid("2024-05", "2024-07", "1902"),
        *paid("2024-08", "2024-12", "1901"),
    )
    assert only(placement("p1", months=a_slip)) == {"wage_one_contrast": 25}
    more = (
        *paid("2024-01", "2024-04", "1710"),
        *paid("2024-05", "2024-08", "1902"),
        *paid("2024-09", "2024-12", "1901"),
    )
    assert only(placement("p1", months=more)) == {}


def test_f06_a_season_and_a_firm_that_pays_late_for_all_are_innocent():
    one = placement(**AUTUMN)
    assert only(one, unit(staff=staff(joined=4)))["assessment_only"] == 5
    assert only(one, unit(staff=staff(joined=3)))["assessment_only"] == 25
    assert only(one, unit(is_seasonal=True))["paid_in_bulk"] == 5
    late_for_all = only(one, unit(staff=staff(late=10)))
    assert late_for_all == {"paid_in_bulk": 0}
    assert only(one, unit(staff=staff(late=9)))["paid_in_bulk"] == 25


def test_f06_what_makes_a_late_start_more_than_a_fresh_start():
    fresh = placement(started_on=date(2024, 10, 8), months=paid("2024-10", "2024-12"))
    assert only(fresh) == {}
    assert only(replace(fresh, months=(*paid("2023-10", "2023-12"), *fresh.months))) == {"assessment_only": 25}
    assert only(replace(fresh, ended_on=date(2024, 12, 31))) == {"assessment_only": 25}
    assert only(fresh, None, replace(fresh, key="p2", person="p2")) == {"assessment_only": 25}
    unknown = unit(staff=staff(joined=None, left=None))
    assert only(fresh, unknown, replace(fresh, key="p2", person="p2")) == {}
    assert only(fresh, None, placement("p2")) == {}


def shared(count, **more):
    return [placement(f"p{n}", unit=f"u{n % 2 + 1}", phone="139", household=f"h{n}", **more) for n in range(count)]


def test_f07_three_families_with_one_phone_but_not_one_family_nor_the_firms_own_number():
    second = UnitFacts("u2", staff=staff())
    three = shared(3)
    assert {key: one.codes for key, one in judged(*three, others=(second,)).items()} == dict.fromkeys(
        ("p0", "p1", "p2"), ("F07",)
    )
    assert judged(*shared(2), others=(second,)) == {}
    one_home = [replace(one, household="h") for one in three]
    assert judged(*one_home, others=(second,)) == {}
    at_one_firm = [replace(one, unit="u1") for one in three]
    assert judged(*at_one_firm)["p0"].score == 50
    assert judged(*at_one_firm, of=unit(phones={"139": 1}))["p0"].score == 0
    assert judged(*at_one_firm, of=unit(contacts=("139",)))["p0"].score == 0
    six = shared(6)  # the number of one firm, with which three families at another are written too
    found = judged(*six, of=unit(phones={"139": 4}), others=(second,))
    assert {key: one.score for key, one in found.items()} == {one.key: 50 for one in six}
    accounts = [replace(one, phone=None, account="branch-7") for one in three]
    assert judged(*accounts, others=(second,))["p0"].hits[0].clue == "shared_account"


def test_f10_a_rare_share_of_severe_grades_unless_it_is_a_workshop():
    light = [placement(f"q{n}", unit="u2", grade=4) for n in range(12)]
    heavy = [placement(f"p{n}", grade=1 + n % 2) for n in range(3)]
    second = UnitFacts("u2", staff=staff())
    clues = {row.clue for row in judged(*heavy, *light, others=(second,))["p0"].hits}
    assert clues == {"severe"}
    workshop = judged(*heavy, *light, of=unit(is_concentrated=True), others=(second,))
    assert workshop["p0"].score == 0
    assert judged(*heavy[:2], *light, others=(second,)) == {}
    all_heavy = [replace(one, grade=2) for one in light]  # where everybody is, a unit of such people is no wonder
    assert judged(*heavy, *all_heavy, others=(second,)) == {}


def test_f11_a_cohort_in_and_out_unless_the_plant_shut_or_others_came_and_went_too():
    left = {"started_on": date(2024, 3, 1), "ended_on": date(2024, 9, 30), "months": paid("2024-03", "2024-09")}
    three = [placement(f"p{n}", **left) for n in range(3)]
    assert only(three[0], None, *three[1:]) == {"cohort": 25}
    assert only(three[0], None, three[1]) == {}
    assert only(three[0], unit(closed_on=date(2024, 10, 20)), *three[1:]) == {"cohort": 5}
    assert only(three[0], unit(closed_on=date(2025, 2, 1)), *three[1:]) == {"cohort": 25}
    assert only(three[0], unit(staff=staff(joined=5)), *three[1:]) == {"cohort": 5}
    assert only(three[0], unit(staff=staff(left=5)), *three[1:]) == {"cohort": 5}
    later = [replace(one, started_on=date(2024, 3, 9)) for one in three[1:]]
    assert only(three[0], None, *later) == {}


def test_f11_a_cohort_that_goes_on_at_one_other_unit_was_moved():
    left = {"started_on": date(2024, 3, 1), "ended_on": date(2024, 9, 30), "months": paid("2024-03", "2024-09")}

    def group(*begins):
        there = [Elsewhere("u2", None, paid(begin, "2024-12"), row=f"there-{n}") for n, begin in enumerate(begins)]
        return [placement(f"p{n}", elsewhere=(one,), **left) for n, one in enumerate(there)]

    moved = group("2024-10", "2024-10", "2024-09")
    assert only(moved[0], None, *moved[1:]) == {"cohort": 10}
    later = group("2024-10", "2024-10", "2024-11")
    assert only(later[0], None, *later[1:]) == {"cohort": 25}
    apart = [*moved[:2], replace(moved[2], elsewhere=(replace(moved[2].elsewhere[0], unit="u3"),))]
    assert only(apart[0], None, *apart[1:]) == {"cohort": 25}


def test_f04_whoever_is_found_in_the_institution_where_the_workshop_is_is_at_work():
    stay = Stretch(date(2024, 1, 5), date(2024, 6, 3), Care.RESIDENTIAL, "stay")
    assert only(placement(care=(stay,)), unit(is_concentrated=True)) == {"care": 0}
    assert only(placement(care=(stay,)), unit(is_sheltered=True)) == {"care": 0}
    assert only(placement(care=(stay,))) == {"care": 50}
    assert only(placement(care=(replace(stay, kind=Care.HOSPITAL),)), unit(is_concentrated=True)) == {"care": 50}


def test_f04_a_stay_reaches_from_the_first_to_the_last_visit_in_a_row_that_found_her_there():
    looks = [
        (date(2024, 1, 9), Care.HOSPITAL, "a"), (date(2024, 3, 2), Care.HOSPITAL, "b"), (date(2024, 4, 1), None, "c"),
        (date(2024, 5, 1), Care.HOSPITAL, "d"), (date(2024, 6, 1), Care.RESIDENTIAL, "e"), (date(2024, 8, 1), Care.RESIDENTIAL, "f"),
    ]  # fmt: skip
    figures = table().on(date(2024, 12, 31), CITY)
    two = (
        Stretch(date(2024, 1, 9), date(2024, 3, 2), "hospital", "a"),
        Stretch(date(2024, 6, 1), date(2024, 8, 1), "residential", "e"),
    )
    assert stays(looks, figures) == stays(looks[::-1], figures) == two
    assert stays([], figures) == stays(looks[3:5], figures) == ()


def test_f11_the_quota_to_the_head_with_everybody_new_each_year():
    years = (PlacedYear(2022, 2, D("1.4"), 0), PlacedYear(2023, 2, D("1.8"), 0))
    assert only(placement(), unit(history=years)) == {"quota_to_the_head": 25}
    assert only(placement(), unit(history=(years[0], replace(years[1], stayed=1)))) == {}
    assert only(placement(), unit(history=(years[0], replace(years[1], counted=3)))) == {}


def test_f16_an_agency_without_licence_or_with_such_people_only():
    three = [placement(f"p{n}", form="16") for n in range(3)]
    agency = {"is_agency": True, "has_licence": True}
    assert only(three[0], unit(**agency), *three[1:]) == {}
    assert only(three[0], unit(**agency | {"has_licence": False}), *three[1:]) == {"no_licence": 60}
    assert only(three[0], unit(**agency, staff=staff(others=1)), *three[1:]) == {"only_such": 40}
    assert only(three[0], unit(**agency, staff=staff(others=2)), *three[1:]) == {}
    assert only(three[0], unit(is_concentrated=True, staff=staff(others=0)), *three[1:]) == {"only_such": 0}


def test_the_score_is_told_capped_and_never_a_verdict():
    one = placement(died_on=date(2024, 2, 1), flows_back=("clue",), work=FAR_AWAY)
    found = judged(one)["p1"]
    assert (found.score, found.level) == (100, Level.CHECK)
    assert found.steps[-1].text == "合计100分，以100分为限：交人核查。这是线索，不是结论。"
    assert found.codes == ("F02", "F15", "F08")
    assert {row for hit in found.hits for fact in hit.evidence for row in fact.rows} >= {
        "clue",
        "spell-p1",
        "si-2024-04",
    }
    assert all(hit.words.innocent and hit.words.ask for hit in found.hits)
    at_the_edge = judged(minimum("p1"), minimum("p2"))["p1"]
    assert (at_the_edge.score, at_the_edge.level) == (50, Level.CHECK)
    assert judged(placement(work=FAR_AWAY))["p1"].level is Level.NOTE
    assert judged(placement(work=FAR_AWAY, traces=(SEEN,)))["p1"].level is Level.NONE


def test_what_no_source_gives_is_told_apart():
    bare = PlacementFacts("p1", "p1", "u1", CITY, date(2023, 1, 1), months=paid(wage=None), died_on=date(2024, 1, 1))
    assert judged(bare)["p1"].silent == (
        "F03", "F04", "F05", "F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15",
    )  # fmt: skip
    full = replace(
        placement(post="保洁员", statements=(WORKS,), flows_back=(), died_on=date(2024, 1, 1)),
        elsewhere=(replace(OTHER, city="沈阳市", months=()),),
    )
    assert judged(full, of=unit(history=()))["p1"].silent == ()


def test_every_clue_and_excuse_has_its_points_and_words():
    figures = table().on(date(2024, 12, 31), CITY)
    assert set(figures["signals.points"].value) == set(CLUE_LABELS)
    assert set(figures["signals.left"].value) == set(Excuse) == set(EXCUSE_LABELS)
    assert all(0 <= D(left) <= 1 for left in figures["signals.left"].value.values())
    assert list(SIGNALS) == [f"F{n:02d}" for n in range(1, 17)]


# ------------------------------------------------------------------ properties

INNOCENT = {
    "visit": lambda one: replace(one, traces=(*one.traces, Trace(date(2024, 11, 20), Sign.VISIT, "v-new"))),
    "said": lambda one: replace(one, statements=(*one.statements, WORKS)),
    "remote": lambda one: replace(one, is_remote=True),
    "part_time": lambda one: replace(one, is_part_time=True),
    "illness": lambda one: replace(one, back_from_illness=True),
    "second_part_time": lambda one: replace(
        one, elsewhere=tuple(replace(row, is_part_time=True) for row in one.elsewhere)
    ),
    "renewed": lambda one: replace(
        one, certificates=(*one.certificates, CertificatePeriod(date(2024, 5, 1), None, "", grade=3))
    ),
    "beside_school": lambda one: replace(one, part_time_school=True),
}
OF_UNIT = {
    "season": lambda of: replace(of, is_seasonal=True),
    "closed": lambda of: replace(of, closed_on=date(2024, 12, 20)),
    "workshop": lambda of: replace(of, is_concentrated=True),
    "sheltered": lambda of: replace(of, is_sheltered=True),
    "own_phone": lambda of: replace(of, contacts=("139",)),
    "all_low": lambda of: replace(of, others_at_minimum=D("0.9")),
    "late_for_all": lambda of: replace(of, staff=tuple(replace(row, back_paid=row.others) for row in of.staff)),
    "licence": lambda of: replace(of, has_licence=True),
}


@st.composite
def cities(draw):
    """Placements at two units that show anything at all."""
    made = []
    for n in range(draw(st.integers(1, 6))):
        first = draw(st.sampled_from(("2023-10", "2024-01", "2024-10", "2024-11")))
        last = draw(st.sampled_from(("2024-11", "2024-12")))
        wage = draw(st.sampled_from(("1900", "2600", None)))
        facts = {
            "unit": draw(st.sampled_from(("u1", "u1", "u2"))),
            "person": f"p{n}",
            "started_on": months.first_day(first),
            "ended_on": draw(st.sampled_from((None, date(2024, 12, 31), date(2024, 11, 30)))),
            "months": paid(first, last, wage, back=draw(st.booleans())),
            "grade": draw(st.sampled_from((1, 2, 3, 4, None))),
            "phone": draw(st.sampled_from(("139", "139", None))),
            "household": draw(st.sampled_from(("h1", "h2", None))),
            "work": draw(st.sampled_from((HERE, FAR_AWAY, None))),
            "died_on": draw(st.sampled_from((None, None, date(2024, 8, 1)))),
            "certificates": draw(
                st.sampled_from(((), (CertificatePeriod(date(2014, 1, 1), date(2024, 3, 31), "", grade=2),)))
            ),
            "school": draw(st.sampled_from((None, (Stretch(date(2023, 9, 1), None, "", "roll"),)))),
            "benefits": draw(st.sampled_from((None, (Stretch(date(2023, 1, 1), None, Benefit.REGISTERED, "reg"),)))),
            "elsewhere": draw(st.sampled_from(((), (OTHER,), (replace(OTHER, city="沈阳市"),)))),
            "traces": draw(st.sampled_from(((), (Trace(date(2024, 11, 5), Sign.NOT_FOUND, "lost"),)))),
            "flows_back": draw(st.sampled_from((None, ("clue",)))),
        }
        made.append(placement(f"p{n}", **facts))
    others = draw(st.integers(0, 30))
    of = [
        UnitFacts(
            key,
            is_agency=draw(st.booleans()),
            has_licence=draw(st.sampled_from((None, False, True))),
            staff=staff(others=others, joined=draw(st.sampled_from((None, 0, others)))),
            others_paid=20,
            others_at_minimum=draw(st.sampled_from((None, D(0), D("0.25"), D("0.6")))),
            phones=draw(st.sampled_from(({}, {"139": 2}))),
        )
        for key in ("u1", "u2")
    ]
    return of, made


def scores(of, made):
    return {one.key: one.score for one in judge(of, made, YEAR, {CITY: table().of(CITY)})}


@given(cities(), st.randoms(use_true_random=False))
def test_order_never_matters(city, chance):
    of, made = city
    before = judge(of, made, YEAR, {CITY: table().of(CITY)})
    shuffled = [
        replace(one, months=tuple(chance.sample(one.months, len(one.months))), traces=one.traces[::-1]) for one in made
    ]
    chance.shuffle(shuffled)
    assert judge(of[::-1], shuffled, YEAR, {CITY: table().of(CITY)}) == before


@given(cities(), st.sampled_from(sorted(INNOCENT)), st.integers(0, 5))
def test_an_innocent_fact_of_a_person_never_raises_a_score(city, fact, at):
    of, made = city
    before = scores(of, made)
    at %= len(made)
    after = scores(of, [INNOCENT[fact](one) if n == at else one for n, one in enumerate(made)])
    key = made[at].key
    assert after.get(key, 0) <= before.get(key, 0)


@given(cities(), st.sampled_from(sorted(OF_UNIT)))
def test_an_innocent_fact_of_a_unit_never_raises_a_score(city, fact):
    of, made = city
    before, after = scores(of, made), scores([OF_UNIT[fact](one) for one in of], made)
    assert all(after.get(one.key, 0) <= before.get(one.key, 0) for one in made)
