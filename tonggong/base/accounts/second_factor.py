"""One-time passwords as the second factor (django-otp's mechanism, a sealed seed of our own)."""

import base64
import os
from urllib.parse import quote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django_otp import login as otp_login

from tonggong.base.accounts.models import SEED, STEP_SECONDS, SecondFactor, User
from tonggong.base.audit.models import Kind
from tonggong.base.audit.services import Actor, record
from tonggong.base.privacy import open_bytes, seal_bytes


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Say whether the user has a generator that was confirmed once."""
    return SecondFactor.objects.filter(user_id=user.pk, confirmed=True).exists()


@transaction.atomic
def begin(user: User) -> SecondFactor:
    """Give the user a new generator, still to be confirmed; earlier unconfirmed ones go.

    Raises:
        ValueError: one is confirmed already; a security administrator takes it away first.
    """
    if has_second_factor(user):
        raise ValueError("已经设置过动态口令。换手机请联系安全管理员重置。")
    SecondFactor.objects.filter(user=user).delete()
    return SecondFactor.objects.create(
        user=user, name="动态口令", confirmed=False, sealed_seed=seal_bytes(SEED, os.urandom(20))
    )


def uri(device: SecondFactor) -> str:
    """Return the otpauth address that a phone reads from a QR code: shown once, never stored or logged."""
    seed = base64.b32encode(open_bytes(SEED, device.sealed_seed)).decode()
    label = quote(f"同工:{device.user.get_username()}")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': seed, 'issuer': '同工', 'period': STEP_SECONDS, 'digits': 6})}"
    )


def confirm(request: HttpRequest, who: Actor, token: str) -> bool:
    """Take a token for the signed-in user: confirms a new generator, and verifies this session. False if it is wrong."""
    with transaction.atomic():
        device = (
            SecondFactor.objects.select_for_update()
            .filter(user_id=request.user.pk)
            .order_by("-confirmed", "-pk")
            .first()
        )
        if device is None or not device.verify_token(token.strip()):
            record(Kind.REFUSED, who=who, subject="accounts.User", ids=[request.user.pk or 0], step="second-factor")
            return False
        if not device.confirmed:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            record(Kind.CHANGE, who=who, subject="accounts.User", ids=[request.user.pk or 0], what="second-factor-set")
        record(Kind.SIGN_IN, who=who, subject="accounts.User", ids=[request.user.pk or 0], step="second-factor")
    otp_login(request, device)
    return True
