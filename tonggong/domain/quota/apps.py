from django.apps import AppConfig


class QuotaConfig(AppConfig):
    name = "tonggong.domain.quota"
    label = "quota"
    verbose_name = "按比例就业"
