"""Finding people by name although names are stored sealed.

    fold.py          a name -> the words it sounds like           "St. Rachmawaty" -> siti ramawati
    pieces.py        a word -> pieces that survive a slip          ramawati -> rmawati, ramwati, …, ram…
    common_words.py  how common a word is, so that it can hide     siti is worth dozens of disguises
    index.py         pieces -> keyed numbers, stored and asked     {-1203944, 88120031, …}
    ranking.py       how well an opened candidate fits

The numbers stand beside the sealed name in an integer array with a GIN index. The database never gets a piece in clear,
nor the list of disguises; what it still shows is said in docs/search.md.
"""

from privacy.blind.fold import fold, fold_whole
from privacy.blind.index import BlindIndex, name_index
from privacy.blind.ranking import Fit, fit

__all__ = ["BlindIndex", "Fit", "fit", "fold", "fold_whole", "name_index"]
