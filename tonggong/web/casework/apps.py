from django.apps import AppConfig


class CaseworkDeskConfig(AppConfig):
    name = "tonggong.web.casework"
    label = "casework_desk"
    verbose_name = "个案服务页面"
