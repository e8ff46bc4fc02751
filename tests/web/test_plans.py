"""A person's plans on the page: made, worked on, refused with every word kept."""

import re
from datetime import date

import pytest

from tests.domain.reporting_ledger import at
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger
from tests.web.federation_month import client_of
from tonggong.base.accounts.models import User
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.casework.models import PlanStep, ServicePlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(date(2024, 10, 15))):
        yield Ledger()


@pytest.fixture
def worker(ledger):
    return client_of("township_worker", HOME[1][:9])


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def opened(worker, person, **more):
    owner = User.objects.latest("pk").pk
    return worker.post(f"/casework/people/{person.pk}/plan/open/", {"kind": "graduate", "goal": "", "owner_id": owner, **more})  # fmt: skip


def test_a_worker_makes_a_plan_does_a_step_and_the_page_shows_it(ledger, worker):
    person = ledger.person(HOME)
    assert opened(worker, person).status_code == 302
    shown = words(worker.get(f"/casework/people/{person.pk}/plan/"))
    assert "毕业后半年内落实去向" in shown
    step = PlanStep.objects.order_by("due_on").first()

    worker.post(f"/casework/steps/{step.pk}/finish/", {"outcome": "讲了减免和补贴", "on": "2024年10月14日"})

    shown = words(worker.get(f"/casework/people/{person.pk}/plan/"))
    assert "讲了减免和补贴" in shown
    assert "办了：讲一次就业政策" in shown
    assert Entry.objects.filter(kind="view").count() == 2


def test_a_refused_step_keeps_what_was_written_and_says_why(ledger, worker):
    person = ledger.person(HOME)
    opened(worker, person)
    step = PlanStep.objects.order_by("due_on").first()

    answer = worker.post(f"/casework/steps/{step.pk}/finish/", {"outcome": "讲了补贴", "on": "2024年10月20日"})

    assert answer.status_code == 422
    assert "日期还没有到" in words(answer)
    assert 'value="讲了补贴"' in words(answer)
    step.refresh_from_db()
    assert step.state == "open"


def test_somebody_who_serves_another_place_is_made_owner_neither_of_a_plan_nor_of_a_step(ledger, worker):
    person = ledger.person(HOME)
    opened(worker, person)
    plan = ServicePlan.objects.get()
    step = plan.steps.first()
    client_of("township_worker", OTHER_TOWN[1][:9])
    stranger = User.objects.latest("pk").pk
    words_of = {"text": "陪去面试", "kind": "need", "due_on": "2024年10月30日", "goal": "上班", "owner_id": stranger}

    assert opened(worker, ledger.person(HOME), owner_id=stranger).status_code == 422
    for address in (f"steps/{step.pk}/change/", f"plans/{plan.pk}/steps/", f"plans/{plan.pk}/change/"):
        assert worker.post(f"/casework/{address}", words_of).status_code == 422
    assert not ServicePlan.objects.filter(owner=stranger).exists()
    assert not PlanStep.objects.filter(owner=stranger).exists()


def test_a_step_opened_again_twice_says_so_and_breaks_nothing(ledger, worker):
    person = ledger.person(HOME)
    opened(worker, person)
    step = PlanStep.objects.order_by("due_on").first()
    worker.post(f"/casework/steps/{step.pk}/finish/", {"outcome": "讲了补贴", "on": "2024年10月14日"})

    first, second = (worker.post(f"/casework/steps/{step.pk}/reopen/", follow=True) for _ in range(2))

    assert "重新打开了" in words(first)
    assert "这一步还没有办" in words(second)


def test_the_list_names_the_plans_to_be_looked_at_again(ledger, worker):
    late, fresh = ledger.person(HOME), ledger.person(HOME)
    opened(worker, late)
    opened(worker, fresh)
    ServicePlan.objects.filter(person=late).update(review_on=date(2024, 10, 1))

    shown = words(worker.get("/casework/plans/?which=review"))

    assert late.name in shown
    assert fresh.name not in shown
    assert worker.get("/casework/plans/?which=nonsense").status_code == 404


def test_another_towns_person_has_no_plan_page(ledger, worker):
    assert worker.get(f"/casework/people/{ledger.person(OTHER_TOWN).pk}/plan/").status_code == 404


def test_an_auditor_reads_and_changes_nothing(ledger, worker):
    person = ledger.person(HOME)
    opened(worker, person)
    auditor = client_of("auditor", "2111")

    shown = words(auditor.get(f"/casework/people/{person.pk}/plan/"))

    assert "毕业后半年内落实去向" in shown
    assert "加一步" not in shown
    assert opened(auditor, person).status_code == 403
