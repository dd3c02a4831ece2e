"""ivigkg."""
