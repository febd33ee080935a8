"""The menu of the console, in order: every screen of the house stands here once."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admin_config.engine.spec import MenuSection
from admin_config.screens.catalog import (
    brand,
    catalogue_entry,
    category,
    product,
    sensitive_sku,
    sku,
    specification,
    unit,
)
from admin_config.screens.company import (
    company,
    country,
    currency,
    delivery_way,
    exchange_rate,
    number_series,
    payment_terms,
    print_setting,
    region,
    tax_rate,
    text_block,
)
from admin_config.screens.parties import contact, customer, party, supplier
from admin_config.screens.sales import quotation
from admin_config.screens.staff import (
    account_request,
    deputyship,
    invitation,
    role,
    session,
    throttle,
    user,
)
from admin_config.screens.system import issued_paper, job, operation, outbox_mail

MENU = (
    MenuSection(
        _("Sales and parties"),
        (quotation.SCREEN, customer.SCREEN, supplier.SCREEN, contact.SCREEN, party.SCREEN),
    ),
    MenuSection(
        _("Catalog"),
        (
            sku.SCREEN,
            product.SCREEN,
            category.SCREEN,
            specification.SCREEN,
            catalogue_entry.SCREEN,
            sensitive_sku.SCREEN,
            brand.SCREEN,
            unit.SCREEN,
        ),
    ),
    MenuSection(
        pgettext_lazy("menu", "Company"),
        (
            company.SCREEN,
            currency.SCREEN,
            exchange_rate.SCREEN,
            tax_rate.SCREEN,
            payment_terms.SCREEN,
            delivery_way.SCREEN,
            text_block.SCREEN,
            print_setting.SCREEN,
            number_series.SCREEN,
            region.SCREEN,
            country.SCREEN,
        ),
    ),
    MenuSection(
        _("Staff"),
        (
            user.SCREEN,
            invitation.SCREEN,
            account_request.SCREEN,
            role.SCREEN,
            deputyship.SCREEN,
            session.SCREEN,
            throttle.SCREEN,
        ),
    ),
    MenuSection(
        _("System"),
        (operation.SCREEN, issued_paper.SCREEN, job.SCREEN, outbox_mail.SCREEN),
    ),
)
