"""The commands. The only room that prints, reads the clock and exits."""
