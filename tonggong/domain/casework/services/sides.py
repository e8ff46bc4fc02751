"""Where an entry touches what the ledger says already: the ledger's side, the entry's side, and whether they disagree."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from tonggong.base.changes import Changes
from tonggong.base.divisions.queries import name_of
from tonggong.domain.casework.models import EntryConflict
from tonggong.domain.casework.queries.prefill import Prefill
from tonggong.domain.casework.queries.words import day_words, need_words, spell_words
from tonggong.domain.casework.services.entry import EndSaid, Entry, EntryWrong, WorkSaid, Wrong
from tonggong.domain.employment.models import Spell, SpellEvidence
from tonggong.domain.employment.queries import form_name
from tonggong.domain.employment.services import SPELL, add_spell, correct_spell
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact

SOURCE = (None, None)  # somebody's word, no file
Field = EntryConflict.Field


class Writing(Protocol):
    """An entry on its way into the ledger, as a side needs it."""

    person: Person
    said: Entry
    changes: Changes
    has_moved_ledger: bool

    def register_need(self) -> list[str]:
        """Write what is needed; return it in sentences."""


@dataclass(frozen=True, slots=True)
class Side:
    """One field in which an entry may disagree with the ledger.

    Args:
        field: one of EntryConflict.Field.
        is_contested: the ledger moved in this field since the form was filled in, or a department's file says otherwise.
        part: what the entry says of it, as an entry has it.
        write: puts it into the ledger and says so in sentences.
    """

    said: Entry
    field: Field
    ledger_words: str
    said_words: str
    is_contested: bool
    part: dict[str, Any]
    write: Callable[[Writing], list[str]]

    @property
    def title(self) -> str:
        """What the field is called."""
        return str(self.field.label)

    @property
    def seen(self) -> str:
        """The mark that the form was filled in with."""
        return self.said.seen.get(str(self.field), "")

    def kept_json(self) -> str:
        """Return an entry of this field alone: read again, it can be written whenever somebody decides so."""
        said = self.said
        head = {
            "key": str(said.key), "person": said.person, "started_at": said.started_at.isoformat(), "on": said.on.isoformat(),
            "method": said.method, "outcome": said.outcome, "present": said.present, "offline": True,
        }  # fmt: skip
        return json.dumps({**head, **self.part}, ensure_ascii=False, default=str)


def sides_of(said: Entry, person: Person, known: Prefill) -> Iterator[Side]:
    """Give each field in which an entry says something other than the ledger does.

    Raises:
        EntryWrong: a job is said to have ended that is not this person's, or that ended before it began.
    """
    now = known.seen

    def moved(mark: str) -> bool:
        return mark in said.seen and said.seen[mark] != now[mark]

    phone, residence = said.changed.phone, said.changed.residence
    if phone and phone != person.phone:
        tail = f"尾号 {person.phone[-4:]}" if person.phone else "没有登记"
        part = {"changed": {"phone": phone}}
        yield Side(said, Field.PHONE, tail, f"尾号 {phone[-4:]}", moved("phone"), part, _write_phone)
    home = known.residence or person.township_code
    if residence and residence != home:
        part = {"changed": {"residence": residence}}
        yield Side(
            said, Field.RESIDENCE, name_of(home), name_of(residence), moved("residence"), part, _write_residence
        )  # fmt: skip
    if said.work:
        yield from _work_sides(said, said.work, person, known, moved("work"))
    if said.need:
        ledger = need_words(known.registration) if known.registration else "没有登记过"
        part = {"need": _bare(asdict(said.need))}
        kinds = [k.kind for k in said.need.kinds]
        yield Side(
            said, Field.NEED, ledger, need_words(said.need, kinds), moved("need"), part, lambda w: w.register_need()
        )  # fmt: skip


def _work_sides(said: Entry, work: WorkSaid, person: Person, known: Prefill, is_moved: bool) -> Iterator[Side]:
    if work.form:
        held = "；".join(map(spell_words, known.spells)) or "没有在业记录"
        words = "，".join(filter(None, (work.unit_name, form_name(work.form), f"{day_words(work.started_on)}起")))
        part = {"work": _bare({**asdict(work), "ended": None})}
        yield Side(said, Field.WORK, held, words, is_moved, part, _write_work)
    if work.ended:
        spell = Spell.objects.filter(person=person, pk=work.ended.spell).first()
        if spell is None:
            raise EntryWrong([Wrong("work.ended.spell", "哪份工作", "名下没有这份工作，请从名单里选")])
        if work.ended.on < spell.started_on:
            words = f"不能早于开始那天（{day_words(spell.started_on)}）"
            raise EntryWrong([Wrong("work.ended.on", "哪天结束", words)])
        standing = Spell.objects.standing().filter(thread=spell.thread or spell.pk).first() or spell
        because = f"，{work.ended.reason}" if work.ended.reason else ""
        part = {"work": {"ended": {"spell": standing.pk, "on": work.ended.on.isoformat(), "reason": work.ended.reason}}}
        yield Side(
            said, Field.WORK_END, spell_words(standing), f"{day_words(work.ended.on)}结束{because}",
            is_vouched_for(standing) or standing.pk != work.ended.spell or standing.known_until is not None, part, _write_end,
        )  # fmt: skip


def is_vouched_for(spell: Spell) -> bool:
    """Say whether a department's file stands behind a job: then somebody's word alone doesn't end it."""
    return spell.evidence_level == Spell.Evidence.FEED or (
        SpellEvidence.objects.filter(thread=spell.thread or spell.pk).exists()
    )


def _bare(values: Any) -> Any:
    """Leave out what wasn't said."""
    if isinstance(values, dict):
        return {k: _bare(v) for k, v in values.items() if v not in (None, "", (), [], {})}
    return [_bare(v) for v in values] if isinstance(values, (tuple, list)) else values


# --- into the ledger -------------------------------------------------------------------------------------------------


def _write_phone(writer: Writing) -> list[str]:
    phone = writer.said.changed.phone
    assert phone is not None
    persons.change_phone(writer.changes, writer.person.pk, phone, SOURCE)
    return [f"电话改成尾号 {phone[-4:]}"]


def _write_residence(writer: Writing) -> list[str]:
    """Say where she lives now; the place of the certificate is not a worker's to change."""
    code, person = writer.said.changed.residence, writer.person
    assert code is not None
    standing = list(PersonFact.objects.standing().filter(person=person, kind=Circumstance.RESIDENCE).order_by("pk"))
    for fact in standing:
        writer.changes.end(PersonFact, fact.pk)
    thread = (standing[-1].thread or standing[-1].pk) if standing else None
    persons.say(
        writer.changes, person.pk, Circumstance.RESIDENCE, code, started_on=writer.said.on, source=SOURCE, thread=thread
    )
    return [f"现在住{name_of(code)}；证件所在地不变"]


def _write_work(writer: Writing) -> list[str]:
    work, person = writer.said.work, writer.person
    assert work is not None
    assert work.started_on is not None
    same = Spell.objects.standing().filter(person=person, ended_on=None, unit_name=work.unit_name)
    if not work.unit_name:
        same = same.filter(form=work.form)
    twin = Spell.objects.standing().filter(
        person=person, unit_code="", form=work.form, started_on=work.started_on
    )  # fmt: skip
    if same.exists() or twin.exists():
        return ["台账里已有这份工作，没有重复记"]
    values = dict.fromkeys(SPELL, "") | {
        "person_id": person.pk, "unit_name": work.unit_name, "form": work.form, "started_on": work.started_on, "ended_on": None,
        "contract_until": None, "wage_yuan": work.wage_yuan, "evidence_level": Spell.Evidence.WORD.value,
    }  # fmt: skip
    add_spell(writer.changes, values, SOURCE)
    writer.has_moved_ledger = True
    return [f"新工作：{work.unit_name or form_name(work.form)}，口头核实，等凭据"]


def _write_end(writer: Writing) -> list[str]:
    work = writer.said.work
    assert work is not None
    ended: EndSaid | None = work.ended
    assert ended is not None
    spell = Spell.objects.standing().filter(person=writer.person, pk=ended.spell).first()
    if spell is None or ended.on < spell.started_on:
        raise EntryWrong([Wrong("work.ended.spell", "哪份工作", "这份工作的记录又更正过，请重新看一遍")])
    values = {c: getattr(spell, c) for c in SPELL} | {"ended_on": ended.on, "end_reason": ended.reason}
    correct_spell(writer.changes, spell.pk, spell.thread or spell.pk, values, SOURCE)
    writer.has_moved_ledger = True
    return [f"工作结束：{spell.unit_name or form_name(spell.form)}，{day_words(ended.on)}"]
