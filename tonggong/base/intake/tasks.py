"""What the worker does with large uploads. The work itself is in `uploading`; here is only how its end is noted."""

import logging
from collections.abc import Callable

from django_tasks import task

from tonggong.base.intake import uploading
from tonggong.base.intake.services.taking import Progress
from tonggong.base.jobs import services as jobs
from tonggong.base.jobs.models import Run

log = logging.getLogger(__name__)


@task()
def look_at_upload(run_id: int) -> None:
    """Check an upload; its page then shows what was found."""
    _do(run_id, lambda run, tell: _looked(run, tell))


@task()
def take_upload(run_id: int) -> None:
    """Take in an upload; its page then leads to the delivery."""
    _do(run_id, lambda run, tell: _taken(run, tell))


def _looked(run: Run, tell: Progress) -> None:
    uploading.look(jobs.who_asked(run), run, tell)
    Run.objects.filter(pk=run.pk).update(state=Run.State.PREPARED)


def _taken(run: Run, tell: Progress) -> None:
    report = uploading.take(jobs.who_asked(run), run, tell)
    run.refresh_from_db()
    payload = {**run.payload, "delivery": report.delivery}
    jobs.finish(run, f"收下 {report.accepted:,} 行，退回 {report.refused:,} 行", payload=payload)


def _do(run_id: int, work: Callable[[Run, Progress], None]) -> None:
    run = jobs.begin(run_id)
    if run is None:
        return
    tell = jobs.teller(run)
    try:
        work(run, lambda step, share: tell(step, round(share * 100), 100))
    except uploading.REFUSALS as why:
        jobs.fail(run, str(why))
    except Exception:
        log.exception("upload %s", run_id)
        jobs.fail(run, "程序出错，没有收下。什么都没有改变，请再送一次；还不行就告诉管理员。")
