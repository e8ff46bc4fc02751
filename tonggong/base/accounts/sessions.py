"""Signing in and out, and acting in another of one's posts."""

from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError

from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.queries import posts_of, who_in, who_is
from tonggong.base.accounts.throttle import LOCKED, locked_until
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit.models import Kind
from tonggong.base.audit.services import record
from tonggong.base.installation import clock

POST, SEEN = "post", "seen"  # keys in the session: the post acted in, and when it was last used (seconds)
SUBJECT = "accounts.User"


class SignInRefused(Exception):
    """The name and password don't open an account; the message never says which of them was wrong."""


class SignInLocked(SignInRefused):
    """Too many failures: the name is locked for a while."""


def sign_in(request: Request, username: str, password: str) -> Who:
    """Sign a user in and say as whom he acts.

    Raises:
        SignInRefused: wrong name or password, or the account is switched off.
        SignInLocked: five failures within 15 minutes.
    """
    name = username.strip().lower()
    address = request.META.get("REMOTE_ADDR", "")
    try:
        User._meta.get_field("username").run_validators(name)
    except ValidationError:  # perhaps an identity number: it must not reach the evidence of failures
        record(Kind.REFUSED, who=None, subject=SUBJECT, step="sign-in", address=address)
        raise SignInRefused("用户名或密码不对。") from None
    was_locked = locked_until(name)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        if not was_locked:
            ids = list(User.objects.filter(username=name).values_list("pk", flat=True))
            record(Kind.REFUSED, who=None, subject=SUBJECT, ids=ids, step="sign-in", address=address)
        if locked_until(name):
            raise SignInLocked(
                f"失败次数太多，此用户名已锁定，请 {LOCKED.seconds // 60} 分钟后再试，或请安全管理员解锁。"
            )
        raise SignInRefused("用户名或密码不对。")
    login(request, user)
    request.session[SEEN] = int(clock.real_now().timestamp())
    who = who_is(user)
    record(Kind.SIGN_IN, who=who, subject=SUBJECT, ids=[user.pk], address=address)
    return who


def sign_out(request: Request, *, idle: bool = False) -> None:
    """End the session; `idle` says that it ended by itself."""
    user = request.user
    if user.is_authenticated:
        who = getattr(request, "who", None) or who_is(user, request.session.get(POST))
        record(Kind.SIGN_OUT, who=who, subject=SUBJECT, ids=[user.pk], **({"because": "idle"} if idle else {}))
    logout(request)


def switch_post(request: Request, post_id: int) -> Who:
    """Act in another of one's own posts from now on.

    Raises:
        Post.DoesNotExist: it is not his, or not in force.
    """
    user = request.user
    post = next((p for p in posts_of(user) if p.pk == post_id), None)
    if post is None:
        raise Post.DoesNotExist
    request.session[POST] = post.pk
    request.who = who_in(post, user)
    record(Kind.SIGN_IN, who=request.who, subject=SUBJECT, ids=[user.pk], step="switch-post", post=post.pk)
    return request.who
