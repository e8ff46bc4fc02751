"""The administrators' desk: accounts and posts, failed sign-ins, the trail and its proof, the state of the system."""

import pytest
from django.urls import reverse

from tonggong.base.accounts import services
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.audit.services import record


@pytest.fixture
def signed_in(client, practice):
    def enter(role):
        made = services.create_user(system_who(), username=role.replace("_", "-"), name="安荃")
        services.appoint(system_who(), made.user, role)
        User.objects.filter(pk=made.user.pk).update(must_change_password=False)
        client.force_login(made.user)
        return made.user

    return enter


@pytest.fixture
def wang(practice):
    return services.create_user(system_who(), username="wanghao", name="王浩").user


def test_an_account_is_made_and_its_first_password_shown_once(client, signed_in):
    signed_in("security_admin")
    page = client.post(reverse("administration:account-new"), {"name": "王浩", "username": "wanghao"})
    made = User.objects.get(username="wanghao")

    assert page.status_code == 200
    shown = [word for word in page.text.replace("<", " ").replace(">", " ").split() if made.check_password(word)]
    assert len(shown) == 1
    assert shown[0] not in client.get(reverse("administration:account", args=[made.pk])).text


def test_a_badly_formed_user_name_is_refused_and_the_name_kept(client, signed_in):
    signed_in("security_admin")
    page = client.post(reverse("administration:account-new"), {"name": "王浩", "username": "9王"})

    assert page.status_code == 422
    assert 'value="王浩"' in page.text


def test_a_post_is_given_and_ended_with_its_reason(client, signed_in, wang):
    signed_in("security_admin")
    client.post(
        reverse("administration:account-appoint", args=[wang.pk]),
        {"role": "employer", "unit_code": "91211122ma0xyz12a1"},
    )
    post = Post.objects.get(user=wang)
    page = client.post(reverse("administration:account-end-post", args=[wang.pk, post.pk]), {"on": "", "reason": ""})
    assert page.status_code == 422
    client.post(reverse("administration:account-end-post", args=[wang.pk, post.pk]), {"on": "", "reason": "调离"})
    post.refresh_from_db()

    assert post.unit_code == "91211122MA0XYZ12A1"
    assert post.valid_to is not None


def test_two_kinds_of_administrator_are_not_one_person(client, signed_in, wang):
    signed_in("security_admin")
    services.appoint(system_who(), wang, "audit_admin")
    page = client.post(reverse("administration:account-appoint", args=[wang.pk]), {"role": "system_admin"})

    assert page.status_code == 422
    assert "必须是三个人" in page.text


def test_nobody_ends_a_post_through_another_persons_account(client, signed_in, wang):
    me = signed_in("security_admin")
    post = Post.objects.get(user=me)

    address = reverse("administration:account-end-post", args=[wang.pk, post.pk])
    assert client.post(address, {"reason": "试"}).status_code == 404


def test_an_account_is_switched_off_unlocked_and_its_password_reset(client, signed_in, wang):
    signed_in("security_admin")
    client.post(reverse("administration:account-switch", args=[wang.pk]), {"reason": "长假"})
    client.post(reverse("administration:account-unlock", args=[wang.pk]))
    client.post(reverse("administration:account-second-factor", args=[wang.pk]))
    page = client.post(reverse("administration:account-password", args=[wang.pk]))
    wang.refresh_from_db()

    assert not wang.is_active
    assert wang.unlocked_at is not None
    assert "新密码设好了" in page.text


def test_nobody_switches_his_own_account_off(client, signed_in):
    me = signed_in("security_admin")
    page = client.post(reverse("administration:account-switch", args=[me.pk]), {"reason": "试"})

    assert page.status_code == 422
    assert User.objects.get(pk=me.pk).is_active


def test_accounts_are_found_by_part_of_a_name(client, signed_in, wang):
    signed_in("security_admin")

    assert "wanghao" in client.get(reverse("administration:accounts"), {"q": "王"}).text
    assert "wanghao" not in client.get(reverse("administration:accounts"), {"q": "没有此人"}).text


def test_a_failed_sign_in_shows_the_account_and_never_what_else_was_typed(client, signed_in, wang):
    for name in ("wanghao", "my-Secret-Word"):
        client.post(reverse("account:sign-in"), {"username": name, "password": "x"})
    signed_in("security_admin")
    page = client.get(reverse("administration:sign-ins")).text

    assert "wanghao" in page
    assert "Secret" not in page


def test_the_trail_is_filtered_by_what_happened_who_and_when(client, signed_in):
    signed_in("audit_admin")
    record("view", who=system_who("甲办事员"), subject="persons.Person", ids=[7])
    record("export", who=system_who("乙办事员"), subject="persons.Person", ids=[7, 8], purpose="抽查")
    page = client.get(reverse("administration:audit"), {"kind": "export", "actor": "乙"}).text

    assert "抽查" in page
    assert "甲办事员" not in page
    assert client.get(reverse("administration:audit"), {"until": "2001年1月1日"}).text.count("甲办事员") == 0
    assert client.get(reverse("administration:audit"), {"since": "昨天"}).status_code == 422


def test_a_persons_trail_has_what_was_done_alone_and_in_lists(client, signed_in):
    signed_in("audit_admin")
    record("view", who=system_who("甲办事员"), subject="persons.Person", ids=[7])
    record("view", who=system_who("乙办事员"), subject="persons.Person", ids=[6, 7, 8])
    record("view", who=system_who("丙办事员"), subject="persons.Person", ids=[77])
    page = client.get(reverse("administration:person-trail", args=[7])).text

    assert "甲办事员" in page
    assert "乙办事员" in page
    assert "丙办事员" not in page


def test_verifying_says_that_all_is_there_and_where_it_is_not(client, signed_in):
    signed_in("audit_admin")
    address = reverse("administration:verify")
    assert "没有改动" in client.post(address).text
    rows = Entry.objects.count()
    from django.db import connection

    from tonggong.base.audit import triggers

    triggers.remove(connection)
    Entry.objects.filter(seq=1).update(actor="别人")
    triggers.install(connection)

    assert "内容被改动过" in client.post(address).text
    assert Entry.objects.count() == rows


def test_the_state_of_the_system_names_versions_sizes_and_failed_work(client, signed_in):
    from tonggong.base.jobs import services as jobs

    signed_in("system_admin")
    run = jobs.start(system_who(), "compare", "2024-09", "比对 2024年9月")
    jobs.fail(run, "磁盘满了")
    page = client.get(reverse("administration:system")).text

    for words in ("比对 2024年9月", "磁盘满了", "Django", "密存文件"):
        assert words in page
