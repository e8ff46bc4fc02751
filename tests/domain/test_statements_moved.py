"""What persons said of their jobs before it was kept sealed: moved whole, in its order, with what was done about it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps

from tests.domain.paper_files import a_person
from tests.web.own_door import HOME, a_job
from tonggong.domain.testimony.models import Matter, Statement

step = import_module("tonggong.domain.coaching.migrations.0002_statements_to_testimony")
AT = datetime(2024, 5, 6, 1, tzinfo=UTC)


class Rows(list):
    """Rows of a table that is no longer there."""

    objects = property(lambda self: self)

    def order_by(self, _):
        return self

    def all(self):
        return self


class Then:
    """The applications as they were: two tables of before, everything else as it is."""

    def __init__(self, said, handled=(), log=()):
        self.gone = {"PlacementConfirmation": Rows(said), "PlacementHandling": Rows(handled)}
        if log:
            entries = SimpleNamespace(
                filter=lambda **_: entries, order_by=lambda _: entries, values_list=lambda *_: log
            )
            self.gone["Entry"] = SimpleNamespace(objects=entries)

    def get_model(self, app, name):
        return self.gone[name] if name in self.gone else apps.get_model(app, name)


def said(person, spell, pk, answer, **more):
    values = {
        "pk": pk, "person_id": person.pk, "spell": spell, "answer": answer, "unit_name": "锦禾食品厂", "days_per_week": None,
        "pay_yuan": None, "words": "", "on": date(2024, 5, 6), "may_contact": False, "said_by": "小林", "known_from": AT,
        "known_until": None,
    }  # fmt: skip
    return SimpleNamespace(**values | more)


def test_statements_follow_each_other_sealed_and_what_was_not_handled_waits(practice):
    person = a_person(HOME, name="林小满")
    job, other, third = (a_job(person, started_on=date(2024, month, 1)).pk for month in (1, 2, 3))
    rows = [
        said(person, job, 11, "not_real", words="只交了证", known_until=AT),
        said(person, job, 12, "partly", days_per_week=3, pay_yuan=Decimal(1200), words="少给了", may_contact=True),
        said(person, other, 13, "not_real"),
        said(person, third, 14, "real"),
        said(person, third, 15, "not_real"),
    ]
    handled = [SimpleNamespace(confirmation_id=13, result="转劳动监察", by="于敏", at=AT)]
    log = [("监护人", "[15]", '{"step": "own statement"}'), ("残疾人本人", "[12]", '{"step": "own statement"}')]
    step.move(Then(rows, handled, log), None)

    first, second, third_word, fourth, guardians = Statement.objects.order_by("pk")
    assert (first.said["answers"], first.said["words"], second.follows) == (["not_real"], "只交了证", first)
    assert second.said["answers"] == ["works"]
    assert second.said["words"] == "上班，但说的不全对。少给了"
    assert (second.said["days_per_week"], second.said["pay_yuan"], second.said["may_contact"]) == (3, "1200", True)
    assert "少给了".encode() not in bytes(second.sealed)
    assert (fourth.voice, guardians.voice, guardians.follows, third_word.follows) == ("self", "guardian", None, None)
    assert [(m.spell, m.voice, m.state, m.note) for m in Matter.objects.order_by("spell")] == [
        (job, "self", "waiting", ""), (other, "self", "done", "转劳动监察"), (third, "guardian", "waiting", "")
    ]  # fmt: skip


def test_what_had_ended_stays_taken_back_and_nothing_waits_for_it(practice):
    person = a_person(HOME, name="林小满")
    step.move(Then([said(person, a_job(person).pk, 21, "not_real", known_until=AT)]), None)

    assert [row.withdrawn_at for row in Statement.objects.all()] == [AT]
    assert not Matter.objects.exists()
