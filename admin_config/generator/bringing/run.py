"""Brings rows along: read in chunks, checked, written as parts of one operation, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from admin_config.generator.bringing.drafts import NOT_THERE, Drafter
from admin_config.generator.bringing.joins import bring_joins
from admin_config.generator.bringing.notes import Complaint, Figures, Notes
from admin_config.generator.bringing.parts import Part, parts_of, spoken_key
from admin_config.generator.bringing.trash import begun, put_away
from admin_config.generator.bringing.walking import Source
from admin_config.generator.bringing.writing import write_drafts
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.origin import ModelOrigin
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import run as run_operation
from erp.foundation.services.bulk import save_records

Tell = Callable[[str], None]
CHUNK = 1000


class Bringing:
    """One database being brought into one domain; started again, it goes on where it stopped."""

    def __init__(
        self, domain: str, origins: tuple[ModelOrigin, ...], source: Source, notes: Notes
    ) -> None:
        """Find out what goes where; ``WrongSpec`` when a table or field is gone."""
        self.parts = parts_of(domain, origins, source.schema)
        self.source = source
        self.notes = notes
        self.drafter = Drafter({part.model: part for part in self.parts}, notes)

    def bring(self, told_source: str, tell: Tell = lambda _line: None) -> None:
        """Bring all rows; ``WrongSpec`` where the tables hold records of other origin."""
        lead = self._lead(told_source)
        for part in self.parts:
            self._rows(part, lead, tell)
        for part in self.parts:
            self._links(part, lead)
        for part in self.parts:
            for name in part.several:
                bring_joins(part, name, self.drafter, self.source, lead)
        for part in reversed(self.parts):
            put_away(part, self.notes, told_source)

    def _lead(self, told_source: str) -> Operation:
        """Return the operation that all of it belongs to: the one begun before, or a new one."""
        filled = [part for part in self.parts if part.model._base_manager.exists()]
        known = Operation.objects.filter(pk=self.notes.lead or 0).first()
        if filled:
            if known is None:
                names = ", ".join(str(part.model._meta.verbose_name_plural) for part in filled)
                raise WrongSpec(
                    [f"there are records already ({names}); rows are brought into empty tables"]
                )
            return known
        self.notes.forget()
        if known is not None and not known.parts.exists():
            self.notes.begin(known.pk)
            return known
        lead: Operation = run_operation(
            lambda running: begun(running, self.parts[0].model, told_source),
            OperationKind.IMPORT,
            by=SYSTEM,
            details={"brought from": told_source},
        )
        self.notes.begin(lead.pk)
        return lead

    def _rows(self, part: Part, lead: Operation, tell: Tell) -> None:
        place, done = self.notes.place_of(part.name)
        if done:
            return
        for rows in self.source.walk(part.table, part.columns, place, CHUNK):
            drafts, complaints = self.drafter.draft(part, rows)
            written = write_drafts(drafts, self.notes, lead)
            complaints += [each for draft in drafts for each in draft.complaints]
            came = Figures(len(rows), written, len(rows) - written)
            self.notes.reached(part.name, rows[-1].place, came, complaints)
            figures = self.notes.figures_of(part.name)
            if figures.read % (10 * CHUNK) == 0:
                tell(f"  {part.name}: {figures.read:,} rows read")
        self.notes.finish(part.name)
        self.drafter.finished.add(part.model)

    def _links(self, part: Part, lead: Operation) -> None:
        """Set the relations whose other end was not there when the row came."""
        place, step = 0, f"{part.name}: relations"
        if self.notes.place_of(step)[1]:
            return
        while links := self.notes.put_off_links(part.label, place, CHUNK):
            self._set_links(part, links, lead)
            place = links[-1][0]
        self.notes.finish(step)

    def _set_links(
        self, part: Part, links: list[tuple[int, int, str, str, str]], lead: Operation
    ) -> None:
        records = part.model._base_manager.in_bulk({number for _id, number, *_rest in links})
        complaints = []
        for name in {name for _id, _number, name, *_rest in links}:
            asked = {
                (number, key): place
                for _id, number, other, key, place in links
                if other == name and number in records
            }
            found = self.drafter.ends(part, name, {key for _number, key in asked})
            field = part.model._meta.get_field(name)
            for (number, key), place in asked.items():
                if key in found:
                    setattr(records[number], field.attname, found[key])
                else:
                    column, why = "+".join(part.links[name].columns), f"{NOT_THERE}, left empty"
                    told = Complaint(place, column, spoken_key(key), why, refused=False)
                    complaints.append(told)
        run_operation(
            lambda _running: save_records(list(records.values())),
            OperationKind.IMPORT,
            by=SYSTEM,
            part_of=lead,
        )
        self.notes.complain(part.name, complaints)

    def told(self) -> Iterator[str]:
        """Yield what came of every table, then what stays where it is."""
        for part in self.parts:
            for step in (part.name, *(origin.table for origin in part.several.values())):
                came = self.notes.figures_of(step)
                deleted = f", {came.deleted:,} of them in the trash" if came.deleted else ""
                yield (
                    f"  {step:<32} {came.read:>9,} read = {came.written:,} written + "
                    f"{came.refused:,} refused{deleted}"
                )
            for column in part.files:
                count = self.source.count(part.name, column)
                if count:
                    yield f"  {part.name}.{column}: {count:,} files stay where they are"
