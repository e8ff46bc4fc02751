from django.urls import path

from tonggong.web.casework.testimony import complaints, words

urlpatterns = [
    path("words/", words.matters, name="words"),
    path("words/<int:matter_id>/", words.matter, name="words-matter"),
    path("words/of/<int:person_id>/", words.write, name="words-write"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("complaints/of/<int:person_id>/", complaints.write, name="complaint-write"),
    path("complaints/receipt/<slug:number>/", complaints.receipt, name="complaint-receipt"),
]
