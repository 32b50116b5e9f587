"""`make stop`: end what `make run` started in this checkout, from another terminal."""

from scripts.run import end_leftovers
from scripts.system import say

if __name__ == "__main__":
    say("Ended." if end_leftovers(everything=True) else "Nothing runs.")
