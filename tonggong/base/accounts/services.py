"""What can be done with accounts: create, appoint, end, reset. Each checks, writes and leaves a trace in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tonggong.base.accounts.models import Post, SecondFactor, User
from tonggong.base.accounts.passwords import make_password_once
from tonggong.base.accounts.roles import ADMINISTRATORS, REACH_DIGITS, ROLES, Scope, kept_apart
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.audit.models import Kind
from tonggong.base.audit.services import record
from tonggong.base.installation import clock
from tonggong.base.installation.services import is_practice

SUBJECT = "accounts.User"


class AccountRefused(Exception):
    """An account or post can't be made so; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class FreshAccount:
    """An account with the password to be handed over once."""

    user: User
    password: str
    title: str = ""  # of the role, where it was made with one

    @property
    def username(self) -> str:
        """What the user signs in with."""
        return self.user.username


def _require(who: Who) -> None:
    if not who.may("accounts.manage"):
        raise AccountRefused("只有安全管理员可以管理账号。")


def _words(error: ValidationError) -> str:
    return "".join(error.messages)


@transaction.atomic
def create_user(who: Who, *, username: str, name: str, password: str | None = None) -> FreshAccount:
    """Make an account without any post. It must change its password at the first sign-in.

    Args:
        password: None makes one.

    Raises:
        AccountRefused: the user name is taken or badly formed, the password too weak, or `who` may not.
    """
    _require(who)
    now = clock.real_now()
    user = User(
        username=username.strip().lower(),
        name=name.strip(),
        must_change_password=True,
        created_at=now,
        password_set_at=now,
    )
    word = password or make_password_once()
    user.set_password(word)
    try:
        user.full_clean()
        validate_password(word, user)
    except ValidationError as error:
        raise AccountRefused(_words(error)) from None
    user.save()
    record(Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="create", username=user.username)
    return FreshAccount(user, word)


@transaction.atomic
def appoint(
    who: Who,
    user: User,
    role: str,
    *,
    reach: str = "",
    department: str = "",
    unit_code: str = "",
    provider: str = "",
    person_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Post:
    """Give a user a post.

    Args:
        role: key of a role.
        reach: digits of the division: 4 for a city, 6 for a county, 9 for a township, as the role asks; a 12-digit code
            is cut to what the role asks.
        department, unit_code, provider, person_id: what roles of a department, unit, training provider or person need.
        valid_from, valid_to: both days included; from today, without end.

    Raises:
        AccountRefused: unknown role, missing or unfitting reach, a role that is kept apart from one already held,
            somebody appointing himself, or `who` may not.
    """
    _require(who)
    if role not in ROLES:
        raise AccountRefused(f"没有“{role}”这个角色。")
    if who.user_id is not None and who.user_id == user.pk:
        raise AccountRefused("不能给自己任命职责，请另一位安全管理员办。")
    first_day = valid_from or clock.today()
    post = Post(
        user=user,
        role=role,
        reach=_reach(role, reach),
        department=department,
        unit_code=unit_code,
        provider=provider,
        person_id=person_id,
        valid_from=first_day,
        valid_to=valid_to,
        appointed_by=who.name,
    )
    _tied(post)
    User.objects.select_for_update().get(pk=user.pk)  # two appointments at once would not see each other's role
    for held in Post.objects.filter(user=user).exclude(valid_to__lt=first_day):
        if (valid_to is None or held.valid_from <= valid_to) and (why := kept_apart(role, held.role)):
            raise AccountRefused(why)
    try:
        post.full_clean()
        with transaction.atomic():
            post.save()
    except ValidationError as error:
        raise AccountRefused(_words(error)) from None
    except IntegrityError:
        raise AccountRefused("此人已有同样的职责。") from None
    record(
        Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="appoint", role=role, reach=post.reach, post=post.pk
    )
    return post


def _reach(role: str, reach: str) -> str:
    digits = REACH_DIGITS.get(ROLES[role].scope)
    if digits is None:
        return ""
    if not (reach.isascii() and reach.isdigit()) or len(reach) not in (digits, 12):
        raise AccountRefused(f"“{ROLES[role].title}”要指明辖区：{digits} 位区划代码。")
    if reach[digits:].strip("0"):
        raise AccountRefused(f"{reach} 不是“{ROLES[role].title}”一级的区划代码。")
    if reach[:digits].endswith("000") or (digits == 6 and reach[4:6] == "00"):
        raise AccountRefused(f"{reach} 不是“{ROLES[role].title}”一级的区划代码。")
    return reach[:digits]


def _tied(post: Post) -> None:
    scope, title = ROLES[post.role].scope, ROLES[post.role].title
    wanted = {
        Scope.DEPARTMENT: ("department", "部门"),
        Scope.UNIT: ("unit_code", "单位的统一社会信用代码"),
        Scope.PROVIDER: ("provider", "培训机构"),
        Scope.PERSON: ("person_id", "残疾人"),
    }
    for name, words in wanted.values():
        given, needed = bool(getattr(post, name)), wanted.get(scope, ("", ""))[0] == name
        if needed and not given:
            raise AccountRefused(f"“{title}”要指明{words}。")
        if given and not needed:
            raise AccountRefused(f"“{title}”不与{words}绑定。")


@transaction.atomic
def end_post(who: Who, post: Post, *, on: date | None = None, reason: str = "") -> None:
    """End a post with the close of a day (yesterday: it ends at once). Ending an ended post changes nothing.

    Raises:
        AccountRefused: the day is before the post began, or `who` may not.
    """
    _require(who)
    last = max(on or clock.today() - timedelta(days=1), post.valid_from)
    if on and on < post.valid_from:
        raise AccountRefused("离任日期不能早于任职日期。")
    if Post.objects.filter(pk=post.pk, valid_to=None).update(valid_to=last):
        record(
            Kind.CHANGE,
            who=who,
            subject=SUBJECT,
            ids=[post.user_id],
            what="end-post",
            post=post.pk,
            on=last,
            reason=reason,
        )
    post.refresh_from_db()


@transaction.atomic
def set_active(who: Who, user: User, *, active: bool, reason: str = "") -> None:
    """Switch an account on or off; sessions of one switched off end with their next page."""
    _require(who)
    if User.objects.filter(pk=user.pk).exclude(is_active=active).update(is_active=active):
        record(
            Kind.CHANGE,
            who=who,
            subject=SUBJECT,
            ids=[user.pk],
            what="switch-on" if active else "switch-off",
            reason=reason,
        )
    user.refresh_from_db()


@transaction.atomic
def reset_password(who: Who, user: User) -> FreshAccount:
    """Give a user a new password to be changed at the next sign-in; all his sessions end.

    Raises:
        AccountRefused: `who` may not.
    """
    _require(who)
    word = make_password_once()
    user.set_password(word)
    user.must_change_password, user.password_set_at = True, clock.real_now()
    user.save(update_fields=["password", "must_change_password", "password_set_at"])
    record(Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="reset-password")
    return FreshAccount(user, word)


@transaction.atomic
def change_password(who: Who, user: User, *, old: str, new: str) -> None:
    """Let a user change his own password.

    Raises:
        AccountRefused: the old one is wrong, or the new one is too weak or the same.
    """
    if not user.check_password(old):
        raise AccountRefused("原密码不对。")
    if old == new:
        raise AccountRefused("新密码不能与原密码相同。")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise AccountRefused(_words(error)) from None
    user.set_password(new)
    user.must_change_password, user.password_set_at = False, clock.real_now()
    user.save(update_fields=["password", "must_change_password", "password_set_at"])
    record(Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="change-password")


@transaction.atomic
def unlock(who: Who, user: User) -> None:
    """Let a locked user try again at once; the failures stay as evidence."""
    _require(who)
    user.unlocked_at = clock.real_now()
    user.save(update_fields=["unlocked_at"])
    record(Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="unlock")


@transaction.atomic
def reset_second_factor(who: Who, user: User) -> None:
    """Take a user's generator away (telephone lost), so that he sets up another."""
    _require(who)
    if SecondFactor.objects.filter(user=user).delete()[0]:
        record(Kind.CHANGE, who=who, subject=SUBJECT, ids=[user.pk], what="reset-second-factor")


@transaction.atomic
def create_first_administrators(people: Sequence[tuple[str, str]]) -> list[FreshAccount]:
    """Make the accounts a real installation starts with: system, security and audit administrator, three persons.

    Args:
        people: three pairs (user name, name), in this order.

    Raises:
        AccountRefused: not three different persons, an account exists already, or this is a practice installation.
    """
    if is_practice():
        raise AccountRefused("演练安装用演练账号，不设正式管理员。")
    if User.objects.exists():
        raise AccountRefused("已经有账号了，以后由安全管理员增加。")
    if (
        len(people) != len(ADMINISTRATORS)
        or len({u for u, _ in people}) < len(people)
        or len({n for _, n in people}) < len(people)
    ):
        raise AccountRefused("系统、安全、审计管理员必须是三个人。")
    who, made = system_who("安装程序"), []
    for role, (username, name) in zip(ADMINISTRATORS, people, strict=True):
        account = create_user(who, username=username, name=name)
        appoint(who, account.user, role)
        made.append(replace(account, title=ROLES[role].title))
    record(Kind.SETUP, who=who, subject=SUBJECT, ids=[a.user.pk for a in made], what="first-administrators")
    return made
