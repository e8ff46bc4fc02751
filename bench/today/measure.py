"""Fills a fresh city, gives a worker her people with all that makes reasons, and asks for both pages in turn."""

import argparse
import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.pages.settings"

DAY = date(2024, 12, 20)
KNOWN = datetime(2024, 12, 1, 2, 0, tzinfo=UTC)


def give(username: str, length: int) -> int:
    """Give a worker so many holders with visits, owed items, plans, steps, ending contracts, changes; return how many she got."""
    from tonggong.base.accounts.models import Post, User
    from tonggong.base.intake.models import Delivery
    from tonggong.domain.casework.models import Assignment, PlanStep, ServicePlan, Verification, Visit
    from tonggong.domain.comparison.models import Finding
    from tonggong.domain.employment.models import Spell
    from tonggong.domain.persons.models import Person
    from tonggong.domain.status.models import Owed

    user = User.objects.get(username=username)
    reach = Post.objects.filter(user=user).values_list("reach", flat=True)[0]
    town = f"{reach}000"
    # a town of so many people may not have so many holders: people of the neighbouring towns move in
    ids = list(Person.objects.filter(kind="holder").order_by("pk").values_list("pk", flat=True)[:length])
    Person.objects.filter(pk__in=ids).update(township_code=town, county_code=f"{reach[:6]}000000")
    Assignment.objects.bulk_create(
        Assignment(person_id=pk, kind="worker", user=user, started_on=date(2024, 1, 2), by="基准", at=KNOWN)
        for pk in ids
    )
    visits, checks, owed, findings = [], [], [], []
    delivery = Delivery.objects.order_by("pk").first()
    for n, pk in enumerate(ids):
        for k in range(n % 4):
            on = DAY - timedelta(days=30 + 97 * k + n % 60)
            key = UUID(int=(pk << 16) + k)
            visits.append(
                Visit(
                    key=key,
                    person_id=pk,
                    worker=user,
                    method="home",
                    started_at=KNOWN,
                    on=on,
                    outcome=1 + n % 2 * 8,
                    next_on=on + timedelta(days=30) if n % 9 == 0 else None,
                    known_from=KNOWN,
                )
            )
        if n % 3:
            on = DAY - timedelta(days=n % 500)
            checks.append(Verification(person_id=pk, on=on, method="home", answered_by="self", known_from=KNOWN))
        for one in ("verification", "assessment", "need", "service")[: n % 5]:
            due = DAY + timedelta(days=n % 120 - 40)
            owed.append(
                Owed(
                    person_id=pk,
                    one=one,
                    period="2024",
                    owed_from=date(2024, 1, 1),
                    due_on=due,
                    done_on=None if n % 2 else due,
                )
            )
        if n % 10 == 0:
            findings.append(
                Finding(
                    month="2024-12",
                    feed="social-insurance",
                    delivery=delivery,
                    content=f"bench{pk}".encode(),
                    state="open",
                    result=("new", "ended", "changed")[n % 3],
                    cause="insurance-stopped" if n % 3 == 1 else "",
                    person_id=pk,
                    county_code=f"{reach[:6]}000000",
                    township_code=town,
                    found_at=KNOWN,
                )
            )
    Visit.objects.bulk_create(visits)
    Verification.objects.bulk_create(checks)
    Owed.objects.bulk_create(owed)
    Finding.objects.bulk_create(findings)
    plans = ServicePlan.objects.bulk_create(
        ServicePlan(
            person_id=pk,
            kind="general",
            goal="稳定就业",
            owner=user,
            opened_on=date(2024, 6, 1),
            review_on=DAY + timedelta(days=pk % 90 - 10),
        )
        for pk in ids[::4]
    )
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan, kind="3", text="联系培训班", owner=user, due_on=DAY + timedelta(days=plan.person_id % 60 - 10)
        )
        for plan in plans
    )
    working = Spell.objects.filter(person__in=ids, ended_on=None).values_list("pk", flat=True)
    Spell.objects.filter(pk__in=list(working)[::3]).update(contract_until=DAY + timedelta(days=20))
    return len(ids)


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--list", type=int, required=True, dest="length")
    parser.add_argument("--rounds", type=int, required=True)
    said = parser.parse_args()

    import django

    django.setup()
    from django.urls import reverse

    from bench.pages.measure import client_of, install, medians
    from bench.pages.world import fill
    from tonggong.base.accounts.models import User
    from tonggong.base.accounts.practice import practice_accounts
    from tonggong.base.accounts.queries import who_is
    from tonggong.base.installation.services import begin_practice, live_in_calendar
    from tonggong.domain.worklist.queries import today

    start = time.perf_counter()
    install()
    begin_practice(datetime(2024, 12, 20, 1, 0, tzinfo=UTC))
    live_in_calendar()
    fill(said.people)
    username = next(a["user"] for a in practice_accounts() if a["role"] == "township_worker")
    length = give(username, said.length)
    print(f"  {said.people:,} 人写好，{time.perf_counter() - start:.0f} 秒", file=sys.stderr, flush=True)
    city, worker, home = client_of("city_staff"), client_of("township_worker"), reverse("visits:home")
    pages: dict[str, Any] = {
        "admin list": lambda _n: city.get("/admin/persons/person/"),
        "today": lambda _n: worker.get(home),
    }
    measured = medians(pages, said.rounds)
    tasks = len(today(who_is(User.objects.get(username=username))).tasks)
    print(json.dumps({"people": said.people, "list": length, "tasks": tasks, "measured": measured}))


if __name__ == "__main__":
    main()
