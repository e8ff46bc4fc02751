from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "tonggong.domain.campaigns"
    label = "campaigns"
    verbose_name = "专项行动和就业援助"

    def ready(self) -> None:
        from tonggong.base import derived

        derived.register("tonggong.domain.campaigns.services.lists.follow")
