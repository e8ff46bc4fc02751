"""A thousand faults between phones and server: nothing lost, nothing doubled, nothing overwritten unseen.

Phones of three workers (one of them with two) write about the same persons and hand over through the real endpoint, while
messages are cut, doubled, delayed and put out of order, the server dies in the middle, clocks are wrong, sessions end and
another account sits at the phone. Everything is drawn from a seed.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.offline_device import Device
from tests.domain.visiting import HOME, Ledger, entry
from tonggong.base import derived
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.queries import who_is
from tonggong.base.installation import clock
from tonggong.base.privacy import unseal
from tonggong.domain.casework.models import EntryConflict, EntryReceipt, Need, NeedRegistration, Visit
from tonggong.domain.casework.queries.prefill import prefills
from tonggong.domain.casework.services import devices
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact

pytestmark = pytest.mark.django_db

FAULTS = (
    "none", "never arrives", "half a body", "answer lost", "sent twice", "comes again much later", "out of order",
    "server dies before the commit", "server dies after the commit", "session over", "another account", "clock set",
)  # fmt: skip
EACH = 500
BOUNDARY = "tonggong"


class Killed(BaseException):
    """The server's process is gone."""


@dataclass
class World:
    """The server, the phones and what was ever written on them."""

    chance: Random
    people: list[Person]
    phones: list[tuple[User, Device]]
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    marks: dict[int, dict[int, dict[str, str]]] = field(default_factory=dict)  # of each phone's list, by person
    late: list[tuple[User, bytes]] = field(default_factory=list)
    clients: dict[int | None, Client] = field(default_factory=dict)
    dies: tuple[str, int] | None = None
    faults: Counter = field(default_factory=Counter)

    def take_list(self, n: int) -> None:
        """Hand a phone a fresh list."""
        user, device = self.phones[n]
        device.token, device.server_time = devices.author_token(who_is(user)), clock.now()
        self.marks[n] = {pk: one.seen for pk, one in prefills([p.pk for p in self.people], clock.today()).items()}

    def write(self, n: int) -> None:
        """Write an entry on a phone: often a new number or a need, so that phones contradict each other."""
        device = self.phones[n][1]
        person, number = self.chance.choice(self.people), len(self.written)
        parts: dict[str, Any] = {"note": f"第 {number} 条", "offline": True, "seen": self.marks[n][person.pk]}
        if self.chance.random() < 0.5:
            parts["changed"] = {"phone": f"139{number:08d}"}
        if self.chance.random() < 0.4:
            parts["need"] = {"jobs": [f"工作{number}"], "kinds": [{"kind": "training"}]}
        started = device.shows(clock.now()).isoformat()
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        said = entry(person, key=key, started_at=started, **parts)
        self.written[said["key"]] = said
        device.keep(said)

    def post(self, user: User | None, body: bytes) -> list[dict[str, Any]] | None:
        """Send a message; None when no answer of the endpoint comes back."""
        client = self.clients.setdefault(user and user.pk, Client(raise_request_exception=False))
        if user is not None and not client.cookies:
            client.force_login(user)
        try:
            answer = client.generic(
                "POST", reverse("visits:offline-sync"), body, f"multipart/form-data; boundary={BOUNDARY}"
            )
        except Killed:
            return None
        finally:
            self.dies = None
        is_ours = answer.status_code == 200 and answer["Content-Type"].startswith("application/json")
        return answer.json()["answers"] if is_ours else None

    def sync(self, n: int, fault: str) -> None:
        """Let a phone send what waits, while something goes wrong."""
        user, device = self.phones[n]
        rows = list(device.queue.items())[:6]
        if fault == "out of order":
            self.chance.shuffle(rows)
        body = message(rows)
        if fault == "clock set":
            device.clock_error = timedelta(minutes=self.chance.randint(-3_000_000, 3_000_000))
        if fault == "never arrives":
            return
        if fault == "half a body":
            body = body[: self.chance.randrange(len(body))]
        if fault.startswith("server dies"):
            self.dies = (fault, self.chance.randint(1, max(1, len(rows))))
        if fault == "another account":
            user = next(other for other, _ in self.phones if other != user)
        if fault == "comes again much later":
            self.late.append((user, body))
        answers = self.post(None if fault == "session over" else user, body)
        if fault == "sent twice":
            answers = self.post(user, body)
        if answers is not None and fault != "answer lost":
            device.heard(answers)
        if self.late and self.chance.random() < 0.1:
            self.post(*self.late.pop(self.chance.randrange(len(self.late))))


def message(rows: list[tuple[str, bytes]]) -> bytes:
    """The envelopes as a browser puts them into one message."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"; filename="entry"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + sealed
        + b"\r\n"
        for key, sealed in rows
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def world(practice, monkeypatch, request):
    ledger = Ledger()
    users = [
        User.objects.create(username=f"worker-{n}", name=f"走访人{n}", created_at=clock.now(), password_set_at=clock.now())
        for n in range(3)
    ]  # fmt: skip
    for user in users:
        Post.objects.create(
            user=user, role="township_worker", reach=HOME[1][:9], valid_from="2020-01-01", appointed_by="试验"
        )
    people = [ledger.person(HOME) for _ in range(12)]
    phones = [(user, Device("", clock.now())) for user in (users[0], users[0], users[1], users[2])]
    made = World(Random(request.param), people, phones)
    for n in range(len(phones)):
        made.take_list(n)
    monkeypatch.setattr(derived, "_refreshers", [])  # what is worked out from facts has tests of its own
    real = devices.record_entry
    calls = []

    def may_die(who, said):
        receipt = real(who, said)
        if made.dies and made.dies[0] == "server dies before the commit":
            calls.append(said["key"])
            if len(calls) >= made.dies[1]:
                calls.clear()
                raise Killed
        return receipt

    def dies_after(*words):
        answer = real_take(*words)
        if made.dies and made.dies[0] == "server dies after the commit":
            calls.append(words[1])
            if len(calls) >= made.dies[1]:
                calls.clear()
                raise Killed
        return answer

    real_take = devices.take
    monkeypatch.setattr(devices, "record_entry", may_die)
    monkeypatch.setattr(devices, "take", dies_after)
    return made


@pytest.mark.parametrize("world", [20260, 20261], indirect=True)
def test_nothing_is_lost_doubled_or_overwritten_unseen(world):
    for _ in range(EACH):
        n = world.chance.randrange(len(world.phones))
        if world.chance.random() < 0.45:
            world.write(n)
        if world.chance.random() < 0.15:
            world.take_list(n)
        fault = world.chance.choice(FAULTS)
        world.faults[fault] += 1
        world.sync(n, fault)
    for n, (_, device) in enumerate(world.phones):
        while device.queue:
            waiting = len(device.queue)
            world.sync(n, "none")
            assert len(device.queue) < waiting, "a phone does not get rid of its entries"

    assert min(world.faults[fault] for fault in FAULTS) >= 20
    nothing_is_lost_or_doubled(world)
    nothing_is_overwritten_unseen(world)


def nothing_is_lost_or_doubled(world: World) -> None:
    assert len(world.written) > 150
    kept = {str(visit.key): visit for visit in Visit.objects.standing()}
    assert kept.keys() == world.written.keys()
    assert Visit.objects.count() == EntryReceipt.objects.count() == len(world.written)
    assert {key: visit.note for key, visit in kept.items()} == {key: e["note"] for key, e in world.written.items()}
    receipts = [key for _, device in world.phones for key in device.receipts]
    assert sorted(receipts) == sorted(world.written)
    for user, device in world.phones:
        assert {kept[key].worker_id for key in device.receipts} <= {user.pk}


def nothing_is_overwritten_unseen(world: World) -> None:
    """Each new number stands on the very row that its author had seen; what did not is kept beside, and he was told."""
    by_number = {e["changed"]["phone"]: e for e in world.written.values() if "changed" in e}
    applied = 0
    for person in world.people:
        before = "0"
        for fact in PersonFact.objects.filter(person=person, kind=Circumstance.PHONE).order_by("pk"):
            author = by_number[_number(fact)]
            assert author["seen"]["phone"] == before
            before, applied = str(fact.pk), applied + 1
    waiting = EntryConflict.objects.filter(field="phone")
    assert applied + waiting.count() == len(by_number)
    needs = {key for key, e in world.written.items() if "need" in e}
    registered = {str(key) for key in NeedRegistration.objects.values_list("visit_key", flat=True)}
    held = {str(key) for key in EntryConflict.objects.filter(field="need").values_list("key", flat=True)}
    assert registered | held == needs
    assert registered & held == set()
    assert NeedRegistration.objects.count() == len(registered)
    assert Need.objects.standing().filter(person__in=world.people).count() <= len(registered)
    told = {key for _, device in world.phones for key, answer in device.receipts.items() if answer["conflicts"]}
    assert told == {str(key) for key in EntryConflict.objects.values_list("key", flat=True)}
    assert min(applied, waiting.count(), len(registered), len(held)) > 5


def _number(fact: PersonFact) -> str:
    return unseal("person.phone", fact.sealed)
