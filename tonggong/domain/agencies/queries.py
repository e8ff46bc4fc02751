"""Questions about service institutions, those who help, and exchanges held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.agencies.models import Contribution, Exchange, Provider, ScoreRow, ScoreSheet, Support
from tonggong.domain.agencies.standard import Standard, read_standard
from tonggong.domain.casework.choices import ServiceOutcome
from tonggong.domain.casework.models import ServiceRecord
from tonggong.domain.casework.models.visits import COUNTING
from tonggong.domain.persons.models import Person
from tonggong.rules.outcome import Outcome
from tonggong.rules.scoring import Item, grade


def sheets(who: Who) -> QuerySet[ScoreSheet]:
    """Score sheets within reach, latest year first."""
    return who.sees(ScoreSheet.objects.all(), township="county_code").order_by("-year", "county_code")


def sheet(who: Who, pk: int) -> ScoreSheet | None:
    """One sheet within reach."""
    return sheets(who).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its row."""

    item: Item
    row: ScoreRow

    @property
    def differs(self) -> bool:
        """Whether the review found other points than the institution."""
        return self.row.review_score is not None and self.row.review_score != (self.row.self_score or Decimal(0))

    @property
    def score(self) -> Decimal | None:
        """The points that count: the review's, before it the institution's."""
        return self.row.review_score if self.row.review_score is not None else self.row.self_score

    @property
    def lost(self) -> Decimal:
        """Points that are missing to the full."""
        return self.item.full - (self.score or Decimal(0))


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as it is read: lines in order, sums, grade with its reason."""

    sheet: ScoreSheet
    standard: Standard
    lines: list[Line]

    @property
    def own(self) -> Decimal:
        """Sum of the institution's points."""
        return sum((line.row.self_score or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def reviewed(self) -> Decimal | None:
        """Sum of the review's points, None before the first."""
        seen = [line.row.review_score for line in self.lines if line.row.review_score is not None]
        return sum(seen, Decimal(0)) if seen else None

    @property
    def grade(self) -> Outcome[str]:
        """The grade that the sum gives."""
        total = sum((line.score or Decimal(0) for line in self.lines), Decimal(0))
        return grade(total, self.standard.bands, self.sheet.vetoes, self.standard.source)

    @property
    def differing(self) -> list[Line]:
        """Items on which institution and review differ."""
        return [line for line in self.lines if line.differs]

    @property
    def gaps(self) -> list[Line]:
        """Items that have not all their points, most points missing first: what is to be mended."""
        return sorted((line for line in self.lines if line.lost > 0), key=lambda line: (-line.lost, line.row.place))

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """Lines by group, in the sheet's order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.item.group, []).append(line)
        return list(found.items())


def view(row: ScoreSheet) -> SheetView:
    """Read a sheet with its lines; two queries."""
    standard = read_standard(row.standard)
    return SheetView(row, standard, [Line(standard.item(one.item), one) for one in row.rows.order_by("place")])


def item_text(row: ScoreSheet, item: str) -> str:
    """What an item asks, in words. Raises KeyError where the sheet has none of this key."""
    return read_standard(row.standard).item(item).text


def missing_people(who: Who, row: ScoreRow) -> QuerySet[Person]:
    """The persons that an item's figure lacks, as frozen with the sheet, within reach."""
    return who.sees(Person.objects.filter(pk__in=row.found.get("missing", []))).order_by("pk")


# --- agencies, contributions, exchanges ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Supported:
    """An agency with what it was given and what came of it in a year. `cost` is yuan a placement, None without one."""

    provider: Provider
    yuan: Decimal
    times: int
    services: int
    placed: int

    @property
    def cost(self) -> Decimal | None:
        """Money given for each person placed."""
        return (self.yuan / self.placed).quantize(Decimal("0.01")) if self.placed else None


def providers(who: Who) -> QuerySet[Provider]:
    """Agencies within reach."""
    return who.sees(Provider.objects.all(), township="county_code").order_by("county_code", "name")


def provider(who: Who, pk: int) -> Provider | None:
    """One agency within reach."""
    return providers(who).filter(pk=pk).first()


def supported(who: Who, year: int) -> list[Supported]:
    """Each agency with support and placements of a year; a placement is a service of its name that ended in work."""
    rows = list(providers(who).filter(Q(ended_on=None) | Q(ended_on__year__gte=year), began_on__year__lte=year))
    standing = Support.objects.standing().filter(provider__in=rows, on__year=year)
    given = {p: (y or Decimal(0), n) for p, y, n in standing.values_list("provider").annotate(Sum("yuan"), Count("pk"))}
    done = _given_by(who, rows, year)
    counted = done.values_list("provider").annotate(
        services=Count("pk", filter=COUNTING),
        placed=Count("person", filter=Q(outcome=ServiceOutcome.EMPLOYED), distinct=True),
    )
    came = {name: (services, placed) for name, services, placed in counted}
    found = []
    for one in rows:
        yuan, times = given.get(one.pk, (Decimal(0), 0))
        found.append(Supported(one, yuan, times, *came.get(one.name, (0, 0))))
    return found


def _given_by(who: Who, of: Sequence[Provider], year: int) -> QuerySet[ServiceRecord]:
    """Services of a year to persons within reach that name one of some agencies."""
    rows = ServiceRecord.objects.standing().filter(provider__in=[one.name for one in of], on__year=year)
    return who.sees(rows, "person")


def services_of(who: Who, year: int, of: Provider | None = None, *, is_placed: bool = False) -> list[ServiceRecord]:
    """The services that `supported` counts, of one agency or all; with `is_placed` those that ended in work, one a person."""
    rows = _given_by(who, [of] if of else list(providers(who)), year).select_related("person").order_by("pk")
    if not is_placed:
        return list(rows.filter(COUNTING))
    first = {(one.provider, one.person_id): one for one in rows.filter(outcome=ServiceOutcome.EMPLOYED).reverse()}
    return list(first.values())


def supports(who: Who, of: Provider) -> QuerySet[Support]:
    """What an agency was given, latest first, with what was taken back."""
    return of.supports.order_by("-on", "-pk") if who.covers(of.county_code) else Support.objects.none()


def contributions(who: Who, year: int | None = None) -> QuerySet[Contribution]:
    """Who gave what within reach, latest first, with what was taken back."""
    rows = who.sees(Contribution.objects.all(), township="county_code").order_by("-on", "-pk")
    return rows.filter(on__year=year) if year else rows


def contribution_sums(rows: Sequence[Contribution]) -> list[tuple[str, int, Decimal]]:
    """(kind, how many, yuan) of those that stand."""
    found: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        if row.withdrawn_at is None:
            times, yuan = found.get(row.kind, (0, Decimal(0)))
            found[row.kind] = (times + 1, yuan + (row.yuan or Decimal(0)))
    return [(str(kind.label), *found[kind.value]) for kind in Contribution.Kind if kind.value in found]


def exchanges(who: Who) -> QuerySet[Exchange]:
    """Exchanges held in the city or within reach, latest first, with what was taken back."""
    own = who.sees(Exchange.objects.all(), township="county_code")
    rows = own | Exchange.objects.filter(county_code="") if who.reach else own
    return rows.order_by("-on", "-pk")


def entry(who: Who, kind: str, pk: int) -> Support | Contribution | Exchange | None:
    """One entry within reach by what it is: support, contribution or exchange; None where there is none."""
    if kind == "support":
        return Support.objects.filter(provider__in=providers(who), pk=pk).select_related("provider").first()
    if kind == "contribution":
        return contributions(who).filter(pk=pk).first()
    return exchanges(who).filter(pk=pk).first() if kind == "exchange" else None


def exchange_owed(who: Who, day: date) -> str:
    """A sentence when the year has no exchange yet and the month of the reminder has come, else ""."""
    month = int(figures_on(day, who.reach.ljust(12, "0"))["exchange.reminder_month"].value)
    if day.month < month or exchanges(who).filter(on__year=day.year, on__lte=day, withdrawn_at=None).exists():
        return ""
    return f"{day.year}年还没有举办过就业服务交流，每年至少一次，请在年底前办。"
