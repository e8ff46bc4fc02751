"""Posts that a partner or a campaign brought: entered once, counted for whom it was, and its number opens them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.domain import posts_city
from tests.domain.posts_city import FIRM, NOW, TODAY
from tests.domain.test_cooperation import a_partner
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import Campaign
from tonggong.domain.cooperation.models import BroughtPost
from tonggong.domain.cooperation.services.partners import end_partner
from tonggong.domain.posts.models import Post

pytestmark = pytest.mark.django_db
NEW = reverse("federation:posts-new")


@pytest.fixture
def city(practice):
    with clock.pretend(NOW):
        posts_city.units()
        yield client_of("city_staff", CITY)


def body(**more):
    return {
        "unit_code": FIRM, "title": "包装工", "occupation": "packing", "places": "3", "is_reserved": "1", "workplace": "厂区",
        "apply_how": "打电话", "open_from": "2024-11-01",
    } | more  # fmt: skip


def test_a_post_that_a_partner_brought_stands_on_both_pages_and_its_number_opens_it(city):
    partner = a_partner(system_who("试验", CITY))
    own = city.post(NEW, body(title="自己报的"))
    assert own.status_code == 302
    assert f'value="partner-{partner.pk}" selected' in city.get(NEW, {"brought": f"partner-{partner.pk}"}).text

    assert city.post(NEW, body(brought=f"partner-{partner.pk}")).status_code == 302

    row = Post.objects.get(title="包装工")
    assert (row.source, row.brought) == ("partner", partner.pk)
    kept = BroughtPost.objects.get()
    assert (kept.partner_id, kept.unit_code, kept.title, kept.posts, kept.on) == (partner.pk, FIRM, "包装工", 3, TODAY)
    url = f"{reverse('federation:posts-list')}?brought=partner-{partner.pk}"
    assert url in city.get(reverse("federation:cooperation-partner", args=[partner.pk])).text
    opened = city.get(url).text
    assert "包装工" in opened
    assert "自己报的" not in opened
    assert "合作单位介绍" in city.get(reverse("federation:post", args=[row.pk])).text


def test_a_post_that_a_campaign_gathered_is_opened_from_its_page_and_counts_for_no_partner(city):
    kept = {
        "kind": "survey",
        "title": "秋季走访",
        "rule": "difficult",
        "reach": "2111",
        "by": "试验",
        "at": clock.now(),
    }
    row = Campaign.objects.create(
        **kept, starts_on=TODAY - timedelta(9), ends_on=TODAY + timedelta(9), listed_on=TODAY - timedelta(9)
    )

    assert city.post(NEW, body(brought=f"campaign-{row.pk}")).status_code == 302

    assert Post.objects.values_list("source", "brought").get() == ("campaign", row.pk)
    assert BroughtPost.objects.count() == 0
    url = f"{reverse('federation:posts-list')}?brought=campaign-{row.pk}"
    assert url in city.get(reverse("casework:campaign", args=[row.pk])).text
    assert "包装工" in city.get(url).text


def test_whoever_is_no_partner_any_more_or_never_was_brings_nothing(city):
    partner = a_partner(system_who("试验", CITY))
    end_partner(system_who("试验", CITY), partner, TODAY)

    for brought in (f"partner-{partner.pk}", "partner-999", "file-1"):
        answer = city.post(NEW, body(brought=brought))
        assert answer.status_code == 422
        assert "没有这个合作单位或专项行动" in answer.text
    assert Post.objects.count() == 0
    assert city.get(reverse("federation:posts-list"), {"brought": "file-1"}).status_code == 404
