"""The one recogniser: what a printed string may be, by its words alone."""

from normalize.words.kinds import Kind, kind
from normalize.words.look import Look, look

__all__ = ["Kind", "Look", "kind", "look"]
