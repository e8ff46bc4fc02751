"""Posts that a partner or a campaign brought: entered as every post, with whose merit it is; a partner's are counted for it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries.lists import campaigns
from tonggong.domain.cooperation.queries import partners
from tonggong.domain.cooperation.services.partners import add_posts
from tonggong.domain.employers.models import Unit
from tonggong.domain.posts.choices import Source
from tonggong.domain.posts.models import Post
from tonggong.domain.posts.services import PostSaid, enter_post, submit


@dataclass(frozen=True, slots=True)
class Bringer:
    """A partner or a campaign that may have brought a post."""

    source: str
    pk: int
    name: str

    @property
    def key(self) -> str:
        """How a form and an address name it."""
        return f"{self.source}-{self.pk}"


def bringers(who: Who, day: date) -> list[Bringer]:
    """Whom a post may be entered for on a day: partners that one looks after, campaigns that run and touch one's reach."""
    found = []
    if who.may("cooperation.manage"):
        rows = partners.partners(who).filter(began_on__lte=day, ended_on=None)
        found += [Bringer(Source.PARTNER.value, row.pk, row.name) for row in rows]
    running = campaigns(who).filter(starts_on__lte=day, closed_on=None)
    return found + [Bringer(Source.CAMPAIGN.value, row.pk, row.title) for row in running]


@transaction.atomic
def enter_offer(who: Who, unit: Unit, said: PostSaid, by: Bringer) -> Post:
    """Enter and send in a post that a partner or a campaign brought; a partner's stands among what it brought as well.

    Raises:
        PostRefused, CooperationRefused: as `enter_post`, `submit` and `add_posts`; nothing is kept.
    """
    row = submit(who, enter_post(who, unit, said, source=by.source, brought=by.pk))
    if by.source == Source.PARTNER and (partner := partners.partner(who, by.pk)) is not None:
        add_posts(
            who, partner, on=clock.today(), unit_name=unit.name, unit_code=unit.code, title=row.title, posts=row.places,
            evidence=f"岗位登记第 {row.pk} 号",
        )  # fmt: skip
    return row
