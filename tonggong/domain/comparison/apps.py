from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "tonggong.domain.comparison"
    label = "comparison"
    verbose_name = "部门比对"
