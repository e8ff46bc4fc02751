"""A training provider's own classes: how many passed, who by a masked name."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.domain.training.own import own_class, own_classes


@require_GET
@duty("own.classes")
def classes(request: Request) -> HttpResponse:
    """List the provider's classes with their results."""
    found = own_classes(request.who)
    page = {
        "classes": found,
        "provider": request.who.provider,
        "heads": sum(one.heads for one in found),
        "passed": sum(one.passed for one in found),
    }
    return render(request, "employer/classes.html", page)


@require_GET
@duty("own.classes")
def one_class(request: Request, class_id: int) -> HttpResponse:
    """Show one class with its people by masked names."""
    found = own_class(request.who, class_id)
    if found is None:
        raise Http404
    one, people, keys = found
    audit.record("view", who=request.who, subject="persons.Person", ids=keys)
    return render(request, "employer/class.html", {"one": one, "people": people})
