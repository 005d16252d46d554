"""Which license, and which version of it, a text is: fingerprints first, then the words that tell neighbours apart."""
