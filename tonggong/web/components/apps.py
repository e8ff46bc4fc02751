from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "tonggong.web.components"
    label = "components"
    verbose_name = "页面部件"
