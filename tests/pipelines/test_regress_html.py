"""`keikaku regress --html`: a page that shows what moved beside its place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser

from pipelines.approved import Entry
from pipelines.cli import main
from pipelines.moved import Moved, moved

SAMPLES = Path(__file__).parents[2] / "samples"
EVIL = "</td><script>document.title = 'caught'</script>"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two samples whose approved records say something else in four places."""
    folder = tmp_path_factory.mktemp("regress")
    for name in ("kpi_cards", "dump_cards"):
        shutil.copytree(SAMPLES / name, folder / "samples" / name)
    drawn = folder / "samples/kpi_cards/approved.json"
    printed = json.loads(drawn.read_text("utf-8"))
    first, second = printed["initiatives"][:2]
    first["content"] += EVIL
    first["targets"][0]["source"] = [shifted(first["targets"][0]["source"][0]), *first["targets"][0]["source"][1:]]
    printed["initiatives"].insert(2, second | {"name": "失われた取組", "targets": [], "results": []})
    drawn.write_text(json.dumps(printed), "utf-8")
    dump = folder / "samples/dump_cards/approved.json"
    dump.write_text(dump.read_text("utf-8").replace('"環境政策課"', '"環境課"'), "utf-8")
    assert main(["regress", str(folder / "samples"), "--html", str(folder / "R")]) == 1
    return folder / "R"


def shifted(source: str) -> str:
    """The place 40 points further to the right."""
    head, x0, y0, x1, y1 = source.rsplit(" ", 4)
    return f"{head} {float(x0) + 40:.1f} {y0} {float(x1) + 40:.1f} {y1}"


def page(report: Path) -> str:
    return (report / "index.html").read_text("utf-8")


def articles(report: Path) -> list[str]:
    return re.findall(r"<article.*?</article>", page(report), re.DOTALL)


def rects(article: str) -> Iterator[tuple[str, list[float]]]:
    for when, x, y, width, height in re.findall(
        r'<rect class="place (\w+)" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/>', article
    ):
        yield when, [float(each) for each in (x, y, width, height)]


def test_every_moved_record_is_shown_once(report: Path):
    badges = [re.findall(r'data-say="regress\.(changed|new|gone)"', each)[0] for each in articles(report)]
    assert badges == ["changed", "changed", "changed", "gone"]
    assert "<del>環境課</del>" not in page(report), "only what differs is marked"
    assert "環境<ins>政策</ins>課" in re.sub(r"\s+(?=<|環|課)", "", page(report))


def test_places_before_and_after_stand_on_one_picture(report: Path):
    [article] = [each for each in articles(report) if "place before" in each and "place after" in each]
    found = dict(rects(article))
    assert found["before"][0] - found["after"][0] == pytest.approx(40.0, abs=0.2)
    assert found["before"][1:] == found["after"][1:]
    assert "both" in found, "the indicator stands where it stood"


def test_pictures_show_what_stands_at_the_places(report: Path):
    """Every box of a crop lies within it and holds ink."""
    for article in articles(report):
        for name, figure in re.findall(r'<image href="crops/(.*?)"(.*?)</svg>', article, re.DOTALL):
            picture = Image.open(BytesIO((report / "crops" / name).read_bytes())).convert("L")
            for when, (x, y, width, height) in rects(figure):
                box = [round(2 * edge) for edge in (x, y, x + width, y + height)]
                assert 0 <= box[0] < box[2] <= picture.width + 1
                assert 0 <= box[1] < box[3] <= picture.height + 1
                darkest, _ = picture.crop((box[0], box[1], box[2], box[3])).getextrema()
                assert when == "before" or (isinstance(darkest, int | float) and darkest < 100)


def test_lines_of_a_dump_are_shown_with_their_numbers(report: Path):
    source = (SAMPLES / "dump_cards/source.txt").read_text("utf-8").split("\n")
    [article] = [each for each in articles(report) if '<ol class="lines">' in each]
    lines = re.findall(r"<li class=\"(\w+)\"><b>(\d+)</b><span>(.*?)</span>", article)
    assert lines
    assert [text for _, number, text in lines if text.strip() != source[int(number) - 1].strip()] == []
    assert any(when == "both" and "環境政策課" in text for when, _, text in lines)


def test_it_is_whole_and_escaped(report: Path):
    printed = page(report)
    assert EVIL not in printed
    assert "&lt;script&gt;" in printed
    assert "unsafe-inline" not in printed
    assert not re.search(r"<[^>]*\sstyle=|<style|<script>", printed)
    for link in re.findall(r'(?:href|src)="([^"#]+)"', printed):
        assert link == "index.html" or (report / link).exists(), link
    used = set(re.findall(r"crops/([^\"]+)", printed))
    assert used == {path.name for path in (report / "crops").iterdir()}


def test_a_later_report_keeps_nothing_of_the_one_before(report: Path, tmp_path: Path):
    shutil.copytree(report, tmp_path / "R")
    shutil.copytree(SAMPLES / "dump_cards", tmp_path / "samples/dump_cards")
    assert main(["regress", str(tmp_path / "samples"), "--html", str(tmp_path / "R")]) == 0
    assert list((tmp_path / "R/crops").iterdir()) == []
    assert "承認済みの記録と違いはありません。" in page(tmp_path / "R")


def test_a_folder_that_cannot_be_made_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "R").write_text("mine")
    assert main(["regress", str(SAMPLES / "dump_cards"), "--html", str(tmp_path / "R")]) == 2
    assert "R: cannot be written to" in capsys.readouterr().err


def test_in_a_browser(report: Path, browser: Browser):
    said: list[str] = []
    shown = browser.new_page(viewport={"width": 390, "height": 800})
    shown.on("console", lambda message: said.append(message.text))
    shown.goto((report / "index.html").as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.title() != "caught"
    shown.click("#language")
    assert shown.locator("h1").text_content() == "Against the approved records"
    assert shown.locator("svg.crop image").first.bounding_box() is not None
    found = Axe().run(shown, options={"preload": False}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    shown.close()
    assert said == []


def record(name: str, **fields: str) -> Entry:
    return Entry("initiatives", {"name": name, **fields})


def test_records_below_one_that_came_are_told_with_it():
    target = Entry("targets", {"indicator": "件数", "text": "90件"})
    whole = Entry("initiatives", {"name": "予約"}, (target,))
    [first, second] = moved([], [whole])
    assert (first.sign, first.path, second.path) == ("new", ("予約",), ("予約", "件数"))
    assert list(moved([whole], [whole])) == []


def test_a_field_that_is_new_or_gone():
    found: list[Moved] = list(moved([record("予約", content="画面")], [record("予約", objective="窓口")]))
    [change] = [each.changes for each in found]
    assert [(each.field, bool(each.before), bool(each.after)) for each in change] == [
        ("content", True, False),
        ("objective", False, True),
    ]
