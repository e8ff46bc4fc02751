"""Questions about ability assessments: one person's, as plain values for every page that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import ConsentPurpose, ServiceKind
from tonggong.domain.casework.models import Assessment, NeedRegistration, ServiceRecord
from tonggong.domain.casework.queries.consents import has_consent
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.choices import CertificateStatus, Circumstance
from tonggong.domain.persons.models import Certificate, Person, PersonFact
from tonggong.domain.persons.own import own_keys
from tonggong.rules.ability import (
    Compared,
    Draft,
    Gap,
    Held,
    Level,
    Since,
    compare,
    gaps,
    levels_of,
    profile,
    reassessment,
)
from tonggong.rules.ability.levels import INSTRUMENTS, PROMPTS
from tonggong.rules.ability.prompts import Talk, families_of, ordered
from tonggong.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """One level as it is shown: the sentence that fits, what it rests on, when."""

    key: str
    title: str
    group: str
    level: int
    sentence: str
    source: str
    on: date
    note: str = ""
    prompt: str = ""
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """Something that helps the person: its title, how it helps her, whether it was tried."""

    key: str
    title: str
    side: str
    helps: str
    tried: bool


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One assessment in words, without category, grade or number; `thread` names it."""

    thread: int
    person_id: int
    on: date
    depth: str
    depth_words: str
    purpose: str
    assessor: str
    assessor_id: int | None
    second_assessor: str
    levels: tuple[Seen, ...]
    unknown: tuple[str, ...]  # titles of what is not known
    helps: tuple[Help, ...]
    avoid: tuple[str, ...]
    families: tuple[str, ...]
    interests: str
    strengths: str
    support_needs: str
    aids_used: str
    instruments: tuple[str, ...]
    sessions: tuple[str, ...]
    advice: str
    advice_because: str
    signed_on: date | None
    shown_on: date | None
    comment: str
    contested: tuple[str, ...]  # titles
    next_due_on: date | None
    profile_version: str
    double_of: int | None = None
    known: dict[str, Level] = field(default_factory=dict, compare=False)

    @property
    def by_group(self) -> list[tuple[str, list[Seen]]]:
        """The levels under the title of their group, groups without any left out."""
        groups = profile().groups.items()
        found = [(title, [one for one in self.levels if one.group == key]) for key, title in groups]
        return [(title, levels) for title, levels in found if levels]


def view_of(row: Assessment) -> AssessmentView:
    """Return an assessment as it is shown."""
    known = profile()
    levels = levels_of(row.levels)
    seen = tuple(_seen(row, one) for one in levels.values())
    return AssessmentView(
        thread=row.thread or row.pk, person_id=row.person_id, on=row.on, depth=row.depth, depth_words=row.get_depth_display(),
        purpose=row.get_purpose_display(), assessor=row.assessor.name if row.assessor else "", assessor_id=row.assessor_id,
        second_assessor=row.second_assessor, levels=seen,
        unknown=tuple(one.title for key, one in known.dimensions.items() if key not in levels),
        helps=helps_of(row), avoid=tuple(title for key, title in known.conditions.items() if row.conditions.get(key)),
        families=tuple(known.families[key].title for key in row.families if key in known.families),
        interests=row.interests, strengths=row.strengths, support_needs=row.support_needs, aids_used=row.aids_used,
        instruments=tuple(_instrument(one) for one in row.instruments), sessions=tuple(_session(one) for one in row.sessions),
        advice=row.get_advice_display() if row.advice else "", advice_because=row.advice_because,
        signed_on=row.signed_on, shown_on=row.shown_on, comment=row.person_comment,
        contested=tuple(known.dimensions[key].title for key in row.contested if key in known.dimensions),
        next_due_on=row.next_due_on, profile_version=row.profile_version, double_of=row.double_of, known=levels,
    )  # fmt: skip


def _seen(row: Assessment, one: Level) -> Seen:
    dimension = profile().dimensions[one.dimension]
    prompt = PROMPTS[one.prompt] if one.prompt is not None else ""
    return Seen(
        one.dimension, dimension.title, dimension.group, one.level, one.sentence, one.source_words, one.on, one.note,
        prompt, one.dimension in row.contested,
    )  # fmt: skip


def helps_of(row: Assessment) -> tuple[Help, ...]:
    """Return the accommodations that an assessment names, in its order."""
    known = profile().accommodations
    found = [(known[one["key"]], one) for one in row.accommodations if one["key"] in known]
    return tuple(Help(a.key, a.title, a.side_words, one.get("helps", ""), bool(one.get("tried"))) for a, one in found)


def _day_words(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _instrument(one: dict) -> str:
    name = INSTRUMENTS.get(one["code"], "其他")
    parts = [name, one.get("version", ""), _day_words(one["on"]), one.get("raw") and f"原始分 {one['raw']}",
             one.get("norm") and f"常模 {one['norm']}", one.get("by") and f"{one['by']}施测"]  # fmt: skip
    return "，".join(part for part in parts if part)


def _session(one: dict) -> str:
    parts = [_day_words(one["on"]), one.get("minutes") and f"{one['minutes']} 分钟", one.get("place", ""), one.get("task", ""),
             PROMPTS[one["prompt"]] if one.get("prompt") is not None else "",
             one.get("given") and f"当时提供：{one['given']}"]  # fmt: skip
    return "，".join(part for part in parts if part)


# --- one person ----------------------------------------------------------------------------------------------------


def _of_person(person: Person) -> QuerySet[Assessment]:
    rows = Assessment.objects.standing().filter(person__in=own_keys(person), double_of=None)
    return rows.select_related("assessor").order_by("-on", "-thread")


def own_assessments(person: Person) -> list[AssessmentView]:
    """Return the signed assessments of a person, the latest first: what she sees, comments and may contest."""
    return [view_of(row) for row in _of_person(person).exclude(signed_on=None)]


def drafts_of(person: Person) -> list[Assessment]:
    """Return the drafts about a person, also of second assessments, each with who fills it in."""
    rows = Assessment.objects.standing().filter(person__in=own_keys(person), signed_on=None)
    return list(rows.select_related("assessor").order_by("-on", "-thread"))


def draft_of(who: Who, person: Person) -> Assessment | None:
    """Return the draft that somebody has opened for a person, None where there is none."""
    return _of_person(person).filter(signed_on=None, assessor_id=who.user_id).first()


def assessment(who: Who, thread: int) -> Assessment | None:
    """Return the standing row of an assessment of a person whom somebody serves, draft or signed; None says no more."""
    rows = Assessment.objects.standing().filter(thread=thread, person__in=served(who).order_by().values("pk"))
    return rows.select_related("person", "assessor").first()


def may_assess(person: Person) -> bool:
    """Say whether the person has agreed to be assessed."""
    return has_consent(person, ConsentPurpose.ASSESS)


def certificate_of(person: Person) -> tuple[list[str], int | None]:
    """Return categories and the most severe grade of the certificates in force; they order questions, nothing else."""
    rows = Certificate.objects.standing().filter(person__in=own_keys(person), status=CertificateStatus.VALID)
    found = list(rows.exclude(category="").values_list("category", "grade"))
    return sorted({category for category, _ in found}), min((grade for _, grade in found), default=None)


def talk_with(person: Person) -> Talk:
    """Return in which order to ask the person."""
    categories, grade = certificate_of(person)
    return ordered(categories, grade)


def wished_families(person: Person) -> list[str]:
    """Return the kinds of work that the person's last registration of needs names."""
    rows = NeedRegistration.objects.standing().filter(person__in=own_keys(person)).order_by("-on", "-pk")
    row = rows.first()
    return families_of(row.jobs) if row is not None else []


def held_of(person: Person) -> Held:
    """Return what shortens the time for which an assessment of the person holds."""
    injured = PersonFact.objects.standing().filter(person__in=own_keys(person), kind=Circumstance.INJURY)
    day = injured.exclude(started_on=None).order_by("-started_on").values_list("started_on", flat=True).first()
    return Held(certificate_of(person)[0], day)


def gaps_of(row: Assessment, day: date) -> list[Gap]:
    """Return what a draft still lacks."""
    draft = Draft(
        depth=row.depth, levels=levels_of(row.levels), asked=row.asked, advice=row.advice, advice_because=row.advice_because,
        has_consent=may_assess(row.person), instruments=len(row.instruments), sessions=len(row.sessions),
        second_assessor=row.second_assessor, is_double=row.double_of is not None, categories=certificate_of(row.person)[0],
    )  # fmt: skip
    return gaps(draft, day, figures_on(day, row.person.county_code))


def changed_since(before: AssessmentView, now: AssessmentView) -> Compared:
    """Return what changed from one assessment to a later one."""
    return compare(before.known, now.known)


def since_of(person: Person, view: AssessmentView, trained_on: Iterable[date] = ()) -> Since:
    """Return what happened to a person after an assessment; `trained_on` are the last days of her classes."""
    keys = own_keys(person)
    aids = (
        ServiceRecord.objects.standing().filter(person__in=keys, kind=ServiceKind.AIDS, on__gt=view.on).order_by("on")
    )
    certificates = Certificate.objects.filter(person__in=keys).values_list(
        "category", "grade", "issued_on", "known_from", "known_until"
    )
    return Since(
        grade_changed_on=grade_changed(list(certificates), view.on),
        trained_on=min((day for day in trained_on if day > view.on), default=None),
        aid_on=aids.values_list("on", flat=True).first(),
        contested=view.contested,
    )


def grade_changed(certificates: list[tuple], on: date) -> date | None:
    """Return since when a certificate's category or grade is another than on a day; rows as `since_of` reads them."""
    rows = [(issued or clock.day_of(known), c, g, until) for c, g, issued, known, until in certificates]
    dated = sorted(rows, key=lambda row: row[:3])
    then = {(category, grade) for day, category, grade, _ in dated if day <= on}
    later = [day for day, c, g, until in dated if day > on and until is None and (c, g) not in then]
    return later[0] if then and later else None


def called_for(person: Person, view: AssessmentView, day: date, trained_on: Iterable[date] = ()) -> Outcome:
    """Return since when a new assessment is called for (value None: not yet), with every reason."""
    figures = figures_on(day, person.county_code)
    return reassessment(view.on, view.next_due_on, since_of(person, view, trained_on), day, figures)
