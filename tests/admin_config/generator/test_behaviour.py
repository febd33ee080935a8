"""Life cycles, papers, lines, rules and queries of a description become code of the house."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from admin_config.generator.behaviour import ChartPlan, Condition, QueryPlan, RuleKind
from admin_config.generator.plan import files_of
from admin_config.generator.spec_file import read_spec
from admin_config.generator.telling import described, texts_of
from tests.admin_config.generator.test_spec_file import mistakes_of
from tests.architecture.source import ROOT

LIBRARY = Path(__file__).with_name("library.toml")


@cache
def written() -> dict[str, str]:
    """Return every new file of the library, before it is formatted."""
    return {file.path: file.text for file in files_of(read_spec(LIBRARY, "library"), ROOT)}


def test_steps_make_states_and_a_field_that_nobody_types() -> None:
    reservation = read_spec(LIBRARY, "library").models[4]
    life = reservation.life
    assert life is not None
    assert [state.value for state in life.states] == ["reserved", "fetched", "lapsed"]
    assert (life.start, life.open, life.past) == ("reserved", ("reserved",), ("fetched", "lapsed"))
    fetch, lapse = life.steps
    assert (fetch.right, fetch.needs, fetch.sets) == (
        "change",
        ("until_on",),
        (("fetched_on", "today"),),
    )
    assert (lapse.right, lapse.reason, lapse.keeps) == ("approve", True, "lapsed_because")
    locked = [field.name for field in reservation.fields if field.locked]
    assert locked == ["fetched_on", "lapsed_because", "status"]


def test_a_paper_has_what_every_paper_has_and_asks_for_lines_where_it_goes_on() -> None:
    domain = read_spec(LIBRARY, "library")
    binding, line = domain.models[5:7]
    assert (binding.priced, domain.lines_of(binding)) == (True, (line,))
    assert binding.life is not None
    assert {step.name: step.needs for step in binding.life.steps} == {
        "submit": ("lines",),
        "approve": (),
        "reject": (),
        "finish": (),
        "cancel": (),
    }
    assert [step.name for step in binding.life.hands_in] == ["submit"]
    assert binding.field("total").locked
    assert line.field("quantity").required


def test_a_paper_continues_another_by_its_lines() -> None:
    domain = read_spec(LIBRARY, "library")
    parcel, line = domain.models[7:]
    (chain,) = parcel.chains
    assert (chain.line, chain.of, chain.field) == ("BindingLine", "binding", "binding_line")
    assert (chain.when, chain.void) == (("approved", "done"), ("cancelled",))
    assert chain.kept_from == ("draft", "cancelled")
    assert (line.field("binding_line").source, line.field("binding_line").locked) == (True, True)
    assert (chain.limited, chain.anew, chain.once) == (True, ("note",), ())


def test_a_paper_of_the_house_is_continued_as_well(tmp_path: Path) -> None:
    file = tmp_path / "spec.toml"
    file.write_text(
        "above='sales'\n[Order]\npaper='OR priced'\ntitle_zh='订单'\n"
        "from=[{is='sales.Quotation when won', keeps_from=['lost']}]\n[Order.fields]\nnote='text'\n"
        "[OrderLine]\n[OrderLine.fields]\norder='Order lines'\n",
        encoding="utf-8",
    )
    domain = read_spec(file, "ordering")
    order, line = domain.models
    (chain,) = order.chains
    assert (chain.line, chain.of) == ("sales.QuotationLine", "quotation")
    assert chain.kept_from == ("draft", "lost", "cancelled")
    assert chain.once == ("shipping", "adjustment")
    assert (chain.title, chain.title_zh) == ("Make order", "生成订单")
    assert line.field("quotation_line").title_zh == "报价明细"
    text = {f.path: f.text for f in files_of(domain, ROOT)}
    assert "when=frozenset({'won'})," in text["erp/ordering/chains.py"]
    model = text["erp/ordering/models/order_line.py"]
    assert "from erp.sales.models import QuotationLine" in model
    assert "quotation_line = SourceLine(QuotationLine, verbose_name=_('quotation line')," in model


def test_a_relation_of_another_knows_by_which_of_its_own() -> None:
    binding = read_spec(LIBRARY, "library").models[5]
    assert (binding.field("contact").of, binding.field("contact").by) == ("binder", "party")


def test_a_paper_that_says_nothing_of_its_steps_has_those_of_every_paper(tmp_path: Path) -> None:
    file = tmp_path / "spec.toml"
    file.write_text(
        "[Count]\npaper='CT'\n[Count.fields]\nplace='text 20'\n"
        "[CountLine]\n[CountLine.fields]\ncount='Count lines'\npieces='integer required'\n",
        encoding="utf-8",
    )
    count, line = read_spec(file, "counting").models
    assert count.life is not None
    assert [state.value for state in count.life.states] == [
        "draft",
        "submitted",
        "approved",
        "done",
        "cancelled",
    ]
    assert [field.name for field in line.given] == ["position"]
    text = {f.path: f.text for f in files_of(read_spec(file, "counting"), ROOT)}
    assert "class Count(NumberedPaper):" in text["erp/counting/models/count.py"]
    assert "settle_parts(COUNT)" in text["erp/counting/guards.py"]
    assert "COUNT = 'count', _('count')" in text["erp/company/models/paper.py"]
    assert "Paper.COUNT: 'CT'," in text["erp/company/models/paper.py"]


def test_rules_queries_and_wishes_are_read() -> None:
    reservation = read_spec(LIBRARY, "library").models[4]
    assert [(rule.kind, rule.fields, rule.values) for rule in reservation.rules] == [
        (RuleKind.COMPARED, ("until_on", "from_on"), ()),
        (RuleKind.BETWEEN, ("pieces",), ("1", "20")),
        (RuleKind.WHEN, ("note", "reach"), ("elsewhere",)),
        (RuleKind.UNIQUE, ("book", "from_on", "note"), ()),
    ]
    conditions = (Condition("status", "=", "reserved"), Condition("until_on", "<", "today"))
    assert reservation.queries == (
        QueryPlan("overdue", conditions, "Reservations that are over", "已过期的预约", urgent=True),
    )
    assert reservation.screen.charts == (
        ChartPlan("trend", "from_on", split_by="status"),
        ChartPlan("share", "reader"),
    )
    assert reservation.screen.sections == (
        ("Reservation", (("status", "book"), ("pieces", "reach"), ("note",))),
        ("Who and when", (("reader",), ("from_on", "until_on"))),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "erp/library/life_cycles.py",
            (
                "Step('fetch', frozenset({ReservationStatus.RESERVED.value}), "
                "ReservationStatus.FETCHED.value, check=_reservation_can_fetch),"
            ),
        ),
        ("erp/library/life_cycles.py", "    parts=((BindingLine, 'binding'),),"),
        ("erp/library/guards.py", "settle(BindingLine, PRICED_BINDING.settle_lines)"),
        ("erp/library/guards.py", "    line_facts=('pages',),"),
        (
            "erp/library/models/reservation.py",
            (
                "models.CheckConstraint(condition=models.Q(until_on__gte=models.F('from_on')), "
                "name='reservation_until_on_not_before_from_on'),"
            ),
        ),
        (
            "erp/library/models/reservation.py",
            (
                "models.UniqueConstraint(fields=('book', 'from_on', 'note_key'), "
                "name='reservation_book_from_on_note_once'),"
            ),
        ),
        (
            "erp/library/models/reservation.py",
            "        check_until_on_not_before_from_on(self.until_on, self.from_on)",
        ),
        ("erp/library/models/binding.py", "    paper: ClassVar[Paper] = Paper.BINDING"),
        ("erp/library/models/binding_line.py", "class BindingLine(PaperLine):"),
        (
            "erp/library/rules/reservation.py",
            "    if until_on is not None and from_on is not None and until_on < from_on:",
        ),
        (
            "erp/library/services/reservation.py",
            "def lapse_reservation(reservation: Reservation, *, by: Actor, reason: str)",
        ),
        ("erp/library/services/reservation.py", "        row.lapsed_because = reason[:200]"),
        ("erp/library/services/binding.py", "        check_may_approve(row, by)"),
        ("erp/library/services/binding.py", '        row.why_sent_back = ""'),
        (
            "erp/library/queries/reservation.py",
            (
                "Reservation.objects.filter(status=ReservationStatus.RESERVED, "
                "until_on__lt=house_day()).order_by('until_on', 'pk')"
            ),
        ),
        (
            "erp/library/queries/binding.py",
            "papers_to_approve(Binding.objects.filter(status=BindingStatus.SUBMITTED), actor)",
        ),
        (
            "admin_config/screens/library/reservation.py",
            (
                "HomeCard(_('Reservations that are over'), rows=overdue, query='status=reserved', "
                "urgent=True)"
            ),
        ),
        ("admin_config/screens/library/reservation.py", "charts=(Trend('from_on', split_by="),
        (
            "admin_config/screens/library/binding_verbs.py",
            "when=_can('approve'), allowed=may_approve),",
        ),
        ("admin_config/screens/library/binding.py", "copy=Copy(reset=('status', 'why_sent_back',"),
        ("erp/company/models/paper.py", "    Paper.BINDING: 'BIND',"),
        ("erp/library/chains.py", "PARCEL_OF_BINDING = Continuation("),
        ("tests/factories/library.py", "    issued_on = factory.Sequence("),
        ("admin_config/screens/library/parcel.py", "'approved_at', 'arrives_on'), along="),
        (
            "erp/library/chains.py",
            "    when=frozenset({BindingStatus.APPROVED.value, BindingStatus.",
        ),
        ("erp/library/chains.py", "    anew=frozenset({'note'}),"),
        ("erp/library/guards.py", "    chain(PARCEL_OF_BINDING)"),
        ("erp/library/guards.py", "    let_deputies_approve(Binding, (BindingLine, 'binding'))"),
        ("erp/library/services/binding.py", "        note_deputy(row, by)"),
        (
            "erp/library/models/parcel_line.py",
            "binding_line = SourceLine(BindingLine, verbose_name=_('binding order line'),",
        ),
        (
            "admin_config/screens/library/parcel.py",
            "continues=(Continues(PARCEL_OF_BINDING, _('Pack'), icon='package_2'),)",
        ),
        (
            "admin_config/screens/library/binding.py",
            "belongs=(Belongs('contact', to='binder', by='party'),)",
        ),
        (
            "admin_config/screens/library/binding.py",
            "fills=(Fill('binder', values_for_binder),)",
        ),
        (
            "erp/library/queries/binding.py",
            "    found = {name: getattr(binder, name) for name in ('currency', 'language')}",
        ),
        (
            "tests/erp/library/test_parcel.py",
            "def test_it_continues_a_binding_part_by_part() -> None:",
        ),
    ],
)
def test_what_is_written_is_what_one_would_write(path: str, expected: str) -> None:
    assert expected in written()[path]


def test_the_plan_says_all_of_it() -> None:
    told = "\n".join(described(read_spec(LIBRARY, "library")))
    for words in (
        "Binding, a paper with numbers BIND-…, with prices and totals",
        "BindingLine, lines of goods with prices of Binding, typed in a grid",
        (
            "approve                submitted → approved; needs the right to approve; "
            "by another person, within the amount of their roles"
        ),
        "fetch                  reserved → fetched; needs until_on; sets fetched_on to today",
        "rule                     note is filled where reach is elsewhere",
        "on the home page: Reservations that are over",
        (
            "continues                Binding while approved, done: BindingLine by binding_line; "
            "never more than is left; binding order stays out of draft, cancelled meanwhile"
        ),
        "binder                   fills currency, language",
        "contact                  → parties.Contact of the binder",
    ):
        assert words in told


def test_every_text_comes_with_its_chinese() -> None:
    domain = read_spec(LIBRARY, "library")
    texts = {text: (chinese, context) for text, chinese, context in texts_of(domain)}
    assert texts["Lapse"] == ("过期", "")
    assert texts["Reservations that are over"] == ("已过期的预约", "")
    assert texts["A binding order needs at least one line."] == ("装订单至少要有一行。", "")
    assert texts["This is before “%(other)s”."] == ("早于“%(other)s”。", "")
    assert texts["Who and when"] == ("何人何时", "")


LOAN = "[Loan]\n{0}\n[Loan.fields]\nname='text 20 required'\nnote='text'\nback_on='date'\n{1}"
CHAIN = (
    "above='sales'\n[Order]\npaper='OR'\n{0}\n[Order.fields]\nnote='integer'\n"
    "customer='parties.Customer required'\n[OrderLine]\n[OrderLine.fields]\n"
    "order='Order lines'\nquantity='number 14.4 required'\n{1}"
)
PAPER = "[Order]\npaper='{0}'\n{1}\n[Order.fields]\nnote='text'\n{2}"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (LOAN.format("", "[Loan.steps]\nlose='lent'"), "Loan.steps.lose: says from where to where"),
        (
            LOAN.format("states=['lent','lost']", "[Loan.steps]\nlose='lend -> lost'"),
            "Loan.steps.lose: no state 'lend'. Did you mean 'lent'?",
        ),
        (
            LOAN.format("states=['lent','lost','found']", "[Loan.steps]\nlose='lent -> lost'"),
            "Loan.states: no step leads to 'found'",
        ),
        (
            LOAN.format("", "[Loan.steps]\nlose='lent -> lost reson'"),
            "Loan.steps.lose: unknown word 'reson'. Did you mean 'reason'?",
        ),
        (
            LOAN.format("", "[Loan.steps]\nlose='lent -> lost A another'"),
            "Loan.steps.lose: only a paper is approved by another person",
        ),
        (
            LOAN.format("", "[Loan.steps.lose]\nis='lent -> lost'\nsets={back_on='tody'}"),
            "Loan.steps.lose.sets: unknown word 'tody'. Did you mean 'today'?",
        ),
        (
            LOAN.format("", "[Loan.steps.lose]\nis='lent -> lost'\nsets={note='today'}"),
            "Loan.steps.lose.sets: 'today' does not fit 'note'",
        ),
        (
            LOAN.format("", "[Loan.steps.lose]\nis='lent -> lost'\nkeeps='name'"),
            "Loan.steps.lose.keeps: 'name' is set by a step, so it is neither required nor unique",
        ),
        (
            LOAN.format("open=['lnt']", "[Loan.steps]\nlose='lent -> lost'"),
            "Loan.open: no state 'lnt'. Did you mean 'lent'?",
        ),
        (LOAN.format("states=['a']", ""), "Loan: states are those of steps: write a table"),
        (LOAN.format("rules=['back_on after name']", ""), "Loan.rules[1]: is no rule"),
        (
            LOAN.format("rules=['back_om >= name']", ""),
            "Loan.rules[1]: no field 'back_om'. Did you mean 'back_on'?",
        ),
        (LOAN.format("rules=['back_on >= name']", ""), "Loan.rules[1]: compares two numbers"),
        (LOAN.format("rules=['name required with note']", ""), "'name' is required anyway"),
        (
            LOAN.format("", "[Loan.queries]\nlate='back_on < tomorow'"),
            "Loan.queries.late: 'back_on < tomorow': a date is compared with today",
        ),
        (
            LOAN.format("", "[Loan.screen]\ncolums=['name']"),
            "Loan.screen: unknown word 'colums'. Did you mean 'columns'?",
        ),
        (
            LOAN.format("", "[Loan.screen]\nfilters=['note']"),
            "Loan.screen.filters: 'note' is of a kind that does not fit here",
        ),
        (
            LOAN.format("", "[Loan.screen]\ncharts=['trend name']"),
            "Loan.screen.charts[1]: 'name' is of a kind that does not fit here",
        ),
        (
            LOAN.format("", "[Loan.screen.sections]\nLoan=['note']"),
            "Loan.screen.sections: leave out 'name', which is required",
        ),
        (PAPER.format("or", "", ""), "Order.paper: numbers begin with 1 to 8 capital letters"),
        (PAPER.format("QT", "", ""), "Order.paper: 'QT' begins the numbers of a quotation already"),
        (PAPER.format("OR prised", "", ""), "Order.paper: unknown word 'prised'. Did you mean"),
        (PAPER.format("OR priced", "", ""), "Order: has prices, so one model is its lines"),
        (PAPER.format("OR", "", "number='text'"), "Order.number: every such paper has this field"),
        (
            PAPER.format("OR", "", "[Part]\n[Part.fields]\norder='Order lines'\nname='text'"),
            "Part.order: lines have a number such as quantity; without one say belongs",
        ),
        (
            LOAN.format("", "[Part]\n[Part.fields]\nloan='Loan lines'\npieces='integer'"),
            "Part.loan: Loan is no paper: say belongs, or give it a paper",
        ),
        (
            "above='catlog'\n" + LOAN.format("", ""),
            "above: no domain 'catlog'. Did you mean 'catalog'?",
        ),
        (
            "above='parties'\n[A]\n[A.fields]\nname='text'\nsku='catalog.Sku'",
            'A.sku: catalog stands higher than parties: say above = "catalog"',
        ),
        (
            CHAIN.format("from='sales.Quotaton'", ""),
            "Order.from: no paper 'sales.Quotaton'. Did you mean 'sales.Quotation'?",
        ),
        (CHAIN.format("from='Offer'", ""), "Order.from: no paper 'Offer'."),
        (
            CHAIN.format("from='sales.Quotation when wonn'", ""),
            "Order.from: no state 'wonn'. Did you mean 'won'?",
        ),
        (
            CHAIN.format("from={is='sales.Quotation', keeps_from=['lots']}", ""),
            "Order.from.keeps_from: no state 'lots'. Did you mean 'lost'?",
        ),
        (
            CHAIN.format("from={is='sales.Quotation', anew=['prise']}", ""),
            "Order.from.anew: no field 'prise'.",
        ),
        (
            CHAIN.format("from={is='sales.Quotation', limits=false}", ""),
            "Order.from: unknown word 'limits'. Did you mean 'limit'?",
        ),
        (
            CHAIN.format("from='catalog.Sku'", ""),
            "Order.from: catalog.Sku is no paper with lines and a life cycle",
        ),
        (
            CHAIN.format("from='sales.Quotation'", "due_on='date required'"),
            "OrderLine.due_on: is required, and sales.QuotationLine has no such field",
        ),
        (
            CHAIN.replace("quantity", "pieces").format("from='sales.Quotation'", ""),
            "Order.from: OrderLine has no number 'quantity' that could be counted",
        ),
        (
            PAPER.format("OR", "from='sales.Quotation'", ""),
            'Order.from: one model is its lines: order = "Order lines"',
        ),
        (
            LOAN.format("from='sales.Quotation'", ""),
            "Loan.from: only a paper continues another",
        ),
        (
            CHAIN.format("fills={customer=['curency']}", ""),
            "Order.fills.customer: no field 'curency'.",
        ),
        (
            CHAIN.format("fills={note=['customer']}", ""),
            "Order.fills.note: is no relation",
        ),
        (
            CHAIN.format("fills={customer=['note']}", ""),
            "Order.fills.customer: 'note' is something else at parties.Customer",
        ),
        (
            CHAIN.format("fills={customer=['number']}", ""),
            "Order.fills.customer: 'number' is typed by nobody",
        ),
        (
            CHAIN.format("", "contact={is='parties.Contact', of='order'}"),
            "OrderLine.contact.of: parties.Contact has 0 required relations to Order",
        ),
        (
            CHAIN.format("", "contact={is='parties.Contact', of='ordr'}"),
            "OrderLine.contact.of: no relation 'ordr'. Did you mean 'order'?",
        ),
        ("[rights]\nmanger='all'\n" + LOAN.format("", ""), "no role 'manger'. Did you mean"),
    ],
)
def test_a_mistake_in_behaviour_is_named_with_its_place(
    tmp_path: Path, text: str, mistake: str
) -> None:
    found = mistakes_of(tmp_path, text)
    assert any(mistake in line for line in found), found
