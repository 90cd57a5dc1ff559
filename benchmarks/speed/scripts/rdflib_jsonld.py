"""Writes RDF files as one compacted JSON-LD with rdflib: ``rdflib_jsonld.py CONTEXT FILE…``."""

import json
import sys

import rdflib

graph = rdflib.Graph(bind_namespaces="none")
for name in sys.argv[2:]:
    graph.parse(name)
with open(sys.argv[1], encoding="utf-8") as file:
    context = json.load(file)["@context"]
graph.serialize(sys.stdout.buffer, format="json-ld", context=context, auto_compact=True)
