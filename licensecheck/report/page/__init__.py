"""The parts of the HTML report: its style and scripts, and the values that they read."""
