"""Posts: questioned conditions stop them until somebody decides, each in his reach; counts, figures, what the public sees."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.domain.posts_city import (
    AWAY,
    BOSS,
    CITY,
    COUNTY,
    FIRM,
    HRSS,
    NOW,
    ORGAN,
    STRANGER,
    TAX,
    TODAY,
    a_post,
    said,
    units,
    who,
)
from tests.domain.reporting_ledger import TAISHAN, XINGLONG
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.employers.models import Unit
from tonggong.domain.posts import queries, services
from tonggong.domain.posts.choices import ConditionState, State
from tonggong.domain.posts.models import Post, PostCondition, PostCount
from tonggong.domain.posts.services import ConditionSaid, HelpSaid, PostRefused
from tonggong.domain.posts.services.deciding import JUSTIFIED, REMOVED
from tonggong.domain.quota.models import LeadPlan, LeadRound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger(practice):
    with clock.pretend(NOW):
        yield units()


def condition(row, n=0):
    return row.conditions.order_by("pk")[n]


def test_eyesight_stops_a_reserved_post_as_a_condition_unrelated_to_the_duties():
    row = a_post("档案管理员", "双目裸眼4.8", "大专以上学历")

    assert row.state == State.STOPPED
    assert [one.state for one in queries.conditions_of(row)] == ["questioned", "clear"]
    assert steps_of(row).last().reason.startswith("与岗位无关的体检条件：“双目裸眼4.8”是对视力的要求。")
    with pytest.raises(PostRefused, match="还有条件没有结果"):
        services.publish(COUNTY, row)
    assert list(queries.public_posts()) == []


def test_a_reviewer_justifies_only_with_a_reason_and_a_duty_and_then_the_post_goes_on():
    row = a_post("档案管理员", "双目裸眼4.8")
    one = condition(row)

    with pytest.raises(PostRefused, match="请写理由"):
        services.decide(COUNTY, one, JUSTIFIED, reason=" ", duty="核对底图")
    with pytest.raises(PostRefused, match="哪项工作"):
        services.decide(COUNTY, one, JUSTIFIED, reason="要看清毫米级的线")
    services.decide(COUNTY, one, JUSTIFIED, reason="要看清毫米级的线", duty="核对测绘底图")
    services.publish(COUNTY, row)

    row.refresh_from_db()
    assert (row.state, row.published_on) == (State.PUBLISHED, TODAY)
    shown = queries.public_conditions(row)
    assert [(one.words, one.duty) for one in shown] == [("双目裸眼4.8", "核对测绘底图")]


def test_what_is_removed_stays_on_record_with_its_reason_and_is_not_shown_to_the_public():
    row = a_post("档案管理员", "身高1.70米以上", "会用办公软件")
    services.decide(COUNTY, condition(row), REMOVED, reason="档案柜配了踏凳")
    services.publish(COUNTY, row)

    assert [(c.state, c.reason) for c in queries.conditions_of(row)] == [("removed", "档案柜配了踏凳"), ("clear", "")]
    assert [c.words for c in queries.public_conditions(row)] == ["会用办公软件"]
    assert [step.after for step in steps_of(condition(row))] == ["removed"]


def test_thirty_posts_with_four_questioned_conditions_three_removed_one_justified_open_their_rows():
    odd = ["双目裸眼4.8", "身高1.65米以上", "限男性", "有C1驾照"]
    for n in range(30):
        row = a_post(f"岗位{n}", *([odd[n]] if n < 4 else ["大专以上学历"]))
        if n < 3:
            services.decide(COUNTY, condition(row), REMOVED, reason="与工作无关")
        elif n == 3:
            services.decide(COUNTY, condition(row), JUSTIFIED, reason="每天下乡收档案", duty="开车下乡")
        services.publish(COUNTY, row)

    found = queries.sums(COUNTY)[XINGLONG[0]]
    assert (found.reserved, found.questioned, found.removed, found.justified, found.open) == (30, 4, 3, 1, 0)
    for group in ("questioned", "removed", "justified", "open"):
        assert queries.conditions(COUNTY, group).count() == getattr(found, group)
    assert queries.posts(COUNTY, "reserved").count() == found.reserved
    assert queries.public_posts().count() == 30


def test_a_condition_that_the_law_forbids_can_only_be_taken_out():
    row = a_post("前台", "限健全人", unit=FIRM, by=BOSS)
    one = condition(row)

    with pytest.raises(PostRefused, match="法律不允许"):
        services.answer(BOSS, one, duty="接待", words="要站立")
    with pytest.raises(PostRefused, match="法律不允许"):
        services.decide(COUNTY, one, JUSTIFIED, reason="要站立", duty="接待")
    services.drop_condition(BOSS, one)

    row.refresh_from_db()
    assert row.state == State.REVIEW
    assert condition(row).reason == "单位自己删去。"


def test_the_unit_sees_the_question_and_its_answer_stands_beside_the_decision():
    row = a_post("配货员", "有C1驾照", unit=FIRM, by=BOSS)
    one = condition(row)
    assert "要求驾驶证，而岗位不是开车的" in queries.sentences(one)[0]

    services.answer(BOSS, one, duty="每天送货两趟", words="没有专职司机")
    assert queries.waiting(COUNTY).first().is_answered
    services.decide(COUNTY, one, JUSTIFIED, reason="送货是主要工作")

    one = condition(row)
    assert (one.answer, one.duty, one.reason, one.decided_as) == (
        "没有专职司机",
        "每天送货两趟",
        "送货是主要工作",
        "县区残联",
    )
    with pytest.raises(PostRefused, match="已经有了结果"):
        services.answer(BOSS, one, duty="x", words="y")
    with pytest.raises(PostRefused, match="已经有了结果"):
        services.decide(COUNTY, one, REMOVED, reason="晚了一步")


def test_the_liaison_of_personnel_decides_on_public_bodies_only_and_another_department_on_none():
    body, firm = a_post("档案管理员", "五官端正"), a_post("前台", "五官端正", unit=FIRM, by=BOSS)

    services.decide(HRSS, condition(body), REMOVED, reason="与工作无关")
    with pytest.raises(PostRefused, match="不在您的范围内"):
        services.decide(HRSS, condition(firm), REMOVED, reason="与工作无关")
    other = a_post("收发员", "五官端正")
    with pytest.raises(PostRefused, match="组织、人社部门和残联"):
        services.decide(TAX, condition(other), REMOVED, reason="与工作无关")
    assert {one.unit.code for one in queries.posts(HRSS)} == {ORGAN}


def test_a_unit_writes_its_own_posts_and_no_others_and_a_county_none_of_another_county():
    firm, away = Unit.objects.get(code=FIRM), Unit.objects.get(code=AWAY)
    row = services.enter_post(BOSS, firm, said())

    for actor, unit in [(BOSS, away), (STRANGER, firm), (COUNTY, away), (who("auditor"), firm)]:
        with pytest.raises(PostRefused, match="不在您的范围内"):
            services.enter_post(actor, unit, said("别的"))
    for act in (
        lambda: services.submit(STRANGER, row),
        lambda: services.add_condition(STRANGER, row, ConditionSaid("大专")),
        lambda: services.change_post(who("county_staff", "211102"), row, said("改名")),
        lambda: services.close(who("auditor"), row, "不要了"),
    ):
        with pytest.raises(PostRefused, match="不在您的范围内"):
            act()
    assert queries.post(who("county_staff", "211102"), row.pk) is None
    assert list(queries.own_posts(STRANGER)) == []
    assert list(queries.own_posts(BOSS)) == [row]


def test_a_post_moves_only_as_it_may_and_once():
    row = a_post("档案管理员", unit=FIRM, by=BOSS)
    assert row.state == State.REVIEW
    with pytest.raises(MoveRefused):
        services.submit(BOSS, row)
    with pytest.raises(PostRefused, match="先收回"):
        services.change_post(BOSS, row, said("改名"))
    services.send_back(COUNTY, row, "工作地点写详细些")
    changed = services.change_post(BOSS, row, said("改名", workplace="兴隆街道2号"))
    services.publish(COUNTY, services.submit(BOSS, changed))
    services.withdraw(BOSS, changed)
    services.close(BOSS, changed, "不招了")

    with pytest.raises(PostRefused, match="已经关闭"):
        services.add_condition(BOSS, changed, ConditionSaid("大专"))
    assert [step.after for step in steps_of(changed)] == ["review", "draft", "review", "published", "draft", "closed"]


def test_a_post_under_another_name_is_asked_about_again_when_it_is_sent_in():
    row = services.enter_post(BOSS, Unit.objects.get(code=FIRM), said("小车司机", "有C1驾照", occupation="driver"))
    assert condition(row).state == ConditionState.CLEAR
    row = services.change_post(BOSS, row, said("文员", occupation="clerk"))

    assert services.submit(BOSS, row).state == State.STOPPED
    assert condition(row).questions == ["licence"]


def test_a_condition_hidden_in_the_description_is_refused_with_its_words():
    with pytest.raises(PostRefused, match="工作内容里写了条件。与岗位无关的体检条件：“四肢健全”"):
        services.enter_post(BOSS, Unit.objects.get(code=FIRM), said(duties="接待来访，要求四肢健全"))
    services.enter_post(BOSS, Unit.objects.get(code=FIRM), said("前台"))
    with pytest.raises(PostRefused, match="同名岗位已经登记过"):
        services.enter_post(BOSS, Unit.objects.get(code=FIRM), said("前台"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"places": 0}, "至少招一人"),
        ({"open_until": date(2024, 10, 1)}, "不能早于开始报名"),
        ({"pay_from_yuan": Decimal(3000), "pay_to_yuan": Decimal(2000)}, "不能小于低数"),
        ({"occupation": "pilot"}, "请选一种职业"),
        ({"apply_how": " "}, "怎么报名都要写"),
    ],
)
def test_what_contradicts_itself_is_refused_with_how_to_mend_it(wrong, words):
    with pytest.raises(PostRefused, match=words):
        services.enter_post(BOSS, Unit.objects.get(code=FIRM), said(**wrong))


def test_counts_are_added_and_the_latest_fills_the_post():
    row = a_post("档案管理员", places=2)
    services.publish(COUNTY, row)
    for wrong in ({"hired": 5}, {"evidence": ""}, {"on": date(2024, 12, 1)}):
        with pytest.raises(PostRefused):
            services.record_count(
                COUNTY, row, **({"on": TODAY, "applicants": 4, "hired": 1, "evidence": "公示"} | wrong)
            )
    services.record_count(COUNTY, row, on=date(2024, 11, 2), applicants=4, hired=1, evidence="拟录用公示")
    services.record_count(COUNTY, row, on=TODAY, applicants=6, hired=2, evidence="录用通知")

    row = queries.post(COUNTY, row.pk)
    assert (row.state, row.latest_applicants, row.latest_hired) == (State.FILLED, 6, 2)
    assert queries.sums(COUNTY)[XINGLONG[0]].hired == 2
    assert PostCount.objects.count() == 2
    assert [one.pk for one in queries.posts(COUNTY, "hired")] == [row.pk]


def test_a_job_on_the_ledger_is_linked_once_and_only_one_at_this_unit_since_then(ledger):
    row = a_post("档案管理员")
    here, away, before = ledger.person(), ledger.person(TAISHAN), ledger.person()
    spell = ledger.spell(here, date(2024, 11, 3), unit_code=ORGAN)
    ledger.spell(away, date(2024, 11, 3), unit_code=ORGAN)
    early = ledger.spell(before, date(2024, 10, 1), unit_code=ORGAN)

    assert [one.pk for one in queries.may_be_hired(COUNTY, row)] == [spell.pk]
    with pytest.raises(PostRefused):
        services.link_hire(COUNTY, row, early.pk)
    services.link_hire(COUNTY, row, spell.pk)
    with pytest.raises(PostRefused):
        services.link_hire(COUNTY, row, spell.pk)
    assert [one.person for one in queries.hires_of(COUNTY, row)] == [here]
    assert queries.hires_of(who("county_staff", "211102"), row) == []


def test_a_firm_of_two_hundred_with_four_analysed_posts_needs_a_small_help_in_two():
    unit = Unit.objects.get(code=FIRM)
    costs = [Decimal(320), Decimal(499), Decimal(500), None]
    for n, cost in enumerate(costs):
        helps = () if cost is None else (HelpSaid("放大屏", cost_yuan=cost),)
        row = services.enter_post(BOSS, unit, said(f"岗位{n}", helps=helps))
        assert row.demands["sitting"] == 3  # filled in beforehand by the kind of work
        services.analyse(COUNTY, row, {"sitting": 3, "digital": 2})
    services.enter_post(BOSS, unit, said("没有分析的"))

    found = queries.analysed(unit, TODAY)
    assert (len(found.posts), len(found.with_small_help)) == (4, 2)
    with pytest.raises(PostRefused, match="不在 0 到 4"):
        services.analyse(COUNTY, row, {"sitting": 5})


def test_a_help_on_hand_costs_nothing_more_and_one_taken_back_counts_no_longer():
    unit = Unit.objects.get(code=FIRM)
    row = services.analyse(
        BOSS, services.enter_post(BOSS, unit, said(helps=(HelpSaid("坡道", is_on_hand=True),))), {"sitting": 2}
    )
    needed = services.add_help(BOSS, row, HelpSaid("读屏软件", cost_yuan=Decimal(100)))
    assert len(queries.analysed(unit, TODAY).with_small_help) == 1
    services.end_help(BOSS, needed)
    assert queries.analysed(unit, TODAY).with_small_help == ()
    assert [one.what for one in queries.helps_of(row)] == ["坡道"]


def test_a_post_belongs_to_the_plan_of_its_own_unit_and_to_one_of_its_rounds():
    unit, other = Unit.objects.get(code=ORGAN), Unit.objects.get(code=FIRM)
    plan = LeadPlan.objects.create(unit=unit, breach_on=date(2024, 1, 1))
    round_ = LeadRound.objects.create(plan=plan, held_on=TODAY, posts=1, note="", by="试验", at=NOW)
    row = services.enter_post(COUNTY, unit, said(), round_=round_)

    assert (row.source, row.plan, row.round) == ("plan", plan, round_)
    assert queries.of_plan(plan) == [row]
    with pytest.raises(PostRefused, match="别的单位"):
        services.enter_post(COUNTY, other, said(), plan=plan)


def test_the_public_sees_only_what_is_published_and_open_today():
    shown = a_post("档案管理员")
    services.publish(COUNTY, shown)
    services.publish(COUNTY, a_post("过期的", open_from=date(2024, 9, 1), open_until=date(2024, 9, 30)))
    services.publish(COUNTY, a_post("还没到", open_from=date(2024, 12, 1)))
    a_post("还没核的")

    assert [one.title for one in queries.public_posts()] == ["档案管理员"]
    assert [one.title for one in queries.public_posts(county=XINGLONG[0], occupation="clerk", words="档案")] == [
        "档案管理员"
    ]
    assert not queries.public_posts(occupation="driver").exists()


def test_the_database_itself_keeps_what_may_not_be(ledger):
    row = a_post("档案管理员", "视力良好")
    for wrong in (
        lambda: Post.objects.filter(pk=row.pk).update(places=0),
        lambda: PostCondition.objects.filter(post=row).update(state=JUSTIFIED, reason=""),
        lambda: PostCount.objects.create(post=row, on=TODAY, applicants=1, hired=2, evidence="x", by="x", at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_each_step_leaves_its_trail():
    row = a_post("档案管理员", "视力良好")
    services.decide(CITY, condition(row), REMOVED, reason="与工作无关")
    steps = Entry.objects.filter(subject__startswith="posts.")
    assert {entry.subject for entry in steps} == {"posts.Post", "posts.PostCondition"}
    assert steps.count() >= 4
