from django.apps import AppConfig


class VisitsDeskConfig(AppConfig):
    name = "tonggong.web.visits"
    label = "visits_desk"
    verbose_name = "专职委员和辅导员"

    def ready(self) -> None:
        from tonggong.base.accounts.who import Who
        from tonggong.web.components.navigation import Entry, register

        def works_elsewhere(who: Who) -> bool:
            return who.role not in ("township_worker", "job_coach")

        register(
            Entry(
                "我的片区", "visits:home", "ledger.read", "工作", 5, icon="person", tab="片区", unless=works_elsewhere
            )
        )
