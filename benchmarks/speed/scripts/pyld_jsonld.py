"""Writes N-Triples as compacted JSON-LD with PyLD: ``pyld_jsonld.py CONTEXT FILE``."""

import json
import sys

from pyld import jsonld

with open(sys.argv[2], encoding="utf-8") as data, open(sys.argv[1], encoding="utf-8") as file:
    expanded = jsonld.from_rdf(data.read())
    json.dump(jsonld.compact(expanded, json.load(file)), sys.stdout, indent=2)
