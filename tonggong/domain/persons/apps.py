from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "tonggong.domain.persons"
    label = "persons"
    verbose_name = "残疾人台账"
