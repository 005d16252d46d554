"""Which policies, in which edition, govern which model, through channel and lineage."""
