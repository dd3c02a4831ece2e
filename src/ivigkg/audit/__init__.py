"""Compares evidence files with the graph, fact by fact, each at its place."""
