"""The product's settings, with the Django admin beside it: only here, only to be measured."""

from copy import deepcopy

from tonggong.config.settings import *  # noqa: F403
from tonggong.config.settings import INSTALLED_APPS as OURS
from tonggong.config.settings import TEMPLATES as OUR_TEMPLATES

INSTALLED_APPS = [*OURS, "django.contrib.admin"]
ROOT_URLCONF = "bench.pages.urls"
TEMPLATES = deepcopy(OUR_TEMPLATES)
TEMPLATES[0]["OPTIONS"]["context_processors"].append("django.contrib.auth.context_processors.auth")  # type: ignore[index]
ALLOWED_HOSTS = ["*"]
