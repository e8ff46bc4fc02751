from django.apps import AppConfig


class FederationDeskConfig(AppConfig):
    name = "tonggong.web.federation"
    label = "federation_desk"
    verbose_name = "残联工作台"

    def ready(self) -> None:
        from tonggong.web.federation import navigation, people_rail

        navigation.register_all()
        people_rail.register_all()
