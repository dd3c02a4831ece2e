"""Graphs to look at: networks of plain values."""
