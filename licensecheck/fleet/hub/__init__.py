"""A whole hub of models: ids resolved, licenses carried down the lineage, each kind of model judged once."""
