"""The year of the whole city, worked out by the worker."""

import logging

from django_tasks import task

from tonggong.base.jobs import services as jobs
from tonggong.domain.quota.services.years import make_year
from tonggong.rules.figures import FigureMissing

log = logging.getLogger(__name__)
QUOTA_YEAR = "quota-year"


@task()
def make(run_id: int) -> None:
    """Work out the year that a run names."""
    run = jobs.begin(run_id)
    if run is None:
        return
    try:
        made = make_year(jobs.who_asked(run), int(run.subject), jobs.teller(run))
    except FigureMissing as missing:
        jobs.fail(run, f"没有算成：{missing}")
        return
    except Exception:
        log.exception("quota %s", run.subject)
        jobs.fail(run, "程序出错，没有算成。原来的结果没有改变，请再试一次；还不行就告诉管理员。")
        return
    jobs.finish(run, f"{run.subject}年算完：{made.units:,} 家单位，{made.bodies:,} 家机关事业单位。")
