"""Pages of job coaching: what a coach sees first, one case, a session on a phone, refusals in words, who never sees what."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domain.coached_people import HOURS, Coached, noon, session, somebody, steps
from tonggong.base.accounts.models import User
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.coaching.models import Coach, FollowUp, Session, SupportCase
from tonggong.domain.coaching.services.follow_ups import sync_follow_ups
from tonggong.domain.coaching.services.sessions import record_session
from tonggong.domain.employers.models import Unit
from tonggong.web.casework.coaching.pages import fade_chart

pytestmark = pytest.mark.django_db
DAY = date(2024, 4, 10)


@pytest.fixture
def here(practice):
    with clock.pretend(noon(DAY)):
        yield Coached()


def client(who):
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def placed(here):
    """Somebody in follow-along whose first two contacts are overdue."""
    person = here.person()
    case = here.case(
        person, "S7", spell=here.placed(person).pk, unit_name="盘锦测试食品有限公司", post="分拣", hours_per_week=HOURS
    )
    sync_follow_ups(DAY)
    return person, case


def test_a_coach_sees_whom_to_follow_up_first_and_her_sum(here, placed):
    shown = page(client(here.coach_who).get("/casework/coaching/"))

    assert "今天要跟进 2 次" in shown
    assert "3月8日到期" in shown
    assert "持续跟进 1 人 × 0.5 = 0.5" in shown
    assert page(client(here.other_who).get("/casework/coaching/")).count(placed[0].name) == 0


def test_every_view_of_a_person_is_written_down(here, placed):
    person, case = placed
    for path in ("", f"cases/{case.pk}/", f"follow-ups/{FollowUp.objects.first().pk}/", "month/", "stability/"):
        before = Entry.objects.filter(kind="view").count()
        assert client(here.coach_who).get(f"/casework/coaching/{path}").status_code == 200
        assert Entry.objects.filter(kind="view").count() == before + 1, path
        assert person.pk in json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids), path


def test_the_case_page_leads_staff_and_coach_to_the_coaching_and_nobody_else(here, placed):
    person, case = placed
    first = FollowUp.objects.get(person=person, point=7)
    shown = page(client(here.coach_who).get(f"/casework/people/{person.pk}/"))
    assert f'href="/casework/coaching/cases/{case.pk}/"' in shown
    assert f'href="/casework/coaching/follow-ups/{first.pk}/"' in shown
    assert "立辅导个案" not in shown

    other = here.person()
    assert f'href="/casework/coaching/open/{other.pk}/"' in page(
        client(here.staff).get(f"/casework/people/{other.pk}/")
    )
    for who in (here.coach_who, somebody("township_worker", "211103002", "韩玉梅")):
        assert "就业辅导</h2>" not in page(client(who).get(f"/casework/people/{other.pk}/"))


def test_what_was_closed_or_taken_back_meanwhile_is_said_and_breaks_nothing(here, placed):
    row = record_session(here.coach_who, placed[1].pk, session(DAY))
    desk = client(here.coach_who)
    for _ in range(2):
        answer = desk.post(f"/casework/coaching/sessions/{row.pk}/withdraw/", follow=True)
    assert "没有找到这条辅导记录" in page(answer)

    SupportCase.objects.update(closed_on=DAY, closing="own_wish")
    answer = desk.post(f"/casework/coaching/cases/{placed[1].pk}/confirm/", {"keys": []}, follow=True)
    assert "已经结案，不能再改" in page(answer)


def test_at_risk_without_a_step_keeps_the_form_and_says_what_is_missing(here, placed):
    row, desk = FollowUp.objects.get(point=7), client(here.coach_who)
    address = f"/casework/coaching/follow-ups/{row.pk}/"
    said = {"outcome": "at_risk", "method": "phone", "reason": "task", "note": "换了流水线"}
    refused = desk.post(address, said)

    assert refused.status_code == 422
    assert all(words in page(refused) for words in ("请写下一步做什么", "换了流水线"))
    assert desk.post(address, {**said, "step": "明天到现场"}).status_code == 302
    assert "有风险：任务变了或跟不上" in page(desk.get(f"/casework/coaching/cases/{placed[1].pk}/"))


def session_fields(**more):
    return {
        "key": str(uuid4()), "on": "2024-04-09", "started_at": "09:00", "ended_at": "10:30", "activity": "teach",
        "place": "workplace", "task": "分拣", "level_0": "17", "level_1": "3", "travel_minutes": "30", "next_step": "教装箱",
        **more,
    }  # fmt: skip


def test_a_session_sent_twice_is_kept_once(here, placed):
    desk, fields = client(here.coach_who), session_fields()
    for _ in range(2):
        assert desk.post(f"/casework/coaching/cases/{placed[1].pk}/session/", fields).status_code == 302

    row = Session.objects.get()
    assert (str(row.independence), row.travel_minutes, row.prompts) == ("0.850", 30, {"0": 17, "1": 3})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ended_at": "08:00"}, "结束时间要晚于开始时间"),
        ({"on": "2024-04-20"}, "不能晚于今天"),
        ({"activity": ""}, "请选做了什么"),
        ({"level_0": "多"}, "独立填整数"),
    ],
)
def test_a_wrong_session_says_how_to_mend_it_and_keeps_the_rest(here, placed, more, words):
    answer = client(here.coach_who).post(f"/casework/coaching/cases/{placed[1].pk}/session/", session_fields(**more))

    assert answer.status_code == 422
    assert words in page(answer)
    assert "教装箱" in page(answer)


def test_the_next_session_begins_with_what_the_last_one_was(here, placed):
    record_session(here.coach_who, placed[1].pk, session(date(2024, 4, 8), task="分拣纸箱"))

    assert "分拣纸箱" in page(client(here.coach_who).get(f"/casework/coaching/cases/{placed[1].pk}/session/"))


def test_a_stage_that_is_not_done_names_what_is_missing(here, placed):
    answer = client(here.coach_who).post(f"/casework/coaching/cases/{placed[1].pk}/move/", {"after": "S8"})

    assert answer.status_code == 422
    assert "还差：跟进到第 180 天" in page(answer)


def test_fading_is_told_as_a_picture_and_in_words(here):
    case = here.case(here.person(), "S5", hours_per_week=HOURS)
    for n in range(1, 5):
        record_session(here.coach_who, case.pk, session(date(2024, 4, n + 7 - 7 if n < 4 else 4), prompts=steps(17)))
    record_session(here.coach_who, case.pk, session(DAY, prompts=steps(19)))
    shown = page(client(here.coach_who).get(f"/casework/coaching/cases/{case.pk}/"))

    assert "渐退目标 20.0%" in shown
    assert "这一周，辅导时间占本人工作时间的 6.7%" in shown
    assert "只是建议，由辅导员定" in shown


def test_a_month_prints_counted_figures_and_asks_for_none(here, placed):
    record_session(here.coach_who, placed[1].pk, session(date(2024, 4, 8), travel_minutes=30))
    shown = page(client(here.coach_who).get("/casework/coaching/month/"))

    assert "本月辅导 1 次、2 小时，其中现场 2 小时；路上 0.5 小时另计" in shown
    content = shown.split('id="main"')[1].split("</main>")[0]
    assert not re.search(r"<(input|textarea)", content)


def test_a_coach_who_is_not_in_the_register_is_told_what_to_do(here):
    shown = page(client(somebody("job_coach", "211103", "新来")).get("/casework/coaching/"))

    assert "您还没有登记在就业辅导员名册里" in shown


def test_staff_enter_a_coach_and_her_certificate_is_never_shown(here):
    fresh = somebody("job_coach", "211103", "马兰")
    desk = client(here.staff)
    entry = {
        "user": fresh.user_id, "name": "马兰", "employer": "兴隆台区残联", "kind": "federation", "county": "211103000000",
        "certificate": "ZS-7788-9900", "started_on": "2024-01-05", "status": "active", "skills": ["sign"],
    }  # fmt: skip
    answer = desk.post("/casework/coaching/coaches/new/", entry)
    row = Coach.objects.get(name="马兰")

    assert answer.status_code == 302
    for path in ("coaches/", f"coaches/{row.pk}/"):
        shown = page(desk.get(f"/casework/coaching/{path}"))
        assert "马兰" in shown
        assert "7788" not in shown
    del entry["certificate"]
    desk.post(f"/casework/coaching/coaches/{row.pk}/", {**entry, "supervisor": "孙伟"})
    row.refresh_from_db()
    assert (row.supervisor, row.certificate_sealed is not None) == ("孙伟", True)


def test_above_the_ceiling_the_page_says_the_sum(here):
    for _ in range(7):
        here.case(here.person(certificate=False), "S5")
    answer = client(here.staff).post(f"/casework/coaching/open/{here.person().pk}/", {"coach": here.coach.pk})

    assert answer.status_code == 422
    assert "密集支持 7 人 × 3 = 21" in page(answer)


def test_a_lost_job_waits_on_the_page_for_a_coach(here):
    SupportCase.objects.create(
        person=here.person(), kind="again", stage="S2", stage_since=DAY, opened_on=DAY, by="台账", at=noon(DAY)
    )

    assert "1 个个案等着派辅导员" in page(client(here.staff).get("/casework/coaching/coaches/"))


def test_institutions_get_a_coach_and_lose_her(here):
    unit = Unit.objects.create(
        code="52211103MJTEST01X", name="兴隆阳光家园", county_code="211103000000", township_code=""
    )
    here.ledger.spell(here.person(), date(2023, 1, 5), form="51", unit_code=unit.code)
    desk = client(here.staff)
    desk.post(f"/casework/coaching/institutions/{unit.pk}/coach/", {"coach": here.coach.pk})
    shown = page(desk.get("/casework/coaching/institutions/"))

    assert "1 家机构，1 家有就业辅导员，0 家没有；1 人、1 名辅导员，比例 1 : 1.0" in shown
    given = re.search(r"/casework/coaching/given/(\d+)/end/", shown)[0]
    assert desk.post(given).status_code == 302
    assert "0 家有就业辅导员" in page(desk.get("/casework/coaching/institutions/"))


@pytest.mark.parametrize("path", ["", "stability/", "coaches/", "institutions/"])
def test_a_page_costs_the_same_however_many_it_shows(here, path):
    desk = client(here.staff)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"/casework/coaching/{path}").status_code == 200
        return len(asked)

    def more(count):
        for _ in range(count):
            person = here.person(certificate=False)
            spell = here.placed(person, form="51")
            here.case(person, "S7", spell=spell.pk)
        sync_follow_ups(DAY)

    more(2)
    cost()
    few = cost()
    more(12)
    assert cost() == few


@pytest.mark.parametrize(("count", "last"), [(8, "12月23日"), (9, "12/23")])
def test_the_days_under_the_bars_are_short_where_there_are_many(count, last):
    weeks = [
        SimpleNamespace(monday=date(2024, 12, 23) - timedelta(weeks=back), ratio=Decimal("0.1"))
        for back in reversed(range(count))
    ]
    assert fade_chart(SimpleNamespace(weeks=weeks), Decimal("0.2")).bars[-1].label == last
