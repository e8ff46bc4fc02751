from django.apps import AppConfig


class EmployerDeskConfig(AppConfig):
    name = "tonggong.web.employer"
    label = "employer_desk"
    verbose_name = "单位和培训机构"
