from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "tonggong.domain.agencies"
    label = "agencies"
    verbose_name = "服务机构"
