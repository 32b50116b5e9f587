"""What `make` runs: the environment, PostgreSQL for trying out, and the foreground process. Standard library only
until the virtual environment stands, so that these files run on a bare machine."""
