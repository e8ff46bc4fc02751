"""Two rows that are one person: seen before, merged, and taken back if it was wrong."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction

from tonggong.base import derived
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.facts import Fact
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Merge, Person
from tonggong.domain.persons.services.facts import add_identity


class MergeRefused(Exception):
    """These two rows can't be merged, or the merge can't be taken back any more."""


def _facts_of_persons() -> list[type[models.Model]]:
    """Every table of facts that hangs on a person, whichever app owns it."""
    return [m for m in apps.get_models() if issubclass(m, Fact) and any(f.name == "person" for f in m._meta.fields)]


def _followers() -> list[type[models.Model]]:
    """Every table that is no fact and yet goes with its person: its model says `follows_person = True`."""
    return [m for m in apps.get_models() if getattr(m, "follows_person", False)]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move from one row to the other: {title of the table: rows}, and what differs."""

    kept: Person
    gone: Person
    moving: dict[str, int]
    differences: list[tuple[str, str, str]]


def merge_preview(kept: Person, gone: Person) -> MergePreview:
    """Say what a merge would do, without doing it."""
    moving = {
        str(model._meta.verbose_name): count
        for model in (*_facts_of_persons(), *_followers())
        if (count := model._default_manager.filter(person=gone).count())
    }
    pairs = [
        ("姓名", kept.name, gone.name),
        ("身份证尾号", kept.id_tail, gone.id_tail),
        ("出生日期", kept.born_on.isoformat(), gone.born_on.isoformat()),
        ("性别", kept.get_sex_display(), gone.get_sex_display()),
        ("所属乡镇街道", kept.township_code, gone.township_code),
    ]
    return MergePreview(kept, gone, moving, [p for p in pairs if p[1] != p[2]])


@transaction.atomic
def merge(who: Who, kept: Person, gone: Person, reason: str) -> Merge:
    """Make two rows one: facts of `gone` are from now on facts of `kept`, which is also found by the other number.

    Raises:
        MergeRefused: the same row twice, or one of them is merged already.
    """
    hold_ledger()
    kept, gone = (Person.objects.select_for_update().get(pk=p.pk) for p in (kept, gone))
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise MergeRefused("其中一条已经并入别人，或者两条是同一条。请刷新后再看。")
    moved: dict[str, list[int]] = {}
    stopped: dict[str, list[int]] = {}
    for model in _facts_of_persons():
        rows = list(model._default_manager.filter(person=gone).values_list("pk", flat=True))
        if rows:
            moved[model._meta.label] = rows
            if ended := _move(model, rows, kept):
                stopped[model._meta.label] = ended
    for model in _followers():
        if rows := _free_to_follow(model, kept, gone):
            model._default_manager.filter(pk__in=rows).update(person=kept)
            moved[model._meta.label] = rows
    if kept.kind == Kind.MEMBER and gone.kind != Kind.MEMBER:
        Person.objects.filter(pk=kept.pk).update(kind=gone.kind)
        moved["kind"] = [kept.kind, gone.kind]  # type: ignore[list-item]
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    earlier = Person.objects.filter(merged_into=gone)
    if passed_on := list(earlier.values_list("pk", flat=True)):
        moved["passed_on"] = passed_on
        earlier.update(merged_into=kept)
    changes = Changes(clock.now(), who.name)
    add_identity(changes, kept.pk, citizen_id=gone.citizen_id, name=gone.name, source=(None, None))
    changes.write()
    moved["identity"] = [r for rows in changes.added.values() for r in rows]
    if stopped:
        moved["stopped"] = stopped  # type: ignore[assignment]
    row = Merge.objects.create(kept=kept, gone=gone, moved=moved, reason=reason, by=who.name, at=clock.now())
    audit.record(
        "change", who=who, subject="persons.Merge", ids=[row.pk, kept.pk, gone.pk], step="merge", reason=reason
    )
    ledger_moved()
    derived.facts_changed([row.kept_id, row.gone_id])
    return row


def _move(model: type[models.Model], rows: list[int], kept: Person) -> list[int]:
    """Hang facts on the kept row; of two that say the same, the moved one stops standing. Returns those that stopped."""
    stopped: list[int] = []
    unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and "person" in c.fields]
    for constraint in unique:
        names = [f for f in constraint.fields if f != "person"]
        standing = set(model._default_manager.filter(person=kept, known_until=None).values_list(*names))
        stopped += [
            fact.pk
            for fact in model._default_manager.filter(pk__in=rows, known_until=None)
            if tuple(getattr(fact, n) for n in names) in standing
        ]
    model._default_manager.filter(pk__in=stopped).update(known_until=clock.now())
    model._default_manager.filter(pk__in=rows).update(person=kept)
    return stopped


def _free_to_follow(model: type[models.Model], kept: Person, gone: Person) -> list[int]:
    """Rows that no row of the kept one stands in the way of; the others stay, and are read as those of a merged row."""
    stays: set[int] = set()
    of_person = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and "person" in c.fields]
    for constraint in of_person:
        names = [f for f in constraint.fields if f != "person"]
        rows = model._default_manager.filter(constraint.condition or models.Q())
        taken = set(rows.filter(person=kept).values_list(*names))
        stays |= {pk for pk, *values in rows.filter(person=gone).values_list("pk", *names) if tuple(values) in taken}
    every = model._default_manager.filter(person=gone).values_list("pk", flat=True)
    return sorted(set(every) - stays)


@transaction.atomic
def undo_merge(who: Who, row: Merge) -> None:
    """Take a merge back: every row returns to where it was.

    Raises:
        MergeRefused: it was taken back already.
    """
    hold_ledger()
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at:
        raise MergeRefused("这次合并已经撤销过。")
    moved = dict(row.moved)
    kinds = moved.pop("kind", None)
    identity = moved.pop("identity", [])
    stopped = moved.pop("stopped", {})
    passed_on = moved.pop("passed_on", [])
    for label, rows in moved.items():
        apps.get_model(label)._default_manager.filter(pk__in=rows).update(person=row.gone)
    for label, rows in stopped.items():  # after they hang on their own person again, where nothing is in their way
        apps.get_model(label)._default_manager.filter(pk__in=rows).update(known_until=None)
    if kinds:
        Person.objects.filter(pk=row.kept_id).update(kind=kinds[0])
    apps.get_model("persons.Identity")._default_manager.filter(pk__in=identity).update(known_until=clock.now())
    Person.objects.filter(pk=row.gone_id).update(merged_into=None)
    Person.objects.filter(pk__in=passed_on, merged_into=row.kept_id).update(merged_into=row.gone_id)
    Merge.objects.filter(pk=row.pk).update(undone_by=who.name, undone_at=clock.now())
    audit.record("change", who=who, subject="persons.Merge", ids=[row.pk, row.kept_id, row.gone_id], step="undo merge")
    ledger_moved()
    derived.facts_changed([row.kept_id, row.gone_id])
