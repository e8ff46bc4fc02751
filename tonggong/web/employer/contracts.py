"""劳动合同 of the own unit: of those whom it reported itself, what is missing or ends soon."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.employment.contracts import own_contracts
from tonggong.rules.contracts import CONTRACT_LABELS, Contract
from tonggong.rules.masking import mask_name
from tonggong.web.components import words

TAGS = {Contract.ENDING: "due", Contract.IN_TERM: "info"}


@require_GET
@never_cache
@duty("own.unit")
def contracts(request: Request) -> HttpResponse:
    """Show whose contract needs a hand; who is named is noted as looked at."""
    found = own_contracts(request.who, clock.today())
    if found:
        audit.record(
            "view", who=request.who, subject="persons.Person", ids=sorted({one.spell.person_id for one in found})
        )
    lines = [
        (mask_name(one.spell.person.name), TAGS.get(one.found.value, "overdue"), CONTRACT_LABELS[one.found.value], words.with_days(one.found.because))
        for one in found
    ]  # fmt: skip
    return render(request, "employer/contracts.html", {"lines": lines, "day": clock.today()})
