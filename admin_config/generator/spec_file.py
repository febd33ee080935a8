"""Reads a domain from a TOML file small enough to write by hand in five minutes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from admin_config.generator import names
from admin_config.generator.behaviour import ScreenPlan
from admin_config.generator.blueprint import (
    TEXTS,
    DomainPlan,
    FieldPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.mistake import WrongSpec, nearest
from admin_config.generator.spec.chains import read_chains, with_chains
from admin_config.generator.spec.fields import read_field
from admin_config.generator.spec.fills import check_fills, read_fills
from admin_config.generator.spec.life import LIFE_WORDS, read_life
from admin_config.generator.spec.papers import (
    check_papers,
    given_for,
    read_paper,
    status_field,
    with_needs,
)
from admin_config.generator.spec.places import Places, Table
from admin_config.generator.spec.queries import read_queries
from admin_config.generator.spec.rules import NUMBERS, read_rules
from admin_config.generator.spec.wishes import read_screen
from admin_config.generator.spec.within import with_belonging

_DOMAIN_WORDS = ("title", "title_zh", "about", "above", "rights")
_MODEL_WORDS = (
    *("title", "plural", "title_zh", "about", "icon", "key", "owner", "small", "fields"),
    *("paper", "from", "fills", "rules", "queries", "screen", *LIFE_WORDS),
)
_LETTERS = re.compile(r"[RWDCAPXI]+(?: own)?")
_EVERYTHING = "RWDCAPXI"
_TYPED = frozenset({*TEXTS, Kind.LONG_TEXT, *NUMBERS, Kind.DATE})


def read_spec(path: Path, name: str) -> DomainPlan:
    """Return the domain that the file describes; ``WrongSpec`` names every mistake in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSpec([f"{path}: {error}"]) from error
    reader = _Reader(Places(path.name, content))
    plan = reader.domain(name)
    if reader.places.mistakes:
        raise WrongSpec(reader.places.mistakes)
    return plan


class _Reader:
    """Turns tables into plans."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def domain(self, name: str) -> DomainPlan:
        places = self.places
        top = {key: value for key, value in places.content.items() if key not in places.models}
        places.only(name, top, _DOMAIN_WORDS)
        if not places.models:
            places.wrong(name, "describes no model: write a table such as [Book]")
        title = places.text(name, top, "title", names.spoken(name).capitalize())
        above = places.text(name, top, "above", "catalog")
        plan = DomainPlan(
            name=name,
            title=title,
            title_zh=places.text(name, top, "title_zh"),
            about=places.sentence(
                name, top, "about", f"{title}: what is kept and what is done with it."
            ),
            above=above,
            models=tuple(self.model(model) for model in places.models),
            rights=tuple(self.rights(name, top.get("rights", {"manager": "all"}))),
        )
        below = self.below(above)
        check_papers(places, plan, below)
        plan = with_chains(places, plan)
        plan = with_belonging(places, plan)
        check_fills(places, plan)
        self.check_relations(plan, below)
        return with_needs(plan)

    def below(self, above: str) -> list[str]:
        """Return the domains that one may import which stands directly above this one."""
        order = domains_in_order()
        if above not in order:
            self.places.wrong("above", f"no domain {above!r}.{nearest(above, order)}")
            return order
        return order[order.index(above) :]

    def check_relations(self, plan: DomainPlan, below: list[str]) -> None:
        """Note relations to what stands higher in the order of imports."""
        for model in plan.models:
            for field in model.fields:
                app, dot, _name = field.to.partition(".")
                if dot and app in domains_in_order() and app not in below:
                    self.places.wrong(
                        f"{model.name}.{field.name}",
                        f'{app} stands higher than {plan.above}: say above = "{app}"',
                    )

    def rights(self, place: str, table: Any) -> Iterator[tuple[str, str]]:
        from erp.staff.default_rights import ROLES

        roles = [role.code for role in ROLES]
        if not isinstance(table, dict):
            self.places.wrong(place, "rights is a table of role = letters")
            return
        for role, letters in table.items():
            given = _EVERYTHING if letters == "all" else letters
            if role not in roles:
                self.places.wrong(f"{place}.rights", f"no role {role!r}.{nearest(role, roles)}")
            if not isinstance(given, str) or not _LETTERS.fullmatch(given):
                self.places.wrong(
                    f"{place}.rights.{role}", "letters of RWDCAPXI, with “own”, or “all”"
                )
            else:
                yield role, given

    def model(self, name: str) -> ModelPlan:
        places, table = self.places, self.places.content[name]
        if not names.CLASS_NAME.fullmatch(name) or not isinstance(table, dict):
            places.wrong(name, "a model is a table with a name such as BookCopy")
            table = {}
        elif name in names.taken_class_names():
            places.wrong(name, "the house or Python has something of this name already")
        places.only(name, table, _MODEL_WORDS)
        title = places.text(name, table, "title", names.spoken(name))
        paper = read_paper(places, name, table)
        plan = ModelPlan(
            name=name,
            title=title,
            title_zh=places.text(name, table, "title_zh"),
            plural=places.text(name, table, "plural", names.plural_of(title)),
            about=places.sentence(name, table, "about", f"{names.with_article(title)}."),
            icon=places.text(name, table, "icon", "description" if paper else "table_rows"),
            key=places.texts(f"{name}.key", table.get("key", [])),
            owner=places.text(name, table, "owner"),
            small=places.flag(name, table, "small"),
            fields=tuple(self.fields(name, table, needed=paper is None)),
            paper=paper,
        )
        plan = self.with_behaviour(plan, table)
        self.check_model(plan)
        return plan

    def fields(self, name: str, table: Table, *, needed: bool) -> Iterator[FieldPlan]:
        fields = table.get("fields", {})
        if not isinstance(fields, dict) or (needed and not fields):
            self.places.wrong(name, f"has no fields: write a table [{name}.fields]")
            return
        for field, what in fields.items():
            yield read_field(self.places, f"{name}.{field}", field, what)

    def with_behaviour(self, plan: ModelPlan, table: Table) -> ModelPlan:
        """Return the model with life cycle, rules, queries and wishes for its screen."""
        places, name = self.places, plan.name
        given = given_for(places, name, table, plan.fields)
        plan = replace(plan, given=tuple(given.values()))
        life = read_life(places, name, table, plan.known, is_paper=plan.paper is not None)
        if life is not None:
            set_by_steps = life.fields_set()
            fields = [replace(f, locked=f.name in set_by_steps) for f in plan.fields]
            plan = replace(plan, life=life, fields=tuple(fields))
            place = 0 if plan.paper is not None else len(fields)
            fields.insert(place, status_field(plan))
            plan = replace(plan, fields=tuple(fields))
        known = plan.known
        screen = ScreenPlan()
        if "screen" in table:
            screen = read_screen(places, f"{name}.screen", table["screen"], known)
        return replace(
            plan,
            chains=read_chains(places, name, table),
            fills=read_fills(places, name, table, known),
            rules=read_rules(places, f"{name}.rules", table.get("rules", []), known),
            queries=read_queries(places, f"{name}.queries", table.get("queries", {}), known),
            screen=screen,
        )

    def check_model(self, plan: ModelPlan) -> None:
        places, known = self.places, plan.known
        keys = places.named(f"{plan.name}.key", plan.key, known)
        if any(known[name].kind is Kind.CHOICES for name in keys):
            places.wrong(f"{plan.name}.key", "several choices tell no records apart")
        owners = places.named(f"{plan.name}.owner", [plan.owner] if plan.owner else [], known)
        if any(known[name].to.lower() != "staff.user" for name in owners):
            places.wrong(f"{plan.name}.owner", "the owner's field points to staff.User")
        if [field.name for field in plan.fields].count("status") > 1:
            places.wrong(f"{plan.name}.status", "what has steps has a status already")
        if sum(field.belongs for field in plan.fields) > 1:
            places.wrong(plan.name, "belongs to one record only")
        elif plan.parent is not None and plan.life is not None:
            where = f"{plan.parent.to} required"
            places.wrong(
                f"{plan.name}.{plan.parent.name}",
                f'has steps, so it has a form of its own: say "{where}"',
            )
        elif plan.parent is None and plan.fields and not self.has_typed(plan):
            places.wrong(plan.name, "has nothing that people type: add a text such as name")

    def has_typed(self, plan: ModelPlan) -> bool:
        """Tell whether people type something into the form, besides choosing."""
        return any(field.kind in _TYPED and not field.locked for field in plan.known.values())


def domains_in_order() -> list[str]:
    """Return the domains of the house, the highest first, as the rules of imports have them."""
    file = Path(settings.BASE_DIR) / "pyproject.toml"
    tool = tomllib.loads(file.read_text(encoding="utf-8"))["tool"]["importlinter"]
    stack = next(rule for rule in tool["contracts"] if rule["name"] == "Domains stack")
    return [name.strip(" ()") for layer in stack["layers"] for name in re.split("[|:]", layer)]
