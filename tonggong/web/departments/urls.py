from django.urls import path

from tonggong.web.departments import complaints, views

app_name = "departments"
urlpatterns = [
    path("", views.home, name="home"),
    path("quality/", views.quality, name="quality"),
    path("upload/", views.upload, name="upload"),
    path("upload/<int:run_id>/", views.upload_look, name="upload-look"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("deliveries/<int:delivery_id>/", views.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/refused/<int:file_id>/", views.refused_rows, name="refused-rows"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("returned/", views.returned, name="returned"),
    path("returned/<int:finding_id>/", views.answer, name="answer"),
]
