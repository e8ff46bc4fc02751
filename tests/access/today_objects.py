"""The objects that the pages of assignments name: a worker with a post where the owner is."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.accounts.models import Post, User
from tonggong.base.installation import clock

_numbers = count(1)


@kind("listed_worker")
def make_listed_worker(owner: Owner) -> dict[str, Any]:
    """A township worker of the owner's town."""
    n = next(_numbers)
    user = User.objects.create(username=f"listed-{n}", name=f"试验{n}", created_at=clock.real_now())
    Post.objects.create(
        user=user,
        role="township_worker",
        reach=owner.township_code[:9],
        valid_from=date(2020, 1, 1),
        appointed_by="试验",
    )
    return {"user_id": user.pk}
