from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "tonggong.domain.coaching"
    label = "coaching"
    verbose_name = "就业辅导"

    def ready(self) -> None:
        from tonggong.base import derived

        derived.register("tonggong.domain.coaching.services.follow_ups.refresh")
