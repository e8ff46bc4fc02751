"""What a placed person herself says of her job. Only the city's and county's staff who answer petitions may read it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.domain.coaching.choices import Answer
from tonggong.domain.coaching.models import PlacementConfirmation, PlacementHandling
from tonggong.domain.coaching.queries.placements import confirmations, own_jobs
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.persons.own import own_person

COLUMNS = ("person_id", "spell", "unit_name", "answer", "days_per_week", "pay_yuan", "words", "on", "may_contact")


@dataclass(frozen=True, slots=True)
class Said:
    """The person's answers: at most four taps, everything but the first may be left out."""

    answer: str
    days_per_week: int | None = None
    pay_yuan: Decimal | None = None
    words: str = ""
    may_contact: bool = False


@transaction.atomic
def confirm_placement(who: Who, spell: int, said: Said) -> int:
    """Keep what a person says of a job recorded for her; a later statement follows the earlier one. Return its key.

    Nothing in the ledger of work moves by it and the unit never learns of it.

    Args:
        spell: thread of the job, as `own_jobs` gave it.
    Raises:
        CoachingRefused: it is not a job of this person, or days or pay can't be.
    """
    person = own_person(who) if who.may("own.act") else None
    job = next((one for one in own_jobs(who) if one.spell == spell), None)
    if person is None or job is None:
        raise CoachingRefused("没有找到这份工作。")
    if said.days_per_week is not None and not 0 <= said.days_per_week <= 7:
        raise CoachingRefused("每周天数在 0 到 7 之间。")
    if said.pay_yuan is not None and not 0 <= said.pay_yuan <= 100_000:
        raise CoachingRefused("请看看工资数，是每月拿到手的元数。")
    hold_ledger()
    stood = PlacementConfirmation.objects.standing().filter(person=person, spell=spell).order_by("-pk").first()
    changes = Changes(clock.now(), who.name)
    if stood is not None:
        changes.end(PlacementConfirmation, stood.pk)
    values = (
        person.pk, spell, job.unit_name[:120], Answer(said.answer), said.days_per_week, said.pay_yuan, said.words[:400],
        clock.today(), said.may_contact,
    )  # fmt: skip
    key = changes.add_fact(PlacementConfirmation, COLUMNS, values, thread=stood.thread if stood else None)
    changes.write()
    # the trail says that something was said, not what: whoever reads it must not learn of a denial
    audit.record("change", who=who, subject="coaching.PlacementConfirmation", ids=[key], step="own statement")
    facts_changed([person.pk])
    return key


@transaction.atomic
def handle_confirmation(who: Who, confirmation_id: int, result: str) -> PlacementHandling:
    """Say what was done about a statement that a job is not as recorded.

    Raises:
        CoachingRefused: it is not in sight, answered before, or nothing is said.
    """
    row = confirmations(who).filter(pk=confirmation_id).first()
    if row is None:
        raise CoachingRefused("没有找到这条说明。")
    if not result.strip():
        raise CoachingRefused("请写明怎样处理的。")
    if PlacementHandling.objects.filter(confirmation=row).exists():
        raise CoachingRefused("这条说明已经处理过了。")
    done = PlacementHandling.objects.create(confirmation=row, result=result.strip()[:400], by=who.name, at=clock.now())
    audit.record("change", who=who, subject="coaching.PlacementConfirmation", ids=[row.pk], step="handle statement")
    return done
