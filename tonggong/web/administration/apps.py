from django.apps import AppConfig


class AdministrationDeskConfig(AppConfig):
    name = "tonggong.web.administration"
    label = "administration_desk"
    verbose_name = "系统、安全、审计"
