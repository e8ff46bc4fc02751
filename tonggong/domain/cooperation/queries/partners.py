"""Partners: who is quiet, what each brought, and the rows behind every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.cooperation.models import Agreement, BroughtPost, Contact, Partner, PartnerPlacement
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.models import Spell
from tonggong.rules.channels import channel_labels
from tonggong.rules.cooperation import Quiet, contact_standing
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome

CANDIDATES = 20


def figures_at(who: Who, day: date) -> Figures:
    """The figures in force on a day where somebody works."""
    return figures_on(day, who.reach.ljust(12, "0"))


def kinds(who: Who, day: date) -> dict[str, str]:
    """The kinds of partners that the city has, with their names. Raises FigureMissing: it has none."""
    return {str(key): str(name) for key, name in figures_at(who, day)["partner.kinds"].value.items()}


def labels(who: Who, day: date) -> dict[str, str]:
    """What each channel is called. Raises FigureMissing: the city has no list."""
    return channel_labels(figures_at(who, day))


def partners(who: Who) -> QuerySet[Partner]:
    """Partners within reach."""
    return who.sees(Partner.objects.all(), township="county_code").order_by("pk")


def partner(who: Who, pk: int) -> Partner | None:
    """One partner within reach."""
    return partners(who).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Line:
    """A partner on the working list. `agreement`: the one in force, else the latest that ended; `standing`: the contact's."""

    partner: Partner
    last_on: date | None
    standing: Outcome[Quiet]
    posts: int
    placed: int
    agreement: Agreement | None

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has spoken with it for too long."""
        return self.standing.value.is_quiet


def working_list(who: Who, day: date, only: Partner | None = None) -> list[Line]:
    """Partners with whom the cooperation goes on, the longest quiet first, then by when they were last spoken with.

    Five queries however many they are.

    Raises:
        FigureMissing: the term of contact is not entered.
    """
    found = partners(who).filter(began_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))
    rows = list(partners(who).filter(pk=only.pk) if only else found)
    figures = figures_at(who, day)
    spoken = Contact.objects.standing().filter(partner__in=rows, on__lte=day)
    last = dict(spoken.values_list("partner").annotate(Max("on")))
    brought = dict(_posts(who, day).values_list("partner").annotate(Sum("posts")).order_by())
    placed: dict[int, int] = {}
    for one in placements(who, day):
        placed[one.link.partner_id] = placed.get(one.link.partner_id, 0) + 1
    agreed: dict[int, Agreement] = {}
    for agreement in Agreement.objects.standing().filter(partner__in=rows, from_on__lte=day).order_by("until_on", "pk"):
        agreed[agreement.partner_id] = agreement
    lines = [
        Line(
            row, last.get(row.pk), contact_standing(last.get(row.pk), row.began_on, day, figures),
            brought.get(row.pk, 0), placed.get(row.pk, 0), agreed.get(row.pk),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (not one.is_quiet, -one.standing.value.days, one.partner.pk))


def quiet(who: Who, day: date) -> list[Line]:
    """Partners that were left without contact for too long."""
    return [one for one in working_list(who, day) if one.is_quiet]


def _posts(who: Who, day: date, of: Partner | None = None) -> QuerySet[BroughtPost]:
    rows = BroughtPost.objects.standing().filter(partner__in=partners(who), on__lte=day)
    return rows.filter(partner=of) if of else rows


def posts(who: Who, day: date, of: Partner | None = None) -> QuerySet[BroughtPost]:
    """What partners brought by a day, the latest first; the number of posts is the sum of the rows' `posts`."""
    return _posts(who, day, of).select_related("partner").order_by("-on", "-pk")


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement that a partner brought: the link with its evidence, and the employment as it stands."""

    link: PartnerPlacement
    spell: Spell


def placements(who: Who, day: date, of: Partner | None = None) -> list[Placed]:
    """Employments begun by a day that partners brought, of persons within reach; one whose employment fell away is none."""
    links = PartnerPlacement.objects.standing().filter(partner__in=partners(who), started_on__lte=day)
    links = who.sees(links.select_related("partner", "person").order_by("-started_on", "-pk"), "person")
    if of:
        links = links.filter(partner=of)
    rows = list(links)
    spells = {one.thread or one.pk: one for one in standing_spells([row.thread for row in rows])}
    return [Placed(row, spells[row.thread]) for row in rows if row.thread in spells]


def standing_spells(threads: Sequence[int]) -> QuerySet[Spell]:
    """The standing employments of some threads."""
    return (
        Spell.objects.standing().filter(Q(thread__in=threads) | Q(thread=None, pk__in=threads)).select_related("person")
    )


def candidates(who: Who, of: Partner, day: date, unit_code: str = "") -> list[Spell]:
    """Employments within reach that a partner may have brought and no partner is written down for, the latest first.

    Args:
        unit_code: those at one unit; "" those of which the file's way into work names this kind of partner.
    """
    taken = PartnerPlacement.objects.standing().values("thread")
    rows = Spell.objects.standing().filter(started_on__gte=of.began_on, started_on__lte=day, person__merged_into=None)
    rows = rows.annotate(key=Coalesce(F("thread"), F("pk"), output_field=BigIntegerField())).exclude(key__in=taken)
    if unit_code:
        rows = rows.filter(unit_code__in=codes_under(unit_code))
    else:
        words = figures_at(who, day)["channel.words"].value.get(of.kind, ())
        named = Q(pk=None)
        for word in words:
            named |= Q(channel__contains=word)
        rows = rows.filter(named)
    rows = who.sees(rows, "person").select_related("person").order_by("-started_on", "-pk")
    return list(rows[:CANDIDATES])


def spell(who: Who, pk: int) -> Spell | None:
    """A standing employment of somebody within reach."""
    return who.sees(Spell.objects.standing().filter(pk=pk), "person").select_related("person").first()


def entries(of: Partner) -> dict[str, list]:
    """Everything written down of a partner, what was taken back with it, the latest first; whoever sees it sees these."""
    return {
        "agreements": list(of.agreements.order_by("-from_on", "-pk")),
        "contacts": list(of.contacts.order_by("-on", "-pk")),
        "posts": list(of.posts.order_by("-on", "-pk")),
        "links": list(of.placements.order_by("-started_on", "-pk")),
    }  # fmt: skip


ENTRIES: dict[str, Any] = {
    "agreement": Agreement,
    "contact": Contact,
    "post": BroughtPost,
    "placement": PartnerPlacement,
}


def entry(who: Who, kind: str, pk: int) -> Any:
    """One entry of a partner within reach by its kind; None where there is none."""
    model = ENTRIES.get(kind)
    if model is None:
        return None
    return model.objects.filter(partner__in=partners(who), pk=pk).select_related("partner").first()
