"""A template and its values -> an HTML page. All values are escaped; the policy of the page forbids inline scripts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.site.words import say, word


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, root: str, values: Mapping[str, object]) -> str:
    """The page. root: the way from its folder to that of the site, "" or "../"."""
    return environment().get_template(template).render({"root": root, "say": say, "word": word, **values})
