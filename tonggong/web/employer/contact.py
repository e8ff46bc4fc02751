"""联系人: whom to call at the unit, said by the unit itself."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.employers import contacts
from tonggong.domain.employers.own import own_unit
from tonggong.web.components.contact_form import ContactForm


@require_http_methods(["GET", "HEAD", "POST"])
@duty("own.unit")
def contact(request: Request) -> HttpResponse:
    """Say whom to call; who was named before stays in the history."""
    unit = own_unit(request.who)
    if unit is None:
        messages.warning(request, "登记里还没有本单位，联系人等登记以后再填。")
        return redirect("employer:home")
    row = contacts.contact_of(unit)
    form = ContactForm(request.POST or None, initial={"name": row.name, "role": row.role} if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.say_contact(request.who, unit, **form.cleaned_data)
        except contacts.ContactRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "联系人已登记，残联要联系本单位时打给这个人。")
            return HttpResponseRedirect(reverse("employer:home"))
    page = {"form": form, "unit": unit, "contact": row, "tail": contacts.tails([row])[row.pk] if row else ""}
    return render(request, "employer/contact.html", page, status=422 if form.errors else 200)
