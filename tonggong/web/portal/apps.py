from django.apps import AppConfig


class PortalDeskConfig(AppConfig):
    name = "tonggong.web.portal"
    label = "portal_desk"
    verbose_name = "残疾人和家人"

    def ready(self) -> None:
        from tonggong.web.components.navigation import Entry, register

        register(Entry("我的", "portal:mine", "own.read", "工作", 10, icon="person", tab="我的", covers=("portal:*",)))
