"""What makes a document be read again."""

from __future__ import annotations

from pathlib import Path

from pipelines.version import extractor_version, fingerprint, package_version


def test_a_word_added_to_a_table_is_another_version(tmp_path: Path):
    (tmp_path / "units.csv").write_text("件\n", "utf-8")
    (tmp_path / "notes.txt").write_text("", "utf-8")
    before = fingerprint([tmp_path])
    (tmp_path / "notes.txt").write_text("not read", "utf-8")
    assert fingerprint([tmp_path]) == before
    (tmp_path / "units.csv").write_text("件\n台\n", "utf-8")
    assert fingerprint([tmp_path]) != before


def test_version_holds_release_and_reader():
    assert extractor_version().startswith(f"{package_version()}+")
    assert extractor_version("pdfplumber") == f"{extractor_version()}.pdfplumber"
