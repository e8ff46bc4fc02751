from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "tonggong.domain.reporting"
    label = "reporting"
    verbose_name = "指标与通报"
