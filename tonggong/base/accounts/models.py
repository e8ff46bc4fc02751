from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django_otp.models import Device
from django_otp.oath import TOTP

from tonggong.base.accounts.roles import ROLES, Role
from tonggong.base.installation import clock
from tonggong.base.privacy import open_bytes

SEED = "second_factor.seed"  # the sealed field's name
STEP_SECONDS = 30
TOLERANCE = 1  # steps before and after: clocks of phones differ
FAILURES, BLOCKED = 5, timedelta(minutes=30)


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the library gives its devices none
    """An account of one person, never shared. What it may do lies in its posts."""

    username = models.CharField(
        "用户名",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9._-]{2,39}\Z", "用户名用小写字母开头，只含字母、数字、点、横线，至少 3 个字符。"
            )
        ],
    )
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    unlocked_at = models.DateTimeField("解锁时间", null=True, blank=True, help_text="在此之前的登录失败不再计入锁定")
    created_at = models.DateTimeField("建立时间")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = BaseUserManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.username


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by what is in force."""

    def on(self, day: date) -> "PostQuerySet":
        """Posts in force on `day`, both ends included."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Post(models.Model):
    """One user in one role, somewhere, for a time. Ended by a day, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="账号")
    role = models.CharField("角色", max_length=24, choices=[(r.key, r.title) for r in ROLES.values()])
    reach = models.CharField(
        "辖区", max_length=9, blank=True, help_text="区划代码的开头：市 4 位，县区 6 位，乡镇街道 9 位"
    )
    department = models.CharField("部门", max_length=40, blank=True)
    unit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    provider = models.CharField("培训机构", max_length=80, blank=True)
    person_id = models.BigIntegerField("残疾人编号", null=True, blank=True, help_text="本人，或被监护人")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True, help_text="当日仍有效；空为仍在任")
    appointed_by = models.CharField("任命人", max_length=40)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "职责"
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="离任日期不能早于任职日期。",
            ),
            models.UniqueConstraint(
                name="one_open_post_of_a_kind",
                fields=["user", "role", "reach", "department", "unit_code", "provider"],
                condition=Q(valid_to=None, person_id=None),
                violation_error_message="此人已有同样的职责。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.reach}".strip()

    @property
    def of_role(self) -> Role:
        """The role as data."""
        return ROLES[self.role]


class SecondFactor(Device):
    """A one-time-password generator of a user (RFC 6238), its seed sealed like any identifier."""

    sealed_seed = models.BinaryField("种子（加密）")
    last_step = models.BigIntegerField("上次用过的时间步", default=-1)
    failures = models.IntegerField("连续失败", default=0)
    blocked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta(Device.Meta):
        abstract = False
        verbose_name = "动态口令"

    def verify_token(self, token: str) -> bool:
        """Say whether a token is right, now, and was not used before; five wrong ones block for 30 minutes."""
        now = clock.real_now()
        if self.blocked_until is not None and now < self.blocked_until:
            return False
        totp = TOTP(open_bytes(SEED, self.sealed_seed), step=STEP_SECONDS)
        totp.time = now.timestamp()
        good = token.isascii() and token.isdigit() and len(token) == 6
        good = good and totp.verify(int(token), TOLERANCE, self.last_step + 1)
        if good:
            self.last_step, self.failures, self.blocked_until = totp.t(), 0, None
        else:
            self.failures += 1
            if self.failures >= FAILURES:
                self.failures, self.blocked_until = 0, now + BLOCKED
        self.save(update_fields=["last_step", "failures", "blocked_until"])
        return good
