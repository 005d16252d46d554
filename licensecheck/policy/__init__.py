"""License policies: what a license or a provider's terms say, clause by clause, as data."""
