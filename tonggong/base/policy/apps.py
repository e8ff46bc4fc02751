from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "tonggong.base.policy"
    label = "policy"
    verbose_name = "政策数值"
