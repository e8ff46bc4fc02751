"""Demo accounts of a practice city: one for each role, a county's staff for every county, one password for all.

A city pack may name them (`accounts.yaml`: a list of {role, user, name, division}); where it does not, they are made up from
its divisions. Beside these, who can be chosen on the sign-in page, every other town has its worker and the city its coaches:
they answer for people and do their work, and can sign in with the same password. A real installation never has any of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.queries import place_of
from tonggong.base.accounts.roles import REACH_DIGITS, ROLES, Scope
from tonggong.base.accounts.services import AccountRefused
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Kind
from tonggong.base.audit.services import record
from tonggong.base.divisions.models import Department, Division
from tonggong.base.home import CHECKOUT
from tonggong.base.installation import clock
from tonggong.base.installation.services import current, is_practice

PASSWORD = "TongGong-2024"
SHOWN, OTHERS = "演练", "演练名册"  # who appointed them: tells those on the sign-in page from the rest
FIRST_DAY = date(2020, 1, 1)  # before any month that a practice city plays
NAMES = (
    "孟凡",
    "苏晴",
    "陆远",
    "白露",
    "秦川",
    "沈禾",
    "叶青",
    "常林",
    "闻静",
    "石磊",
    "方舟",
    "安然",
    "夏雨",
    "冯笑",
    "卢汀",
    "贺兰",
)
FAMILIES, GIVEN = (
    "高马罗梁宋郑谢唐冯于董程曹袁邓许傅曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖",
    (
        "晓梅 志强 淑芬 建国 春燕 立军 秀兰 海波 玉霞 文涛 桂英 永刚 丽娟 德福 红艳 国栋 雪莲 长青 凤琴 振华 小雨 庆丰 佳宁".split()
    ),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo account as the pack or the divisions give it; `division` is the digits of its reach."""

    role: str
    user: str
    name: str
    division: str = ""
    department: str = ""


def ensure_practice_accounts(
    pack: Path | None = None, *, links: Mapping[str, Any] | None = None, staff: Iterable[Demo] = ()
) -> int:
    """Make the demo accounts that are not there yet, and tie those of units and persons to what the city has.

    Args:
        pack: folder of the city pack; its `accounts.yaml` names the accounts. None: the one that the installation loaded.
        links: once the city is imported, what the tied roles stand for: role key → unit code (employer,
            sheltered_institution), provider's name (training_base), person's primary key (person, guardian). Of several
            accounts of a role one may have its own, under its user name.
        staff: more accounts that a city's casework speaks of, as its coaches; not shown on the sign-in page.

    Returns: how many accounts were made or tied anew.

    Raises:
        AccountRefused: this is a real installation, or the pack's file is not as it should be.
    """
    if not is_practice():
        raise AccountRefused("正式安装不能有演练账号。")
    links, changed = dict(links or {}), []
    with transaction.atomic():
        password, now = None, clock.real_now()
        there = {user.username: user for user in User.objects.all()}
        shown = _demos(pack)
        named = {demo.user for demo in shown}
        others = [demo for demo in (*_workers_of_towns(shown), *staff) if demo.user not in named]
        for demo in [*shown, *others]:
            user = there.get(demo.user)
            if user is None:
                password = password or make_password(
                    PASSWORD
                )  # one slow sum for all: it is the same word for everybody
                user = User.objects.create(
                    username=demo.user, name=demo.name, password=password, created_at=now, password_set_at=now
                )
            if _tie(user, demo, links.get(demo.user, links.get(demo.role)), SHOWN if demo.user in named else OTHERS):
                changed.append(user.pk)
        if changed:
            record(Kind.SETUP, who=system_who(), subject="accounts.User", ids=changed, what="practice-accounts")
    return len(changed)


def _tie(user: User, demo: Demo, link: Any, appointed_by: str) -> bool:
    """Give a demo user the post it is for; say whether something changed."""
    scope = ROLES[demo.role].scope
    column = {Scope.UNIT: "unit_code", Scope.PROVIDER: "provider", Scope.PERSON: "person_id"}.get(scope)
    post = Post.objects.filter(user=user, role=demo.role).first()
    if post is not None and (column is None or link is None or getattr(post, column) == link):
        return False
    if post is None:
        post = Post(user=user, role=demo.role, valid_from=FIRST_DAY, appointed_by=appointed_by)
        post.reach = demo.division[: REACH_DIGITS.get(scope, 0)]
        post.department = demo.department
    if column and link is not None:
        setattr(post, column, link)
    post.save()
    return True


def _demos(pack: Path | None) -> list[Demo]:
    row = current()
    file = (pack or CHECKOUT / "cities" / (row.city_pack if row else "")) / "accounts.yaml"
    if file.exists():
        rows = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        known = {field.name for field in fields(Demo)}
        for number, row in enumerate(rows, 1):
            if row.get("role") not in ROLES or not {"role", "user", "name"} <= set(row) <= known:
                raise AccountRefused(f"accounts.yaml 第 {number} 个账号写得不对：{row}。")
        demos = [Demo(**{key: str(value) for key, value in row.items()}) for row in rows]
    else:
        demos = []
    return demos + list(_made_up({demo.role for demo in demos}))


def _made_up(named: set[str]) -> Iterable[Demo]:
    """Make up what the pack does not name, so that every role has an account and every county its staff."""
    today = clock.today()
    codes = list(Division.objects.on(today).order_by("code").values_list("level", "code"))
    counties = [code for level, code in codes if level == Division.Level.COUNTY]
    townships = [code for level, code in codes if level == Division.Level.TOWNSHIP]
    row = current()
    city = row.city_code if row else ""
    department = Department.objects.on(today).order_by("key").values_list("key", flat=True).first() or ""
    places = {Scope.CITY: city, Scope.DEPARTMENT: city, Scope.COUNTY: (counties or [""])[0]}
    places[Scope.TOWNSHIP] = (townships or [""])[0]
    for number, role in enumerate(ROLES.values()):
        if role.key in named:
            continue
        wanted = counties if role.key == "county_staff" else [places.get(role.scope, "")]
        for code in wanted:
            digits = f"-{code[4:6]}" if len(wanted) > 1 else ""
            user = role.key.replace("_", "-") + digits
            tied = department if role.scope is Scope.DEPARTMENT else ""
            yield Demo(role.key, user, NAMES[number] + (digits and code[4:6]), code, tied)


def _workers_of_towns(shown: list[Demo]) -> Iterable[Demo]:
    """A worker for each town that has none yet; which name goes where follows from the town's code alone."""
    manned = {demo.division[:9] for demo in shown if demo.role == "township_worker"}
    rows = Division.objects.on(clock.today()).filter(level=Division.Level.TOWNSHIP).order_by("code")
    for number, code in enumerate(rows.values_list("code", flat=True)):
        if code[:9] not in manned:
            name = FAMILIES[number * 7 % len(FAMILIES)] + GIVEN[number * 5 % len(GIVEN)]
            yield Demo("township_worker", f"w{code[4:9]}", name, code)


def practice_accounts(everybody: bool = False) -> list[dict[str, str]]:
    """Return the demo accounts as `tonggong accounts --json` prints them: {role, name, division, user, password}.

    Args:
        everybody: those of all towns and all coaches too, behind the ones that the sign-in page shows.

    Raises:
        AccountRefused: this is a real installation.
    """
    if not is_practice():
        raise AccountRefused("这是正式安装，没有演练账号。")
    names = division_names() | dict(Department.objects.values_list("key", "name"))
    rank = list(ROLES)
    appointed = (SHOWN, OTHERS) if everybody else (SHOWN,)
    posts = Post.objects.filter(appointed_by__in=appointed).on(clock.today()).select_related("user")
    return [
        {
            "role": post.role,
            "title": ROLES[post.role].title,
            "name": post.user.name,
            "division": place_of(post, names),
            "user": post.user.username,
            "password": PASSWORD,
        }
        for post in sorted(posts, key=lambda p: (rank.index(p.role), p.appointed_by, p.reach, p.pk))
    ]


def division_names() -> dict[str, str]:
    """Return names by the digits of a reach: {"2111": 盘锦市, "211122": 盘山县, "211122103": 胡家镇}."""
    digits = {Division.Level.CITY: 4, Division.Level.COUNTY: 6, Division.Level.TOWNSHIP: 9}
    rows = Division.objects.filter(level__in=digits).values_list("code", "level", "name")
    return {code[: digits[Division.Level(level)]]: name for code, level, name in rows}
