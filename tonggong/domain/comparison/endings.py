"""What a month's insurance files do not say any more: months without payment are a question, never an ending."""

from collections.abc import Iterable

from tonggong.base.intake.models import Delivery
from tonggong.domain.comparison.findings import Findings, Result, side
from tonggong.domain.comparison.ledger import Job, Ledger
from tonggong.domain.comparison.models import Finding
from tonggong.rules import months
from tonggong.rules.forms import CONTRACT_BASED


def find_endings(month: str, ledger: Ledger, out: Findings, reporting_units: set[str]) -> None:
    """Ask about open spells whose insurance was not paid for some months by a unit that did report.

    Args:
        month: the month whose files have just been read.
        reporting_units: units that insured anybody in this month; of others nothing is known.
    """
    silent = ledger.limits.silent_months
    last_seen = months.shift(month, -silent)
    asked = {
        bytes(content)
        for content in Finding.objects.filter(feed="social-insurance", result=Finding.Result.ENDED).values_list(
            "content", flat=True
        )
    }
    for (person, unit), (_first, last, _base, _file) in list(ledger.contributions.items()):
        if last > last_seen or unit not in reporting_units or person not in ledger.people:
            continue
        job = _open_job(ledger.jobs_at(person, unit))
        if job is None or months.of(job.started_on) > last:
            continue
        content = out.hash_of(f"insurance-stopped\0{person}\0{unit}\0{last}")
        if content in asked:
            continue
        ended_on = max(months.last_day(last), job.started_on)
        out.add_missing(
            content,
            Result.ENDED,
            ledger.people[person],
            unit_code=unit,
            cause="insurance-stopped",
            because=f"{months.shift(last, 1)} 起连续 {silent} 个月没有缴费，单位仍在为其他人缴费。",
            sides=[
                side("用人单位", job.values["unit_name"], job.values["unit_name"]),
                side("最近缴费月", last, "之后没有"),
                side("离职日期", None, ended_on),
            ],
            plan={"act": "end_job", "thread": job.thread, "ended_on": ended_on.isoformat(), "reason": "停止缴费"},
        )


def _open_job(jobs: Iterable[Job]) -> Job | None:
    return next((j for j in jobs if j.ended_on is None and j.values["form"] in CONTRACT_BASED), None)


def delivery_for(month: str, deliveries: Iterable[Delivery]) -> Delivery | None:
    """A delivery of the month's insurance that the questions of the month are kept with."""
    return next((d for d in deliveries if d.feed == "social-insurance" and d.month == month), None)
