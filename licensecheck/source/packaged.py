"""Files that travel with the package: the style and the scripts of the page."""

import os

from licensecheck.source.text import read

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def packaged(*parts: str) -> str:
    """The text of a file of the package, named by its folders from the top of the package."""
    return read(os.path.join(PACKAGE, *parts), "/".join(parts)).text
