"""Partners, meetings, cases and reports: what is written, who may, what a withdrawal does at once."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.quota_city import OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, UNIT, XINGLONG, Ledger, at
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.cli.practice_cooperation import settle_cooperation
from tonggong.domain.cooperation.models import Decision, PartnerPlacement, Story
from tonggong.domain.cooperation.queries import meetings as meeting_queries
from tonggong.domain.cooperation.queries import partners as queries
from tonggong.domain.cooperation.queries import reports as report_queries
from tonggong.domain.cooperation.queries import stories as story_queries
from tonggong.domain.cooperation.services import CooperationRefused, meetings, partners, reports, stories
from tonggong.domain.employers.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 20)
CITY = "211100000000"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`"
    b"\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


@pytest.fixture
def city(ledger):
    return replace(system_who("李楠"), user_id=2, reach="2111")


@pytest.fixture
def county(ledger):
    return replace(system_who("孙薇"), user_id=1, reach="211103")


def a_partner(who, name="盘锦市餐饮商会", kind="chamber", county_code=CITY, began_on=date(2022, 1, 1)):
    return partners.add_partner(who, name=name, kind=kind, county_code=county_code, began_on=began_on)


def a_story(who, ledger, **more):
    values = {
        "county_code": XINGLONG[0],
        "title": "河蟹加工线上的一年",
        "text": "她在加工线上站稳了。",
        "shown_name": "小满",
    }
    values |= {"person": ledger.person()} | more
    return stories.write_story(who, **values)


def published(who, ledger, **more):
    row = a_story(who, ledger, **more)
    giver = "unit" if row.unit_id else "self"
    stories.agree(who, row, given_by=giver, given_on=DAY, how="同意书1号", places=["portal", "circular"])
    stories.publish(who, row)
    return row


# ---------------------------------------------------------------- partners


def test_what_a_chamber_brought_opens_the_rows_that_make_the_number(ledger, city):
    chamber = a_partner(city)
    for posts in (5, 7):
        partners.add_posts(
            city, chamber, on=DAY, unit_name="食品厂", title="包装", posts=posts, evidence="来函", unit_code=UNIT
        )
    spells = [ledger.spell(ledger.person(), date(2024, 3, n)) for n in (1, 2, 3)]
    for spell in spells:
        partners.link_placement(city, chamber, spell, "推荐函")

    line = queries.working_list(city, DAY)[0]

    assert (line.posts, line.placed) == (12, 3)
    assert sum(row.posts for row in queries.posts(city, DAY, chamber)) == 12
    assert {one.spell.pk for one in queries.placements(city, DAY, chamber)} == {spell.pk for spell in spells}
    assert queries.working_list(city, date(2024, 3, 2))[0].placed == 2


def test_a_slip_taken_back_leaves_the_number_and_stays_with_its_reason(ledger, city):
    chamber = a_partner(city)
    row = partners.add_posts(city, chamber, on=DAY, unit_name="食品厂", title="包装", posts=5, evidence="来函")
    spell = ledger.spell(ledger.person(), date(2024, 3, 1))
    link = partners.link_placement(city, chamber, spell, "推荐函")

    with pytest.raises(CooperationRefused, match="原因"):
        partners.withdraw(city, row, " ")
    partners.withdraw(city, row, "登记了两次")
    partners.withdraw(city, link, "不是它带来的")

    assert (queries.working_list(city, DAY)[0].posts, queries.placements(city, DAY, chamber)) == (0, [])
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_why) == ("李楠", "登记了两次")
    with pytest.raises(CooperationRefused, match="已经撤销"):
        partners.withdraw(city, row, "再来一次")
    assert partners.link_placement(city, chamber, spell, "推荐函").pk != link.pk


def test_a_placement_whose_employment_fell_away_counts_no_more(ledger, city):
    chamber, spell = a_partner(city), ledger.spell(ledger.person(), date(2024, 3, 1))
    partners.link_placement(city, chamber, spell, "推荐函")
    spell.known_until = at(DAY)
    spell.save()

    assert queries.working_list(city, DAY)[0].placed == 0
    assert PartnerPlacement.objects.count() == 1


def test_one_placement_has_one_partner_and_needs_evidence(ledger, city):
    chamber, other = a_partner(city), a_partner(city, "另一商会")
    spell = ledger.spell(ledger.person(), date(2024, 3, 1))
    early = ledger.spell(ledger.person(), date(2021, 3, 1))

    with pytest.raises(CooperationRefused, match="凭据"):
        partners.link_placement(city, chamber, spell, " ")
    with pytest.raises(CooperationRefused, match="合作以前"):
        partners.link_placement(city, chamber, early, "推荐函")
    partners.link_placement(city, chamber, spell, "推荐函")
    with pytest.raises(CooperationRefused, match="已经登记"):
        partners.link_placement(city, other, spell, "推荐函")


def test_who_was_not_spoken_with_for_ninety_days_heads_the_working_list(ledger, city):
    spoken, silent, longer = (a_partner(city, name, began_on=date(2023, 1, 1)) for name in ("甲", "乙", "丙"))
    for row, days in ((spoken, 90), (silent, 91), (longer, 200)):
        partners.add_contact(city, row, on=DAY - timedelta(days), how="phone", said="问岗位")

    found = queries.working_list(city, DAY)

    assert [one.partner.name for one in found] == ["丙", "乙", "甲"]
    assert [one.partner.name for one in queries.quiet(city, DAY)] == ["丙", "乙"]
    partners.end_partner(city, longer, DAY)
    assert [one.partner.name for one in queries.quiet(city, DAY + timedelta(1))] == ["乙", "甲"]


def test_a_county_sees_and_writes_only_its_own(ledger, city, county):
    foreign = a_partner(city, county_code=TAISHAN[0])
    own = a_partner(county, "区商会", county_code=XINGLONG[0])
    spell = ledger.spell(ledger.person(TAISHAN), date(2024, 3, 1))

    assert [row.pk for row in queries.partners(county)] == [own.pk]
    assert queries.partner(county, foreign.pk) is None
    with pytest.raises(CooperationRefused, match="本辖区"):
        partners.add_contact(county, foreign, on=DAY, how="phone", said="问岗位")
    with pytest.raises(CooperationRefused, match="本辖区"):
        partners.link_placement(county, own, spell, "推荐函")
    with pytest.raises(PermissionDenied):
        partners.add_contact(replace(county, duties=frozenset()), own, on=DAY, how="phone", said="问岗位")
    with pytest.raises(CooperationRefused, match="没有这种"):
        a_partner(city, "丁", kind="club")


def test_employments_that_may_be_a_partners_are_found_by_the_files_words_or_by_the_unit(ledger, city):
    chamber = a_partner(city)
    named = ledger.spell(ledger.person(), date(2024, 3, 1), channel="餐饮商会推荐")
    at_unit = ledger.spell(ledger.person(), date(2024, 4, 1), unit_code=OTHER)

    assert queries.candidates(city, chamber, DAY) == [named]
    assert queries.candidates(city, chamber, DAY, OTHER) == [at_unit]
    partners.link_placement(city, chamber, named, "推荐函")
    assert queries.candidates(city, chamber, DAY) == []


# ---------------------------------------------------------------- meetings


def a_meeting(who, on, decisions=0, title="会商会"):
    row = meetings.plan_meeting(who, title=title, on=on, place="市残联", county_code=CITY)
    if decisions:
        meetings.hold(who, row, on)
        for n in range(decisions):
            meetings.decide(who, row, text=f"第{n + 1}项", owner="市工商联", due_on=on + timedelta(30 + n))
    return row


def test_two_of_five_items_left_open_open_the_next_agenda_by_themselves(ledger, city):
    first = a_meeting(city, date(2024, 4, 10), 5)
    for row in Decision.objects.order_by("pk")[:3]:
        meetings.close_decision(city, row, on=date(2024, 5, 20), result="办了")
    second = a_meeting(city, date(2024, 10, 10))
    meetings.add_topic(city, second, "明年的岗位")

    found = meeting_queries.agenda(second)
    assert [(one.decision.text, one.is_overdue) for one in found.opening] == [("第4项", True), ("第5项", True)]
    assert [one.text for one in found.topics] == ["明年的岗位"]

    meetings.hold(city, second, date(2024, 10, 10))
    late = Decision.objects.get(text="第4项")
    meetings.close_decision(city, late, on=date(2024, 11, 1), result="办了")
    assert [one.decision.text for one in meeting_queries.agenda(second).opening] == ["第4项", "第5项"]
    third = a_meeting(city, DAY)
    assert [one.decision.text for one in meeting_queries.agenda(third).opening] == ["第5项"]
    assert [one.decision.text for one in meeting_queries.open_decisions(city, DAY)] == ["第5项"]
    assert meeting_queries.agenda(first).opening == []


def test_issued_minutes_say_for_ever_what_they_said(ledger, city):
    row = a_meeting(city, date(2024, 4, 10), 2)
    with pytest.raises(CooperationRefused, match="参会"):
        meetings.issue_minutes(city, row)
    meetings.add_attendance(city, row, organisation="市工商联", attendee="王主席")
    meetings.issue_minutes(city, row)
    before = meeting_queries.minutes_content(row)

    meetings.close_decision(city, Decision.objects.order_by("pk")[0], on=DAY, result="办了")

    assert meeting_queries.minutes_content(row) == before
    assert [line[:2] for line in before["decisions"]] == [["第1项", "市工商联"], ["第2项", "市工商联"]]
    for step in (lambda: meetings.decide(city, row, text="补", owner="甲", due_on=DAY),
                 lambda: meetings.add_topic(city, row, "补"), lambda: meetings.issue_minutes(city, row)):  # fmt: skip
        with pytest.raises(CooperationRefused):
            step()


def test_a_decision_has_an_owner_a_term_and_a_result(ledger, city):
    row = meetings.plan_meeting(city, title="会商会", on=DAY, place="市残联", county_code=CITY)
    with pytest.raises(CooperationRefused, match="还没有召开"):
        meetings.decide(city, row, text="甲", owner="乙", due_on=DAY)
    meetings.hold(city, row, DAY)
    with pytest.raises(CooperationRefused, match="负责单位"):
        meetings.decide(city, row, text="甲", owner=" ", due_on=DAY)
    with pytest.raises(CooperationRefused, match="期限"):
        meetings.decide(city, row, text="甲", owner="乙", due_on=DAY - timedelta(1))
    found = meetings.decide(city, row, text="甲", owner="乙", due_on=DAY)
    with pytest.raises(CooperationRefused, match="办结情况"):
        meetings.close_decision(city, found, on=DAY, result="")
    meetings.close_decision(city, found, on=DAY, result="办了")
    with pytest.raises(CooperationRefused, match="已经办结"):
        meetings.close_decision(city, found, on=DAY, result="办了")


def test_planned_meetings_do_not_count_for_the_year(ledger, city, county):
    a_meeting(city, date(2024, 4, 10), 1)
    a_meeting(city, date(2024, 11, 10))
    other = meetings.plan_meeting(county, title="区会商会", on=DAY, place="区", county_code=XINGLONG[0])
    meetings.hold(county, other, DAY)

    found = meeting_queries.year_standing(city, 2024, DAY)

    assert (found.value.held, str(found.value.standing)) == (1, "due")
    assert meeting_queries.held(city, 2024).count() == 1


# ---------------------------------------------------------------- typical cases


def test_nothing_is_published_without_a_dated_consent_to_its_very_words(ledger, city):
    row = a_story(city, ledger)
    with pytest.raises(CooperationRefused, match="没有对现在这份内容的同意"):
        stories.publish(city, row)
    stories.agree(city, row, given_by="self", given_on=DAY, how="同意书1号", places=["portal"])
    stories.rewrite(city, row, title=row.title, text="改过的正文。", shown_name="小满")
    with pytest.raises(CooperationRefused, match="没有对现在这份内容的同意"):
        stories.publish(city, row)
    stories.agree(city, row, given_by="self", given_on=DAY, how="同意书2号", places=["portal"])
    stories.publish(city, row)

    assert [one.pk for one in story_queries.public_stories()] == [row.pk]
    assert story_queries.public_stories("circular") == []


def test_a_consent_taken_back_at_ten_has_the_case_off_every_page_in_that_minute(ledger, city):
    row = published(city, ledger, picture=PNG, picture_words="加工线")
    assert story_queries.public_story(row.number).picture
    ten = at(DAY).replace(hour=2)

    with clock.pretend(ten):
        stories.withdraw_consent(city, row, "self")

    with clock.pretend(ten + timedelta(minutes=1)):
        assert story_queries.public_stories() == []
        assert story_queries.public_stories("circular") == []
        assert story_queries.public_story(row.number) is None
        assert story_queries.no_more_told([row.number, "2024-99"]) == {row.number, "2024-99"}
    row = Story.objects.get(pk=row.pk)
    assert (row.state, row.picture) == ("withdrawn", None)
    assert row.consents.get().withdrawn_at == ten
    with pytest.raises(CooperationRefused, match="已经撤回"):
        stories.withdraw_consent(city, row, "self")


def test_she_takes_her_own_consent_back_and_nobody_elses(ledger, city):
    row, other = published(city, ledger), published(city, ledger)
    her = replace(system_who("本人"), user_id=7, role="person", person_id=row.person_id, reach="")

    with pytest.raises(CooperationRefused, match="没有这份"):
        stories.withdraw_own(her, other.pk)
    stories.withdraw_own(her, row.pk)

    assert [one.pk for one in story_queries.public_stories()] == [other.pk]
    assert row.consents.get().withdrawn_by == "本人"
    assert Entry.objects.filter(kind="change", subject="persons.Person").exists()


def test_a_case_tells_no_name_and_no_number_that_she_did_not_choose(ledger, city):
    person = ledger.person()
    for words in (
        f"{person.name}在加工线上",
        "电话 13800138000",
        "证号２１１１０３１９８５０５０１００１Ｘ",
        "2111 0319 8505 0100 1X",
    ):
        with pytest.raises(CooperationRefused):
            a_story(city, ledger, person=person, text=words)
    with pytest.raises(CooperationRefused, match="说明"):
        a_story(city, ledger, picture=PNG)
    with pytest.raises(CooperationRefused, match="要么"):
        a_story(city, ledger, person=None)
    assert not Story.objects.exists()


def test_a_unit_agrees_to_its_own_case_and_nobody_for_it(ledger, city):
    unit = Unit.objects.create(code=UNIT, name="食品厂", county_code=XINGLONG[0])
    row = a_story(city, ledger, person=None, unit=unit)
    with pytest.raises(CooperationRefused, match="由单位同意"):
        stories.agree(city, row, given_by="self", given_on=DAY, how="函", places=["portal"])
    stories.agree(city, row, given_by="unit", given_on=DAY, how="函", places=["portal"])
    stories.publish(city, row)

    assert row.shown_name == "食品厂"
    assert re.fullmatch(r"2024-\d+", row.number)
    stories.take_down(city, row, "换新的")
    assert story_queries.public_stories() == []


# ---------------------------------------------------------------- social responsibility


def test_the_passage_of_a_firm_says_what_its_rows_say(practice):
    ledger = city_with_wages()
    unit = firm(ledger, OTHER, 120)
    feed = next(key for key, one in FEEDS.items() if one.of_own_unit)
    own = ledger.file(feed, "2023-06", f"报送（{OTHER}）")
    for _ in range(2):
        placed(ledger, unit=OTHER, source_file=own)

    found = report_queries.passage(unit, YEAR)

    assert found is not None
    values = {one.key: one.value for one in found.figures}
    assert values["headcount"] == "120"
    assert int(values["people"]) == len(report_queries.passage_rows(found, "people")[1]) == 2
    assert int(values["months"]) == len(report_queries.passage_rows(found, "months")[1])
    assert len(report_queries.passage_rows(found, "headcount")[1]) == 12
    assert report_queries.passage(Unit.objects.create(code="91211100MA0TESTX9Z", name="空"), YEAR) is None


def test_of_eighteen_state_enterprises_three_have_not_filed(ledger, city):
    for n in range(18):
        Unit.objects.create(
            code=f"91211100MA0TEST{n:02d}K", name=f"国企{n}", economic_kind="国有企业", county_code=XINGLONG[0]
        )
    private = Unit.objects.create(code=OTHER, name="民企", economic_kind="企业", county_code=XINGLONG[0])
    owed = list(report_queries.obliged_units(city, DAY))
    for unit in [*owed[:15], private]:
        reports.file_report(city, unit, year=2024, kind="social", filed_on=DAY, evidence="第12页")

    found = report_queries.filed(city, 2024, DAY)

    assert (len(found.owed), len(found.filed), [one.name for one in found.missing]) == (
        18,
        15,
        ["国企15", "国企16", "国企17"],
    )
    assert [one.unit.name for one in found.others] == ["民企"]
    with pytest.raises(CooperationRefused, match="已经登记"):
        reports.file_report(city, owed[0], year=2024, kind="social", filed_on=DAY, evidence="第12页")
    reports.withdraw_report(city, found.filed[0], "登错了")
    assert len(report_queries.filed(city, 2024, DAY).missing) == 4


def test_a_unit_files_for_itself_and_for_no_other(ledger):
    own, other = (Unit.objects.create(code=code, name=code, county_code=XINGLONG[0]) for code in (UNIT, OTHER))
    it = replace(system_who("单位"), reach="", unit_code=UNIT, duties=frozenset({"own.unit"}))

    row = reports.file_report(it, own, year=2024, kind="special", filed_on=DAY, evidence="第3页")

    assert row.by == "单位"
    with pytest.raises(PermissionDenied):
        reports.file_report(it, other, year=2024, kind="special", filed_on=DAY, evidence="第3页")


def test_the_practice_citys_cooperation_stands_once_with_two_cases_to_read(ledger, city):
    unit = Unit.objects.create(code=UNIT, name="食品厂", county_code=XINGLONG[0])
    for n in range(1, 8):
        ledger.spell(ledger.person(), date(2024, 3, n))

    for _ in range(2):
        settle_cooperation(city, CITY, DAY)

    lines = queries.working_list(city, DAY)
    assert [one.is_quiet for one in lines] == [True] * 3 + [False] * 5
    assert sum(one.placed for one in lines) == 6
    assert [one.shown_name for one in story_queries.public_stories()] == [unit.name, "小满"]
    assert len(meeting_queries.open_decisions(city, DAY)) == 4
    assert str(meeting_queries.year_standing(city, 2024, DAY).value.standing) == "met"
