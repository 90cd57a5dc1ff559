"""What the named queries say of themselves: the menu, and one query's manual."""

from backrun_kg.queries import Query, choose_query, list_queries


def write_manual(name: str | None, text: str | None = None) -> str:
    """The manual of the query a caller means, or without one the menu. Raises UnknownName."""
    return _menu() if name is None and text is None else _manual(choose_query(name, text))


def _menu() -> str:
    """A line per named query: its name and its title."""
    queries = list_queries()
    longest = max(len(query.name) for query in queries)
    return "".join(f"{query.name:<{longest}}  {query.title}\n" for query in queries)


def _manual(query: Query) -> str:
    """Title, description, parameters and the SPARQL of a query."""
    parts = [query.title or query.name, query.description]
    if query.parameters:
        parts.append("\n".join(f"{p.name}=... ({p.kind}): {p.meaning}" for p in query.parameters))
    return "\n\n".join(part for part in [*parts, query.text.strip()] if part) + "\n"
