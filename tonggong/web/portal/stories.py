"""他们的故事: typical cases that may be read by everybody now, and a person's own say over hers. Nothing of it is cached."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import public_page
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.cooperation.choices import Place, StoryState
from tonggong.domain.cooperation.queries import stories as queries
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.domain.cooperation.services.stories import withdraw_own
from tonggong.web.components.asked import whole_number
from tonggong.web.components.documents import shown_safely
from tonggong.web.portal.door import own_page, shown

PLACES = {str(key): str(name) for key, name in Place.choices}


@require_GET
@never_cache
@public_page
def stories(request: Request) -> HttpResponse:
    """List what may be read now."""
    return render(request, "portal/stories.html", {"rows": queries.public_stories()})


def _story(number: str) -> Any:
    found = queries.public_story(number)
    if found is None:
        raise Http404
    return found


@require_GET
@never_cache
@public_page
def story(request: Request, number: str) -> HttpResponse:
    """One case; 404 from the moment in which its consent is taken back."""
    return render(request, "portal/story.html", {"story": _story(number)})


@require_GET
@never_cache
@public_page
def picture(request: Request, number: str) -> HttpResponse:
    """The picture of a case."""
    found = _story(number)
    if not found.picture:
        raise Http404
    return shown_safely(bytes(found.picture), found.picture_type, f"典型案例{found.number}")


@require_GET
@never_cache
@public_page
def feed(request: Request) -> HttpResponse:
    """The same list for feed readers (Atom)."""
    here = request.build_absolute_uri
    rows = queries.public_stories()
    made = Atom1Feed(
        title="他们的故事", link=here(reverse("portal:stories")), description="残疾人就业典型案例", language="zh-hans",
        feed_url=here(reverse("portal:stories-feed")),
    )  # fmt: skip
    for row in rows:
        url = here(reverse("portal:story", args=[row.number]))
        made.add_item(
            row.title, url, row.text, unique_id=url, author_name=row.shown_name, pubdate=row.published_at,
            updateddate=row.published_at,
        )  # fmt: skip
    if not rows:
        made.latest_post_date = clock.now  # type: ignore[method-assign]
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page("own.act")
def own_stories(request: Request, person: Any) -> HttpResponse:
    """Show the cases that tell of her, and take her consent back at a word."""
    if request.method == "POST":
        try:
            withdraw_own(request.who, whole_number(request.POST.get("story")) or 0)
        except CooperationRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "撤回了。大家现在已经看不到这一篇。")
        return redirect("portal:own-stories")
    rows = []
    for row in queries.stories_of(person):
        consent = queries.standing_consent(row)
        where = "、".join(PLACES[one] for one in consent.places) if consent else ""
        is_public = row.state == StoryState.PUBLISHED and queries.covers(consent, row)
        rows.append({"row": row, "consent": consent, "where": where, "is_public": is_public})
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/own_stories.html", {"rows": rows})
