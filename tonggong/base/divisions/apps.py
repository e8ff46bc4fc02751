from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "tonggong.base.divisions"
    label = "divisions"
    verbose_name = "区划和部门"
