"""A fleet: many deployments, from their files or from one table of facts, judged and counted together."""
