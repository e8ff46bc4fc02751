from django.urls import path

from tonggong.web.visits.today import opened, views

urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
    path("mine/rows/", opened.mine_rows, name="mine-rows"),
    path("today/order/", views.order, name="today-order"),
    path("today/undo/", views.undo, name="today-undo"),
    path("today/<int:person_id>/later/", views.later, name="today-later"),
    path("today/<int:person_id>/done/", views.done, name="today-done"),
    path("today/<int:person_id>/call/", views.call, name="today-call"),
]
