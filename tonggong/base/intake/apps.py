from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tonggong.base.intake"
    label = "intake"
    verbose_name = "数据交换"
