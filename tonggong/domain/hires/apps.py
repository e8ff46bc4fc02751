from django.apps import AppConfig


class HiresConfig(AppConfig):
    name = "tonggong.domain.hires"
    label = "hires"
    verbose_name = "录聘用核对"
