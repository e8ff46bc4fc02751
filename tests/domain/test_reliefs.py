"""The special channels: each has a file, a rule, a figure; what a file says is a fact with its row, corrected and resent."""

from datetime import date
from decimal import Decimal as D

import pytest

from tests.domain.month_files import City
from tests.domain.relief_files import fee, licence, lottery, point, tell
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.services import decide
from tonggong.domain.persons.models import Person
from tonggong.domain.reliefs.models import LicenceApplication, RecruitmentRound, Relief, ServicePoint
from tonggong.domain.reliefs.queries import channels, due, records
from tonggong.domain.reliefs.services import ReliefRefused, find_person, set_review, write
from tonggong.rules.reliefs.channels import Channel

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 31)


def a_city(folder):
    made = City(folder)
    made.register(10)
    made.compare("2024-08")
    return made


@pytest.fixture(scope="module", autouse=True)
def once_made(once):
    return once(a_city)


@pytest.fixture
def city(once_made, practice):
    return once_made


def figure(city, channel: Channel, day: date = DAY, known_at=None):
    return channels.figure_of(city.who, channel, day, known_at)


def person(city, n: int) -> Person:
    return Person.objects.get(name=city.people[n][1])


def ratio(value: str) -> None:
    row = FigureValue.objects.get(figure_id="reliefs.points.ratio", scope="CN")
    FigureValue.objects.filter(figure_id="reliefs.points.ratio").exclude(pk=row.pk).delete()
    FigureValue.objects.filter(pk=row.pk).update(
        value=value or None, effective_from=date(2022, 1, 1) if value else None
    )
    forget()


@pytest.fixture(autouse=True)
def forgotten():
    yield
    forget()


# ---------------------------------------------------------------- nothing said yet


def test_a_channel_that_nobody_reported_says_so(city):
    for one in channels.figures_of(city.who, DAY):
        assert (one.is_reported, one.value, one.rows) == (False, "—", 0)
        assert one.sentence.endswith("：尚未报送。")


# ---------------------------------------------------------------- points


def test_two_of_twenty_new_points_are_enough_one_is_one_short_with_its_addresses(city):
    ratio("0.1")
    tell(city, "2024-10", "service-points", *(point(n, int(n < 2)) for n in range(20)))
    assert figure(city, Channel.POINTS).found.is_met is True

    tell(city, "2024-11", "service-points", point(1, 0))  # the second reserved post is gone
    found = figure(city, Channel.POINTS)
    assert (found.found.required, found.found.short, found.value) == (2, 1, "1")
    assert "差1。" in found.sentence
    assert len(found.found.without) == 19
    assert "第1号亭（石油大街1号）" in {one.name for one in found.found.without}
    assert found.rows == 20


def test_while_the_city_has_no_ratio_the_figure_says_so(city):
    ratio("")
    tell(city, "2024-10", "service-points", point(1, 1))
    assert "市里还没有定" in figure(city, Channel.POINTS).sentence


def test_a_point_that_reserves_more_than_it_has_waits_for_a_person_who_may_believe_it(city):
    tell(city, "2024-10", "service-points", point(1, 2, posts=1))
    waits = Finding.objects.get(feed="service-points")
    assert (waits.result, waits.state, waits.person) == ("impossible", "open", None)
    assert "比全部1个岗位还多" in waits.because
    assert not ServicePoint.objects.exists()

    decide(system_who("李裁定"), waits, "accept", reason="来源说明是同一岗位两班")
    row = ServicePoint.objects.get()
    assert (row.posts, row.reserved, row.county_code) == (1, 1, "211103000000")


# ---------------------------------------------------------------- fees


def test_800_to_400_for_twelve_months_is_4800_counted_once(city):
    tell(city, "2024-10", "fee-reliefs", fee(city, 0))
    row = Relief.objects.get()
    assert (row.worth_yuan, row.months, row.month_yuan, row.payer) == (D("4800.00"), 12, D("400.00"), "市场公司")
    assert (row.person, row.source_row, row.thread) == (person(city, 0), 2, row.pk)

    tell(city, "2024-11", "fee-reliefs", fee(city, 0))  # another month's file tells the same
    tell(city, "2024-11", "fee-reliefs", fee(city, 0), sender="兴隆台区人民政府")  # and another office
    assert Relief.objects.count() == 1
    assert figure(city, Channel.FEES).value == "4,800"
    assert set(Finding.objects.filter(feed="fee-reliefs", month="2024-11").values_list("result", flat=True)) == {
        "confirmed"
    }


def test_a_later_file_corrects_a_relief_and_the_earlier_statement_stays(city):
    tell(city, "2024-10", "fee-reliefs", fee(city, 0))
    told = clock.now()
    tell(city, "2024-11", "fee-reliefs", fee(city, 0, after="600"))
    assert [row.worth_yuan for row in Relief.objects.order_by("pk")] == [D("4800.00"), D("2400.00")]
    assert len(set(Relief.objects.values_list("thread", flat=True))) == 1
    assert figure(city, Channel.FEES).value == "2,400"
    assert figure(city, Channel.FEES, known_at=told).value == "4,800"
    assert Finding.objects.get(month="2024-11").sides[0]["label"] == "减免后（元/月）"


def test_rows_that_go_back_are_mended_and_sent_again_without_doubling(city):
    bad = fee(city, 1, before="八百")
    sent = tell(city, "2024-10", "fee-reliefs", fee(city, 0), bad, fee(city, 2, end="2023-12-31", count=""))
    assert (sent.accepted, sent.refused) == (1, 2)

    tell(city, "2024-10", "fee-reliefs", fee(city, 0), fee(city, 1), fee(city, 2))
    assert Relief.objects.standing().count() == 3
    tell(city, "2024-10", "fee-reliefs", fee(city, 0), fee(city, 1), fee(city, 2))
    assert Relief.objects.count() == 3


def test_a_row_that_a_later_delivery_no_longer_holds_is_no_longer_believed(city):
    tell(city, "2024-10", "fee-reliefs", fee(city, 0), fee(city, 1))
    tell(city, "2024-10", "fee-reliefs", fee(city, 0))
    assert [row.person for row in Relief.objects.standing()] == [person(city, 0)]
    assert Relief.objects.count() == 2


@pytest.mark.parametrize("changed", [{"after": "900"}, {"count": "10"}])
def test_a_fee_that_rose_and_months_that_do_not_fit_wait_for_a_person(city, changed):
    tell(city, "2024-10", "fee-reliefs", fee(city, 0, **changed))
    assert not Relief.objects.exists()
    assert Finding.objects.get(feed="fee-reliefs").state == "open"


def test_somebody_whom_the_ledger_does_not_know_is_a_question_as_in_every_file(city):
    stranger = [*fee(city, 0)]
    stranger[0], stranger[1] = city.people[11][1], city.people[11][0]  # never registered
    tell(city, "2024-10", "fee-reliefs", stranger)
    waits = Finding.objects.get(feed="fee-reliefs")
    assert (waits.result, waits.cause) == ("unmatched", "not-in-ledger")
    assert not Relief.objects.exists()


# ---------------------------------------------------------------- tobacco


def fourteen(city) -> list:
    rows = [licence(city, n, f"YC{n:03d}") for n in range(6)]
    rows += [licence(city, n, f"YC{n:03d}", relaxed="") for n in (6, 7, 8)]
    rows += [licence(city, n, f"YC1{n:02d}", "不予", "", until="") for n in (0, 1, 2)]
    return rows + [licence(city, n, f"YC2{n:02d}", "办理中", "无", decided="", until="") for n in (3, 4)]


def test_of_14_applications_9_were_granted_6_by_relaxation_and_each_of_these_is_a_relief(city):
    tell(city, "2024-10", "tobacco-licences", *fourteen(city))
    found = figure(city, Channel.TOBACCO)
    assert (found.found.applied, found.found.granted, found.found.relaxed_total, found.value) == (14, 9, 6, "9")
    assert "6件因放宽：间距放宽（50→30米）6件" in found.sentence
    reliefs = Relief.objects.filter(channel="tobacco")
    assert set(reliefs.values_list("kind", "normal_value", "granted_value", "measure")) == {
        ("间距放宽", D(50), D(30), "米")
    }
    assert reliefs.count() == 6


def test_an_application_that_is_decided_later_is_open_on_the_days_before(city):
    tell(city, "2024-10", "tobacco-licences", licence(city, 0, "YC1", "办理中", "", decided="", until=""))
    tell(city, "2024-11", "tobacco-licences", licence(city, 0, "YC1", decided="2024-11-20"))
    assert LicenceApplication.objects.count() == 2
    assert figure(city, Channel.TOBACCO).found.granted == 1
    before = figure(city, Channel.TOBACCO, date(2024, 11, 19)).found
    assert (before.granted, before.pending) == (0, 1)


def test_a_relief_goes_with_the_licence_that_brought_it(city):
    tell(city, "2024-10", "tobacco-licences", licence(city, 0, "YC1"))
    tell(city, "2024-11", "tobacco-licences", licence(city, 0, "YC1", until="2028-03-14"))
    first, second = Relief.objects.order_by("pk")
    assert (first.known_until is None, second.until) == (False, date(2028, 3, 14))
    assert first.thread == second.thread


def test_a_number_under_which_another_applied_waits_for_a_person(city):
    tell(city, "2024-10", "tobacco-licences", licence(city, 0, "YC1"))
    tell(city, "2024-11", "tobacco-licences", licence(city, 1, "YC1"))
    assert Finding.objects.get(month="2024-11").cause == "licence-of-another"
    assert LicenceApplication.objects.get().person == person(city, 0)


def test_licences_are_listed_before_the_day_on_which_the_renewal_is_to_be_asked_for(city):
    rows = [
        licence(city, n, f"YC{n}", until=until) for n, until in enumerate(("2025-02-28", "2025-01-10", "2026-12-31"))
    ]
    tell(city, "2024-10", "tobacco-licences", *rows)
    found = due.renewals_due(city.who, DAY)
    assert [(one.row.number, one.found.value.state) for one in found] == [("YC1", "last_days"), ("YC0", "coming")]


# ---------------------------------------------------------------- lottery


def test_three_of_five_were_chosen_against_10_of_35_and_each_chosen_person_is_a_relief(city):
    tell(city, "2024-10", "lottery-rounds", *(lottery(city, n, "是" if n < 3 else "否") for n in range(5)))
    found = figure(city, Channel.LOTTERY)
    assert RecruitmentRound.objects.count() == 1
    assert (found.value, found.unit) == ("3", "人")
    assert "选中残疾人3人（60.0%），其他人10/35（28.6%）" in found.sentence
    assert {row.person for row in Relief.objects.filter(channel="lottery")} == {person(city, n) for n in range(3)}


def test_a_round_in_which_nobody_of_ours_applied_is_one_line_without_a_person(city):
    taken = tell(city, "2024-10", "lottery-rounds", lottery(city, None, numbers=(12, 0, 4, 0)))
    assert (taken.accepted, taken.refused) == (1, 0)
    assert RecruitmentRound.objects.get().applicants == 12
    assert "（—）" in figure(city, Channel.LOTTERY).sentence


def test_the_numbers_of_a_round_count_even_where_nobody_knows_who_the_person_is(city):
    row = lottery(city, 11)  # never registered
    tell(city, "2024-10", "lottery-rounds", row)
    assert RecruitmentRound.objects.get().pwd_selected == 3
    assert Finding.objects.get(feed="lottery-rounds").cause == "not-in-ledger"
    assert not Relief.objects.exists()


def test_rows_that_disagree_on_a_round_wait_for_a_person(city):
    tell(city, "2024-10", "lottery-rounds", lottery(city, 0), lottery(city, 1, numbers=(41, 5, 13, 3)))
    assert Finding.objects.get(cause="round-told-twice").result == "contradictory"
    assert RecruitmentRound.objects.get().applicants == 40


# ---------------------------------------------------------------- by hand, reach


def staff(reach: str):
    return system_who("县区小张", reach=reach)


RELIEF = {"channel": "fees", "kind": "店面免费", "started_on": date(2024, 7, 1), "until": date(2025, 6, 30),
          "review_on": date(2025, 7, 31), "normal_value": D(1000), "granted_value": D(0), "place": "振兴街8号"}  # fmt: skip


def test_a_relief_is_entered_by_hand_for_a_person_or_a_household_with_its_ground(city):
    who = staff("211103")
    found = find_person(who, f"{city.people[0][0]}43")  # by her certificate
    thread = write(who, "grants", RELIEF, ground="兴残联函〔2024〕3号", person=found)
    row = records.record(who, "grants", thread)
    assert (row.person, row.worth_yuan, row.said_by) == (person(city, 0), D("12000.00"), "县区小张")

    write(who, "grants", RELIEF | {"for_name": "振兴街道李家", "county_code": "211103000000"}, ground="街道说明")
    assert Relief.objects.filter(person=None).count() == 1
    with pytest.raises(ReliefRefused, match="给谁"):
        write(who, "grants", RELIEF | {"county_code": "211103000000"}, ground="没有写给谁")
    with pytest.raises(ReliefRefused, match="依据"):
        write(who, "grants", RELIEF, ground=" ", person=found)


def test_a_correction_keeps_what_was_said_and_why(city):
    who = staff("211103")
    thread = write(who, "grants", RELIEF, ground="函", person=person(city, 0))
    write(who, "grants", {"until": date(2024, 12, 31)}, ground="店面收回", thread=thread)
    now, before = records.history(who, "grants", thread)
    assert (now.months, now.ground, before.months, before.known_until is None) == (6, "店面收回", 12, False)


def test_what_ends_before_its_review_is_flagged_until_the_day_is_set_anew(city):
    who = staff("211103")
    with clock.pretend(clock.real_now().replace(year=2024, month=12, day=31, hour=4)):
        thread = write(who, "grants", RELIEF, ground="函", person=person(city, 0))
        assert [one.found.value.state for one in due.reviews_due(who, DAY)] == ["ends_first"]
        set_review(who, thread, review_on=date(2025, 5, 31), note="实地看过")
        assert due.reviews_due(who, DAY) == []


def test_another_county_neither_sees_nor_corrects(city):
    own, other = staff("211103"), staff("211104")
    thread = write(own, "grants", RELIEF, ground="函", person=person(city, 0))
    tell(city, "2024-10", "service-points", point(1, 1))
    assert records.record(other, "grants", thread) is None
    assert records.history(other, "grants", thread) == []
    assert not records.stated(other, "points").exists()
    assert records.stated(own, "points").count() == 1
    assert figure(city, Channel.FEES).value == "6,000"
    assert channels.figure_of(other, Channel.FEES, DAY).is_reported is False
    with pytest.raises(ReliefRefused, match="刷新"):
        write(other, "grants", {"payer": "市场"}, ground="更正", thread=thread)
    with pytest.raises(ReliefRefused, match="没有这个号码"):
        find_person(other, city.people[0][0])


def test_a_point_told_twice_by_hand_is_refused_and_a_licence_brings_its_relief(city):
    who = staff("211103")
    values = {"kind": "便民服务点", "title": "振兴便民点", "address": "振兴街1号", "built_on": date(2024, 4, 1), "posts": 2,
              "reserved": 1, "county_code": "211103000000"}  # fmt: skip
    write(who, "points", values, ground="街道报告")
    with pytest.raises(ReliefRefused, match="已经登记"):
        write(who, "points", values, ground="街道报告")
    said = {"number": "YC9", "applied_on": date(2024, 3, 1), "decided_on": date(2024, 3, 20), "result": "granted",
            "relaxed": "间距放宽", "normal_value": D(50), "granted_value": D(30), "measure": "米", "valid_until": date(2029, 3, 19)}  # fmt: skip
    thread = write(who, "licences", said, ground="烟草局来函", person=person(city, 0))
    assert records.reliefs_about(who, thread, "tobacco")[0].kind == "间距放宽"
    write(who, "licences", {"relaxed": ""}, ground="没有放宽，写错了", thread=thread)
    assert records.reliefs_about(who, thread, "tobacco") == []
