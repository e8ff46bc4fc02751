from django import forms
from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "tonggong.web.components"
    label = "components"
    verbose_name = "页面部件"

    def ready(self) -> None:
        """Say in plain words what is left out; Django's own words speak of fields."""
        forms.Field.default_error_messages["required"] = "这一项必填，请填上"
        forms.ChoiceField.default_error_messages["required"] = "这一项必填，请选一个"
