"""Questions about passes of supports: what the person may put on one, which she has given, who opened them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.models import AccommodationPass, Assessment
from tonggong.domain.casework.queries.assessments import Help, helps_of
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys


@dataclass(frozen=True, slots=True)
class PassOpened:
    """Somebody opened a pass: when, and who they said they were."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class PassView:
    """A pass as the person sees it. `state`: open, expired, revoked."""

    pk: int
    shown_to: str
    items: tuple[str, ...]
    created_at: datetime
    until: datetime
    revoked_at: datetime | None
    by: str
    her_word: str
    state: str
    openings: tuple[PassOpened, ...]

    @property
    def state_words(self) -> str:
        """The state in words."""
        return {"open": "可以打开", "expired": "已到期", "revoked": "已收回"}[self.state]


def state_of(row: AccommodationPass, now: datetime) -> str:
    """Return whether a pass opens: open, expired, revoked."""
    if row.revoked_at is not None or row.person.died_on is not None:
        return "revoked"
    return "open" if now < row.until else "expired"


def item_words(item: dict) -> str:
    """Return one item of a pass in words."""
    return (
        f"{item['title']}：{item['words']}" if item["title"] and item.get("words") else item["title"] or item["words"]
    )


def passes_of(person: Person) -> list[PassView]:
    """Return the passes that a person has given, the latest first, each with its openings."""
    rows = AccommodationPass.objects.filter(person__in=own_keys(person)).select_related("person")
    return views(list(rows.prefetch_related("openings").order_by("-created_at", "-pk")))


def views(rows: Sequence[AccommodationPass]) -> list[PassView]:
    """Return passes as they are shown."""
    now = clock.now()
    return [
        PassView(
            row.pk, row.shown_to, tuple(item_words(item) for item in row.items), row.created_at, row.until, row.revoked_at,
            row.by, row.her_word, state_of(row, now),
            tuple(PassOpened(one.at, one.said) for one in sorted(row.openings.all(), key=lambda o: o.at, reverse=True)),
        )
        for row in rows
    ]  # fmt: skip


def pass_seen(who: Who, pk: int) -> AccommodationPass | None:
    """Return a pass of a person whom somebody serves; None says no more than that."""
    people = served(who).order_by().values("pk")
    rows = AccommodationPass.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people), pk=pk)
    return rows.select_related("person").first()


def what_helps(person: Person) -> tuple[Help, ...]:
    """Return what helps a person according to her last signed assessment: what a pass offers to show."""
    rows = Assessment.objects.standing().filter(person__in=own_keys(person), double_of=None).exclude(signed_on=None)
    row = rows.order_by("-on", "-thread").first()
    return helps_of(row) if row is not None else ()
