"""Records in, quads out: pure, sorted, deterministic."""
