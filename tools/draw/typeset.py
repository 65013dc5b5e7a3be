"""A PDF of a plan by Typst: the drawing is a .typ file beside this one, the plan goes in as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from .plan import Plan


def typeset(template: str, plan: Plan, target: Path) -> None:
    text = json.dumps(asdict(plan), ensure_ascii=False)
    typst.compile(Path(__file__).with_name(template), output=target, sys_inputs={"plan": text}, pdf_tags=False)
