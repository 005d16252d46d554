"""Which models a repository uses: references are found in code, configuration and artefacts, and resolved through the catalog."""
