"""What the files of a model folder say of themselves: card, configuration, headers of weights, license files."""
