"""The graph as a web server: a SPARQL endpoint, linked data and pages, for one's own machine."""
