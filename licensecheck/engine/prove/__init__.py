"""Proves things about clauses: by their examples, by their cells, by their mutants."""
