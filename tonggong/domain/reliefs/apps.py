from django.apps import AppConfig


class ReliefsConfig(AppConfig):
    name = "tonggong.domain.reliefs"
    label = "reliefs"
    verbose_name = "优惠与放宽"
