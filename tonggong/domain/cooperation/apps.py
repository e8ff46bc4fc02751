from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "tonggong.domain.cooperation"
    label = "cooperation"
    verbose_name = "合作"
