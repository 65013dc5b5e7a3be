"""Invented plans as files, or how well they are read: `python -m tools.plans draw --half fit --seed 1 -o DIR`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import perturb, unseen
from .split import HALVES
from .write import write, write_negatives


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    if args.command == "draw":
        write(args.output, args.half, range(args.seed, args.seed + args.count))
        write_negatives(args.output, args.half, range(args.seed, args.seed + args.negatives))
        return 0
    if args.command == "unseen":
        return unseen.run(args.seed, args.count, args.again)
    return perturb.run(args.seed, args.count)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m tools.plans", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="X.pdf, X.gold.json and index.tsv")
    drawing.add_argument("--half", choices=HALVES, default="fit")
    drawing.add_argument("-o", "--output", type=Path, required=True)
    drawing.add_argument("--negatives", type=int, default=0, help="as many documents without an initiative beside them")
    seeing = commands.add_parser("unseen", help="plans held apart, read at first sight")
    seeing.add_argument("--again", action="store_true", help="a seed that stands in docs/unseen.md; nothing is noted")
    changing = commands.add_parser("perturb", help="plans that read right, one thing changed")
    for command, count in ((drawing, 12), (seeing, 60), (changing, 200)):
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--count", type=int, default=count)
    return top


if __name__ == "__main__":
    sys.exit(main())
