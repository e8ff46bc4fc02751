from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "tonggong.domain.employment"
    label = "employment"
    verbose_name = "就业事实"
