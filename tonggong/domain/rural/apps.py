from django.apps import AppConfig


class RuralConfig(AppConfig):
    name = "tonggong.domain.rural"
    label = "rural"
    verbose_name = "农村家庭"
