"""The screen of toys: every word of the language once."""

from admin_config.engine.spec import (
    Begin,
    Changes,
    Children,
    Copy,
    Do,
    Fill,
    Merge,
    Panel,
    Screen,
    Section,
    Share,
    Trend,
)
from tests.toy.models import Piece, Sale, Shelf, Toy
from tests.toy.services import least_age, recall_toy, sales_of, shelf_for

SCREEN = Screen(
    Toy,
    icon="toys",
    columns=("code", "name", "kind", "features", "owner", "shelf", "price", "cost", "made_on"),
    filters=("kind", "features", "owner", "shelf", "price", "made_on", "seen_at", "safe"),
    totals=("price",),
    editable=(
        "code",
        "name",
        "kind",
        "features",
        "owner",
        "shelf",
        "price",
        "cost",
        "made_on",
        "age",
        "safe",
    ),
    sections=(
        Section("Toy", ("code", "name", "kind", "features", "owner", "shelf", "tags", "safe")),
        Section("Figures", ("price", "cost", "age", "made_on", "seen_at")),
        Section("Files", ("picture", "manual"), tab=True),
        Section("Notes", ("website", "email", "note"), folded=True),
    ),
    children=(Children(Piece, columns=("name", "quantity", "cost")),),
    merge=Merge(keep=("manual",)),
    copy=Copy(reset=("made_on",), along=("pieces",)),
    actions=(Do(recall_toy, "Recall", icon="block", reason=True),),
    begins=(
        Begin(
            Shelf,
            "Put on a new shelf",
            shelf_for,
            joins="shelf",
            needs=("parent",),
            when=lambda toy: toy.shelf_id is None,
        ),
    ),
    charts=(Trend("made_on", sum_of="price", split_by="kind"), Share("kind")),
    panels=(
        Panel(
            "Pieces",
            Piece,
            rows=lambda toy: Piece.objects.filter(toy=toy).order_by("-pk"),
            columns=("name", "quantity", "cost", "toy__shelf"),
            query=lambda toy: f"toy={toy.pk}",
            most=5,
        ),
        Panel("Sales", Sale, rows=sales_of, columns=("sold_on", "amount", "toy"), opens="toy"),
        Changes("Latest changes"),
    ),
    fills=(Fill("kind", least_age, told=("price",), always=("shelf",)),),
    defaults=(("note", lambda _request: "new"),),
)
