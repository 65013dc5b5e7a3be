"""The command line: parse -> one call -> exit status. Commands are imported when they run, so that --help is quick."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.spare import spare

if TYPE_CHECKING:
    from pipelines.worker import Limits

READERS = ("pymupdf", "pdfplumber", "ocr")
ENGINES = ("local", "ray")
LOGS = ("text", "json")
EXPORTS = ("csv", "xlsx", "duckdb", "datapackage", "rs")
AUDIT_STATUS = (
    "exit status: 0 no errors (warnings are none); 1 there are findings of severity error; 2 the call is wrong"
)
EXPORT_STATUS = "exit status: 0 all well; 1 the format could not hold all, as told; 2 the call is wrong"
REVIEW_STATUS = "exit status: 0 all well; 1 pages of some documents cannot be shown, as told; 2 the call is wrong"
VERIFY_STATUS = "exit status: 0 all is sound; 1 something is (or, with --repair, was) damaged; 2 the call is wrong"
TAKEN = (
    "Taken: .pdf; .xlsx, .xlsm and .docx, .docm (macros and links are never run); .csv, .tsv, .txt, .md, .html (UTF-8,"
    " UTF-16, Shift_JIS). A file named by itself is read whatever its name. .doc, .xls, .pptx and the like are told."
)
STATUS = "exit status: 0 all well; 1 some documents failed or differ (the others are written); 2 the call is wrong"


def main(argv: Sequence[str] | None = None) -> int:
    """The `keikaku` command; its exit status."""
    parser = command_line()
    arguments = parser.parse_args(argv)
    if arguments.version:
        return print_version()
    if arguments.command is None:
        parser.print_usage(sys.stderr)
        print("keikaku: name a command", file=sys.stderr)
        return 2
    if argv is None and arguments.command in (run_convert, run_shard, run_compact, run_verify):
        spare("numpy", "pandas")  # a process of its own, which moves files alone
    return call(arguments.command, arguments)


def call(command: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: as Ctrl-C, with the clean-up
    try:
        return command(arguments)
    except KeyboardInterrupt:
        print("\nStopped. What was written so far is whole.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough (`keikaku show … | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keikaku",
        description="Reads plans of Japanese municipalities (取組・目標・実績) into a Parquet dataset.",
        epilog=STATUS,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    add_convert(commands)
    add_compact(commands)
    add_shard(commands)
    add_verify(commands)
    add_show(commands)
    add_inspect(commands)
    add_audit(commands)
    add_export(commands)
    add_review(commands)
    add_regress(commands)
    return parser


def add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    convert = commands.add_parser(
        "convert", help="PDFs, office files and text -> dataset", description=TAKEN, epilog=STATUS
    )
    convert.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob, or - for a list on stdin")
    add_out(convert)
    convert.add_argument("--engine", choices=ENGINES, default="local", help="where documents are read (%(default)s)")
    convert.add_argument("--force", action="store_true", help="read documents again that are in DIR already")
    convert.add_argument("--retry-failed", action="store_true", help="read those again that failed in an earlier run")
    convert.add_argument("--prune", action="store_true", help="drop documents whose file is gone")
    convert.add_argument("--log-format", choices=LOGS, default="text", help="json: an object a line on standard error")
    convert.add_argument("--no-compact", action="store_true", help="leave small files; else 1,000 or more are merged")
    add_decisions(convert)
    add_limits(convert)
    add_reader(convert)
    convert.set_defaults(command=run_convert)


def add_compact(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    compact = commands.add_parser("compact", help="merge a dataset's many small files into few", epilog=STATUS)
    compact.add_argument("out", metavar="DIR", help="the dataset's folder, or a URL")
    compact.add_argument("--size", type=positive, default=64, metavar="MB", help="of the files merged (%(default)s)")
    compact.set_defaults(command=run_compact)


def add_shard(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    shard = commands.add_parser("shard", help="a list of inputs -> one part of a dataset; for queues", epilog=STATUS)
    shard.add_argument("manifest", metavar="MANIFEST", help="a file with a path a line, or - for standard input")
    add_out(shard)
    add_decisions(shard)
    add_limits(shard)
    add_reader(shard)
    shard.set_defaults(command=run_shard)


def add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    verify = commands.add_parser("verify", help="whether a dataset's files are sound", epilog=VERIFY_STATUS)
    verify.add_argument("out", metavar="DIR", help="the dataset's folder, or a URL")
    verify.add_argument("--repair", action="store_true", help="put damaged files away, so that convert reads them anew")
    verify.set_defaults(command=run_verify)


def add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    show = commands.add_parser("show", help="one document's records, readable", epilog=STATUS)
    show.add_argument("input", metavar="INPUT", help="a PDF, .xlsx, .docx, .csv, or text dump")
    show.add_argument("--json", action="store_true", help="one JSON document instead")
    add_reader(show)
    show.set_defaults(command=run_show)


def add_inspect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    inspect = commands.add_parser("inspect", help="what was seen on a page: a picture, and as text", epilog=STATUS)
    inspect.add_argument("input", type=Path, metavar="INPUT", help="a PDF, .xlsx, .docx, .csv, or text dump")
    inspect.add_argument("--page", type=int, default=1, metavar="N", help="from 1 (default: %(default)s)")
    inspect.add_argument("-o", "--out", type=Path, metavar="PNG", help="the picture (default: INPUT-page-N.png here)")
    inspect.add_argument("--why", action="store_true", help="instead, the readings compared and why one was chosen")
    add_reader(inspect)
    inspect.set_defaults(command=run_inspect)


def add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    audit = commands.add_parser("audit", help="what does not add up in a dataset", epilog=AUDIT_STATUS)
    audit.add_argument("folder", metavar="DIR", help="the dataset's folder")
    audit.add_argument("--format", choices=("text", "json", "csv"), default="text", help="(%(default)s)")
    audit.set_defaults(command=run_audit)


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    export = commands.add_parser("export", help="a dataset as CSV, Excel, DuckDB, …", epilog=EXPORT_STATUS)
    export.add_argument("folder", metavar="DIR", help="the dataset's folder")
    export.add_argument("--format", choices=EXPORTS, required=True, help="rs: 行政事業レビュー 3-1")
    export.add_argument(
        "-o", "--out", type=Path, required=True, metavar="OUT", help="a folder (csv, datapackage), else a file"
    )
    export.add_argument("--encoding", choices=("utf-8", "cp932"), default="utf-8", help="of csv and rs (%(default)s)")
    export.add_argument(
        "--only", type=classes, default=(), metavar="CLASSES", help="documents of these classes: plan,progress"
    )
    export.set_defaults(command=run_export)


def add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    review = commands.add_parser("review", help="a web site: every record beside its page", epilog=REVIEW_STATUS)
    review.add_argument("folder", metavar="DIR", help="the dataset's folder")
    review.add_argument("-o", "--out", type=Path, required=True, metavar="SITE", help="the site's folder")
    review.add_argument(
        "--inputs", action="append", default=[], metavar="PATH", help="where the documents' files are, if they moved"
    )
    add_limits(review)
    review.set_defaults(command=run_review)


def add_regress(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    regress = commands.add_parser("regress", help="sample documents against their approved records", epilog=STATUS)
    regress.add_argument("samples", nargs="?", type=Path, default=Path("samples"), metavar="SAMPLES")
    regress.add_argument("--approve", action="store_true", help="take what is read now as approved")
    regress.add_argument("--html", type=Path, metavar="OUT", help="a folder for a report that shows what moved")
    regress.set_defaults(command=run_regress)


def add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", required=True, metavar="DIR", help="the dataset's folder, or a URL (s3://…)")


def add_decisions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--decisions", action="append", default=[], metavar="FILE", help="apply a reviewer's decisions; may come again"
    )


def add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=positive, metavar="N", help="worker processes (default: one a CPU)")
    parser.add_argument(
        "--timeout", type=positive, default=300, metavar="SECONDS", help="a document's time (%(default)s)"
    )
    parser.add_argument(
        "--max-memory", type=positive, default=1024, metavar="MB", help="a document's memory (%(default)s)"
    )


def add_reader(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", choices=READERS, default="pymupdf", help="PDF reader (%(default)s)")


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is too few")
    return number


def classes(text: str) -> tuple[str, ...]:
    from normalize.record import CLASSES

    named = tuple(text.split(","))
    if unknown := [name for name in named if name not in CLASSES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is no class; there are {', '.join(CLASSES)}")
    return named


def print_version() -> int:
    from pipelines.version import package_version

    print(f"keikaku {package_version()}")
    return 0


def run_convert(arguments: argparse.Namespace) -> int:
    from pipelines.convert import Order, convert

    return convert(
        Order(
            inputs=tuple(arguments.inputs),
            out=arguments.out,
            jobs=arguments.jobs,
            engine=arguments.engine,
            reader=arguments.reader,
            limits=limits(arguments),
            force=arguments.force,
            retry_failed=arguments.retry_failed,
            prune=arguments.prune,
            log=arguments.log_format,
            decisions=tuple(arguments.decisions),
            compact=not arguments.no_compact,
        )
    )


def run_compact(arguments: argparse.Namespace) -> int:
    from pipelines.compact import compact
    from pipelines.worker import MEGABYTE

    return compact(arguments.out, arguments.size * MEGABYTE)


def run_verify(arguments: argparse.Namespace) -> int:
    from pipelines.verify import verify

    return verify(arguments.out, arguments.repair)


def run_shard(arguments: argparse.Namespace) -> int:
    from pipelines.shard import Shard, shard

    decisions = tuple(arguments.decisions)
    return shard(
        Shard(arguments.manifest, arguments.out, arguments.jobs, arguments.reader, limits(arguments), decisions)
    )


def limits(arguments: argparse.Namespace) -> Limits:
    from pipelines.worker import MEGABYTE, Limits

    return Limits(float(arguments.timeout), arguments.max_memory * MEGABYTE)


def run_show(arguments: argparse.Namespace) -> int:
    from pipelines.show import show

    return show(arguments.input, arguments.reader, arguments.json)


def run_inspect(arguments: argparse.Namespace) -> int:
    from pipelines.inspect import inspect
    from pipelines.why import why

    if arguments.why:
        return why(arguments.input, arguments.reader)
    return inspect(arguments.input, arguments.page, arguments.out, arguments.reader)


def run_audit(arguments: argparse.Namespace) -> int:
    from pipelines.audit import audit

    return audit(arguments.folder, arguments.format)


def run_export(arguments: argparse.Namespace) -> int:
    from pipelines.export import Export, export

    return export(Export(arguments.folder, arguments.format, arguments.out, arguments.encoding, arguments.only))


def run_review(arguments: argparse.Namespace) -> int:
    from pipelines.review import Review, review

    return review(Review(arguments.folder, arguments.out, tuple(arguments.inputs), arguments.jobs, limits(arguments)))


def run_regress(arguments: argparse.Namespace) -> int:
    from pipelines.regress import regress

    return regress(arguments.samples, arguments.approve, arguments.html)
