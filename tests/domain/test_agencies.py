"""Score sheets of service institutions; what agencies were given and what came of it; contributions; exchanges."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, at
from tests.web.committee_city import city_with_figures
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.agencies import queries, services
from tonggong.domain.agencies.models import ScoreSheet
from tonggong.domain.agencies.standard import WrongStandard, raw_standard, read_standard
from tonggong.domain.casework.models import ServiceRecord, Verification
from tonggong.domain.status.services import refresh
from tonggong.rules.scoring import Source

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 15)


@pytest.fixture
def city(practice):
    with clock.pretend(at(DAY)):
        ledger = city_with_figures()
        yield ledger


@pytest.fixture
def county(city):
    return replace(system_who("孙薇"), user_id=1, reach="211103")


@pytest.fixture
def office(city):
    return replace(system_who("李楠"), user_id=2, reach="2111")


def verified(person, on=date(2024, 9, 1)):
    return Verification.objects.create(
        person=person, on=on, method="home", answered_by="self", confirmed=["identity", "work"], is_employed=True,
        known_from=at(on),
    )  # fmt: skip


def answered(sheet):
    """What an institution would say: everything there is."""
    found = {}
    for line in queries.view(sheet).lines:
        item = line.item
        if item.source != Source.AUTO:
            found[item.id] = ({"count": D(item.of), "steps": max(item.steps, default=D(0))}.get(item.way, D(1)), "名册")
    return found


def test_the_sheet_has_a_hundred_points_of_which_the_ledger_scores_its_own():
    standard = read_standard(raw_standard())

    assert standard.full == 100
    assert sum(i.full for i in standard.items if i.source == Source.AUTO) == 45
    assert standard.is_proposal


def test_what_the_ledger_knows_is_scored_by_itself_with_the_people_who_are_missing(city, county):
    people = list(services_people(city))
    verified(people[0])
    refresh(None)

    sheet = services.open_sheet(county, 2024, XINGLONG[0], "兴隆台区残疾人就业服务中心")

    rows = {row.item: row for row in sheet.rows.all()}
    assert rows["D2"].found["of"] == 7
    assert rows["D2"].found["yes"] == 1
    assert rows["D2"].self_score == D("0.6")  # 1/7 of 4 points
    assert people[0].pk not in rows["D2"].found["missing"]
    assert queries.missing_people(county, rows["D2"]).count() == 6
    assert rows["D1"].self_score == 5  # all seven are in work, so that is recorded
    assert rows["D3"].self_score is None
    assert "没有要裁定" in rows["D3"].found["sentence"]
    assert rows["F1"].found["figure"] is not None
    assert rows["A1"].self_answer is None


def services_people(city):
    from tonggong.domain.persons.models import Person

    return Person.objects.filter(county_code=XINGLONG[0]).order_by("pk")


def test_a_sheet_goes_from_the_institution_to_the_city_and_every_difference_has_its_reason(city, county, office):
    sheet = services.open_sheet(county, 2024, XINGLONG[0], "中心")
    with pytest.raises(services.SheetRefused, match="A1"):
        services.submit(county, sheet)
    services.answer(county, sheet, answered(sheet))
    services.submit(county, sheet)
    with pytest.raises(services.SheetRefused, match="已经交上去"):
        services.answer(county, sheet, {"A1": (D(0), "")})

    own = {line.item.id: (line.row.self_answer, "") for line in queries.view(sheet).lines if line.row.self_score is not None}  # fmt: skip
    with pytest.raises(services.SheetRefused, match="B2"):
        services.review(office, sheet, own | {"B2": (D(2), "")}, [], is_final=True)
    sheet.refresh_from_db()
    services.review(office, sheet, own | {"B2": (D(2), "没有低位柜台和手语视频")}, [], is_final=True)

    view = queries.view(sheet)
    assert [line.item.id for line in view.differing] == ["B2"]
    assert view.reviewed == view.own - 2
    assert sheet.state == ScoreSheet.State.REVIEWED
    assert "B2" in [line.item.id for line in view.gaps]


def test_points_need_evidence_and_the_reviewer_is_somebody_else(city, county, office):
    sheet = services.open_sheet(county, 2024, XINGLONG[0], "中心")
    services.answer(county, sheet, {key: (value, "") for key, (value, _) in answered(sheet).items()})
    with pytest.raises(services.SheetRefused, match="佐证"):
        services.submit(county, sheet)
    services.answer(county, sheet, answered(sheet))
    services.submit(county, sheet)

    with pytest.raises(services.SheetRefused, match="同一个人"):
        services.review(replace(office, user_id=1), sheet, {}, [], is_final=False)
    with pytest.raises(services.SheetRefused, match="市里"):
        services.review(replace(county, user_id=3), sheet, {}, [], is_final=False)


def test_a_veto_caps_the_grade(city, county, office):
    sheet = services.open_sheet(county, 2024, XINGLONG[0], "中心")
    services.answer(county, sheet, answered(sheet))
    services.submit(county, sheet)
    own = {line.item.id: (line.row.self_answer, "") for line in queries.view(sheet).lines if line.row.self_score is not None}  # fmt: skip
    services.review(office, sheet, own, ["提供虚假数据"], is_final=True)

    assert queries.view(sheet).grade.value == "不达标"


def test_a_sheet_sent_back_keeps_what_was_said_and_can_be_handed_in_again(city, county, office):
    sheet = services.open_sheet(county, 2024, XINGLONG[0], "中心")
    services.answer(county, sheet, answered(sheet))
    services.submit(county, sheet)
    services.send_back(office, sheet, "A3 的证书没有附")
    services.answer(county, sheet, {"A3": (D("0.25"), "证书2份")})
    services.submit(county, sheet)

    row = sheet.rows.get(item="A3")
    assert row.self_score == 2
    assert sheet.state == ScoreSheet.State.SUBMITTED


def test_a_county_scores_itself_only_once_a_year_and_no_other(city, county):
    services.open_sheet(county, 2024, XINGLONG[0], "中心")

    with pytest.raises(services.SheetRefused, match="已经有了"):
        services.open_sheet(county, 2024, XINGLONG[0], "中心")
    with pytest.raises(services.SheetRefused, match="本县区"):
        services.open_sheet(county, 2024, TAISHAN[0], "中心")
    with pytest.raises(services.SheetRefused, match="年度"):
        services.open_sheet(county, 2025, XINGLONG[0], "中心")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["items"][0].pop("full"), "A1 缺少 'full'"),
        (lambda s: s["items"][1].update(way="guess"), "A2"),
        (lambda s: s["items"][1].update(id="A1"), "编号相同"),
        (lambda s: s.pop("bands"), "缺少 'bands'"),
    ],
)
def test_a_wrong_sheet_names_the_item_and_the_field(change, words):
    kept = raw_standard()
    change(kept)

    with pytest.raises(WrongStandard, match=words):
        read_standard(kept)


def test_support_is_set_beside_the_placements_that_an_agency_brought(city, county):
    agency = services.add_provider(county, name="晨光社工中心", kind="social", county_code=XINGLONG[0], began_on=date(2024, 1, 1))  # fmt: skip
    services.add_support(county, agency, kind="purchase", what="评估60人", on=date(2024, 3, 1), yuan=D(9000))
    wrong = services.add_support(county, agency, kind="grant", what="写错了", on=date(2024, 3, 1), yuan=D(70000))
    services.withdraw(county, wrong)
    people = list(services_people(city))
    for person, outcome in ((people[0], 1), (people[0], 1), (people[1], 1), (people[2], 5)):
        ServiceRecord.objects.create(
            person=person, on=date(2024, 5, 1), kind=2, content="推荐", outcome=outcome, provider="晨光社工中心",
            known_from=at(date(2024, 5, 1)),
        )  # fmt: skip

    (line,) = queries.supported(county, 2024)

    assert (line.yuan, line.times, line.services, line.placed) == (D(9000), 1, 4, 2)
    assert line.cost == D(4500)
    with pytest.raises(services.SheetRefused, match="已经撤回"):
        services.withdraw(county, wrong)


def test_contributions_are_summed_by_kind_without_those_taken_back(city, county):
    for kind, yuan in (("order", D(1200)), ("order", D(800)), ("money", D(5000))):
        services.add_contribution(county, XINGLONG[0], giver="顺达公司", giver_kind="firm", kind=kind, yuan=yuan, what="订单", on=date(2024, 6, 1))  # fmt: skip
    gone = services.add_contribution(county, XINGLONG[0], giver="顺达公司", giver_kind="firm", kind="goods", what="设备", on=date(2024, 6, 1))  # fmt: skip
    services.withdraw(county, gone)

    assert queries.contribution_sums(queries.contributions(county, 2024)) == [
        ("订单", 2, D(2000)),
        ("资金", 1, D(5000)),
    ]
    assert list(queries.contributions(replace(county, reach="211102"))) == []


def test_a_year_without_an_exchange_is_reminded_of_from_october_on(city, office):
    assert queries.exchange_owed(office, date(2024, 9, 30)) == ""
    assert "还没有举办" in queries.exchange_owed(office, date(2024, 10, 1))

    services.add_exchange(office, "", on=date(2024, 10, 10), title="辅导经验交流", people=40, outcome="三县区互学")

    assert queries.exchange_owed(office, date(2024, 10, 15)) == ""
    with pytest.raises(services.SheetRefused, match="没有到"):
        services.add_exchange(office, "", on=date(2024, 12, 1), title="以后", people=1, outcome="无")
