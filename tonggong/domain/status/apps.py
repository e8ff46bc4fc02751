from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "tonggong.domain.status"
    label = "status"
    verbose_name = "身份与应办事项"

    def ready(self) -> None:
        from tonggong.base import derived

        derived.register("tonggong.domain.status.services.follow")
