"""Validates N-Triples with rudof: ``rudof_validate.py SHAPES FILE``."""

import sys

import pyrudof

session = pyrudof.Rudof(pyrudof.RudofConfig())
session.read_shacl(sys.argv[1])
session.read_data(sys.argv[2], pyrudof.RDFFormat.NTriples, reader_mode=pyrudof.ReaderMode.Strict)
print(sum(1 for _ in session.validate_shacl()), "findings")
