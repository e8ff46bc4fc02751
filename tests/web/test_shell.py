"""The frame around every page, and the account desk."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.web.federation_month import client_of
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.practice import PASSWORD
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.web.components import navigation


@pytest.fixture
def zhao(practice):
    now = clock.real_now()
    user = User(username="zhaomin", name="赵敏", created_at=now, password_set_at=now)
    user.set_password(PASSWORD)
    user.save()
    Post.objects.create(user=user, role="committee_office", reach="2111", valid_from="2021-01-01", appointed_by="演练")
    return user


@pytest.fixture
def rail(monkeypatch):
    monkeypatch.setattr(navigation, "_ENTRIES", {})
    monkeypatch.setattr(navigation, "_SEARCH", [])
    return navigation


def signed_in(client: Client) -> Client:
    client.post(reverse("account:sign-in"), {"username": "zhaomin", "password": PASSWORD})
    return client


def test_a_page_says_its_language_and_that_the_city_is_invented(client, zhao):
    page = client.get(reverse("account:sign-in")).content.decode()

    assert 'lang="zh-Hans"' in page
    assert "演练" in page


def test_no_page_carries_script_or_style_in_its_text(client, zhao):
    signed_in(client)
    for name in ("account:help", "account:display", "account:password", "account:style-guide"):
        page = client.get(reverse(name)).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=|javascript:", page) == [], name
        assert "{{" not in page, name
        assert "{%" not in page, name


def test_the_policy_of_each_page_forbids_foreign_and_inline_code(client, zhao):
    policy = client.get(reverse("account:sign-in")).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_stranger_is_led_to_sign_in(client, zhao):
    assert client.get("/").headers["Location"] == reverse("account:sign-in")


def test_a_wrong_password_keeps_the_name_and_tells_nobody_which_was_wrong(client, zhao):
    page = client.post(reverse("account:sign-in"), {"username": "zhaomin", "password": "x"})

    assert page.status_code == 422
    assert 'value="zhaomin"' in page.content.decode()


def test_only_addresses_of_our_own_are_gone_to_after_sign_in(client, zhao):
    answer = client.post(
        reverse("account:sign-in"), {"username": "zhaomin", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )

    assert answer.headers["Location"].startswith("/")


def test_a_practice_identity_signs_in_by_one_click(client, zhao):
    client.post(reverse("account:practice-sign-in"), {"user": "zhaomin"})

    assert "赵敏" in client.get(reverse("account:help")).content.decode()


def test_a_real_installation_offers_no_identities(client, zhao, practice):
    from tonggong.base.installation.services import current

    practice.kind = "real"
    practice.save()
    current.cache_clear()

    assert "演练城市" not in client.get(reverse("account:sign-in")).content.decode()
    assert client.post(reverse("account:practice-sign-in"), {"user": "zhaomin"}).status_code == 404


def test_what_was_typed_survives_an_ended_session(client, zhao):
    path = reverse("account:display")
    sent = client.post(reverse("account:switch-post"), {"post": "17", "note": "腿脚不便"})
    assert sent.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', sent.content.decode())[1]

    page = client.post(reverse("account:sign-in"), {"username": "zhaomin", "password": PASSWORD, "kept": kept})

    assert 'name="note" value="腿脚不便"' in page.content.decode()
    assert f'action="{reverse("account:switch-post")}"' in page.content.decode()
    assert path not in kept


def test_kept_words_that_are_not_ours_are_dropped(client, zhao):
    forged = signing.dumps(["/account/post/", [["post", "1"]], False], salt="another")

    page = client.post(reverse("account:sign-in"), {"username": "zhaomin", "password": PASSWORD, "kept": forged})

    assert page.status_code == 302


def test_a_password_never_travels_with_what_is_kept(client, zhao):
    sent = client.post(reverse("account:password"), {"old": PASSWORD, "new": "Another-2024-word"})

    assert "Another-2024-word" not in sent.content.decode()
    assert sent.status_code == 302


def test_the_rail_shows_only_pages_that_the_post_may_open(client, zhao, rail):
    rail.register(
        navigation.Entry("显示", "account:display", "figures.read", "工作"),
        navigation.Entry("看全部账号", "account:style-guide", "accounts.manage", "设置"),
    )
    page = signed_in(client).get(reverse("account:display")).content.decode()

    assert re.search(r'<a href="/account/display/" aria-current="page"[^>]*>显示', page)
    assert "看全部账号" not in page


def test_counts_stand_on_the_rail_as_words(client, zhao, rail):
    def waiting(who: Who) -> str:
        return "100 待定" if who.reach == "2111" else ""

    rail.register(navigation.Entry("本月", "account:help", "month.read", "工作", count=waiting))

    assert '<span class="count">100 待定</span>' in signed_in(client).get(reverse("account:help")).content.decode()


def test_an_entry_for_a_group_that_is_not_there_is_refused(rail):
    with pytest.raises(ValueError, match="杂项"):
        rail.register(navigation.Entry("页", "account:help", "", "杂项"))


def test_what_is_searched_never_stands_in_an_address(client, zhao, rail):
    rail.register_search(navigation.Search("account:display", "figures.read"))

    page = signed_in(client).get(reverse("account:help")).content.decode()

    assert re.search(r'<form class="search" method="post"', page)


def test_the_switches_are_remembered_in_cookies(client, zhao):
    client.post(reverse("account:display"), {"contrast": "high", "next": "/account/help/"})

    assert 'data-contrast="high"' in client.get(reverse("account:help")).content.decode()


def test_a_page_that_is_not_there_does_not_tell_whether_a_person_exists(client, zhao):
    page = signed_in(client).get("/no-such-page/12345/")

    assert page.status_code == 404
    assert "我们不区分这两种情况" in page.content.decode()


def test_changing_the_password_keeps_the_session(client, zhao):
    signed_in(client)
    answer = client.post(reverse("account:password"), {"old": PASSWORD, "new": "Reed-marsh-2025"})

    assert answer.status_code == 302
    assert "赵敏" in client.get(reverse("account:help")).content.decode()


def test_a_weak_password_says_how_to_mend_it(client, zhao):
    page = signed_in(client).post(reverse("account:password"), {"old": PASSWORD, "new": "short"})

    assert page.status_code == 422
    assert "至少 10 个字符" in page.content.decode()


def test_the_second_factor_is_set_up_with_a_picture_and_a_key(client, zhao):
    page = signed_in(client).post(reverse("account:second-factor-setup"), {"begin": "1"}).content.decode()

    assert "<svg" in page[page.index('class="qr"') :]
    assert re.search(r"<code>[A-Z2-7 ]{30,}</code>", page)


def test_five_digits_are_not_six(client, zhao):
    page = signed_in(client).post(reverse("account:second-factor-setup"), {"token": "12 345"})

    assert "应是 6 位数字，现在是 5 位" in page.content.decode()


def test_nothing_of_a_signed_in_page_stays_in_the_browsers_files(practice):
    answer = client_of("county_staff", "2111").get("/people/")

    assert answer["Cache-Control"] == "private, no-store"
