"""The addresses of the second factor."""

from django.urls import path

from admin_config.engine.site import console
from admin_config.second_factor import asking, enrolling
from admin_config.second_factor.passkey_options import passkey_options
from admin_config.second_factor.security import security

app_name = "second_factor"
urlpatterns = [
    path("", asking.prove, name="prove"),
    path("send/", asking.send, name="send"),
    path("code/", asking.code_over_page, name="code"),
    path("passkey/", passkey_options, name="passkey_options"),
    path("set-up/", enrolling.enrol, name="enrol"),
    path("set-up/app/", enrolling.enrol_app, name="enrol_app"),
    path("set-up/passkey/", enrolling.enrol_passkey, name="enrol_passkey"),
    path("set-up/message/", enrolling.enrol_message, name="enrol_message"),
    path("onward/", enrolling.onward, name="onward"),
    path("security/", console.admin_view(security), name="security"),
]
