"""How many applied and were hired, on whose word; whom of the ledger a post was given to."""

from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import move
from tonggong.domain.posts.choices import State
from tonggong.domain.posts.models import Post, PostCount, PostHire
from tonggong.domain.posts.queries import may_be_hired, post
from tonggong.domain.posts.services.entering import POST, PostRefused, held


@transaction.atomic
def record_count(who: Who, row: Post, *, on: date, applicants: int, hired: int, evidence: str) -> PostCount:
    """Say how many applied and were hired up to a day; with all places taken the post is filled.

    Raises:
        PostRefused: out of reach, not published yet, a day ahead or before the post, more hired than applied, no evidence.
    """
    row = held(who, row)
    if row.state not in (State.PUBLISHED, State.FILLED):
        raise PostRefused("岗位公布以后才能登记报名和录用。")
    if not row.open_from <= on <= clock.today():
        raise PostRefused("日期要在开始报名以后、今天以前。")
    if not 0 <= hired <= applicants:
        raise PostRefused("录用人数不能多于报名人数。")
    if not evidence.strip():
        raise PostRefused("请写凭据，例如 拟录用公示、劳动合同。")
    found = PostCount.objects.create(
        post=row, on=on, applicants=applicants, hired=hired, evidence=evidence.strip()[:200], by=who.name[:60],
        at=clock.now(),
    )  # fmt: skip
    audit.record("change", who=who, subject=POST, ids=[row.pk], step="count", hired=hired, applicants=applicants)
    last = row.counts.order_by("-on", "-pk").values_list("hired", flat=True).first() or 0
    if last >= row.places and row.state == State.PUBLISHED:
        move(row, State.FILLED, who=who, reason=f"录用 {last} 人，招满。")
    return found


@transaction.atomic
def link_hire(who: Who, row: Post, spell: int) -> PostHire:
    """Say that a job on the ledger came of a post; only staff who see the person may.

    Raises:
        PostRefused: out of reach, no such job at this unit since then, or it is linked already.
    """
    if not who.may("posts.enter") or not who.may("casework.read") or post(who, row.pk) is None:
        raise PostRefused("这个岗位不在您的范围内。")
    found = next((one for one in may_be_hired(who, row) if one.pk == spell), None)
    if found is None:
        raise PostRefused("台账里没有这段就业，或者已经登记过了。")
    try:
        with transaction.atomic():
            made = PostHire.objects.create(
                post=row, person=found.person, spell=found.thread or found.pk, by=who.name[:60], at=clock.now()
            )
    except IntegrityError:
        raise PostRefused("这个人已经登记在这个岗位上。") from None
    audit.record("change", who=who, subject="persons.Person", ids=[found.person_id], step="hired on post", post=row.pk)
    return made
