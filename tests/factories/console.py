"""Makes what the console itself keeps."""

import hashlib

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from admin_config.models import IssuedPaper
from tests.factories.foundation import OperationFactory

_CONTENT = b"%PDF-1.4 made by a factory"


class IssuedPaperFactory(DjangoModelFactory[IssuedPaper]):
    """A paper that was downloaded, of a record that is gone."""

    class Meta:
        model = IssuedPaper

    operation = factory.SubFactory(OperationFactory)
    screen = "sales.quotation"
    record = factory.Sequence(lambda n: str(900_000 + n))
    name = factory.Sequence(lambda n: f"QT-2026-9{n:05d}")
    layout = "quotation"
    language = "en"
    size = len(_CONTENT)
    digest = hashlib.sha256(_CONTENT).hexdigest()
    issued_at = factory.LazyFunction(timezone.now)
    file = factory.LazyAttribute(lambda paper: ContentFile(_CONTENT, name=f"{paper.name}.pdf"))
