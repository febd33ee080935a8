"""The models of a domain as Python: one file each, in the words that the house uses."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.blueprint import (
    CHOSEN,
    TEXTS,
    DomainPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.code.adopted import key_field
from admin_config.generator.code.constraints import constraints_of, indexes_of
from admin_config.generator.code.fields import (
    USER,
    choice_class,
    comes_earlier,
    constant,
    declared,
    declared_choices,
    has_key_column,
    is_unique_key,
    ordered,
    related_name,
)
from admin_config.generator.code.imports import imports_for, module
from admin_config.generator.code.rules import clean_method, rules_called
from admin_config.generator.code.words import lazily
from admin_config.generator.names import snake

__all__ = [
    "choice_class",
    "constant",
    "has_key_column",
    "is_unique_key",
    "model_file",
    "ordered",
    "package_file",
    "related_name",
]
_MOST_SEARCHED = 5


def model_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the file of one model."""
    base = base_of(domain, model)
    body = [
        *(line for field in model.fields for line in declared_choices(domain, model, field)),
        f"class {model.name}({base}):",
        f'    """{model.about}"""',
        "",
        *_kind_of_paper(model),
        *_position(domain, model),
        *_own_key(model),
        *(line for field in model.fields for line in declared(domain, model, field)),
        "",
        *_facts(domain, model),
        *_meta(model, base),
        f"        verbose_name = {lazily(model.title, model.title_zh, domain.title)}",
        f"        verbose_name_plural = {lazily(model.plural, model.title_zh, domain.title)}",
        f"        ordering = {_order(model)!r}",
        *indexes_of(model),
        *constraints_of(domain, model, base),
        "",
        *_name_of(domain, model),
        *clean_method(model),
    ]
    text = "\n".join(body)
    imports = imports_for(text, *_relations(domain, model), *rules_called(domain, model))
    # Django reads annotations of models at run time nowhere, so none of them needs the future
    return module(model.about, imports, text, future=False)


def _meta(model: ModelPlan, base: str) -> Iterator[str]:
    if model.adopted is None:
        yield f"    class Meta({base}.Meta):"
        return
    yield "    class Meta:" if model.read_only else f"    class Meta({base}.Meta):"
    yield "        managed = False"
    yield f"        db_table = {model.adopted.name!r}"
    if model.read_only:
        yield "        default_permissions = ('view', 'export')"


def _own_key(model: ModelPlan) -> Iterator[str]:
    if model.adopted is not None:
        yield key_field(model.adopted.key)


def package_file(domain: DomainPlan) -> str:
    """Return ``models/__init__.py``: every model and choice by name."""
    names: list[str] = []
    lines = [f'"""The tables of {domain.title}."""', ""]
    for model in domain.models:
        own = sorted(
            [
                model.name,
                *(choice_class(domain, model, f) for f in model.fields if f.kind in CHOSEN),
            ]
        )
        names += own
        lines.append(f"from erp.{domain.name}.models.{snake(model.name)} import {', '.join(own)}")
    return "\n".join([*lines, "", f"__all__ = {sorted(names)!r}", ""])


def base_of(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the class of the house that a model extends."""
    if model.adopted is not None:
        return "models.Model" if model.read_only else "Adopted"
    if model.paper is not None:
        return "PaperHead" if model.priced else "NumberedPaper"
    return "PaperLine" if domain.is_priced_line(model) else "Recorded"


def owner_path(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the lookup to the person who owns a record, if anybody does."""
    if model.owner or model.paper is not None:
        return model.owner or "owner"
    above = domain.head_of(model)
    reached = owner_path(domain, above) if above and above != model else ""
    return f"{model.parent.name}__{reached}" if model.parent and reached else ""


def searched(domain: DomainPlan, model: ModelPlan) -> tuple[str, ...]:
    """Return the texts by which a record is found."""
    if model.screen.search is not None:
        return model.screen.search
    first = ["number"] if model.paper else ["wording"] if domain.is_priced_line(model) else []
    texts = [f.name for f in model.fields if f.kind in {*TEXTS, Kind.EMAIL}]
    return tuple([*first, *texts][:_MOST_SEARCHED])


def _is_line(model: ModelPlan) -> bool:
    return model.parent is not None and model.parent.lines


def _kind_of_paper(model: ModelPlan) -> Iterator[str]:
    if model.paper is not None:
        yield f"    paper: ClassVar[Paper] = Paper.{snake(model.name).upper()}"
        yield ""


def _position(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    if _is_line(model) and not domain.is_priced_line(model):
        yield '    position = models.PositiveIntegerField(_("position"), default=0)'


def _relations(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    for field in model.fields:
        if domain.model(field.to):
            if field.to != model.name and comes_earlier(domain, model, field.to):
                yield f"from erp.{domain.name}.models.{snake(field.to)} import {field.to}"
        elif field.to and field.to != USER:
            app, name = field.to.split(".")
            yield f"from erp.{app}.models import {name}"


def _facts(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    if model.read_only:
        return
    texts = searched(domain, model)
    found = []
    if texts:
        found.append(f"    search_fields = {texts!r}")
    owner = owner_path(domain, model)
    if owner and model.paper is None:
        found.append(f"    owner_fields = ({owner!r},)")
    key = model.key or tuple(f.name for f in model.fields if f.unique)[:1]
    if model.paper is not None:
        key = ("number",)
    if key:
        found.append(f"    natural_key_fields = {key!r}")
    yield from [*found, ""] if found else []


def _order(model: ModelPlan) -> tuple[str, ...]:
    if model.paper is not None:
        return ("-issued_on",)
    if _is_line(model):
        return ("position", "pk")
    dates = [f for f in model.fields if f.kind in {Kind.DATE, Kind.MOMENT} and not f.locked]
    if model.adopted is not None:
        named = model.naming
        served = named is not None and (named.unique or named.indexed)
        return (named.name,) if named is not None and served else ("id",)
    if model.naming is not None:
        return (f"{model.naming.name}_key",)
    return (f"-{dates[0].name}",) if dates and model.parent is None else ("id",)


def _name_of(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    if model.paper is not None or domain.is_priced_line(model):
        return
    yield "    def __str__(self) -> str:"
    if _is_line(model):
        yield from _name_of_line(model)
    elif model.naming is not None and (model.naming.required or model.adopted is None):
        yield f'        """Return the {model.naming.title}."""'
        yield f"        return self.{model.naming.name}"
    elif model.naming is not None:
        yield f'        """Return the {model.naming.title}, or what it is and its number."""'
        called = 'f"{self._meta.verbose_name} {self.pk}"'
        yield f"        return self.{model.naming.name} or {called}"
    elif model.parent is not None:
        yield f'        """Return the {model.parent.title} and the number of the row."""'
        yield f'        return f"{{self.{model.parent.name}}} {{self.pk}}"'
    else:
        yield '        """Return what it is and its number."""'
        yield '        return f"{self._meta.verbose_name} {self.pk}"'


def _name_of_line(model: ModelPlan) -> Iterator[str]:
    if model.naming is not None:
        yield f'        """Return the {model.naming.title}, or the place in the paper."""'
        yield f"        return self.{model.naming.name} or f\"{{_('line')}} {{self.position}}\""
    else:
        yield '        """Return the place in the paper."""'
        yield "        return f\"{_('line')} {self.position}\""
