from django.apps import AppConfig


class AccountDeskConfig(AppConfig):
    name = "tonggong.web.account"
    label = "account_desk"
    verbose_name = "账号"
