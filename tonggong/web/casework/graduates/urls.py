from django.urls import path

from tonggong.web.casework.graduates import opened, views

urlpatterns = [
    path("graduates/", views.graduates, name="graduates"),
    path("graduates/<int:year>/plans/", views.make_plans, name="graduate-plans"),
    path("graduates/<int:year>/ledger/", views.ledger, name="graduate-ledger"),
    path("graduates/<int:year>/<int:person_id>/", views.graduate, name="graduate"),
    path("graduates/<int:year>/<int:person_id>/destination/", views.destination, name="graduate-destination"),
    path("graduates/<int:year>/rates/", opened.rate_rows, name="graduate-rates"),
    path("colleges/students/", opened.student_rows, name="college-students"),
    path("colleges/", views.colleges, name="colleges"),
    path("colleges/add/", views.add_activity, name="college-add"),
    path("colleges/<int:activity_id>/withdraw/", views.withdraw_activity, name="college-withdraw"),
    path("graduates/answers/", views.replies, name="graduate-answers"),
    path("graduates/answers/<int:delivery_id>/", views.reply, name="graduate-answer"),
]
