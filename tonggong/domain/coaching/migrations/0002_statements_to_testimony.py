"""Move what placed persons said of their jobs to where it is kept sealed, with what was done about it.

The old answer "in work, but not all of it is right" has no like among the new ones: it becomes "in work", the old words
stand before hers, and its matter waits as it did. Whether a guardian spoke is what the log says.
"""

import json
from datetime import timedelta

from django.db import migrations

ANSWERS = {"real": "works", "partly": "works", "not_real": "not_real"}
PARTLY = "上班，但说的不全对。"
TIME_TO_ACT = timedelta(days=14)  # of old rows only: ten working days without a holiday
SUBJECT = "coaching.PlacementConfirmation"


def move(apps, schema_editor):
    from tonggong.base.privacy import seal  # needs the key, so only where there is something to seal

    Old = apps.get_model("coaching", "PlacementConfirmation")
    rows = list(Old.objects.order_by("pk"))
    if not rows:
        return
    Statement = apps.get_model("testimony", "Statement")
    by_guardian = _said_by_guardians(apps.get_model("audit", "Entry"))
    handled = {one.confirmation_id: one for one in apps.get_model("coaching", "PlacementHandling").objects.all()}
    jobs = {}
    for job in apps.get_model("employment", "Spell").objects.filter(known_until=None):
        jobs[job.thread or job.pk] = job.unit_code
    last = {}
    for row in rows:
        voice = "guardian" if row.pk in by_guardian else "self"
        chain = (row.person_id, row.spell, voice)
        last[chain] = row, Statement.objects.create(
            person_id=row.person_id, spell=row.spell, voice=voice, means="portal", said_at=row.known_from,
            by=row.said_by or "本人", follows=last[chain][1] if chain in last else None,
            sealed=seal("testimony.word", json.dumps(_content(row, jobs.get(row.spell, "")), ensure_ascii=False)),
        )  # fmt: skip
        if row.pk in handled:
            _handled(apps.get_model("testimony", "Matter"), row, voice, handled[row.pk], seal)
    _leave_waiting(apps.get_model("testimony", "Matter"), last, handled)


def _content(row, unit_code):
    return {
        "answers": [ANSWERS[row.answer]], "days_per_week": row.days_per_week,
        "pay_yuan": str(row.pay_yuan) if row.pay_yuan is not None else None,
        "words": (PARTLY if row.answer == "partly" else "") + row.words, "may_contact": row.may_contact, "beside": [],
        "told_pay_yuan": None, "unit_name": row.unit_name, "unit_code": unit_code,
    }  # fmt: skip


def _handled(Matter, row, voice, done, seal):
    Matter.objects.create(
        person_id=row.person_id, spell=row.spell, voice=voice, opened_at=row.known_from, due_on=row.on + TIME_TO_ACT,
        state="done", note_sealed=seal("testimony.result", done.result), done_by=done.by, done_at=done.at,
    )  # fmt: skip


def _leave_waiting(Matter, last, handled):
    """What stands, is not as recorded and was not handled waits on."""
    for (person, spell, voice), (row, statement) in last.items():
        if row.known_until is not None:  # ended, and nothing followed it
            statement.withdrawn_at = row.known_until
            statement.save(update_fields=["withdrawn_at"])
        elif row.answer != "real" and row.pk not in handled:
            Matter.objects.create(
                person_id=person, spell=spell, voice=voice, opened_at=row.known_from, due_on=row.on + TIME_TO_ACT
            )


def _said_by_guardians(Entry):
    found = set()
    said = Entry.objects.filter(subject=SUBJECT, kind="change").order_by("seq")
    for role, ids, detail in said.values_list("actor_role", "subject_ids", "detail"):
        if role in ("guardian", "监护人") and json.loads(detail or "{}").get("step") == "own statement":
            found.update(json.loads(ids))
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("coaching", "0001_initial"),
        ("employment", "0001_initial"),
        ("testimony", "0001_initial"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
