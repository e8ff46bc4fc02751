from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "tonggong.domain.employers"
    label = "employers"
    verbose_name = "用人单位"
