"""The dataset as sheets: one for each class that has members, and those across all classes.

A thing of several classes stands in the sheet of each, so that a sheet is all of its class. The
columns are the properties that the ontology means for the class and those that its members have.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from backrun_kg.exports.cells import (
    Cell,
    Column,
    Plain,
    Sheet,
    by_id,
    read_value,
    text_column,
    unique,
)
from backrun_kg.exports.overviews import OVERVIEWS
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.exports.vocabulary import (
    KINDS,
    TYPE,
    Form,
    find_iri,
    local_name,
    read_ontology,
    read_terms,
    snake,
)
from backrun_kg.namespaces import PREFIXES

Found = dict[Form, dict[str, list[Plain]]]
"""The values of one property by their form and by the thing that has them."""


def make_sheets(statements: Statements) -> tuple[Sheet, ...]:
    """Every sheet of a dataset: classes by name, then things, edges and mappings.

    >>> from backrun_kg import Dataset
    >>> [sheet.name for sheet in make_sheets(Statements(Dataset([])))]
    ['things', 'edges', 'mappings']
    """
    names = _name_sheets(statements.members)
    classes = [
        _class_sheet(name, kind, statements.members[kind], statements)
        for kind, name in names.items()
    ]
    classes.sort(key=lambda sheet: sheet.name)
    overviews = [make(statements) for make in OVERVIEWS.values()]
    return tuple(_refer([*classes, *overviews], names))


def _name_sheets(kinds: Iterable[str]) -> dict[str, str]:
    """A name for the sheet of each class; ours have the first choice."""
    names: dict[str, str] = {}
    for kind in sorted(kinds, key=lambda kind: (not kind.startswith(PREFIXES["br"]), kind)):
        wanted = snake(local_name(kind)) or "kind" if kind else "untyped"
        names[kind] = unique(wanted, [*OVERVIEWS, *names.values()])
    return names


def _class_sheet(name: str, kind: str, members: list[str], statements: Statements) -> Sheet:
    ontology = read_ontology()
    found = _collect(members, statements)
    for declared in ontology.properties.get(kind, ()):
        found.setdefault(declared, {})
    columns: list[Column] = [
        text_column("id"),
        text_column("iri"),
        _label(found, members, statements),
    ]
    cells: list[Mapping[str, list[Plain]]] = []
    for predicate in sorted(found, key=lambda iri: (snake(local_name(iri)), iri)):
        for column, values in _columns(predicate, found[predicate]):
            taken = (each.name for each in columns)
            columns.append(replace(column, name=unique(column.name, taken)))
            cells.append(values)
    rows = [
        (
            statements.name(iri),
            plain_iri(iri),
            statements.label(iri) or None,
            *(_cell(v.get(iri, []), c.many) for c, v in zip(columns[3:], cells, strict=True)),
        )
        for iri in members
    ]
    title = ontology.labels.get(kind) or name.replace("_", " ").capitalize()
    told = ontology.definitions.get(kind, "" if kind else "Things that no class is stated of.")
    return Sheet(name, title, told, tuple(columns), tuple(sorted(rows, key=by_id)), kind)


def _collect(members: Iterable[str], statements: Statements) -> dict[str, Found]:
    """What is said of the members, by property; the class itself is what the sheet says."""
    found: dict[str, Found] = {}
    for iri in members:
        for predicate, values in statements.about[iri].items():
            for value in values:
                form, cell = read_value(value, statements)
                if predicate != TYPE or form.kind == "text":
                    by_thing = found.setdefault(predicate, {}).setdefault(form, {})
                    by_thing.setdefault(iri, []).append(cell)
    return found


def _label(found: dict[str, Found], members: list[str], statements: Statements) -> Column:
    """The column of labels; where all of them are English labels, it stands for the property."""
    predicate = find_iri("label")
    form = read_terms()[predicate].form
    labels = found.get(predicate, {}).get(form, {})
    known = [iri for iri in members if statements.label(iri)]
    if not known or any(labels.get(iri) != [statements.label(iri)] for iri in known):
        return Column("label", Form("text"), "label", "What it is called, in words.")
    found[predicate].pop(form)
    return replace(_column("label", predicate, form), many=False)


def _columns(predicate: str, found: Found) -> Iterable[tuple[Column, dict[str, list[Plain]]]]:
    """A column for each form of a property's values; the one that the context means goes first."""
    term = read_terms().get(predicate)
    forms = sorted(found, key=lambda form: (not term or form != term.form, form))
    if not forms and term and predicate != find_iri("label"):
        yield _column(snake(term.key), predicate, term.form), {}
    base = snake(local_name(predicate)) or "property"
    bare = forms[:1] if predicate != find_iri("label") else []  # the name of all labels' column
    for form in forms:
        name = base if form in bare else f"{base}_{_suffix(form)}"
        column = _column(name, predicate, form)
        several = any(len(values) > 1 for values in found[form].values())
        yield replace(column, many=column.many or several), found[form]


def _column(name: str, predicate: str, form: Form) -> Column:
    ontology, term = read_ontology(), read_terms().get(predicate)
    title = ontology.labels.get(predicate) or name.replace("_", " ")
    linked = {"thing", "iri"}
    meant = term and (term.form == form or {term.form.kind, form.kind} == linked)
    many = bool(term and meant and term.many)
    return Column(name, form, title, ontology.definitions.get(predicate, ""), predicate, many)


def _suffix(form: Form) -> str:
    if form.kind != "text":
        return form.kind
    if form.datatype in KINDS:  # a value that its datatype does not allow
        return "text"
    return snake(form.language or local_name(form.datatype)) or "text"


def _cell(values: list[Plain], many: bool) -> Cell:
    if many:
        return tuple(sorted(values, key=lambda value: (str(type(value)), value)))
    return values[0] if values else None


def _refer(sheets: list[Sheet], names: dict[str, str]) -> Iterable[Sheet]:
    """The sheets with their references: to one class where all of them point into it."""
    ids = {sheet.name: set(sheet.values(0)) for sheet in sheets if sheet.key}
    for sheet in sheets:
        columns = (
            replace(column, target=_target(column, set(sheet.values(index)), ids, names))
            if column.form.kind == "thing"
            else column
            for index, column in enumerate(sheet.columns)
        )
        yield replace(sheet, columns=tuple(columns))


def _target(
    column: Column, values: set[Plain], ids: dict[str, set[Plain]], names: dict[str, str]
) -> str:
    meant = [
        names[kind] for kind in read_ontology().ranges.get(column.property, ()) if kind in names
    ]
    if not values:
        return meant[0] if len(meant) == 1 else ""
    classes = sorted(set(ids) - set(OVERVIEWS))
    options = (name for name in [*meant, *classes, "things"] if values <= ids[name])
    return next(options, "")
