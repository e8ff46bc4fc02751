"""Questions about posts: lists, one post, figures by county, what the public sees. They change nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import own_unit
from tonggong.domain.employers.queries import codes_under, keys_of, named
from tonggong.domain.employment.models import Spell
from tonggong.domain.posts.choices import ConditionState, State
from tonggong.domain.posts.models import Post, PostCondition, PostCount, PostHelp, PostHire
from tonggong.domain.quota.models import LeadPlan
from tonggong.rules.figures import Figures
from tonggong.rules.posts.conditions import rules
from tonggong.rules.quota.kinds import UnitKind, kind_of

PAGE = 50
PUBLIC_BODIES = (UnitKind.ORGAN, UnitKind.INSTITUTION)
NOT_YET = Q(state=State.DRAFT)
# What a number of the overview counts, and so what it opens.
POSTS = {
    "": Q(),
    "reserved": Q(is_reserved=True) & ~NOT_YET,
    "open": Q(is_reserved=True, state=State.PUBLISHED),
    "hired": Q(is_reserved=True, latest_hired__gt=0) & ~NOT_YET,
    "filled": Q(is_reserved=True, state=State.FILLED),
    "waiting": Q(state__in=[State.STOPPED, State.REVIEW]),
}
CONDITIONS = {
    "questioned": ~Q(questions=[]),
    "open": Q(state=ConditionState.QUESTIONED),
    "removed": ~Q(questions=[]) & Q(state=ConditionState.REMOVED),
    "justified": Q(state=ConditionState.JUSTIFIED),
}


def figures_here(day: date, county: str = "") -> Figures:
    """The figures of a place, of the city where none is named."""
    city = divisions.city()
    return figures_on(day, county or (city.code if city else ""))


def is_public_body(unit: Unit) -> bool:
    """Whether a unit recruits as a public body does: by exam, with its own conditions of a check-up."""
    return kind_of(unit.code, unit.economic_kind) in PUBLIC_BODIES


def _latest(field: str) -> Subquery:
    rows = PostCount.objects.filter(post=OuterRef("pk")).order_by("-on", "-pk").values(field)[:1]
    return Subquery(rows, output_field=IntegerField())


def posts(
    who: Who, group: str = "", *, county: str = "", state: str = "", words: str = "", unit: int = 0,
    brought: tuple[str, int] | None = None,
) -> QuerySet[Post]:  # fmt: skip
    """Posts within reach, by key; a department sees those of public bodies.

    Args:
        group: one of `POSTS`. words: part of the post's or the unit's name.
        brought: the source, and the key of the partner or the campaign that brought them.
    Raises:
        KeyError: there is no such group.
    """
    rows = who.sees(Post.objects.annotate(latest_hired=_latest("hired"), latest_applicants=_latest("applicants")))
    rows = rows.filter(POSTS[group]).select_related("unit__same_as").order_by("pk")
    if who.department:
        rows = rows.filter(is_public_body=True)
    if county:
        rows = rows.filter(county_code=county)
    if state:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(Q(unit=unit) | Q(unit__same_as=unit))
    if brought:
        rows = rows.filter(source=brought[0], brought=brought[1])
    if words := words.strip():
        rows = rows.filter(Q(title__contains=words) | named(words, "unit"))
    return rows


def page_of(rows: QuerySet[Post], after: int = 0, size: int = PAGE) -> tuple[list[Post], int | None]:
    """A page of posts in the order of their keys, and the key after which the next begins (None at the end)."""
    found = list(rows.filter(pk__gt=after)[: size + 1])
    return (found[:size], found[size - 1].pk) if len(found) > size else (found, None)


def post(who: Who, pk: int) -> Post | None:
    """One post within reach; None says no more than that."""
    return posts(who).filter(pk=pk).first()


def own_posts(who: Who) -> QuerySet[Post]:
    """The posts of the unit that somebody speaks for, the latest first; none where he speaks for none."""
    unit = own_unit(who)
    rows = Post.objects.annotate(latest_hired=_latest("hired"), latest_applicants=_latest("applicants"))
    return rows.filter(unit__in=keys_of(unit) if unit else ()).select_related("unit__same_as").order_by("-pk")


def waiting(who: Who) -> QuerySet[Post]:
    """Posts that wait for a reviewer, those with a question that the unit has answered first, then by age."""
    answered = PostCondition.objects.filter(post=OuterRef("pk"), state=ConditionState.QUESTIONED).exclude(answer="")
    return posts(who, "waiting").annotate(is_answered=Exists(answered)).order_by("-is_answered", "pk")


def waiting_count(who: Who) -> int:
    """How many posts wait for a reviewer."""
    return posts(who, "waiting").count()


def conditions(who: Who, group: str, *, county: str = "") -> QuerySet[PostCondition]:
    """Conditions of posts within reach that were questioned, the open ones first. Raises KeyError: no such group."""
    rows = PostCondition.objects.filter(CONDITIONS[group], post__in=posts(who, county=county).order_by().values("pk"))
    return rows.select_related("post__unit__same_as").order_by(F("decided_at").asc(nulls_first=True), "pk")


@dataclass(frozen=True, slots=True)
class Sums:
    """A county's numbers; each opens its rows under the same name in `POSTS` or `CONDITIONS`; `places`, `hired` are persons."""

    reserved: int = 0
    places: int = 0
    hired: int = 0
    filled: int = 0
    questioned: int = 0
    removed: int = 0
    justified: int = 0
    open: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def sums(who: Who) -> Mapping[str, Sums]:
    """Reserved posts, places, hired, filled, questioned conditions and what became of them, by county within reach."""
    rows = posts(who, "reserved").order_by().values("county_code")
    found = {
        row["county_code"]: Sums(row["n"], row["sum_places"] or 0, row["sum_hired"] or 0, row["full"])
        for row in rows.annotate(
            n=Count("pk"), sum_places=Sum("places"), sum_hired=Sum("latest_hired"),
            full=Count("pk", filter=Q(state=State.FILLED)),
        )
    }  # fmt: skip
    asked = conditions(who, "questioned").order_by().values("post__county_code")
    for row in asked.annotate(
        n=Count("pk"), gone=Count("pk", filter=CONDITIONS["removed"]), kept=Count("pk", filter=CONDITIONS["justified"]),
        left=Count("pk", filter=CONDITIONS["open"]),
    ):  # fmt: skip
        here = found.get(row["post__county_code"], Sums())
        found[row["post__county_code"]] = here + Sums(
            questioned=row["n"], removed=row["gone"], justified=row["kept"], open=row["left"]
        )
    return found


def sentences(condition: PostCondition) -> list[str]:
    """What is said of a condition's questions: why, and what a justification must show."""
    known = rules()
    return [
        f"{rule.heading}：{rule.says}。{rule.asks}。"
        for key in condition.questions
        if (rule := known.get(key)) is not None
    ]


def is_final(condition: PostCondition) -> bool:
    """Whether a condition can only be taken out."""
    known = rules()
    return any(known[key].is_final for key in condition.questions if key in known)


def conditions_of(row: Post) -> list[PostCondition]:
    """The conditions of a post as they were entered, the removed ones among them."""
    return list(row.conditions.order_by("pk"))


def helps_of(row: Post) -> list[PostHelp]:
    """What makes a post fit, as it stands."""
    return list(row.helps.filter(ended_at=None).order_by("pk"))


def counts_of(row: Post) -> list[PostCount]:
    """What was said of applicants and hires, the latest first."""
    return list(row.counts.order_by("-on", "-pk"))


def hires_of(who: Who, row: Post) -> list[PostHire]:
    """Whom of the ledger a post was given to, those within reach."""
    own = served(who).values("pk")
    rows = row.hires.filter(Q(person__in=own) | Q(person__merged_into__in=own)).select_related("person")
    return list(rows.order_by("pk"))


def may_be_hired(who: Who, row: Post) -> list[Spell]:
    """Jobs on the ledger at the post's unit, begun since one could apply, of persons within reach and not yet linked."""
    known = set(row.hires.values_list("spell", flat=True))
    rows = Spell.objects.standing().filter(
        unit_code__in=codes_under(row.unit.code), started_on__gte=row.open_from, person__in=served(who).values("pk")
    )
    found = rows.select_related("person").order_by("started_on", "pk")[:PAGE]
    return [one for one in found if (one.thread or one.pk) not in known]


def of_plan(plan: LeadPlan) -> list[Post]:
    """The posts entered for a unit's plan to lead by example."""
    return list(Post.objects.filter(plan=plan).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Analysed:
    """A unit's posts that were analysed, and those of them that need a help that costs little."""

    posts: tuple[Post, ...]
    with_small_help: tuple[Post, ...]
    limit_yuan: Decimal


def analysed(unit: Unit, day: date) -> Analysed:
    """What the analysis of a unit's posts came to. Raises FigureMissing: the city has not said what costs little."""
    limit = Decimal(figures_here(day, unit.county_code)["post.small_help_yuan"].value)
    small = PostHelp.objects.filter(post=OuterRef("pk"), ended_at=None, is_on_hand=False, cost_yuan__lt=limit)
    rows = (
        Post.objects.filter(unit__in=keys_of(unit))
        .exclude(analysed_on=None)
        .annotate(is_small=Exists(small))
        .order_by("pk")
    )
    found = list(rows)
    return Analysed(tuple(found), tuple(one for one in found if one.is_small), limit)


# ---------------------------------------------------------------- the public


def public_posts(*, county: str = "", occupation: str = "", words: str = "") -> QuerySet[Post]:
    """Posts for which anybody may apply today, by key; nothing of persons is in them."""
    rows = Post.objects.open_on(clock.today()).select_related("unit__same_as").order_by("pk")
    if county:
        rows = rows.filter(county_code=county)
    if occupation:
        rows = rows.filter(occupation=occupation)
    if words := words.strip():
        rows = rows.filter(Q(title__contains=words) | Q(unit__name__contains=words) | Q(duties__contains=words))
    return rows


def public_conditions(row: Post) -> list[PostCondition]:
    """The conditions that may be shown: those nobody questioned, and those that were justified."""
    return list(row.conditions.filter(state__in=[ConditionState.CLEAR, ConditionState.JUSTIFIED]).order_by("pk"))
