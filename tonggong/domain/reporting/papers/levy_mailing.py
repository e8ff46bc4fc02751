"""The yearly letters to all firms of a list: one .docx each in one package, and who got which figures."""

import io
import logging
import zipfile
from collections.abc import Callable
from typing import Any

from django_tasks import task

from tonggong.base.accounts.who import Who
from tonggong.base.jobs import services as jobs
from tonggong.domain.cooperation.models import Mailing
from tonggong.domain.cooperation.queries.reports import as_unit
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.domain.cooperation.services.reports import finish_mailing
from tonggong.domain.employers.contacts import addressed
from tonggong.domain.quota.own import own_year
from tonggong.domain.quota.queries import Wanted, results
from tonggong.domain.reporting.papers import levy_letter
from tonggong.rules.figures import FigureMissing

log = logging.getLogger(__name__)
MAILING = "levy-mailing"
_NO_TIME = (2000, 1, 1, 0, 0, 0)  # the same letters always give the same package


def make(who: Who, row: Mailing, tell: Callable[[str, int, int], None] = lambda *_: None) -> int:
    """Write all letters of a mailing and keep them; return how many. Of a unit without figures of the year none is written.

    Raises:
        CooperationRefused: it is done already. FigureMissing: the city lacks a figure of the coming years.
    """
    wanted = Wanted(county=row.county, kind=row.kind, tier=row.tier)
    units = [one.unit for one in results(who, row.year, wanted).select_related("unit")]
    package = io.BytesIO()
    letters: list[dict[str, Any]] = []
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        for n, unit in enumerate(units, 1):
            tell("写信", n, len(units))
            own = own_year(as_unit(unit), row.year)
            levy = own.quota.levy if own is not None and own.quota is not None else None
            if own is None or levy is None:
                continue
            name = f"{len(letters) + 1:05d}-{unit.code}.docx"
            content = levy_letter.as_docx(levy_letter.letter(unit.name, own, row.made_on, addressed(unit)))
            file.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)
            letters.append({
                "unit": unit, "file_name": name, "headcount": levy.headcount, "required": levy.required,
                "counted": levy.counted, "payable_yuan": None if levy.has_no_wage else levy.payable_yuan,
            })  # fmt: skip
    finish_mailing(who, row, package.getvalue(), letters, len(units) - len(letters))
    return len(letters)


@task()
def write_letters(run_id: int) -> None:
    """Write the letters of the mailing that a run names."""
    run = jobs.begin(run_id)
    if run is None:
        return
    try:
        made = make(jobs.who_asked(run), Mailing.objects.get(pk=int(run.subject)), jobs.teller(run))
    except (CooperationRefused, FigureMissing) as why:
        jobs.fail(run, f"信没有写成：{why}")
        return
    except Exception:
        log.exception("mailing %s", run.subject)
        jobs.fail(run, "程序出错，信没有写成。请再试一次；还不行就告诉管理员。")
        return
    jobs.finish(run, f"写好 {made:,} 封信。")
