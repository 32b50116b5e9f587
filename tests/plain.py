"""`pytest` after a plain `pip install -r requirements.txt`: tests that need more packages are left out, and said so.

`make test` installs requirements-dev.txt first, so there nothing is left out.
"""

import ast
from importlib.util import find_spec

EXTRA = ("playwright", "axe_playwright_python", "hypothesis", "importlinter", "djlint", "locust")
MISSING = {name for name in EXTRA if not find_spec(name)}
left_out = {}


def needs_more(path):
    """Whether this test file, or this folder's conftest, imports a package that is not installed."""
    source = path / "conftest.py" if path.is_dir() else path
    if not MISSING or source.suffix != ".py" or not source.exists():
        return False
    wanted = MISSING & set(_imported(ast.parse(source.read_text())))
    if wanted:
        left_out[path.name] = ", ".join(sorted(wanted))
    return bool(wanted)


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value  # files("axe_playwright_python")
