from django.apps import AppConfig


class DepartmentsDeskConfig(AppConfig):
    name = "tonggong.web.departments"
    label = "departments_desk"
    verbose_name = "部门"
