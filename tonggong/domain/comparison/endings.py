"""What a month's insurance files do not say any more: months without payment are a question, never an ending."""

from collections.abc import Iterable
from functools import cached_property

from tonggong.base.intake.models import Delivery
from tonggong.domain.comparison.findings import Findings, Result, side
from tonggong.domain.comparison.ledger import CLOSED, Job, Ledger
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.sums import INSURANCE
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.rules import months
from tonggong.rules.forms import CONTRACT_BASED


def find_endings(month: str, ledger: Ledger, out: Findings, fresh: list[tuple]) -> None:
    """Ask about open spells whose insurance was not paid for some months.

    A unit that is in the file without the person is asked about after a few months; one that is not in it at all only once
    the business register says that it is closed, or after more months in which others of its county were in it: a file
    that did not come, and a unit that is late, end nobody.

    Args:
        month: the month whose files have just been read.
        fresh: the sums by unit that were read now (`sums.of_delivery`).
    """
    silent = ledger.limits.silent_months
    last_seen = months.shift(month, -silent)
    asked = {
        bytes(content)
        for content in Finding.objects.filter(feed=INSURANCE, result=Finding.Result.ENDED).values_list(
            "content", flat=True
        )
    }
    reported = _Reported(month, ledger, fresh)
    for (person, unit), (_first, last, _base, _file) in list(ledger.contributions.items()):
        if last > last_seen or person not in ledger.people:
            continue
        job = _open_job(ledger.jobs_at(person, unit))
        if job is None or months.of(job.started_on) > last:
            continue
        content = out.hash_of(f"insurance-stopped\0{person}\0{unit}\0{last}")
        if content in asked or not (because := reported.why(job, last)):
            continue
        ended_on = max(months.last_day(last), job.started_on)
        out.add_missing(
            content,
            Result.ENDED,
            ledger.people[person],
            unit_code=unit,
            cause="insurance-stopped",
            because=because,
            sides=[
                side("用人单位", job.values["unit_name"], job.values["unit_name"]),
                side("最近缴费月", last, "之后没有"),
                side("离职日期", None, ended_on),
            ],
            plan={"act": "end_job", "thread": job.thread, "ended_on": ended_on.isoformat(), "reason": "停止缴费"},
        )


class _Reported:
    """Which units insured anybody in the last months, and why a person who is not insured any more is asked about."""

    def __init__(self, month: str, ledger: Ledger, fresh: list[tuple]):
        self.month, self.ledger, self.limits = month, ledger, ledger.limits
        self.fresh = {(row[1], row[0]) for row in fresh if row[2] == INSURANCE}
        self.now = self._units(month)

    def _units(self, month: str) -> set[str]:
        kept = UnitMonth.objects.filter(month=month, feed=INSURANCE).values_list("unit_code", flat=True)
        return {*kept, *(unit for known, unit in self.fresh if known == month)}

    def why(self, job: Job, last: str) -> str:
        """In words, why somebody last insured in a month is asked about; "" where nothing is known."""
        since, silent = f"{months.shift(last, 1)} 起", self.limits.silent_months
        if job.unit_code in self.now:
            return f"{since}连续 {silent} 个月没有缴费，单位仍在为其他人缴费。"
        firm = self.ledger.firms.get(job.unit_code)
        if firm is None or job.thread in self._asked_as_closed:
            return ""
        if firm.status in CLOSED:
            return f"{since}连续 {silent} 个月没有缴费，市场主体登记里单位已{firm.status}。"
        gone = self.limits.unit_silent_months
        if last > months.shift(self.month, -gone) or not firm.county_code or job.unit_code in self._lately:
            return ""
        if firm.county_code not in self._counties:
            return ""
        return f"单位连续 {gone} 个月没有为任何人缴费，同县区的其他单位照常缴费。{since}此人没有缴费。"

    @cached_property
    def _asked_as_closed(self) -> set[int]:
        """Spells that are asked about already because the business register closed the unit; by thread."""
        plans = Finding.objects.filter(cause__startswith="unit-closed:").exclude(state=Finding.State.LAPSED)
        known = {plan.get("thread") for plan in plans.values_list("plan", flat=True) if plan}
        return self.ledger.asked_as_closed | known

    @cached_property
    def _window(self) -> list[str]:
        return list(months.between(months.shift(self.month, 1 - self.limits.unit_silent_months), self.month))

    @cached_property
    def _lately(self) -> set[str]:
        """Units that insured anybody in one of the last months."""
        return set().union(*(self._units(month) for month in self._window))

    @cached_property
    def _counties(self) -> set[str]:
        """Counties of which some unit was in the file in each of the last months."""
        found: list[set[str]] = []
        for month in self._window:
            here = UnitMonth.objects.filter(month=month, feed=INSURANCE).values("unit_code")
            counties = set(Unit.objects.filter(code__in=here).values_list("county_code", flat=True).distinct())
            read_now = [unit for known, unit in self.fresh if known == month]
            counties |= {firm.county_code for unit in read_now if (firm := self.ledger.firms.get(unit))}
            found.append(counties - {""})
        return set.intersection(*found) if found else set()


def _open_job(jobs: Iterable[Job]) -> Job | None:
    return next((j for j in jobs if j.ended_on is None and j.values["form"] in CONTRACT_BASED), None)


def delivery_for(month: str, deliveries: Iterable[Delivery]) -> Delivery | None:
    """A delivery of the month's insurance that the questions of the month are kept with."""
    return next((d for d in deliveries if d.feed == "social-insurance" and d.month == month), None)
