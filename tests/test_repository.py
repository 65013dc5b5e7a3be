"""What holds of the checkout as a whole: its commands exist, its lock is public, its data files travel."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from normalize.family import Field, printed_words
from pipelines.cli import command_line

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PUBLIC = {"https://pypi.org", "https://files.pythonhosted.org"}
FOLDERS_OF_A_MACHINE = [b"/%s/" % name for name in (b"work", b"root", b"home")]
DATA = ("normalize/families/*.toml", "normalize/tables/*.csv", "normalize/words/*.csv")


def git(*arguments: str) -> list[str]:
    """The lines git prints; the test is skipped where this is no checkout."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        pytest.skip("git is not installed")
    if done.returncode > 1:
        pytest.skip("not a git checkout")
    return done.stdout.splitlines()


def targets_of_makefile() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code_of_readme() -> str:
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", README, re.DOTALL))


def test_commands_of_the_readme_exist() -> None:
    made = set(re.findall(r"\bmake ([a-z]+)", code_of_readme()))
    called = set(re.findall(r"\bkeikaku ([a-z]+)", code_of_readme()))
    assert {"convert", "test"} <= made <= targets_of_makefile()
    assert "convert" in called
    assert all(re.search(rf"^    {command} ", command_line().format_help(), re.MULTILINE) for command in called)


def test_ci_runs_what_the_readme_says() -> None:
    run = re.findall(r"^make ([a-z]+)$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)
    assert run[:2] == ["convert", "test"]
    assert all(f"make {target}" in README for target in run)


def test_files_the_documents_point_to_exist() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)\)", page.read_text("utf-8"))]
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_lock_names_the_public_index_alone() -> None:
    text = (ROOT / "uv.lock").read_text("utf-8")
    assert set(re.findall(r"\w+://[^/\"]+", text)) == PUBLIC
    sources = {tuple(package["source"].items()) for package in tomllib.loads(text)["package"]}
    assert sources == {(("registry", "https://pypi.org/simple"),), (("editable", "."),)}


def test_no_index_is_written_anywhere() -> None:
    assert "index" not in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")).get("tool", {}).get("uv", {})
    assert not any(list(ROOT.glob(name)) for name in ("uv.toml", "pip.conf", "requirements*.txt"))


def test_data_files_travel_with_the_packages() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["extract", "normalize", "pipelines"]}
    data = [str(path.relative_to(ROOT)) for pattern in DATA for path in ROOT.glob(pattern)]
    assert data
    assert git("check-ignore", *data) == [], "the wheel leaves out what .gitignore names"


def test_no_file_names_a_folder_of_one_machine() -> None:
    tracked = [ROOT / name for name in git("ls-files", "-z")[0].split("\0") if name]
    found = [
        path for path in tracked if path.is_file() and any(each in path.read_bytes() for each in FOLDERS_OF_A_MACHINE)
    ]
    assert found == []


PAGE_NUMBERS = {"ページ", "頁"}
"""What stands beside a page's number; a page says so, not a plan."""


def said(module: Path) -> set[str]:
    """The strings of a module's code; those that document it are left out."""
    tree = ast.parse(module.read_text("utf-8"))
    documenting = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documenting)
    return {node.value for node in constants if isinstance(node.value, str)}


def test_what_reads_pages_knows_no_field_and_no_word_of_plans() -> None:
    known = printed_words()
    words = {word for word in (*known.labels, *known.levels, *known.stages) if len(word) > 1} - PAGE_NUMBERS
    japanese = {word for word in words if not word.isascii()}
    modules = [path for path in (ROOT / "extract").glob("*.py") if path.name != "dump.py"]
    assert len(modules) > 20
    for module in modules:
        strings = said(module)
        assert not strings & {*get_args(Field)} - {"ignore"}, module.name
        assert [text for text in strings if any(word in text for word in japanese)] == [], module.name
