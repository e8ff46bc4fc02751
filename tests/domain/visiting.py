"""A town with a worker who visits: what the tests of visits stand on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger
from tonggong.base.accounts.models import User
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.prefill import prefill_of
from tonggong.domain.persons.models import Person

HOME, OTHER_TOWN = XINGLONG, TAISHAN


def somebody(
    role: str = "township_worker", reach: str = HOME[1][:9], username: str = "hanyumei", name: str = "韩玉梅"
) -> Who:
    """An account with one post, as it acts."""
    user = User.objects.create(username=username, name=name, created_at=clock.now())
    return Who(user.pk, name, role, ROLES[role].title, reach, ROLES[role].duties)


def acting(who: Who, **otherwise: Any) -> Who:
    """The same account in another post."""
    return replace(who, **otherwise)


def entry(person: Person | int, **more: Any) -> dict[str, Any]:
    """An entry of today: seen at home, nothing more; `more` adds parts, None takes one away."""
    pk = person if isinstance(person, int) else person.pk
    started = clock.now() - timedelta(minutes=5)
    values = {
        "key": str(uuid4()), "person": pk, "started_at": started.isoformat(), "method": "home", "present": "self",
        "communication": "speech", "outcome": 1,
    }  # fmt: skip
    return {k: v for k, v in {**values, **more}.items() if v is not None}


ALL_SEVEN = ["identity", "contact", "residence", "certificate", "work", "reason", "wish"]


def verified(**more: Any) -> dict[str, Any]:
    """A full verification of somebody who wants work."""
    return {"confirmed": ALL_SEVEN, "is_employed": False, "reason": 7, "wish": "now", **more}


def seen(person: Person) -> dict[str, str]:
    """The marks that a form of today is filled in with."""
    return prefill_of(person.pk, clock.today()).seen


__all__ = ["ALL_SEVEN", "HOME", "OTHER_TOWN", "Ledger", "acting", "entry", "seen", "somebody", "verified"]
