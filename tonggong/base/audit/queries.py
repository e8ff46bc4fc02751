"""Read the trail, and prove it."""

from dataclasses import dataclass
from hmac import compare_digest

from django.db.models import Q, QuerySet

from tonggong.base.audit import chain, head, services
from tonggong.base.audit.models import Entry
from tonggong.base.privacy.keys import key

SHOWN_BREAKS = 100


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the trail is not what was written; `seq` is None when it concerns the head."""

    seq: int | None
    problem: str

    def __str__(self) -> str:
        return self.problem if self.seq is None else f"第 {self.seq} 条：{self.problem}"


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries there are, and every break found (the first hundred)."""

    entries: int
    broken: list[Break]


def verify() -> Verification:
    """Walk the whole chain, recompute each sum and compare with the head outside the database. Changes nothing.

    Raises:
        KeyMissing: there is no key, so nothing can be proven.
    """
    broken: list[Break] = []
    with head.locked():  # before the entries: the database may only be further than the head, never behind
        try:
            known = head.read()
            touched = False
        except head.HeadTouched:
            known, touched = None, True
    secret, count, before, previous = key("audit"), 0, 0, ""
    rows = Entry.objects.order_by("seq").values_list(*chain.COLUMNS, "mac")
    for *values, stored in rows.iterator(chunk_size=5000):
        count += 1
        seq = values[0]
        if seq != before + 1:
            missing = f"{before + 1}" if seq == before + 2 else f"{before + 1}–{seq - 1}"
            broken.append(Break(seq, f"前面缺少第 {missing} 条"))
        elif values[-1] != previous:
            broken.append(Break(seq, "与上一条接不上"))
        name = chain.algorithm_of(stored)
        if name is None or not compare_digest(chain.mac(values, name, secret), stored):
            broken.append(Break(seq, "内容被改动过"))
        before, previous = seq, stored
        if len(broken) >= SHOWN_BREAKS:
            count = Entry.objects.count()
            break
    if touched:
        broken.append(Break(None, head.TOUCHED))
    elif known is None:
        if count:
            broken.append(Break(None, head.GONE))
    else:
        broken += [Break(None, mark) for mark in known.marks]
        if not services.holds(known):
            broken.append(Break(None, head.LOST.format(known.seq)))
    return Verification(count, broken)


def entries(
    *,
    kind: str | None = None,
    actor_id: int | None = None,
    subject: str | None = None,
    before: int | None = None,
    actor: str = "",
    since: str = "",
    until: str = "",
) -> QuerySet[Entry]:
    """Entries, newest first, optionally of one kind, person acting or kind of row, and older than entry `before`.

    Args:
        actor: part of the name of the person acting.
        since, until: instants as the trail keeps them, ISO in UTC; `until` is not included.
    """
    rows = Entry.objects.order_by("-seq")
    if kind:
        rows = rows.filter(kind=kind)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if subject:
        rows = rows.filter(subject=subject)
    if actor:
        rows = rows.filter(actor__contains=actor)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return rows


def entries_about(subject: str, pk: int) -> QuerySet[Entry]:
    """Everything that concerns one row, newest first: the entries of it alone, and the lists and exports it was part of."""
    alone = Q(subject=subject, subject_id=pk)
    inside = (
        Q(subject_ids__startswith=f"[{pk},") | Q(subject_ids__contains=f",{pk},") | Q(subject_ids__endswith=f",{pk}]")
    )
    return Entry.objects.filter(alone | (Q(subject=subject, subject_id=None) & inside)).order_by("-seq")
