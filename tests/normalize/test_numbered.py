"""Numbers glued to names: a run of them is a numbering, one alone is part of a name."""

from __future__ import annotations

import pytest

from extract.model import Line, Place
from normalize.form import Form
from normalize.numbered import set_apart
from normalize.wrap import Piece


def names(*printed: str) -> list[str]:
    forms = [Form(Piece((Line(name, Place(1)),)), None, ()) for name in printed]
    set_apart(forms)
    return [form.name.raw for form in forms]


def test_a_run_is_a_numbering() -> None:
    printed = ("1窓口の改善", "２地図の公開", "3船の案内", "坂の地図", "４空の写真")
    assert names(*printed) == ["1 窓口の改善", "２ 地図の公開", "3 船の案内", "坂の地図", "４ 空の写真"]


@pytest.mark.parametrize(
    "printed",
    [
        ("3D都市モデルの活用", "5歳児健診の実施", "窓口の改善"),
        ("1窓口の改善", "2台帳の公開"),
        ("1件の相談", "2人の職員", "3年の計画"),
        ("7窓口の改善", "1台帳の公開", "5船の案内"),
    ],
)
def test_other_names_stay(printed: tuple[str, ...]) -> None:
    assert names(*printed) == list(printed)
