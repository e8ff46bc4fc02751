"""Who may do what, and where; what is kept apart; how accounts come and go."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import SimpleLazyObject

from tonggong.base.accounts import practice as practice_city
from tonggong.base.accounts.duties import DUTIES, SAME_THING
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.passwords import PasswordPolicy, make_password_once
from tonggong.base.accounts.practice import ensure_practice_accounts, practice_accounts
from tonggong.base.accounts.queries import place_of, who_is
from tonggong.base.accounts.roles import ADMINISTRATORS, REACH_DIGITS, ROLES, Scope, kept_apart
from tonggong.base.accounts.services import (
    AccountRefused,
    appoint,
    change_password,
    create_first_administrators,
    create_user,
    end_post,
    reset_password,
    set_active,
)
from tonggong.base.accounts.who import NOBODY, IncompatibleDuties, Who, system_who
from tonggong.base.audit.models import Entry
from tonggong.base.divisions.models import Division
from tonggong.base.installation import clock
from tonggong.cli.accounts import accounts
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.plan.services import load_city

ANQUAN = Who(990, "安全员", "security_admin", "安全管理员", "", frozenset({"accounts.manage"}))


def user(username="wangmin", name="王敏") -> User:
    return create_user(ANQUAN, username=username, name=name).user


# -------------------------------------------------- duties and roles


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
def test_a_role_has_only_duties_that_exist(role):
    assert role.duties - DUTIES.keys() == set()
    assert role.duties


def test_every_duty_is_somebodys():
    assert DUTIES.keys() - frozenset().union(*(role.duties for role in ROLES.values())) == set()


def test_administrators_touch_no_business_data():
    allowed = {"accounts.manage", "security.read", "audit.read", "system.read"}
    for key in ADMINISTRATORS:
        assert ROLES[key].duties <= allowed
        assert ROLES[key].scope is Scope.NOTHING


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("system_admin", "security_admin", True),
        ("security_admin", "audit_admin", True),
        ("audit_admin", "system_admin", True),
        ("security_admin", "county_staff", True),
        ("audit_admin", "committee_office", True),
        ("auditor", "city_staff", True),
        ("auditor", "person", False),
        ("system_admin", "person", False),
        ("county_staff", "township_worker", False),
        ("county_staff", "county_staff", False),
    ],
)
def test_roles_that_one_person_may_not_hold_together(first, second, apart):
    assert bool(kept_apart(first, second)) is apart
    assert bool(kept_apart(second, first)) is apart


@pytest.mark.parametrize(("first", "second"), sorted(SAME_THING))
def test_who_did_the_first_step_may_not_do_the_second(first, second):
    wang = Who(7, "王敏", "", "", "2111", frozenset(DUTIES))
    wang.must_not_have_done(first, second, 8)
    wang.must_not_have_done(first, second, None)
    with pytest.raises(IncompatibleDuties, match="不能由同一个人办"):
        wang.must_not_have_done(first, second, 7)
    assert issubclass(IncompatibleDuties, PermissionDenied)


def test_a_pair_that_is_not_kept_apart_is_a_slip():
    with pytest.raises(KeyError):
        NOBODY.must_not_have_done("ledger.read", "ledger.search", 7)
    with pytest.raises(KeyError):
        NOBODY.may("ledger.burn")


# -------------------------------------------------- reach


@pytest.fixture
def divisions(db):
    """A small tree; the rows themselves are what is to be seen or not."""
    for code, level in [
        ("211100000000", "city"),
        ("211122000000", "county"),
        ("211103000000", "county"),
        ("210100000000", "city"),
    ]:
        Division.objects.create(code=code, name=code, level=level, source="试验")


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        ("2111", ["211100000000", "211103000000", "211122000000"]),
        ("211122", ["211122000000"]),
        ("211", []),
        ("", []),
    ],
)
def test_rows_outside_the_reach_are_not_seen(divisions, reach, seen):
    who = Who(7, "王敏", "", "", reach, frozenset())
    rows = who.sees(Division.objects.order_by("code"), county="code", township="code")
    assert [row.code for row in rows] == seen


def test_a_township_is_found_by_its_own_column(divisions):
    who = Who(7, "韩玉梅", "", "", "211122103", frozenset())
    assert str(who.sees(Division.objects.all(), "parent", county="name", township="code").query).endswith(
        '"parent_id" = 211122103000 ORDER BY "divisions_division"."code" ASC'
    )
    assert who.covers("211122103000")
    assert not who.covers("211122104000")
    assert not who.covers("")
    assert not NOBODY.covers("211122103000")


@pytest.mark.parametrize(("code", "reach"), [("211103000000", "211103"), ("211122103000", "211122103")])
def test_a_post_is_narrowed_to_a_place_of_its_reach_and_stays_the_same_otherwise(code, reach):
    late = SimpleLazyObject(
        lambda: Who(7, "王敏", "city_staff", "市残联", "2111", frozenset({"ledger.read"}), post_id=3)
    )
    assert late.narrowed_to(code) == Who(
        7, "王敏", "city_staff", "市残联", reach, frozenset({"ledger.read"}), post_id=3
    )


@pytest.mark.parametrize("code", ["210102000000", "211103", ""])
def test_a_post_is_never_narrowed_to_a_place_outside(code):
    with pytest.raises(ValueError, match="outside"):
        Who(7, "王敏", "", "", "2111", frozenset()).narrowed_to(code)


def test_the_command_line_sees_the_installations_city(practice):
    assert (system_who().reach, system_who().user_id, system_who().name) == ("2111", None, "命令行")
    assert all(system_who("后台任务").may(key) for key in DUTIES)


def test_the_command_line_sees_nothing_before_there_is_a_city(db):
    assert system_who().reach == ""


# -------------------------------------------------- accounts and posts


@pytest.mark.django_db
def test_a_new_account_has_a_password_for_once_and_no_duty():
    made = create_user(ANQUAN, username=" WangMin ", name="王敏")

    assert made.user.username == "wangmin"
    assert made.user.must_change_password
    assert made.user.check_password(made.password)
    assert who_is(made.user).duties == frozenset()
    assert made.user.password.startswith("argon2")
    assert made.password not in Entry.objects.get().detail


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["王敏", "211122199003071234", "13812345678", "ab", "wang min", "wang\nmin", ""])
def test_a_user_name_is_no_name_and_no_number(username):
    with pytest.raises(AccountRefused):
        create_user(ANQUAN, username=username, name="王敏")
    assert not User.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_user_name_is_given_once():
    user()
    with pytest.raises(AccountRefused):
        user()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    [
        lambda who, some: create_user(who, username="other", name="另"),
        lambda who, some: appoint(who, some, "county_staff", reach="211122"),
        lambda who, some: reset_password(who, some),
        lambda who, some: set_active(who, some, active=False),
    ],
)
def test_without_the_duty_nothing_happens_to_accounts(step):
    some, before = user(), Entry.objects.count()
    with pytest.raises(AccountRefused, match="安全管理员"):
        step(Who(9, "李", "city_staff", "市残联", "2111", ROLES["city_staff"].duties), some)
    assert Entry.objects.count() == before
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_a_post_gives_duties_and_reach_for_its_days():
    wang = user()
    post = appoint(
        ANQUAN, wang, "county_staff", reach="211122000000", valid_from=date(2024, 1, 1), valid_to=date(2024, 6, 30)
    )

    def reach_on(*day: int) -> str:
        with clock.pretend(clock.now().replace(year=day[0], month=day[1], day=day[2], hour=4)):
            return who_is(wang).reach

    assert (reach_on(2023, 12, 31), reach_on(2024, 1, 1), reach_on(2024, 6, 30), reach_on(2024, 7, 1)) == (
        "",
        "211122",
        "211122",
        "",
    )
    assert json.loads(Entry.objects.get(kind="change", detail__contains="appoint").detail)["post"] == post.pk


@pytest.mark.django_db
def test_a_user_of_two_posts_acts_in_one_of_them():
    wang = user()
    first = appoint(ANQUAN, wang, "township_worker", reach="211122103")
    second = appoint(ANQUAN, wang, "county_staff", reach="211122")

    assert who_is(wang).post_id == first.pk
    assert who_is(wang, second.pk).reach == "211122"
    assert who_is(wang, 999).post_id == first.pk
    assert not who_is(wang).may("findings.decide")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "reach"),
    [
        ("county_staff", ""),
        ("county_staff", "2111"),
        ("county_staff", "211100000000"),
        ("county_staff", "211122103000"),
        ("county_staff", "盘山县"),
        ("city_staff", "21"),
        ("township_worker", "211122"),
        ("township_worker", "211122000000"),
        ("king", "2111"),
    ],
)
def test_a_post_needs_the_reach_that_its_role_asks_for(role, reach):
    with pytest.raises(AccountRefused):
        appoint(ANQUAN, user(), role, reach=reach)
    assert not Post.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "given", "good"),
    [
        ("department_liaison", {"reach": "2111", "department": "civil-affairs"}, True),
        ("department_liaison", {"reach": "2111"}, False),
        ("employer", {"unit_code": "91211122MA0XYZ12A1"}, True),
        ("employer", {"reach": "2111"}, False),
        ("training_base", {"provider": "阳光培训学校"}, True),
        ("person", {"person_id": 12}, True),
        ("guardian", {}, False),
        ("system_admin", {}, True),
        ("county_staff", {"reach": "211122", "person_id": 12}, False),
    ],
)
def test_a_post_is_tied_to_what_its_role_is_about(role, given, good):
    some = user()
    if good:
        post = appoint(ANQUAN, some, role, **given)
        assert place_of(post, {"2111": "盘锦市"}) in {"civil-affairs", "91211122MA0XYZ12A1", "阳光培训学校", ""}
    else:
        with pytest.raises(AccountRefused):
            appoint(ANQUAN, some, role, **given)


@pytest.mark.django_db
def test_one_person_is_not_two_administrators_not_even_later():
    some = user()
    appoint(ANQUAN, some, "system_admin", valid_from=date(2024, 1, 1), valid_to=date(2024, 6, 30))

    with pytest.raises(AccountRefused, match="三个人"):
        appoint(ANQUAN, some, "audit_admin", valid_from=date(2024, 6, 30))
    with pytest.raises(AccountRefused, match="三个人"):
        appoint(ANQUAN, some, "audit_admin", valid_from=date(2023, 1, 1))
    with pytest.raises(AccountRefused, match="兼办业务"):
        appoint(ANQUAN, some, "city_staff", reach="2111", valid_from=date(2024, 5, 1))
    assert appoint(ANQUAN, some, "audit_admin", valid_from=date(2024, 7, 1)).pk


@pytest.mark.django_db
def test_nobody_appoints_himself():
    some = user()
    himself = Who(some.pk, some.name, "security_admin", "安全管理员", "", frozenset({"accounts.manage"}))
    with pytest.raises(AccountRefused, match="自己"):
        appoint(himself, some, "county_staff", reach="211122")


@pytest.mark.django_db
def test_the_same_post_is_not_given_twice_and_ends_once():
    some = user()
    post = appoint(ANQUAN, some, "county_staff", reach="211122", valid_from=date(2024, 1, 1))
    with pytest.raises(AccountRefused, match="同样的职责"):
        appoint(ANQUAN, some, "county_staff", reach="211122")

    end_post(ANQUAN, post, reason="调离")
    told = Entry.objects.filter(detail__contains="end-post").count()
    end_post(ANQUAN, post)
    assert who_is(some).reach == ""
    assert told == Entry.objects.filter(detail__contains="end-post").count() == 1


@pytest.mark.django_db
def test_a_user_changes_his_password_and_no_password_is_written_down():
    made = create_user(ANQUAN, username="wangmin", name="王敏")
    himself = who_is(made.user)
    for old, new in [
        ("wrong", "Better-2024x"),
        (made.password, made.password),
        (made.password, "short1A"),
        (made.password, "wangmin-2024-X"),
    ]:
        with pytest.raises(AccountRefused):
            change_password(himself, made.user, old=old, new=new)
    change_password(himself, made.user, old=made.password, new="Better-2024x")

    made.user.refresh_from_db()
    assert made.user.check_password("Better-2024x")
    assert not made.user.must_change_password
    assert not any("Better" in row.detail for row in Entry.objects.all())


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("Abcdefg-12", True),
        ("abcdefg-12", True),
        ("ABCDEFG012", False),
        ("Abcdef-12", False),
        ("abcdefghijkl", False),
        ("盘锦同工2024ab", True),
        ("Wangmin-2024", False),
        ("王敏Abc-2024x", False),
    ],
)
def test_a_password_is_long_mixed_and_not_the_name(password, good):
    someone = User(username="wangmin", name="王敏")
    if good:
        PasswordPolicy().validate(password, someone)
    else:
        with pytest.raises(ValidationError):
            PasswordPolicy().validate(password, someone)


def test_passwords_made_for_once_are_good_and_different():
    made = {make_password_once() for _ in range(50)}
    for word in made:
        PasswordPolicy().validate(word)
    assert len(made) == 50


# -------------------------------------------------- the first accounts of a real and of a practice installation

THREE = [("xitong", "奚彤"), ("anquan", "安荃"), ("rizhi", "任芝")]


@pytest.mark.django_db
def test_a_real_installation_starts_with_three_administrators():
    made = create_first_administrators(THREE)

    assert [who_is(each.user).role for each in made] == list(ADMINISTRATORS)
    assert [(each.title, each.username) for each in made][1] == ("安全管理员", "anquan")
    assert all(each.user.must_change_password for each in made)
    with pytest.raises(AccountRefused, match="已经有账号"):
        create_first_administrators(THREE)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [THREE[:2], [THREE[0], THREE[0], THREE[1]], [*THREE[:2], ("other", "安荃")]])
def test_the_three_are_three_persons(people):
    with pytest.raises(AccountRefused, match="三个人"):
        create_first_administrators(people)
    assert not User.objects.exists()


def test_a_practice_installation_has_no_true_administrators(practice):
    with pytest.raises(AccountRefused):
        create_first_administrators(THREE)


@pytest.mark.django_db
def test_a_real_installation_has_no_demo_accounts():
    for step in (ensure_practice_accounts, practice_accounts):
        with pytest.raises(AccountRefused, match="正式安装"):
            step()
    assert not User.objects.exists()


@pytest.fixture
def city(practice):
    """The practice installation with a small tree of divisions; its pack names no accounts."""
    practice.city_pack = "elsewhere"
    practice.save()
    city = Division.objects.create(code="211100000000", name="盘锦市", level="city", source="试验")
    for code, name in [("211122000000", "盘山县"), ("211103000000", "兴隆台区")]:
        Division.objects.create(code=code, name=name, level="county", parent=city, source="试验")
    Division.objects.create(code="211122103000", name="胡家镇", level="township", source="试验")


def test_every_role_has_a_demo_account_and_every_county_its_staff(city):
    ensure_practice_accounts()
    rows = practice_accounts()

    assert {row["role"] for row in rows} == set(ROLES)
    assert {row["division"] for row in rows if row["role"] == "county_staff"} == {"盘山县", "兴隆台区"}
    assert [row["division"] for row in rows if row["role"] == "township_worker"] == ["胡家镇"]
    assert len({row["user"] for row in rows}) == len(rows)
    assert all(User.objects.get(username=row["user"]).check_password(row["password"]) for row in rows[:2])


def test_demo_accounts_are_made_once_and_tied_when_the_city_is_there(city):
    assert ensure_practice_accounts() > 10
    before = list(Post.objects.values())
    assert ensure_practice_accounts() == 0
    assert list(Post.objects.values()) == before

    assert (
        ensure_practice_accounts(links={"person": 12, "employer": "91211122MA0XYZ12A1", "training_base": "阳光"}) == 3
    )
    assert Post.objects.get(role="person").person_id == 12
    assert Post.objects.get(role="employer").unit_code == "91211122MA0XYZ12A1"
    assert ensure_practice_accounts(links={"person": 12}) == 0


def test_a_city_pack_names_its_demo_accounts(city, tmp_path):
    pack = tmp_path / "accounts.yaml"
    pack.write_text('- {role: county_staff, user: sunwei, name: 孙薇, division: "211122"}\n', encoding="utf-8")
    ensure_practice_accounts(tmp_path)

    assert [(r["user"], r["name"], r["division"]) for r in practice_accounts() if r["role"] == "county_staff"] == [
        ("sunwei", "孙薇", "盘山县")
    ]
    assert {row["role"] for row in practice_accounts()} == set(ROLES)
    pack.write_text("- {role: king, user: a, name: b}\n", encoding="utf-8")
    with pytest.raises(AccountRefused, match="第 1 个账号"):
        ensure_practice_accounts(tmp_path)


def test_panjins_demo_accounts_fit_its_divisions_and_departments(practice):
    load_city(find_pack("panjin"), system_who())
    ensure_practice_accounts()
    rows = practice_accounts()

    assert {row["role"] for row in rows} == set(ROLES)
    counties = [row["division"] for row in rows if row["role"] == "county_staff"]
    assert sorted(counties) == ["兴隆台区", "双台子区", "大洼区", "盘山县"]
    named = {row["user"]: row["division"] for row in rows}
    assert (named["hanyumei"], named["zhaomin"], named["mawen"]) == ("胡家镇", "盘锦市", "盘锦市民政局")
    for post in Post.objects.exclude(appointed_by=""):
        assert ROLES[post.role].scope not in REACH_DIGITS or len(post.reach) == REACH_DIGITS[ROLES[post.role].scope]


def test_the_command_lists_the_demo_accounts(city):
    ensure_practice_accounts()
    said = CliRunner().invoke(accounts, ["--json"])

    assert said.exit_code == 0
    assert {frozenset(row) for row in json.loads(said.stdout)} == {
        frozenset({"role", "name", "division", "user", "password"})
    }
    assert "县区残联" in CliRunner().invoke(accounts).stdout


@pytest.mark.django_db
def test_the_command_lists_nothing_of_a_real_installation():
    said = CliRunner().invoke(accounts, ["--json"])
    assert said.exit_code == 1
    assert "正式安装" in said.stderr


def test_the_demo_password_is_a_good_one():
    PasswordPolicy().validate(practice_city.PASSWORD)
