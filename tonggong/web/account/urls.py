from django.urls import path

from tonggong.web.account import views
from tonggong.web.account.style_guide import style_guide

app_name = "account"
urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign-in"),
    path("practice-sign-in/", views.practice_sign_in, name="practice-sign-in"),
    path("sign-out/", views.sign_out_page, name="sign-out"),
    path("post/", views.switch_post_page, name="switch-post"),
    path("password/", views.password, name="password"),
    path("second-factor/", views.second_factor, name="second-factor"),
    path("second-factor/set-up/", views.second_factor_setup, name="second-factor-setup"),
    path("display/", views.display, name="display"),
    path("help/", views.help_page, name="help"),
    path("style-guide/", style_guide, name="style-guide"),
]
