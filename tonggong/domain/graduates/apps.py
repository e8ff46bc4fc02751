from django.apps import AppConfig


class GraduatesConfig(AppConfig):
    name = "tonggong.domain.graduates"
    label = "graduates"
    verbose_name = "高校毕业生"
