"""The screens of a domain as Python: one declaration for each model with a form of its own."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import ChartPlan, QueryPlan, RuleKind
from admin_config.generator.blueprint import TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.chains import chain_name
from admin_config.generator.code.fields import related_name
from admin_config.generator.code.imports import imports_for, models_in, module
from admin_config.generator.code.layout import columns_of_lines, sections_of
from admin_config.generator.code.life_cycles import cycle_name
from admin_config.generator.code.phrases import waits_for_me
from admin_config.generator.code.queries import filling, waits_for_approval
from admin_config.generator.code.services import verb
from admin_config.generator.code.words import lazily
from admin_config.generator.names import snake

_SPEC = "admin_config.engine.spec"
_SIGNED = ("submitted_by", "submitted_at", "approved_by", "approved_at")


def shown(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models that have a screen of their own."""
    return tuple(model for model in domain.models if model.parent is None)


def verbs_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the buttons of a life cycle's steps."""
    steps = model.life.steps if model.life is not None else ()
    noun = snake(model.name)
    lines = [
        "",
        "",
        "def _can(step: str) -> Callable[[Any], bool]:",
        f"    return lambda {noun}: {cycle_name(model)}.can(step, {noun})",
        "",
        "",
        "VERBS = (",
    ]
    for step in steps:
        label = lazily(step.title, step.title_zh, model.title)
        words = [verb(model, step), label]
        if step.right != "change":
            words.append(f"right={step.right!r}")
        words.append(f"icon={step.icon!r}")
        if step.reason:
            words.append("reason=True")
        words.append(f"when=_can({step.name!r})")
        if step.another:
            words.append("allowed=may_approve")
        lines.append(f"    Do({', '.join(words)}),")
    body = "\n".join([*lines, ")"])
    place = f"erp.{domain.name}"
    services = ", ".join(sorted(verb(model, step) for step in steps))
    own = (
        f"from {place}.life_cycles import {cycle_name(model)}",
        f"from {place}.services.{noun} import {services}",
    )
    says = f"What can be done with one of the {model.plural}, as buttons: its steps."
    return module(says, imports_for(body, *own), body)


def screen_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the declaration of one screen."""
    arguments = [model.name, f"icon={model.icon!r}", *_arguments(domain, model)]
    body = f"SCREEN = Screen({', '.join(arguments)})"
    place, noun = f"erp.{domain.name}", snake(model.name)
    own = []
    if model.life is not None:
        own.append(f"from admin_config.screens.{domain.name}.{noun}_verbs import VERBS")
    called = _queries_shown(model)
    if called:
        own.append(f"from {place}.queries.{noun} import {', '.join(sorted(called))}")
    if model.chains:
        chains = sorted(chain_name(model, chain) for chain in model.chains)
        own.append(f"from {place}.chains import {', '.join(chains)}")
    imports = imports_for(body, *own, *models_in(domain, body))
    text = module(f"The screen of {model.plural}.", imports, body, future=False)
    return text.replace("\n\n\nSCREEN", "\n\nSCREEN")


def _arguments(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    wishes = model.screen
    yield from (f"{word}=True" for word in ("small", "read_only") if getattr(model, word))
    for word in ("columns", "filters", "totals", "ordering"):
        value = getattr(wishes, word)
        inferred = _columns(model) if word == "columns" else ()
        if value is not None or inferred:
            yield f"{word}={value if value is not None else inferred!r}"
    if wishes.editable:
        yield f"editable={wishes.editable!r}"
    sections = sections_of(model)
    if sections:
        yield f"sections=({''.join(f'{section}, ' for section in sections)})"
    children = [c for c in domain.children_of(model) if c.parent and not c.parent.lines]
    if children:
        yield f"children=({''.join(f'{_children(child)}, ' for child in children)})"
    lines = domain.lines_of(model)
    if lines:
        yield f"lines=({''.join(f'{_lines(domain, model, line)}, ' for line in lines)})"
    yield from _copy(domain, model)
    if model.life is not None:
        past = ("status", *(f.name for f in model.fields if f.locked and f.name != "status"))
        yield f"importing=Import(past={past!r})"
        yield "actions=VERBS"
    yield from _continues(model)
    yield from _home(model)
    yield from _charts(model)
    yield from _fills(model)
    yield from _defaults(model)


def _defaults(model: ModelPlan) -> Iterator[str]:
    owner = model.owner or ("owner" if model.paper is not None else "")
    if owner:
        yield f"defaults=(({owner!r}, lambda request: request.user.pk),)"


def _continues(model: ModelPlan) -> Iterator[str]:
    words = []
    for chain in model.chains:
        title = lazily(chain.title, chain.title_zh, model.title)
        words.append(f"Continues({chain_name(model, chain)}, {title}, icon={chain.icon!r})")
    if words:
        yield f"continues=({', '.join(words)},)"


def _fills(model: ModelPlan) -> Iterator[str]:
    if model.fills:
        fills = ", ".join(f"Fill({fill.field!r}, {filling(fill)})" for fill in model.fills)
        yield f"fills=({fills},)"
    within = [f"Belongs({f.name!r}, to={f.of!r}, by={f.by!r})" for f in model.fields if f.of]
    if within:
        yield f"belongs=({', '.join(within)},)"


def _columns(model: ModelPlan) -> tuple[str, ...]:
    """Return the columns of a paper's list; those of other records are inferred when shown."""
    if model.paper is None:
        return ()
    short = [f.name for f in model.fields if f.kind in _COLUMNS and not f.locked][:_MOST_COLUMNS]
    money = ["currency", "total"] if model.priced else []
    return ("number", "status", *short, *money, "issued_on", "owner")


_COLUMNS = frozenset({Kind.RELATION, Kind.CHOICE, Kind.DATE, Kind.CODE, Kind.TEXT})
_MOST_COLUMNS = 3


def _children(child: ModelPlan) -> str:
    columns = f", columns={child.screen.columns!r}" if child.screen.columns else ""
    return f"Children({child.name}{columns})"


def _lines(domain: DomainPlan, head: ModelPlan, line: ModelPlan) -> str:
    columns = line.screen.columns or columns_of_lines(domain, line)
    words = [line.name, f"columns={columns!r}", "order='position'"]
    if head.priced:
        added = "added=('shipping', 'adjustment')"
        words.append(
            f"compute=Amounts(tax='tax_rate', tax_kind='tax_kind', {added}, currency='currency')"
        )
        words += ["goods='sku'", "doubt='undecided'", "match=match_lines", "fill=fill_from_sku"]
        words.append("depends=('currency', 'rate', 'issued_on', 'tax_kind')")
    return f"Lines({', '.join(words)})"


def _copy(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    if model.read_only:
        return
    if not model.screen.copy or not can_be_copied(model):
        yield "copy=None"
        return
    reset = [f.name for f in model.fields if f.locked]
    if model.paper is not None:
        reset += ["number", "issued_on", *_SIGNED, *(["rate"] if model.priced else [])]
    more = [*model.screen.reset, *_beside_own_day(model)]
    reset += [name for name in dict.fromkeys(more) if name not in reset]
    along = tuple(related_name(c, c.parent) for c in domain.children_of(model) if c.parent)
    words = [f"reset={tuple(reset)!r}"] if reset else []
    words += [f"along={along!r}"] if along else []
    if words:
        yield f"copy=Copy({', '.join(words)})"


def _beside_own_day(model: ModelPlan) -> list[str]:
    """Return the dates that a rule holds against the day of the paper, which a copy starts anew."""
    compared = [rule.fields for rule in model.rules if rule.kind is RuleKind.COMPARED]
    names = [name for pair in compared if "issued_on" in pair for name in pair]
    return [name for name in names if name != "issued_on" and not model.field(name).required]


def can_be_copied(model: ModelPlan) -> bool:
    """Tell whether a copy can differ where no two records may be the same: by the end of a text."""
    together = [rule.fields for rule in model.rules if rule.kind is RuleKind.UNIQUE]
    groups = [*together, *([model.key] if model.key else [])]
    return all(any(model.field(name).kind in TEXTS for name in group) for group in groups)


def _queries_shown(model: ModelPlan) -> list[str]:
    waiting = ["waiting_for_approval"] if waits_for_approval(model) else []
    fills = [filling(fill) for fill in model.fills]
    return [*waiting, *fills, *(query.name for query in model.queries if query.card)]


def _home(model: ModelPlan) -> Iterator[str]:
    cards = []
    waits = waits_for_approval(model)
    if waits:
        title = lazily(*waits_for_me(model.plural, model.title_zh))
        narrowed = f", query='status={waits[0]}'" if len(waits) == 1 else ""
        cards.append(f"HomeCard({title}, rows=waiting_for_approval{narrowed}, urgent=True)")
    cards += [_card(model, query) for query in model.queries if query.card]
    if cards:
        yield f"home=({''.join(f'{card}, ' for card in cards)})"


def _card(model: ModelPlan, query: QueryPlan) -> str:
    words = [lazily(query.card, query.card_zh, model.title), f"rows={query.name}"]
    status = next((c for c in query.conditions if (c.field, c.operator) == _STATUS), None)
    if status is not None and status.value != "empty" and _is_filter(model, "status"):
        words.append(f"query='status={status.value}'")
    words += ["urgent=True"] if query.urgent else []
    return f"HomeCard({', '.join(words)})"


_STATUS = ("status", "=")


def _is_filter(model: ModelPlan, name: str) -> bool:
    return model.screen.filters is None or name in model.screen.filters


def _charts(model: ModelPlan) -> Iterator[str]:
    charts = model.screen.charts
    if charts is None and model.life is not None:
        money = "base_total" if model.priced else ""
        dated = _day_of(model)
        by_day = [ChartPlan("trend", dated, money, "status")] if dated else []
        share = ChartPlan("share", "owner" if model.paper is not None else "status", money)
        charts = (*by_day, share)
    if charts:
        yield f"charts=({''.join(f'{_chart(chart)}, ' for chart in charts)})"


def _day_of(model: ModelPlan) -> str:
    """Return the date by which records are counted: a paper's own, else the first that is typed."""
    if model.paper is not None:
        return "issued_on"
    dated: list[FieldPlan] = [f for f in model.fields if f.kind is Kind.DATE and not f.locked]
    return dated[0].name if dated else ""


def _chart(chart: ChartPlan) -> str:
    words = [repr(chart.field)]
    if chart.sum_of:
        words.append(f"sum_of={chart.sum_of!r}")
    if chart.split_by:
        words.append(f"split_by={chart.split_by!r}")
    if chart.months:
        words.append(f"months={chart.months}")
    return f"{chart.kind.capitalize()}({', '.join(words)})"
