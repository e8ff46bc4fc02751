"""Makes, for the walk of all pages, an object of each kind that addresses name, belonging to somebody.

A new kind: a function of the owner that makes the rows and returns the keyword arguments of the address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.base.accounts.models import Post


@dataclass(frozen=True, slots=True)
class Owner:
    """To whom an object belongs: where it lies, and what it is tied to. Which of these counts depends on the kind."""

    county_code: str
    township_code: str
    department: str
    unit_code: str
    provider: str
    person_id: int | None = None
    user_id: int | None = None


Maker = Callable[[Owner], dict[str, Any]]
KINDS: dict[str, Maker] = {}


def kind(name: str) -> Callable[[Maker], Maker]:
    """Register how an object of a kind is made."""

    def keep(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return keep


@kind("post")
def make_post(owner: Owner) -> dict[str, Any]:
    """One of the owner's own posts."""
    post = Post.objects.create(
        user_id=owner.user_id, role="system_admin", department="试验", valid_from=date(2021, 1, 1), appointed_by="试验"
    )
    return {"post_id": post.pk}
