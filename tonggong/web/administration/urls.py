from django.urls import path

from tonggong.web.administration.views import accounts, audit, system

app_name = "administration"
urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.create, name="account-new"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/appoint/", accounts.appoint, name="account-appoint"),
    path("accounts/<int:user_id>/switch/", accounts.switch, name="account-switch"),
    path("accounts/<int:user_id>/unlock/", accounts.unlock, name="account-unlock"),
    path("accounts/<int:user_id>/password/", accounts.password, name="account-password"),
    path("accounts/<int:user_id>/second-factor/", accounts.second_factor, name="account-second-factor"),
    path("accounts/<int:user_id>/posts/<int:post_id>/end/", accounts.end_post, name="account-end-post"),
    path("sign-ins/", accounts.sign_ins, name="sign-ins"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify, name="verify"),
    path("audit/persons/<int:person_id>/", audit.person_trail, name="person-trail"),
    path("system/", system.system, name="system"),
]
