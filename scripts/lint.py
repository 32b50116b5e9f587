"""`make lint`: style, order of the rooms and templates; the same commands that tests/quality/ runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COMMANDS = {
    "style": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "rooms": [str(BIN / "lint-imports"), "--config", "pyproject.toml"],
    "templates": [sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"],
}


def main():
    failed = [name for name, command in COMMANDS.items() if subprocess.run(command, cwd=ROOT).returncode]
    sys.exit(f"not clean: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
