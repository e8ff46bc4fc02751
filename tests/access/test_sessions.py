"""Signing in, failing to, being locked out; sessions that end; the second factor; acting in another post."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.oath import hotp

from tonggong.base.accounts import second_factor
from tonggong.base.accounts.middleware import WriteInReading, refuse_writes
from tonggong.base.accounts.models import Post, SecondFactor, User
from tonggong.base.accounts.queries import locked_accounts, who_is
from tonggong.base.accounts.services import reset_password, reset_second_factor, set_active, unlock
from tonggong.base.accounts.who import Who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock

PASSWORD = "Sonnenblume-24"
HASH = make_password(PASSWORD)
ANQUAN = Who(990, "安全员", "security_admin", "安全管理员", "", frozenset({"accounts.manage"}))
START = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_pages(settings):
    settings.ROOT_URLCONF = "tests.access.small_pages"


@pytest.fixture
def wang(db) -> User:
    user = User.objects.create(
        username="wangmin", name="王敏", password=HASH, created_at=START, password_set_at=clock.real_now()
    )
    Post.objects.create(user=user, role="county_staff", reach="211122", valid_from="2020-01-01", appointed_by="甲")
    return user


@pytest.fixture
def watch(monkeypatch):
    """The machine's clock, to be turned by hand; the library that counts failures reads it too."""

    class Watch:
        now = clock.real_now()

        def on(self, **time: float) -> None:
            self.now += timedelta(**time)

    hand = Watch()
    monkeypatch.setattr(clock, "real_now", lambda: hand.now)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: hand.now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: hand.now)
    return hand


def sign_in(client: Client, password: str = PASSWORD, username: str = "wangmin"):
    return client.post("/account/sign-in", {"username": username, "password": password})


# -------------------------------------------------- in and out


def test_who_signs_in_acts_in_his_post_and_it_is_written_down(client, wang):
    assert sign_in(client, username=" WangMin ").text == "王敏 county_staff"
    assert client.get("/account/password").text == "王敏"

    entry = Entry.objects.get(kind="sign-in")
    assert (entry.actor, entry.actor_role, entry.subject_id) == ("王敏", "县区残联", wang.pk)
    assert json.loads(entry.detail) == {"address": "127.0.0.1"}


def test_who_signs_out_is_out(client, wang):
    sign_in(client)
    client.post("/account/sign-out")
    assert client.get("/figures").status_code == 302
    assert Entry.objects.filter(kind="sign-out", actor="王敏").count() == 1


@pytest.mark.parametrize("username", ["wangmin", "nobody", "211122199003071234", "王敏", ""])
def test_a_wrong_name_and_a_wrong_password_sound_alike(client, wang, username):
    answer = sign_in(client, "wrong", username)
    assert (answer.status_code, answer.text) == (422, "用户名或密码不对。")
    assert Entry.objects.filter(kind="refused").count() == 1


def test_an_identity_number_typed_as_a_name_is_kept_nowhere(client, wang):
    sign_in(client, "wrong", "211122199003071234")
    assert not AccessFailureLog.objects.exists()
    assert not AccessAttempt.objects.exists()
    assert "21112219900307" not in str(list(Entry.objects.values()))


def test_an_account_switched_off_opens_nothing_and_its_session_ends(client, wang):
    sign_in(client)
    set_active(ANQUAN, wang, active=False)
    assert client.get("/figures").status_code == 302
    assert sign_in(client).status_code == 422


def test_a_new_password_ends_the_sessions_of_the_old_one(client, wang):
    sign_in(client)
    reset_password(ANQUAN, wang)
    assert client.get("/figures").status_code == 302


def test_a_password_for_once_opens_nothing_but_the_page_that_changes_it(client, wang):
    User.objects.update(must_change_password=True)
    sign_in(client)
    assert client.get("/figures")["Location"] == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_an_old_password_must_be_changed_but_not_in_a_practice_city(client, wang, watch, settings):
    watch.on(days=91)
    sign_in(client)
    assert client.get("/figures")["Location"] == "/account/password"
    settings.ACCOUNTS_PASSWORD_DAYS = 0
    assert client.get("/figures").status_code == 200


def test_the_way_back_after_signing_in_names_the_page_and_nothing_of_its_query(client, db):
    assert client.get("/figures?q=王敏")["Location"] == "/account/sign-in?next=%2Ffigures"
    answer = client.get("/figures", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/account/sign-in")


def test_a_user_of_two_posts_turns_to_the_other_and_to_no_strangers(client, wang):
    other = Post.objects.create(
        user=wang, role="township_worker", reach="211122103", valid_from="2020-01-01", appointed_by="甲"
    )
    liu = User.objects.create(username="liu", name="刘", password=HASH, created_at=START)
    theirs = Post.objects.create(user=liu, role="city_staff", reach="2111", valid_from="2020-01-01", appointed_by="甲")
    sign_in(client)

    assert client.post(f"/towns/{211122104000}/decide").status_code == 422
    assert client.post(f"/account/post/{other.pk}").text == "township_worker"
    assert client.post(f"/towns/{211122104000}/decide").status_code == 403
    assert client.post(f"/account/post/{theirs.pk}").status_code == 404


# -------------------------------------------------- five failures


def test_five_failures_within_a_quarter_of_an_hour_lock_for_half_an_hour(client, wang, watch):
    for _ in range(4):
        assert "锁定" not in sign_in(client, "wrong").text
        watch.on(minutes=3)
    assert "锁定" in sign_in(client, "wrong").text

    watch.on(minutes=29)
    assert "锁定" in sign_in(client).text
    assert [(each.user_id, each.username) for each in locked_accounts()] == [(wang.pk, "wangmin")]
    watch.on(minutes=2)
    assert sign_in(client).status_code == 200
    assert locked_accounts() == []


def test_slow_failures_do_not_lock(client, wang, watch):
    for _ in range(12):
        assert "锁定" not in sign_in(client, "wrong").text
        watch.on(minutes=4)
    assert sign_in(client).status_code == 200


def test_tries_while_locked_lengthen_nothing_but_are_kept(client, wang, watch):
    for _ in range(5):
        sign_in(client, "wrong")
    for _ in range(6):
        watch.on(minutes=5)
        sign_in(client, "wrong")
    watch.on(minutes=1)
    assert sign_in(client).status_code == 200
    assert AccessFailureLog.objects.count() >= 10


def test_a_name_is_locked_wherever_it_is_tried_from(wang):
    for n in range(5):
        Client(REMOTE_ADDR=f"10.0.0.{n}", HTTP_USER_AGENT=f"{n}").post(
            "/account/sign-in", {"username": "wangmin", "password": "wrong"}
        )
    assert "锁定" in sign_in(Client(REMOTE_ADDR="10.9.9.9")).text


def test_a_success_forgives_the_failures_before_it(client, wang, watch):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "wrong")
        watch.on(seconds=1)
        assert sign_in(client).status_code == 200
        watch.on(seconds=1)


def test_a_security_administrator_unlocks(client, wang, watch):
    for _ in range(5):
        sign_in(client, "wrong")
    watch.on(seconds=1)
    unlock(ANQUAN, wang)
    assert sign_in(client).status_code == 200
    assert AccessFailureLog.objects.count() == 5


def test_nothing_of_the_form_is_kept_as_evidence(client, wang):
    form = {"username": "wangmin", "password": "Almost-right-1", "kept": "刚才填的 211122199003071234"}
    client.post("/account/sign-in?next=/towns/7", form)
    kept = str(list(AccessAttempt.objects.values()) + list(AccessFailureLog.objects.values()))
    assert "wangmin" in kept
    assert [word for word in ("Almost", "刚才", "towns") if word in kept] == []


# -------------------------------------------------- sessions end


def test_a_staff_session_ends_after_a_quarter_of_an_hour(client, wang, watch):
    sign_in(client)
    for _ in range(3):
        watch.on(minutes=14)
        assert client.get("/figures").status_code == 200
    watch.on(minutes=16)
    assert client.get("/figures")["Location"].startswith("/account/sign-in")
    assert json.loads(Entry.objects.get(kind="sign-out").detail) == {"because": "idle"}


def test_a_person_has_more_time(client, wang, watch):
    Post.objects.update(role="person", reach="", person_id=12)
    sign_in(client)
    watch.on(minutes=40)
    assert client.get("/account/password").status_code == 200


def test_a_session_of_a_practice_city_lives_a_working_day(client, practice, wang, watch):
    sign_in(client)
    watch.on(hours=7)
    assert client.get("/figures").status_code == 200


def test_a_page_is_not_paid_for_with_a_write_each_time(client, wang, watch):
    sign_in(client)
    client.get("/figures")
    with CaptureQueriesContext(connection) as asked:
        client.get("/figures")
    assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []
    assert len(asked) <= 4


# -------------------------------------------------- the second factor


def token(device: SecondFactor, at: datetime) -> str:
    seed = parse_qs(urlsplit(second_factor.uri(device)).query)["secret"][0]
    return f"{hotp(base64.b32decode(seed), int(at.timestamp()) // 30):06d}"


def test_unmasking_asks_for_the_second_factor(client, wang, watch):
    sign_in(client)
    assert client.get("/secret")["Location"] == "/account/second-factor/setup?next=%2Fsecret"
    device = second_factor.begin(wang)

    assert client.post("/account/second-factor", {"token": "000000"}).status_code == 422
    assert client.post("/account/second-factor", {"token": token(device, watch.now)}).text == "对"
    assert client.get("/secret").text == "完整号码"

    other = Client()
    sign_in(other)
    assert other.get("/secret")["Location"] == "/account/second-factor?next=%2Fsecret"


def test_a_practice_city_does_not_ask_for_it(client, practice, wang):
    sign_in(client)
    assert client.get("/secret").text == "完整号码"


def test_a_token_is_good_once_and_only_about_now(client, wang, watch):
    device = second_factor.begin(wang)
    for minutes, good in [(-2, False), (2, False), (0, True), (0, False)]:
        assert device.verify_token(token(device, watch.now + timedelta(minutes=minutes))) is good
    watch.on(seconds=30)
    assert device.verify_token(token(device, watch.now))
    assert not device.verify_token("１２３４５６")


def test_five_wrong_tokens_block_the_right_one(wang, watch):
    device = second_factor.begin(wang)
    for _ in range(5):
        device.verify_token("12345")
    assert not device.verify_token(token(device, watch.now))
    watch.on(minutes=31)
    assert device.verify_token(token(device, watch.now))


def test_the_seed_is_sealed_and_a_confirmed_generator_is_not_replaced_by_its_user(client, wang, watch):
    sign_in(client)
    device = second_factor.begin(wang)
    seed = parse_qs(urlsplit(second_factor.uri(device)).query)["secret"][0]
    assert base64.b32decode(seed) not in bytes(SecondFactor.objects.get().sealed_seed)

    client.post("/account/second-factor", {"token": token(device, watch.now)})
    with pytest.raises(ValueError, match="已经设置"):
        second_factor.begin(wang)
    reset_second_factor(ANQUAN, wang)
    assert client.get("/secret")["Location"].startswith("/account/second-factor/setup")


# -------------------------------------------------- reading writes nothing


@pytest.mark.parametrize(
    ("statement", "goes"),
    [
        ("SELECT 1", True),
        ("  select * from persons_person for update", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ('INSERT INTO "audit_entry" ("seq") VALUES (1)', True),
        ('UPDATE "django_session" SET x = 1', True),
        ('DELETE FROM "axes_accessattempt"', True),
        ("SAVEPOINT a", True),
        ('INSERT INTO "persons_person" ("id") VALUES (1)', False),
        ('insert or replace into "persons_person" values (1)', False),
        ('UPDATE "persons_person" SET "name" = %s', False),
        ('DELETE FROM "persons_person" WHERE id IN (SELECT seq FROM audit_entry)', False),
        ("WITH a AS (SELECT 1) INSERT INTO persons_person SELECT * FROM a", False),
        ("DROP TABLE persons_person", False),
        ("TRUNCATE persons_person", False),
        ("CREATE INDEX a ON persons_person (id)", False),
    ],
)
def test_what_a_page_that_is_read_may_ask_of_the_database(statement, goes):
    done = []
    if goes:
        refuse_writes(lambda *_: done.append(1), statement, None, False, {})
        assert done == [1]
    else:
        with pytest.raises(WriteInReading):
            refuse_writes(lambda *_: done.append(1), statement, None, False, {})
        assert done == []


def test_who_has_no_post_has_no_duty(client, wang):
    Post.objects.all().delete()
    sign_in(client)
    assert who_is(wang).name == "王敏"
    assert client.get("/figures").status_code == 403
    assert client.get("/account/password").status_code == 200
