"""Property tests choose the same examples in every run: a red run is a change's doing, never chance's."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
