"""What becomes of a questioned condition and of the post: the unit answers, a reviewer decides with a reason, publishes or sends back."""

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.privacy.logs import blotted
from tonggong.base.workflow.services import move
from tonggong.domain.posts.choices import ConditionState, State
from tonggong.domain.posts.models import Post, PostCondition
from tonggong.domain.posts.queries import figures_here, is_final, post
from tonggong.domain.posts.services.entering import POST, PostRefused, go_on, held

REMOVED, JUSTIFIED = ConditionState.REMOVED.value, ConditionState.JUSTIFIED.value


@transaction.atomic
def answer(who: Who, condition: PostCondition, *, duty: str, words: str) -> PostCondition:
    """The unit says which of the duties a questioned condition is needed for, and why.

    Raises:
        PostRefused: out of reach, not questioned (any more), it can't be justified, or nothing is said.
    """
    held(who, condition.post)
    if is_final(condition):
        raise PostRefused("这一条法律不允许，不能说明理由，只能删去。")
    if not duty.strip() or not words.strip():
        raise PostRefused("请写明是哪项工作要的，为什么。")
    known = PostCondition.objects.filter(pk=condition.pk, state=ConditionState.QUESTIONED)
    if not known.update(
        duty=duty.strip()[:200], answer=blotted(words.strip())[:400], answered_by=who.name[:60], answered_at=clock.now()
    ):
        raise PostRefused("这一条已经有了结果，请刷新后再看。")
    audit.record(
        "change", who=who, subject=POST, ids=[condition.post_id], step="answer", condition=condition.pk,
        before=condition.answer,
    )  # fmt: skip
    condition.refresh_from_db()
    return condition


def _reviewed(who: Who, row: Post) -> Post:
    """A post that somebody may decide on: within reach; a department only on public bodies, and only the ones named for it."""
    if not who.may("posts.review"):
        raise PostRefused("您的职责不包括核对岗位条件。")
    seen = post(who, row.pk)
    if seen is None:
        raise PostRefused("这个岗位不在您的范围内。")
    if who.department:
        named = figures_here(clock.today(), row.county_code)["post.public_reviewers"].value
        if who.department not in named:
            raise PostRefused("岗位条件由组织、人社部门和残联核对。")
    return Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=seen.pk)


@transaction.atomic
def decide(who: Who, condition: PostCondition, outcome: str, *, reason: str, duty: str = "") -> PostCondition:
    """Decide on a questioned condition: removed, or justified by a duty that is named. The post goes on after the last one.

    Args:
        outcome: REMOVED or JUSTIFIED. duty: which of the duties needs it; what the unit said where it is empty.
    Raises:
        PostRefused: without the duty or out of reach, no reason, no duty named, or it can't be justified.
        MoveRefused: a colleague was faster, or it is not questioned.
    """
    row = _reviewed(who, condition.post)
    if row.state == State.DRAFT:
        raise PostRefused("单位还没有报出这个岗位。")
    if outcome not in (REMOVED, JUSTIFIED):
        raise PostRefused("请选：删去，还是理由成立。")
    if not reason.strip():
        raise PostRefused("请写理由，单位会看到。")
    named = duty.strip() or condition.duty
    if outcome == JUSTIFIED and is_final(condition):
        raise PostRefused("这一条法律不允许，不能判为理由成立。")
    if outcome == JUSTIFIED and not named:
        raise PostRefused("理由成立要写明是哪项工作要的。")
    if condition.state != ConditionState.QUESTIONED:
        raise PostRefused("这一条已经有了结果，请刷新后再看。")
    said = blotted(reason.strip())[:400]
    kept = {"duty": named[:200]} if outcome == JUSTIFIED else {}
    with transaction.atomic():
        PostCondition.objects.filter(pk=condition.pk, state=ConditionState.QUESTIONED).update(reason=said, **kept)
        move(
            condition, outcome, who=who, reason=said, decided_by=who.name[:60], decided_as=who.role_title[:40],
            decided_at=clock.now(),
        )  # fmt: skip
    go_on(who, row)
    return condition


@transaction.atomic
def publish(who: Who, row: Post) -> Post:
    """Publish a post whose conditions are all clear or justified. Raises PostRefused, MoveRefused."""
    row = _reviewed(who, row)
    if row.conditions.filter(state=ConditionState.QUESTIONED).exists():
        raise PostRefused("还有条件没有结果，不能公布。")
    move(row, State.PUBLISHED, who=who, reason="核对后公布。", published_on=clock.today())
    return row


@transaction.atomic
def send_back(who: Who, row: Post, reason: str) -> Post:
    """Send a post back to the unit with a reason. Raises PostRefused: no reason; MoveRefused: it can't go back."""
    row = _reviewed(who, row)
    if not reason.strip():
        raise PostRefused("请写退回的理由，单位会看到。")
    move(row, State.DRAFT, who=who, reason=blotted(reason.strip()), published_on=None)
    return row


@transaction.atomic
def fill(who: Who, row: Post) -> Post:
    """Say that all places are taken. Raises PostRefused, MoveRefused."""
    row = held(who, row)
    move(row, State.FILLED, who=who, reason="已招满。")
    return row


@transaction.atomic
def close(who: Who, row: Post, reason: str) -> Post:
    """Close a post for good, with a reason. Raises PostRefused, MoveRefused."""
    row = held(who, row)
    if not reason.strip():
        raise PostRefused("请写为什么关闭。")
    move(row, State.CLOSED, who=who, reason=blotted(reason.strip()))
    return row
