from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    name = "tonggong.domain.testimony"
    label = "testimony"
    verbose_name = "本人的话"
