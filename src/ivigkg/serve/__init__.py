"""SPARQL over HTTP, and a start page."""
