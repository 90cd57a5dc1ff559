"""Servers of graphs, asked and filled by the standard protocols: SPARQL 1.1 and its Graph Store."""
