"""Posts that anybody may look at, in easy words: for whom, what makes them fit, how to apply. Nothing of persons is here."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import public_page
from tonggong.base.accounts.who import Request
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.plan import queries as plans
from tonggong.domain.posts import queries
from tonggong.rules.posts.occupations import occupations
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.posts import occupation_choices, pay_words
from tonggong.web.components.rows import address

SHOWN = 20


@require_GET
@public_page
def posts(request: Request) -> HttpResponse:
    """List the posts open today, by place and kind of work, some at a time."""
    said = request.GET
    county, occupation, words = said.get("county", ""), said.get("occupation", ""), said.get("words", "").strip()[:30]
    counties = divisions.counties()
    if (county and county not in {one.code for one in counties}) or (occupation and occupation not in occupations()):
        raise Http404
    rows = queries.public_posts(county=county, occupation=occupation, words=words)
    found, following = queries.page_of(rows, whole_number(said.get("after")) or 0, SHOWN)
    kept, total = {"county": county, "occupation": occupation, "words": words}, rows.count()
    lines = [
        {"row": row, "url": reverse("portal:post", args=[row.pk]), "pay": pay_words(row), "place": divisions.name_of(row.county_code),
         "helps": "、".join(one.what for one in queries.helps_of(row) if one.is_on_hand)}
        for row in found
    ]  # fmt: skip
    page = {
        "lines": lines, "counties": counties, "county": county, "occupations": occupation_choices(), "occupation": occupation, "words": words,
        "total": total, "day": clock.today(), "is_filtered": bool(county or occupation or words),
        "page": Page(
            f"共 {total} 个，本页 {len(found)} 个",
            address("portal:posts", **kept, after=following) if following else "",
            address("portal:posts", **kept) if said.get("after") else "",
        ),
    }  # fmt: skip
    return render(request, "portal/posts.html", page)


@require_GET
@public_page
def post(request: Request, post_id: int) -> HttpResponse:
    """Show one post that is open today; any other is not there."""
    row: Any = queries.public_posts().filter(pk=post_id).first()
    if row is None:
        raise Http404
    page = {
        "row": row, "pay": pay_words(row), "place": divisions.name_of(row.county_code), "work": occupations()[row.occupation].title,
        "conditions": queries.public_conditions(row), "helps": [one for one in queries.helps_of(row) if one.is_on_hand],
        "hotline": plans.setting("hotline", "12385"),
    }  # fmt: skip
    return render(request, "portal/post.html", page)
