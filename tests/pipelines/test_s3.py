"""A dataset in an object store that is spoken to over the network, as S3 is: every command that writes or reads one."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import duckdb
import pandas as pd
import pytest
from moto.server import ThreadedMotoServer

from normalize.record import TABLES
from pipelines import read
from pipelines.cli import main
from pipelines.store import Store
from tests.pipelines.written import account

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a store with an empty bucket, `plans`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    address = "{}:{}".format(*moto.get_host_and_port())
    with urlopen(Request(f"http://{address}/plans", method="PUT")):
        pass
    yield address
    moto.stop()


@pytest.fixture
def there(server: str, tmp_path: Path) -> str:
    return f"s3://key:secret@plans/{tmp_path.name}?scheme=http&endpoint_override={server}&region=us-east-1"


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"窓口の電子化{name} 公開データの拡充", "utf-8")
    return folder


def files(out: str) -> dict[str, bytes]:
    store = Store(out)
    names = [f"{folder}/{name}".lstrip("/") for folder in ("", *TABLES) for name in store.names(folder)]
    return {name: store.get(name) for name in names if name != ".lock"}


@pytest.mark.usefixtures("lines_are_initiatives")
def test_it_is_written_and_read_as_one_in_a_folder(there: str, plans: Path, tmp_path: Path, capsys: Capture):
    here = str(tmp_path / "D")
    for out in (here, there):
        (plans / "a.txt").write_text("窓口の電子化a 公開データの拡充", "utf-8")
        (plans / "b.txt").write_text("窓口の電子化b 公開データの拡充", "utf-8")
        assert main(["convert", str(plans), "-o", out]) == 0
        assert main(["compact", out]) == 0
        (plans / "a.txt").write_text("書かない窓口", "utf-8")
        (plans / "b.txt").unlink()
        assert main(["convert", str(plans), "-o", out, "--prune"]) == 0
    assert files(there) == files(here)
    capsys.readouterr()
    assert main(["convert", str(plans), "-o", there]) == 0
    assert "0 read, 0 failed, 2 skipped" in capsys.readouterr().out
    names = [name for name in Store(there).names("_runs") if name.endswith(".jsonl")]
    runs = [account(Store(there).get(f"_runs/{name}")) for name in names]
    assert [run["documents"] for run in runs if run.get("command") == "convert"] == [3, 1, 0]
    pd.testing.assert_frame_equal(read(there).initiatives, read(here).initiatives)


@pytest.mark.usefixtures("lines_are_initiatives")
def test_it_is_audited_and_exported(there: str, plans: Path, tmp_path: Path, capsys: Capture):
    assert main(["convert", str(plans), "-o", there]) == 0
    assert main(["audit", there]) == 0
    assert main(["export", there, "--format", "duckdb", "-o", str(tmp_path / "plans.duckdb")]) == 0
    assert main(["export", there, "--format", "csv", "-o", str(tmp_path / "csv")]) == 0
    with duckdb.connect(str(tmp_path / "plans.duckdb")) as base:
        assert base.execute("SELECT count(*) FROM initiatives_wide").fetchall() == [(6,)]
    assert "窓口の電子化c" in (tmp_path / "csv" / "initiatives.csv").read_text("utf-8-sig")


@pytest.mark.usefixtures("lines_are_initiatives")
def test_a_shard_and_a_killed_change_there(there: str, plans: Path, tmp_path: Path):
    (tmp_path / "list").write_text("\n".join(map(str, sorted(plans.iterdir()))), "utf-8")
    assert main(["shard", str(tmp_path / "list"), "-o", there]) == 0
    before = files(there)
    store = Store(there)
    store.put("initiatives/.new-0-1", b"half a file of a killed run")
    store.put(".change-0.json", json.dumps({"add": {"0" * 16: "0-1"}, "remove": []}).encode())
    assert main(["convert", str(plans), "-o", there]) == 0
    described = ("datapackage.json", *(f"{table}/_common_metadata" for table in TABLES))
    assert {name: data for name, data in files(there).items() if name not in described} == before


def test_a_bucket_that_is_not_there(there: str, plans: Path, capsys: Capture):
    gone = there.replace("@plans/", "@nowhere/")
    assert main(["audit", gone]) == 2
    assert main(["convert", str(plans), "-o", gone]) == 2
    said = capsys.readouterr().err
    assert "no dataset is there" in said
    assert "cannot be written to" in said
