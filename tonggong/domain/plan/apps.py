from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "tonggong.domain.plan"
    label = "plan"
    verbose_name = "行动方案"
