"""Graphs and tables to bytes, each format once."""
