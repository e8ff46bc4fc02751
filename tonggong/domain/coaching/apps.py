from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "tonggong.domain.coaching"
    label = "coaching"
    verbose_name = "就业辅导"
