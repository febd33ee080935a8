"""How a quotation goes out by mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.printing.paths import value_at
from admin_config.engine.spec.mailing import Mailing, MailText, Reader
from erp.company.models import Paper
from erp.company.queries.mail_texts import mail_texts
from erp.foundation.models.bilingual import is_chinese, local_text
from erp.parties.models import Contact
from erp.parties.queries.mail_readers import readers_at
from erp.sales.models import Quotation


def _reader(quotation: Quotation) -> Reader:
    contact, customer = quotation.contact, quotation.customer
    if contact is not None and contact.email:
        return Reader(contact.name, contact.email)
    return Reader(customer.name, customer.email)


def _readers(quotation: Quotation) -> Sequence[Reader]:
    return [Reader(name, address) for name, address in readers_at(quotation.customer)]


def _texts(language: str) -> Sequence[MailText]:
    return [
        MailText(text.name, text.subject, text.text)
        for text in mail_texts(Paper.QUOTATION, language)
    ]


def _words(quotation: Quotation) -> dict[str, str]:
    owner = quotation.owner
    return {
        "greeting": _greeting(quotation.contact),
        "contact": quotation.contact.name if quotation.contact else "",
        "customer": quotation.customer.name,
        "paper": str(capfirst(Quotation._meta.verbose_name)),
        "number": quotation.number,
        "date": value_at(quotation, "issued_on"),
        "valid_until": value_at(quotation, "valid_until"),
        "total": f"{quotation.currency.code} {value_at(quotation, 'total', money=2)}",
        "company": local_text(quotation.company, "name"),
        "sender": owner.name if owner else "",
        "phone": (owner.phone or owner.mobile) if owner else "",
    }


def _greeting(contact: Contact | None) -> str:
    if contact is None:
        return _("Dear Sir or Madam,")
    salutation = contact.get_salutation_display() if contact.salutation else ""
    order = (contact.name, salutation) if is_chinese() else (salutation, contact.name)
    person = ("" if is_chinese() else " ").join(filter(None, order))
    return _("Dear %(person)s,") % {"person": person}


QUOTATION_MAILING = Mailing(reader=_reader, readers=_readers, texts=_texts, words=_words)
