"""Whatever happens to persons through the services, in any order: the kept answers are those of the rules at once."""

import random
from datetime import date, timedelta

import pytest

from tests.domain.visiting import ALL_SEVEN, HOME, OTHER_TOWN, Ledger, entry, seen, somebody, verified
from tonggong.base.accounts.who import system_who
from tonggong.base.changes import Changes
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.models import EntryConflict, EntryReceipt, Visit
from tonggong.domain.casework.services import consents, corrections, petitions
from tonggong.domain.casework.services.assessments import add_assessment
from tonggong.domain.casework.services.conflicts import ConflictRefused, decide_conflict
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.services import SPELL, add_spell, correct_spell
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, Household, HouseholdMember, Merge, Person, PersonFact
from tonggong.domain.persons.services.facts import CERTIFICATE
from tonggong.domain.status import services as status
from tonggong.domain.status.standing import differences

pytestmark = pytest.mark.django_db
ACTIONS = 60
NOBODY_FILE = (None, None)
SAID = [
    (Circumstance.UNEMPLOYED, ""), (Circumstance.RETIREMENT, "F50"), (Circumstance.RESIDENCE, HOME[1]),
    (Circumstance.RESIDENCE, OTHER_TOWN[1]), (Circumstance.INJURY, "工伤 7 级"), (Circumstance.MONITORED, "脱贫户"),
]  # fmt: skip


class City:
    """Some families of one city, and what can happen to them; `random` decides."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.who, self.said = somebody("city_staff", "2111"), system_who(reach="2111")
        self.today = clock.today()
        ledger = Ledger()
        kinds = ["holder"] * 8 + ["member"] * 3 + ["injured"]
        for n, kind in enumerate(kinds):
            place = self.random.choice([HOME, OTHER_TOWN])
            ledger.person(
                place, kind=kind, certificate=kind == "holder", sex=str(1 + n % 2), born_on=date(1963 + 2 * n, 5, 1)
            )
        status.refresh()

    def somebody(self, **known) -> Person:
        return self.random.choice(list(Person.objects.in_ledger().filter(died_on=None, **known).order_by("pk")))

    def past(self, days: int = 400) -> date:
        return self.today - timedelta(self.random.randrange(days))

    def one(self, rows):
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def written(self, fill) -> None:
        """What a comparison or a decision does: a unit of work, written whole, then said to whoever keeps answers."""
        changes = Changes(clock.now(), "测试")
        fill(changes)
        changes.write()
        facts_changed(changes.persons())

    # --- what workers do ---------------------------------------------------------------------------------------------

    def visit(self) -> None:
        one, parts = self.somebody(kind="holder"), {}
        if self.random.random() < 0.7:
            confirmed = self.random.choice([ALL_SEVEN, ALL_SEVEN[:3]])
            parts["verification"] = verified(wish=self.random.choice(["now", "later", "no"]), confirmed=confirmed)
        if self.random.random() < 0.4:
            parts["need"] = {"jobs": ["保洁"], "kinds": [{"kind": "work"}]}
        if self.random.random() < 0.4:
            parts["services"] = [{"kind": 1, "content": "讲政策", "outcome": self.random.choice([2, 5])}]
        if self.random.random() < 0.2:
            parts["changed"] = {"residence": self.random.choice([HOME[1], OTHER_TOWN[1]]), "phone": "13900001111"}
        if self.random.random() < 0.3:
            parts["work"] = {"form": "74", "unit_name": "小卖部", "started_on": self.past().isoformat()}
        if self.random.random() < 0.3:
            parts["seen"] = {**seen(one), "work": "999", "residence": "999"}  # somebody said otherwise meanwhile
        assert record_entry(self.who, entry(one, **parts)).state in ("recorded", "conflict")

    def job_said_to_have_ended(self) -> None:
        job = self.one(Spell.objects.standing().filter(ended_on=None, person__died_on=None))
        if job is not None:
            ended = {"spell": job.pk, "on": self.today.isoformat()}
            assert record_entry(self.who, entry(job.person_id, work={"ended": ended})).state != "refused"

    def visit_taken_back(self) -> None:
        row = self.one(EntryReceipt.objects.filter(taken_back_at=None))
        if row is not None:
            try:
                corrections.take_back(self.who, row.key)
            except corrections.CorrectionRefused:
                return

    def visit_corrected(self) -> None:
        row = self.one(Visit.objects.standing().filter(person__merged_into=None))
        if row is not None:
            told = {"wish": self.random.choice(["now", "no"])}
            day = {"on": self.today - timedelta(self.random.randrange(1, 20))}
            corrections.correct_visit(self.who, row.key, day, told, "日期写错了")

    def conflict_decided(self) -> None:
        row = self.one(EntryConflict.objects.filter(state=EntryConflict.State.OPEN))
        if row is not None:
            try:
                decide_conflict(self.who, row, self.random.random() < 0.6)
            except ConflictRefused:
                return

    def consent_and_assessment(self) -> None:
        one = self.somebody(kind="holder")
        consents.give(self.who, one, ["assess"], "self")
        day = self.past(60)
        said = {
            "depth": "D1",
            "purpose": "four_ones",
            "on": day,
            "signed_on": day,
            "shown_on": self.today,
            "assessor_id": self.who.user_id,
        }
        self.written(lambda changes: add_assessment(changes, one.pk, said))

    def petition_answered(self) -> None:
        one = self.somebody()
        row = petitions.ask(self.who, one, "correction", "我早就不在那儿干了")
        job = self.one(Spell.objects.standing().filter(person=one))
        said = (
            petitions.Correction("work_none", spell=job.pk) if job else petitions.Correction("residence", OTHER_TOWN[1])
        )
        petitions.answer(self.who, row.pk, "done", "改好了", said)

    # --- what files and decisions do ---------------------------------------------------------------------------------

    def certificate_cancelled(self) -> None:
        row = self.one(Certificate.objects.standing().filter(status="valid"))
        if row is not None:
            values = [getattr(row, column) for column in CERTIFICATE[:-2]]

            def fill(changes: Changes) -> None:
                changes.end(Certificate, row.pk)
                changes.add_fact(
                    Certificate, CERTIFICATE, (*values, "cancelled", self.past(90)), NOBODY_FILE, row.thread or row.pk
                )

            self.written(fill)

    def job_from_a_file(self) -> None:
        one = self.somebody()
        values = dict.fromkeys(SPELL, "") | {
            "person_id": one.pk, "unit_code": "91211100MA0TESTX1A", "unit_name": "测试公司", "form": "14",
            "started_on": self.past(), "ended_on": None, "contract_until": None, "wage_yuan": None, "evidence_level": "A",
        }  # fmt: skip
        self.written(lambda changes: add_spell(changes, values, NOBODY_FILE))

    def job_ended_by_a_file(self) -> None:
        row = self.one(Spell.objects.standing().filter(ended_on=None))
        if row is not None:
            values = {column: getattr(row, column) for column in SPELL} | {"ended_on": self.today}
            self.written(lambda changes: correct_spell(changes, row.pk, row.thread or row.pk, values, NOBODY_FILE))

    def circumstance(self) -> None:
        one, (kind, value) = self.somebody(), self.random.choice(SAID)
        day = self.past()
        self.written(lambda changes: persons.say(changes, one.pk, kind, value, started_on=day, source=NOBODY_FILE))

    def circumstance_no_more(self) -> None:
        row = self.one(PersonFact.objects.standing())
        if row is not None:
            self.written(lambda changes: changes.end(PersonFact, row.pk))

    def family(self) -> None:
        number, basis = f"H{Household.objects.count()}", self.random.choice(list(Household.Basis))
        some = self.random.sample(list(Person.objects.in_ledger().order_by("pk")), 3)

        def fill(changes: Changes) -> None:
            home = persons.add_household(changes, number, *HOME, basis)
            for n, one in enumerate(some):
                relation = "户主" if n == 0 else "子"
                persons.add_member(changes, home, one.pk, relation=relation, hukou_kind="农业", source=NOBODY_FILE)

        self.written(fill)

    def left_the_family(self) -> None:
        row = self.one(HouseholdMember.objects.standing())
        if row is not None:
            self.written(lambda changes: changes.end(HouseholdMember, row.pk))

    def merged(self) -> None:
        kept, gone = self.random.sample(list(Person.objects.in_ledger().order_by("pk")), 2)
        if Person.objects.in_ledger().filter(died_on=None, kind="holder").count() > 3:
            persons.merge(self.said, kept, gone, "同一个人")

    def merge_undone(self) -> None:
        rows = Merge.objects.filter(undone_at=None).order_by("-pk")
        if rows:
            persons.undo_merge(self.said, rows[0])

    def death(self) -> None:
        if Person.objects.in_ledger().filter(died_on=None, kind="holder").count() > 5:
            one = self.somebody()
            self.written(lambda changes: persons.record_death(changes, one.pk, self.today, NOBODY_FILE))


@pytest.mark.parametrize("seed", [4, 11, 2024])
def test_no_kept_answer_differs_from_the_rules_after_any_row_of_actions(practice, seed):
    city = City(seed)
    often = [city.visit, city.family, city.left_the_family, city.job_from_a_file, city.circumstance]
    seldom = [
        city.job_said_to_have_ended, city.visit_taken_back, city.visit_corrected, city.conflict_decided,
        city.consent_and_assessment, city.petition_answered, city.certificate_cancelled, city.job_ended_by_a_file,
        city.circumstance_no_more, city.merged, city.merge_undone, city.death,
    ]  # fmt: skip
    done = []
    for _ in range(ACTIONS):
        act = city.random.choice([*often, *often, *seldom])
        act()
        done.append(act.__name__)
        assert list(differences()) == [], done
