from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "tonggong.domain.casework"
    label = "casework"
    verbose_name = "个案工作"
