"""Measures one database at one size: fills a fresh installation, then asks for each page in turn. Prints one JSON line.

python -m bench.pages.measure --people 40000 --rounds 15
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.pages.settings"

WARM = 2


def install() -> None:
    """Make a practice installation of Panjin with its accounts, without people."""
    from pathlib import Path

    from tonggong.base.accounts.practice import ensure_practice_accounts
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation.services import prepare
    from tonggong.domain.plan.pack import find_pack
    from tonggong.domain.plan.services import load_city

    prepare(practice=True)
    folder: Path = find_pack("panjin")
    load_city(folder, system_who())
    ensure_practice_accounts(folder)


def client_of(role: str, division: str = "") -> Any:
    """Return a client signed in as a practice account of a role."""
    from django.test import Client
    from django.urls import reverse

    from tonggong.base.accounts.practice import practice_accounts

    account = next(a for a in practice_accounts() if a["role"] == role and division in a["division"])
    client = Client()
    answer = client.post(reverse("account:practice-sign-in"), {"user": account["user"]})
    if answer.status_code != 302:
        raise SystemExit(f"{account['user']} can't sign in: {answer.status_code}")
    return client


class Counter:
    """Counts statements."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.n += 1
        return execute(*args)


Ask = Callable[[int], Any]


def medians(pages: dict[str, Ask], rounds: int) -> dict[str, dict[str, float]]:
    """Ask for all pages in turn, round after round, so that a busy minute of the machine falls on all of them alike.

    Returns: by page the median in milliseconds and the least and most statements of one answer.
    """
    from django.db import connection

    times: dict[str, list[float]] = {name: [] for name in pages}
    counts: dict[str, set[int]] = {name: set() for name in pages}
    for turn in range(WARM + rounds):
        for name, ask in pages.items():
            counter = Counter()
            with connection.execute_wrapper(counter):
                start = time.perf_counter()
                answer = ask(turn)
                took = time.perf_counter() - start
            if answer.status_code != 200:
                raise SystemExit(f"{name} answered {answer.status_code} {getattr(answer, 'url', '')}")
            if turn >= WARM:
                times[name].append(took)
                counts[name].add(counter.n)
    return {
        name: {
            "ms": round(statistics.median(found) * 1000, 2),
            "queries_least": min(counts[name]),
            "queries": max(counts[name]),
        }
        for name, found in times.items()
    }


def words(rounds: int) -> list[str]:
    """Pairs of characters as they would be typed: those of given names of people picked evenly over the ledger."""
    from tonggong.domain.persons.models import Person

    last = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: list[str] = []
    for n in range(200):
        name = Person.objects.filter(pk__gte=1 + n * last // 200).order_by("pk").values_list("name", flat=True).first()
        if name and len(name) == 3:
            found.append(name[1:])
    return found[: rounds + WARM]


def workers(count: int) -> list[int]:
    """Persons with work, insurance and a household, spread over the ledger: the longest pages."""
    from tonggong.domain.employment.models import Spell

    total = Spell.objects.count()
    rows = Spell.objects.order_by("pk").values_list("person_id", flat=True)
    first = Spell.objects.order_by("pk").values_list("pk", flat=True).first() or 0
    keys = [first + n * total // count for n in range(count)]
    return [pk for key in keys if (pk := rows.filter(pk__gte=key).first())]


def measured(rounds: int) -> dict[str, dict[str, float]]:
    """Ask for every page and the admin's."""
    from django.urls import NoReverseMatch, reverse

    city, county = client_of("city_staff"), client_of("county_staff", "盘山县")
    town = client_of("township_worker")
    names, people = words(rounds), workers(rounds + WARM)
    listed, searched = reverse("federation:persons"), reverse("federation:search")
    admin = "/admin/persons/person/"
    pages: dict[str, Ask] = {
        "admin list": lambda n: city.get(admin),
        "list": lambda n: city.get(listed),
        "list county": lambda n: county.get(listed),
        "list town": lambda n: town.get(listed),
        "admin search": lambda n: city.get(admin, {"q": names[n % len(names)]}),
        "search": lambda n: city.post(searched, {"q": names[n % len(names)]}),
        "search county": lambda n: county.post(searched, {"q": names[n % len(names)]}),
        "person": lambda n: city.get(reverse("federation:person", args=[people[n % len(people)]])),
    }
    try:
        board, office = reverse("committee:dashboard"), client_of("committee_office")
    except NoReverseMatch:
        print("  没有进展页，未测", file=sys.stderr)
    else:
        pages["dashboard"] = lambda n: office.get(board)
    return medians(pages, rounds)


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--no-figures", action="store_true", help="leave the dashboard's figures out")
    said = parser.parse_args()

    import django

    django.setup()
    from django.urls import reverse

    from bench.pages.world import fill
    from tonggong.domain.persons.models import Person

    reverse("federation:persons")  # a page that can't be loaded is told before the work, not after
    start = time.perf_counter()
    install()
    if not Person.objects.exists():  # a home that is kept is filled once
        fill(said.people)
    print(f"  {said.people:,} 人写好，{time.perf_counter() - start:.0f} 秒", file=sys.stderr, flush=True)
    if not said.no_figures:
        from tonggong.domain.reporting.services import refresh_figures

        start = time.perf_counter()
        refresh_figures()
        print(f"  指标算好，{time.perf_counter() - start:.0f} 秒", file=sys.stderr, flush=True)
    print(json.dumps(measured(said.rounds)))


if __name__ == "__main__":
    main()
