"""The screens of a domain as Python: one declaration for each model that is no line of another."""

from __future__ import annotations

from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code.models import related_name


def shown(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models that have a screen of their own."""
    return tuple(model for model in domain.models if model.parent is None)


def screen_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the declaration of one screen."""
    children = domain.children_of(model)
    words = ["Screen"]
    arguments = [model.name, f"icon={model.icon!r}"]
    if model.small:
        arguments.append("small=True")
    if children:
        words = ["Children", "Copy", "Screen"]
        rows = "".join(f"Children({child.name})," for child in children)
        along = tuple(related_name(child, child.parent) for child in children if child.parent)
        arguments += [f"children=({rows})", f"copy=Copy(along={along!r})"]
    named = sorted([model.name, *(child.name for child in children)])
    return "\n".join(
        [
            f'"""The screen of {model.plural}."""',
            "",
            f"from admin_config.engine.spec import {', '.join(words)}",
            f"from erp.{domain.name}.models import {', '.join(named)}",
            "",
            f"SCREEN = Screen({', '.join(arguments)})",
            "",
        ]
    )
