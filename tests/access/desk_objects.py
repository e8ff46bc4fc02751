"""Objects of the departments', employers' and administrators' desks, for the walk of all pages."""

from datetime import date
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.accounts.models import Post, User
from tonggong.base.installation import clock


def _somebody() -> User:
    now = clock.real_now()
    return User.objects.get_or_create(username="third-one", defaults={"name": "某人", "created_at": now})[0]


@kind("account")
def make_account(owner: Owner) -> dict[str, Any]:
    """An account of a third person; accounts are everybody's who manages them."""
    return {"user_id": _somebody().pk}


@kind("account-post")
def make_account_post(owner: Owner) -> dict[str, Any]:
    """A post of a third person."""
    user = _somebody()
    post = Post.objects.create(user=user, role="system_admin", valid_from=date(2021, 1, 1), appointed_by="试验")
    return {"user_id": user.pk, "post_id": post.pk}


@kind("trail")
def make_trail(owner: Owner) -> dict[str, Any]:
    """The number of a person whose trail is asked for; the trail is kept also where the person is not."""
    return {"person_id": owner.person_id or 1}
