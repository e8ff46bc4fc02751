"""Long work under way: how far it is, and where its result stands."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.jobs.queries import run_of
from tonggong.domain.inspection.tasks import SCREENING
from tonggong.domain.quota.tasks import QUOTA_YEAR
from tonggong.domain.reporting.tasks import COMPARE
from tonggong.web.components import exchange
from tonggong.web.components.rows import address


@require_GET
@duty("month.read", "exchange.deliver")
def run(request: Request, run_id: int) -> HttpResponse:
    """Show one piece of work; htmx asks again every second and goes on to the result when it is done."""
    kinds = ((COMPARE, "month.read"), (QUOTA_YEAR, "quota.read"), (SCREENING, "signals.read"))
    shared = [kind for kind, asked in kinds if request.who.may(asked)]
    found = run_of(request.who, run_id, shared=shared)
    if found is None:
        raise Http404
    if found.kind == COMPARE:
        result = reverse("federation:month-of", args=[found.subject])
    elif found.kind == QUOTA_YEAR:
        result = address("federation:quota", year=found.subject)
    elif found.kind == SCREENING:
        result = address("federation:suspicions", year=found.subject)
    elif found.payload.get("delivery"):
        result = reverse("federation:delivery", args=[found.payload["delivery"]])
    else:
        result = reverse("federation:upload-look", args=[found.pk])
    return exchange.show_run(request, found, result, reverse("federation:run", args=[found.pk]), "federation/run.html")
