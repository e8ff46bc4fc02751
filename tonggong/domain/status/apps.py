from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "tonggong.domain.status"
    label = "status"
    verbose_name = "身份与应办事项"
