from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tonggong.base.accounts"
    label = "accounts"
    verbose_name = "账号与职责"
