"""The shared, closed vocabulary of facts, and what deploy.yaml says in it."""
