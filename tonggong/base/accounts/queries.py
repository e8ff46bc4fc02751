"""Questions about accounts and posts; they change nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from axes.models import AccessFailureLog
from django.db.models import Count, Prefetch, Q, QuerySet

from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.roles import ROLES, Role, Scope
from tonggong.base.accounts.throttle import FAILURES, LOCKED, WITHIN, locked_until
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock


def who_in(post: Post, user: User) -> Who:
    """Return a user acting in one of his posts."""
    role = ROLES[post.role]
    return Who(
        user_id=user.pk,
        name=user.name,
        role=role.key,
        role_title=role.title,
        reach=post.reach,
        duties=role.duties,
        department=post.department,
        unit_code=post.unit_code,
        provider=post.provider,
        person_id=post.person_id,
        post_id=post.pk,
    )


def without_post(user: User) -> Who:
    """Return a user who has no post today: a name without any duty."""
    return Who(user.pk, user.name, "", "", "", frozenset())


def posts_of(user: User, day: date | None = None) -> list[Post]:
    """Return the posts of a user in force on a day (today), oldest first."""
    return list(Post.objects.filter(user=user).on(day or clock.today()).order_by("pk"))


def who_is(user: User, post_id: int | None = None) -> Who:
    """Return a user acting today: in the post wanted if it is his and in force, else in his first one."""
    posts = posts_of(user)
    if not posts:
        return without_post(user)
    return who_in(next((post for post in posts if post.pk == post_id), posts[0]), user)


def role_of(who: Who) -> Role | None:
    """Return the role acted in, None for nobody and for the command line."""
    return ROLES.get(who.role)


def users() -> QuerySet[User]:
    """Every account with its posts, by user name. For who has accounts.manage."""
    return User.objects.prefetch_related(Prefetch("posts", Post.objects.order_by("pk"))).order_by("username")


def find_users(words: str = "", *, after: str = "", size: int = 50) -> tuple[list[User], str]:
    """Return a page of accounts whose user name or name holds the words, and the user name after which more follow."""
    rows = users().filter(username__gt=after) if after else users()
    if words := words.strip():
        rows = rows.filter(Q(username__contains=words.lower()) | Q(name__contains=words))
    found = list(rows[: size + 1])
    return (found[:size], found[size - 1].username) if len(found) > size else (found, "")


def user_by_id(user_id: int) -> User | None:
    """One account with its posts, None if there is none. For who has accounts.manage."""
    return users().filter(pk=user_id).first()


def post_by_id(post_id: int) -> Post | None:
    """One post with its account, None if there is none. For who has accounts.manage."""
    return Post.objects.select_related("user").filter(pk=post_id).first()


def failed_sign_ins(limit: int = 100) -> list[tuple[str, str, datetime, bool]]:
    """Return the latest failed sign-ins as (user name, name, instant, while locked), newest first.

    What was typed shows only where it is an account's name: it may have been a password. For who has security.read.
    """
    rows = list(
        AccessFailureLog.objects.order_by("-attempt_time").values_list("username", "attempt_time", "locked_out")[:limit]
    )
    names = dict(User.objects.filter(username__in={row[0] for row in rows}).values_list("username", "name"))
    return [(name if name in names else "", names.get(name, ""), at, locked) for name, at, locked in rows]


@dataclass(frozen=True, slots=True)
class LockedAccount:
    """An account name that cannot sign in for a while."""

    user_id: int
    username: str
    until: str


def locked_accounts() -> list[LockedAccount]:
    """Every account locked now. For who has security.read."""
    now = clock.real_now()
    often = (
        AccessFailureLog.objects.filter(locked_out=False, attempt_time__gt=now - WITHIN - LOCKED)
        .values("username")
        .annotate(failures=Count("pk"))
        .filter(failures__gte=FAILURES)
        .values("username")
    )
    return [
        LockedAccount(user.pk, user.username, until.astimezone(clock.SHANGHAI).strftime("%H:%M"))
        for user in User.objects.filter(username__in=often).order_by("username")
        if (until := locked_until(user.username))
    ]


def names_by_reach(role: str) -> dict[str, list[str]]:
    """Who holds a role today, by reach: whom a county's work waits for."""
    out: dict[str, list[str]] = {}
    posts = Post.objects.filter(role=role, user__is_active=True).on(clock.today())
    for reach, name in posts.order_by("pk").values_list("reach", "user__name"):
        out.setdefault(reach, []).append(name)
    return out


def place_of(post: Post, names: dict[str, str]) -> str:
    """Say in words where a post is: the division's name, or what it is tied to."""
    scope = ROLES[post.role].scope
    if scope is Scope.DEPARTMENT:
        return names.get(post.department, post.department)
    if scope is Scope.UNIT:
        return post.unit_code
    if scope is Scope.PROVIDER:
        return post.provider
    return names.get(post.reach, post.reach)
