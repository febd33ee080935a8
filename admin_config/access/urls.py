"""The addresses of coming in, beside those of the console's screens."""

from __future__ import annotations

from admin_config.access.forgotten_password import forgotten_password_urls
from admin_config.access.own_addresses import own_address_urls
from admin_config.access.own_sessions import own_session_urls

urlpatterns = [*own_session_urls(), *own_address_urls(), *forgotten_password_urls()]
