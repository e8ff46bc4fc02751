from django import forms
from django.apps import AppConfig
from django.core import validators


class ComponentsConfig(AppConfig):
    name = "tonggong.web.components"
    label = "components"
    verbose_name = "页面部件"

    def ready(self) -> None:
        """Say in plain words what is left out or too long; Django's own words speak of fields and variables."""
        forms.Field.default_error_messages["required"] = "这一项必填，请填上"
        forms.ChoiceField.default_error_messages["required"] = "这一项必填，请选一个"
        forms.ChoiceField.default_error_messages["invalid_choice"] = "“%(value)s”不在可以选的里面，请重新选一个"
        forms.URLField.default_error_messages["invalid"] = "网址要写全，例如 https://www.example.cn/report"
        validators.MaxLengthValidator.message = "最多 %(limit_value)d 个字，现在 %(show_value)d 个，请写短一些"
