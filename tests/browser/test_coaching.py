"""A coach in the browser: a session on a phone, a job at risk, the case and the month in every mode."""

from playwright.sync_api import expect

from tests.browser.coached_city import coached_city
from tests.browser.visitors import PHONE
from tonggong.domain.casework.models import PlanStep
from tonggong.domain.coaching.models import Session


def test_a_session_and_a_job_at_risk_are_written_down_on_a_phone(city, visitor):
    case = coached_city()["赵海燕"]
    one = visitor(PHONE)
    one.come_in("chenxi")
    page = one.open(f"/casework/coaching/cases/{case.pk}/session/")
    page.get_by_label("开始").fill("09:00")
    page.get_by_label("结束").fill("10:30")
    page.get_by_label("看着做").check()
    page.get_by_label("独立", exact=True).fill("9")
    page.get_by_label("提示", exact=True).fill("1")
    one.judge()
    page.get_by_role("button", name="记下这次辅导").click()
    expect(page.get_by_text("辅导已记下")).to_be_visible()
    assert str(Session.objects.get(case=case).independence) == "0.900"

    page = one.open("/casework/coaching/")
    page.get_by_role("link", name="跟进 赵海燕").first.click()
    page.get_by_label("在岗，有风险").check()
    page.get_by_role("button", name="记下跟进").click()
    expect(page.get_by_role("alert")).to_contain_text("请选原因")
    page.get_by_label("原因").select_option(label="任务变了或跟不上")
    page.get_by_label("下一步做什么").fill("明天到现场看新任务")
    page.get_by_role("button", name="记下跟进").click()
    expect(page.get_by_text("跟进已记下")).to_be_visible()
    assert PlanStep.objects.get(plan__person=case.person).text == "明天到现场看新任务"
    one.judge()


def test_a_case_a_month_and_the_register_hold_in_every_mode(city, visitor):
    case = coached_city()["李晓光"]
    one = visitor()
    one.come_in("sunwei")
    for path in (f"cases/{case.pk}/", f"month/?coach={case.coach_id}", "coaches/"):
        page = one.open(f"/casework/coaching/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        one.judge_in_every_mode()
