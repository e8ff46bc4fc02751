from django.apps import AppConfig


class FederationDeskConfig(AppConfig):
    name = "tonggong.web.federation"
    label = "federation_desk"
    verbose_name = "残联工作台"
