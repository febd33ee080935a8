"""Every mistake that a declaration can hold, with the number under which it is reported."""

from __future__ import annotations

import enum


class Mistake(enum.Enum):
    """What may be wrong with a screen; docs/screen-language.md lists them."""

    UNKNOWN_NAME = 1, "a name that the model does not have"
    NAMED_TWICE = 2, "a name that stands twice in one list, or in two sections"
    REQUIRED_MISSING = 3, "a required field without default that no section lets people type"
    PER_ROW = 4, "a column that would ask the database again for every row"
    FILTER_WITHOUT_INDEX = 5, "a filter without an index, unless the screen says `small=True`"
    ORDER_WITHOUT_INDEX = 6, "an order without an index, unless the screen says `small=True`"
    NO_SUM = 7, "a total of what is no number"
    PAGE_SIZE = 8, "a page that shows nothing or too much"
    NO_ICON = 9, "an icon without a name"
    NO_RELATION = 10, "children that do not point to the screen's model"
    SEVERAL_RELATIONS = 11, "children that point to it several times, without saying by which"
    NOT_COPIED = 12, "a relation copied along by which nothing belongs to the record"
    TREND_NO_DATE = 13, "a trend by what is no date"
    TREND_WITHOUT_INDEX = 14, "a trend by a date without an index"
    CHART_NO_NUMBER = 15, "a chart that sums what is no number"
    CHART_NO_DIVISION = 16, "a chart divided by what is no choice, relation or yes-or-no field"
    KEY_OF_SEVERAL = 17, "a key of a file's rows that may name several records"
    KEY_LEFT_OUT = 18, "a key that the declared fields of a file leave out"
    NO_ACTOR = 19, "an action whose service does not take the actor as keyword `by`"
    REASON_LOST = 20, "an action that asks for a reason which its service does not take"
    NO_RIGHT = 21, "an action that needs a right which does not exist"
    SAME_ACTION = 22, "two actions of one name, which would have one address"
    NOT_RECORDED = 23, "a screen that writes records which keep no history"
    NO_TUPLE = 24, "a text where a tuple of names belongs: its letters would count as names"
    NO_FILTER = 25, "a filter by what no filter fits, such as a long text or a file"
    CARD_LEADS_NOWHERE = 26, "a card of the home page whose query the list does not understand"
    ALONG_NOWHERE = 27, "a record along by what is no relation, or a field that it does not have"
    VALUES_NOWHERE = 28, "defined values without rows that hold them, or without a scope"
    NOT_EDITABLE = (
        29,
        "a field to change in the list that the form does not let people type",
    )
    LINES_NO_ORDER = 30, "lines ordered by what is no whole number"
    LINES_NO_GOODS = 31, "lines whose matches fill no relation"
    LINES_FUNCTION = 32, "a function of lines that does not take `by` and `record`"
    LINES_NO_DOUBT = 33, "lines that keep a doubt in what is no yes-or-no field"
    BELONGS_APART = 34, "a relation that cannot belong to the other: both must lead to one table"
    BEGUN_APART = 35, "a record begun that the named relation does not lead to"
    UNKNOWN_WORD = 36, "a word that the language does not have, or one without what it needs"
    CHAIN_APART = 37, "papers that continue others, declared on the screen of another kind of paper"
    PRINTS_GUARDED = 38, "a layout that prints a field which a role must be given to see"
    PRINTS_NOWHERE = 39, "a path of a layout or label that leads to no field"

    def __init__(self, number: int, meaning: str) -> None:
        """Keep number and meaning apart."""
        self.number = number
        self.meaning = meaning

    @property
    def id(self) -> str:
        """Return the id that Django's checks show."""
        return f"console.E{self.number:03}"
