from tonggong.web.federation import (
    cases_urls,
    cooperation_urls,
    declarations_urls,
    labour_urls,
    month_urls,
    people_urls,
    posts_urls,
    quota_urls,
    reliefs_urls,
    units_urls,
)

app_name = "federation"
urlpatterns = [
    *month_urls.urlpatterns,
    *people_urls.urlpatterns,
    *units_urls.urlpatterns,
    *quota_urls.urlpatterns,
    *declarations_urls.urlpatterns,
    *cases_urls.urlpatterns,
    *cooperation_urls.urlpatterns,
    *posts_urls.urlpatterns,
    *labour_urls.urlpatterns,
    *reliefs_urls.urlpatterns,
]
