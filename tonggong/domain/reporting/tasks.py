"""The month's long work, done by the worker: comparing a month, and counting the figures after the ledger moved."""

import logging

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tonggong.base.accounts.who import system_who
from tonggong.base.changes import LedgerMoved
from tonggong.base.jobs import services as jobs
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting import notices, services

log = logging.getLogger(__name__)
COMPARE = "compare"


@task()
def compare(run_id: int) -> None:
    """Compare the month that a run names, then have the figures counted."""
    run = jobs.begin(run_id)
    if run is None:
        return
    try:
        found = compare_month(system_who(run.by), run.subject, jobs.teller(run))
    except LedgerMoved:
        jobs.fail(run, "这会儿一直有人在裁定，没有排上。什么都没有改变，请过几分钟再比对一次。")
        return
    except Exception:
        log.exception("compare %s", run.subject)
        jobs.fail(run, "程序出错，没有比对成。台账没有改变，请再试一次；还不行就告诉管理员。")
        return
    jobs.finish(run, f"比对做完：{found.became_facts:,} 条按规定入账，{found.queued:,} 条等人裁定。")
    refresh_soon()


@task()
def figures() -> None:
    """Count every figure of the last compared month again, as the ledger stands now; note what a notice said otherwise."""
    if plans.city() is None:
        return
    try:
        services.refresh_figures()
        notices.find_all_corrections()
    except Exception as problem:  # the row of a task keeps what it ends with: the kind, never the words, of a failure
        log.exception("figures")
        raise RuntimeError(type(problem).__name__) from None


def refresh_soon() -> None:
    """Have the figures counted in the background; many decisions in a row make one count, not many."""
    waiting = DBTaskResult.objects.filter(task_path=figures.module_path, status="READY")
    if not waiting.exists():
        figures.enqueue()
