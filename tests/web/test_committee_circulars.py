"""Circulars, tasks and the plan on the committee's desk."""

import re

import pytest

from tests.domain.reporting_ledger import XINGLONG
from tests.web.committee_city import MONTH, city_with_figures
from tests.web.federation_month import client_of
from tonggong.base.audit.models import Entry
from tonggong.domain.plan.models import TaskDue
from tonggong.domain.reporting.models import Circular

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(practice):
    return city_with_figures()


@pytest.fixture
def drafter(city):
    return client_of("city_staff", "2111")


@pytest.fixture
def signer(city):
    return client_of("committee_office", "2111")


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def drafted(drafter):
    drafter.post("/circulars/draft/", {"month": MONTH})
    return Circular.objects.get()


def test_a_draft_reads_as_its_paper_and_its_figures_open(drafter, signer):
    circular = drafted(drafter)
    shown = page(signer.get(f"/circulars/{circular.pk}/"))

    assert '全市累计新增残疾人就业<a class="figure"' in shown
    assert "一、总体情况" in shown
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/figures/[^"]+)"', shown)}
    assert len(links) > 10
    for link in sorted(links)[:6]:
        assert signer.get(link).status_code == 200


def test_whoever_drafted_may_not_issue_and_another_may(drafter, signer):
    circular = drafted(signer)
    assert "不能由您签发" in page(signer.get(f"/circulars/{circular.pk}/"))
    refused = signer.post(f"/circulars/{circular.pk}/issue/")
    assert refused.status_code == 422
    assert "换一位同事" in page(refused)
    circular.refresh_from_db()
    assert circular.state == "draft"

    other = client_of("committee_office", "2111", "另一位")
    other.post(f"/circulars/{circular.pk}/issue/")
    circular.refresh_from_db()
    assert circular.state == "issued"
    assert circular.number in page(other.get("/circulars/"))


def test_the_issued_file_is_handed_out_as_it_was_and_written_down(drafter, signer):
    circular = drafted(drafter)
    signer.post(f"/circulars/{circular.pk}/issue/")
    circular.refresh_from_db()
    answer = signer.get(f"/circulars/{circular.pk}/file/")

    assert answer.content == bytes(circular.document)
    assert "attachment" in answer["Content-Disposition"]
    assert Entry.objects.filter(kind="export", subject="reporting.Circular").count() == 1


def test_a_void_circular_says_why_and_keeps_its_number(drafter, signer):
    circular = drafted(drafter)
    signer.post(f"/circulars/{circular.pk}/issue/")
    assert signer.post(f"/circulars/{circular.pk}/void/", {"reason": ""}).status_code == 422

    signer.post(f"/circulars/{circular.pk}/void/", {"reason": "县区数字有误"})
    shown = page(signer.get(f"/circulars/{circular.pk}/"))
    assert "已经作废" in shown
    assert "县区数字有误" in shown
    assert "1号" in shown


def test_a_county_reads_circulars_and_drafts_none(drafter):
    circular = drafted(drafter)
    county = client_of("county_staff", XINGLONG[0][:6])

    assert county.get(f"/circulars/{circular.pk}/").status_code == 200
    assert county.post("/circulars/draft/", {"month": MONTH}).status_code == 403


def test_a_month_leads_to_its_circular(drafter):
    assert drafter.get(f"/circulars/month/{MONTH}/").url == f"/circulars/#m{MONTH}"
    circular = drafted(drafter)
    assert drafter.get(f"/circulars/month/{MONTH}/").url == f"/circulars/{circular.pk}/"


def test_a_county_sees_its_own_tasks_and_closes_one_with_proof(city):
    code = XINGLONG[0]
    county = client_of("county_staff", code[:6])
    own = TaskDue.objects.filter(county_code=code, done_on=None).order_by("due_on").first()
    other = TaskDue.objects.exclude(county_code=code).first()

    assert county.get(f"/tasks/?scope={other.county_code}").status_code == 404
    assert county.post(f"/tasks/{other.pk}/close/", {"on": "2024-09-30", "proof": "名单"}).status_code == 404
    refused = county.post(f"/tasks/{own.pk}/close/", {"on": "2024-09-30", "proof": ""})
    assert refused.status_code == 422
    assert "请写明完成依据" in page(refused)

    county.post(f"/tasks/{own.pk}/close/", {"on": "2024年9月30日", "proof": "区残联〔2024〕3号"})
    own.refresh_from_db()
    assert own.done_on.isoformat() == "2024-09-30"
    assert "区残联〔2024〕3号" in page(county.get("/tasks/?state=done"))


def test_the_plan_shows_targets_clauses_and_what_is_not_split(signer):
    shown = page(signer.get("/plan/"))

    assert "新增残疾人就业" in shown
    assert re.search(r"没有分下去的</span> <b>10</b> 人", shown)
    assert "责任部门" in shown
    assert "应为“盲人就业拓展行动”" in shown
    assert page(signer.get("/plan/?plan=panjin-2025-2027")).count("本市方案待印发") == 1
