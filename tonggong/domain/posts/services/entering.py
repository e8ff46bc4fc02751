"""Entering a post, changing its draft, its conditions and what makes it fit; sending it in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import move
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import speaks_for
from tonggong.domain.posts.choices import ConditionKind, ConditionState, Source, State
from tonggong.domain.posts.models import Post, PostCondition, PostHelp
from tonggong.domain.posts.queries import is_public_body
from tonggong.domain.quota.models import LeadPlan, LeadRound
from tonggong.rules.ability.catalogue import LEVELS, profile
from tonggong.rules.posts.conditions import Question, questions
from tonggong.rules.posts.occupations import occupations

POST = "posts.Post"
MOST = 12  # conditions or helps of one post


class PostRefused(Exception):
    """A step can't be taken; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class ConditionSaid:
    """A condition as it is entered."""

    words: str
    duty: str = ""
    kind: str = ConditionKind.OTHER.value


@dataclass(frozen=True, slots=True)
class HelpSaid:
    """Something that makes a post fit, as it is entered."""

    what: str
    is_on_hand: bool = False
    cost_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PostSaid:
    """A post as it is entered; amounts are yuan a month, `open_until` None stays open."""

    title: str
    occupation: str
    places: int
    workplace: str
    apply_how: str
    open_from: date
    is_reserved: bool = True
    duties: str = ""
    hours: str = ""
    pay_from_yuan: Decimal | None = None
    pay_to_yuan: Decimal | None = None
    open_until: date | None = None
    conditions: tuple[ConditionSaid, ...] = field(default=())
    helps: tuple[HelpSaid, ...] = field(default=())


def must_write(who: Who, row: Post) -> None:
    """Raise PostRefused unless somebody may change a post: its own unit, or who enters posts where it is."""
    if not (speaks_for(who, row.unit) or (who.may("posts.enter") and who.covers(row.county_code))):
        raise PostRefused("这个岗位不在您的范围内。")


@transaction.atomic
def enter_post(
    who: Who, unit: Unit, said: PostSaid, *, source: str = Source.EMPLOYER, place: tuple[str, str] | None = None,
    plan: LeadPlan | None = None, round_: LeadRound | None = None, brought: int | None = None,
) -> Post:  # fmt: skip
    """Enter a post as a draft, with its conditions and what makes it fit.

    Args:
        place: county and township of the workplace; None takes the unit's.
        brought: key of the partner or the campaign that the source speaks of.
        plan, round_: the plan to lead by example, and its recruiting round, that the post belongs to.
    Raises:
        PostRefused: the unit is not one's own or within reach, something contradicts itself or names a condition in the
            description of the duties, or the same post is there already.
    """
    unit = unit.in_use
    county, township = place or (unit.county_code, unit.township_code)
    if not (speaks_for(who, unit) or (who.may("posts.enter") and who.covers(unit.county_code))):
        raise PostRefused("这个单位不在您的范围内。")
    if not county:
        raise PostRefused("这个单位没有登记所在县区，请先写明工作地点在哪个县区。")
    plan, round_ = _checked_plan(unit, plan, round_)
    values = checked(said, clock.today())
    kind = occupations()[said.occupation]
    try:
        with transaction.atomic():
            row = Post.objects.create(
                unit=unit, is_public_body=is_public_body(unit), county_code=county, township_code=township,
                demands=dict(kind.demands), source=Source.PLAN if plan else source, plan=plan, round=round_,
                brought=None if plan else brought, by=who.name[:60], at=clock.now(), **values,
            )  # fmt: skip
    except IntegrityError:
        raise PostRefused("这个单位同一天开始报名的同名岗位已经登记过了，请在那一条上改。") from None
    for one in said.conditions:
        _add_condition(who, row, one)
    for two in said.helps:
        _add_help(who, row, two)
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="enter")
    return row


def _checked_plan(
    unit: Unit, plan: LeadPlan | None, round_: LeadRound | None
) -> tuple[LeadPlan | None, LeadRound | None]:
    if round_ is not None and plan is None:
        plan = round_.plan
    if plan is not None and plan.unit.in_use.pk != unit.pk:
        raise PostRefused("这份带头安排计划是别的单位的。")
    if round_ is not None and plan is not None and round_.plan_id != plan.pk:
        raise PostRefused("这个招录批次不属于这份计划。")
    return plan, round_


def checked(said: PostSaid, today: date) -> dict[str, Any]:
    """The columns of a post that was entered by hand. Raises PostRefused with what is wrong and how to mend it."""
    if said.occupation not in occupations():
        raise PostRefused("请选一种职业。")
    if not said.title.strip() or not said.workplace.strip() or not said.apply_how.strip():
        raise PostRefused("岗位名称、工作地点和怎么报名都要写。")
    if said.places < 1:
        raise PostRefused("至少招一人。")
    if said.open_until is not None and said.open_until < said.open_from:
        raise PostRefused("截止报名不能早于开始报名。")
    low, high = said.pay_from_yuan, said.pay_to_yuan
    if low is not None and high is not None and high < low:
        raise PostRefused("月薪的高数不能小于低数。")
    asked = questions(
        f"{said.title}。{said.duties}", today, work=work_of(said.title, said.occupation), is_description=True
    )
    if asked.value:
        raise PostRefused(f"岗位名称或工作内容里写了条件。{asked.because}请删去，或者写到“条件”里说明理由。")
    return {
        "title": said.title.strip()[:60], "occupation": said.occupation, "duties": said.duties.strip()[:400],
        "places": said.places, "is_reserved": said.is_reserved, "workplace": said.workplace.strip()[:120],
        "hours": said.hours.strip()[:80], "pay_from_yuan": low, "pay_to_yuan": high,
        "apply_how": said.apply_how.strip()[:200], "open_from": said.open_from, "open_until": said.open_until,
    }  # fmt: skip


def work_of(title: str, occupation: str) -> str:
    """What a post is, as the rules of conditions look at it."""
    kind = occupations().get(occupation)
    return f"{title} {kind.title if kind else ''}"


@transaction.atomic
def change_post(who: Who, row: Post, said: PostSaid) -> Post:
    """Change a draft; its conditions and helps stay. Raises PostRefused as `enter_post`, or it is no draft any more."""
    row = held(who, row)
    if row.state != State.DRAFT:
        raise PostRefused("已经报出的岗位要先收回，才能改。")
    values = checked(said, clock.today())
    before = {name: str(getattr(row, name)) for name in values if getattr(row, name) != values[name]}
    if said.occupation != row.occupation and row.analysed_on is None:
        values["demands"] = dict(occupations()[said.occupation].demands)
    try:
        with transaction.atomic():
            Post.objects.filter(pk=row.pk).update(**values)
    except IntegrityError:
        raise PostRefused("这个单位同一天开始报名的同名岗位已经登记过了。") from None
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="change", before=before)
    row.refresh_from_db()
    return row


def held(who: Who, row: Post) -> Post:
    """Return a post that somebody may change, held until the transaction ends. Raises PostRefused."""
    found = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    must_write(who, found)
    if found.state == State.CLOSED:
        raise PostRefused("这个岗位已经关闭。")
    return found


def asked_of(row: Post, words: str) -> tuple[Question, ...]:
    """The questions that a condition of a post raises today."""
    return questions(words, clock.today(), work=work_of(row.title, row.occupation)).value


def _add_condition(who: Who, row: Post, said: ConditionSaid) -> PostCondition:
    if not said.words.strip():
        raise PostRefused("请写条件。")
    if row.conditions.count() >= MOST:
        raise PostRefused(f"条件最多 {MOST} 条，请并成几条。")
    if said.kind not in ConditionKind.values:
        raise PostRefused("请选条件的种类。")
    found = asked_of(row, said.words)
    return PostCondition.objects.create(
        post=row, kind=said.kind, words=said.words.strip()[:400], duty=said.duty.strip()[:200],
        questions=[one.rule.key for one in found],
        state=ConditionState.QUESTIONED if found else ConditionState.CLEAR, by=who.name[:60], at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def add_condition(who: Who, row: Post, said: ConditionSaid) -> PostCondition:
    """Add a condition to a draft. Raises PostRefused: it is no draft, nothing is said, or there are too many."""
    row = held(who, row)
    if row.state != State.DRAFT:
        raise PostRefused("已经报出的岗位要先收回，才能加条件。")
    found = _add_condition(who, row, said)
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="add condition", condition=found.pk)
    return found


@transaction.atomic
def drop_condition(who: Who, condition: PostCondition) -> PostCondition:
    """The unit takes a condition out by itself; it stays on record as removed. A stopped post goes on where it was the last.

    Raises:
        PostRefused: out of reach, or the post is closed. MoveRefused: it was decided meanwhile.
    """
    row = held(who, condition.post)
    now, reason = clock.now(), "单位自己删去。"
    move(
        condition, ConditionState.REMOVED, who=who, reason=reason, decided_by=who.name[:60],
        decided_as=who.role_title[:40], decided_at=now,
    )  # fmt: skip
    PostCondition.objects.filter(pk=condition.pk).update(reason=reason)
    go_on(who, row)
    return condition


def go_on(who: Who, row: Post) -> None:
    """Let a stopped post go on to the review once none of its conditions is questioned any more."""
    row.refresh_from_db()
    if row.state == State.STOPPED and not row.conditions.filter(state=ConditionState.QUESTIONED).exists():
        move(row, State.REVIEW, who=who, reason="有疑问的条件都有了结果。")


def _add_help(who: Who, row: Post, said: HelpSaid) -> PostHelp:
    if not said.what.strip():
        raise PostRefused("请写是什么便利。")
    if said.cost_yuan is not None and said.cost_yuan < 0:
        raise PostRefused("费用不能小于 0。")
    if row.helps.filter(ended_at=None).count() >= MOST:
        raise PostRefused(f"便利最多 {MOST} 项。")
    return PostHelp.objects.create(
        post=row, what=said.what.strip()[:120], is_on_hand=said.is_on_hand, cost_yuan=said.cost_yuan,
        by=who.name[:60], at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def add_help(who: Who, row: Post, said: HelpSaid) -> PostHelp:
    """Say what makes a post fit, at any time before it closes. Raises PostRefused."""
    row = held(who, row)
    found = _add_help(who, row, said)
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="add help", help=found.pk)
    return found


@transaction.atomic
def end_help(who: Who, found: PostHelp) -> None:
    """Take a help back; it stays on record. Raises PostRefused: out of reach, or taken back already."""
    row = held(who, found.post)
    if not PostHelp.objects.filter(pk=found.pk, ended_at=None).update(ended_at=clock.now()):
        raise PostRefused("这一项已经撤下了。")
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="end help", help=found.pk)


@transaction.atomic
def analyse(who: Who, row: Post, demands: dict[str, int]) -> Post:
    """Say what a post asks of people, in the dimensions of the ability profile; what isn't named is not known.

    Raises:
        PostRefused: out of reach, closed, nothing said, or no such dimension or level.
    """
    row = held(who, row)
    if not demands:
        raise PostRefused("至少选一项能力要求；不需要的选“不需要”。")
    if any(key not in profile().dimensions or level not in LEVELS for key, level in demands.items()):
        raise PostRefused("没有这一项能力，或者程度不在 0 到 4。")
    before = row.demands
    Post.objects.filter(pk=row.pk).update(demands=demands, analysed_on=clock.today(), analysed_by=who.name[:60])
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="analyse", before=before, after=demands)
    row.refresh_from_db()
    return row


@transaction.atomic
def submit(who: Who, row: Post) -> Post:
    """Send a draft in: to the review, or stopped where a condition is questioned (the rules are asked again).

    Raises:
        PostRefused: out of reach. MoveRefused: it is no draft.
    """
    row = held(who, row)
    recheck(who, row.conditions.filter(state=ConditionState.CLEAR), row)
    open_ones = row.conditions.filter(state=ConditionState.QUESTIONED).order_by("pk")
    if open_ones.exists():
        move(row, State.STOPPED, who=who, reason=stopped_because(row, open_ones))
    else:
        move(row, State.REVIEW, who=who, reason="报出，条件没有疑问。")
    return row


def recheck(who: Who, rows: Iterable[PostCondition], row: Post) -> None:
    """Ask the rules about conditions once more: the post may have another name by now, the list a new entry."""
    for one in rows:
        found = asked_of(row, one.words)
        if found:
            keys = [two.rule.key for two in found]
            move(one, ConditionState.QUESTIONED, who=who, reason="重新核对。", questions=keys)


def stopped_because(row: Post, open_ones: Iterable[PostCondition]) -> str:
    """Why a post is stopped, as the unit reads it."""
    said = [one.sentence for condition in open_ones for one in asked_of(row, condition.words)]
    return "".join(said)[:400] or "有条件要说明。"


@transaction.atomic
def withdraw(who: Who, row: Post, reason: str = "") -> Post:
    """Take a post that was sent in or published back into a draft, to change it. Raises PostRefused, MoveRefused."""
    row = held(who, row)
    move(row, State.DRAFT, who=who, reason=reason.strip() or "收回修改。", published_on=None)
    return row
