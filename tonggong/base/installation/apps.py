from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "tonggong.base.installation"
    label = "installation"
    verbose_name = "安装"
