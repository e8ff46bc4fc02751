"""A year of the whole city, screened by the worker."""

import logging

from django_tasks import task

from tonggong.base.jobs import services as jobs
from tonggong.domain.inspection.services.screening import screen
from tonggong.rules.figures import FigureMissing

log = logging.getLogger(__name__)
SCREENING = "signals-year"


@task()
def make(run_id: int) -> None:
    """Screen the year that a run names."""
    run = jobs.begin(run_id)
    if run is None:
        return
    try:
        made = screen(jobs.who_asked(run), int(run.subject), jobs.teller(run))
    except FigureMissing as missing:
        jobs.fail(run, f"没有做成：{missing}")
        return
    except Exception:
        log.exception("signals %s", run.subject)
        jobs.fail(run, "程序出错，没有做成。原来的疑点没有改变，请再试一次；还不行就告诉管理员。")
        return
    jobs.finish(
        run, f"{run.subject}年筛查完：{made.standing:,} 条疑点，新出现 {made.new:,} 条，有变化 {made.changed:,} 条，不再出现 {made.vanished:,} 条。"
    )  # fmt: skip
