"""Joins the purged Bootstrap and our theme into the one style sheet that pages load; run after a change of either.

    python scripts/join_css.py

The theme's comments and line breaks go out on the way: phones on a weak signal pay for them.
"""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"


def joined():
    """The text of static/css/basodara.css as it must be."""
    theme = (STATIC / "css/theme.css").read_text()
    theme = re.sub(r"/\*.*?\*/", "", theme, flags=re.S)
    theme = "\n".join(line for raw in theme.splitlines() if (line := re.sub(r"\s{2,}", " ", raw.strip())))
    return (STATIC / "vendor/bootstrap.purged.css").read_text() + theme + "\n"


if __name__ == "__main__":
    (STATIC / "css/basodara.css").write_text(joined())
