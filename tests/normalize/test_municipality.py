"""Municipalities: the table against the national counts, and names as titles print them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import municipality as module

TITLES = ("{}総合計画", "{}", "「{}みなとプラン」の概要", "令和8年度 {}事業一覧")


def test_counts_are_those_of_the_nation() -> None:
    kinds = Counter(one.name[-1] for one in module.municipalities() if one.name != one.prefecture)
    assert kinds == {"市": 792, "町": 743, "村": 183, "区": 23}
    assert sum(one.name == one.prefecture for one in module.municipalities()) == 47


def test_every_check_digit_is_right() -> None:
    for one in module.municipalities():
        assert len(one.code) == 6
        assert module.check_digit(one.code[:5]) == one.code[5]


def test_every_municipality_lies_in_the_prefecture_of_its_code() -> None:
    prefectures = {one.code[:2]: one.name for one in module.municipalities() if one.code[2:5] == "000"}
    assert sorted(prefectures) == [f"{number:02}" for number in range(1, 48)]
    assert all(prefectures[one.code[:2]] == one.prefecture for one in module.municipalities())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("徳島市", "362018"),
        ("豊中市", "272035"),
        ("旭川市", "012041"),
        ("南国市", "392049"),
        ("音威子府村", "014702"),
        ("富谷市", "042161"),
        ("那珂川市", "402311"),
        ("丹波篠山市", "282219"),
        ("龍ヶ崎市", "082082"),
        ("檮原町", "394050"),
        ("東京都千代田区", "131016"),
        ("福島県伊達市", "072133"),
        ("北海道", "010006"),
    ],
)
def test_codes(name: str, code: str) -> None:
    found = module.by_name(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["府中市", "伊達市", "森町", "池田町", "星見原市", ""])
def test_a_name_of_several_or_none_has_no_code(name: str) -> None:
    assert module.by_name(name) is None


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("旭　川　市\n令和８年３月", "旭川市", "012041"),
        ("「豊中市みなと計画」の取組実績について", "豊中市", "272035"),
        ("令和８年度　徳島市行政評価報告書", "徳島市", "362018"),
        ("第2次南国市環境基本計画", "南国市", "392049"),
        ("高知県南国市地域防災計画", "南国市", "392049"),
        ("東京都府中市総合計画", "府中市", "132063"),
        ("府中市総合計画", "府中市", None),
        ("四日市市総合計画", "四日市市", "242021"),
        ("町田市町内会支援計画", "町田市", "132098"),
        ("みなとビジョン\n汐見町", "汐見町", None),
        ("葦原市第2次国土強靱化地域計画", "葦原市", None),
        ("青嶺市立病院経営計画", "青嶺市", None),
        ("星見津市みなと計画", "星見津市", None),
        ("別表　徳島市みなと計画　項目一覧", "徳島市", "362018"),
        ("都市計画マスタープラン", None, None),
        ("中心市街地活性化基本計画", None, None),
        ("市町村合併の状況", None, None),
        ("こども未来市民プラン", None, None),
        ("本市の計画", None, None),
    ],
)
def test_a_title_names_its_municipality(printed: str, name: str | None, code: str | None) -> None:
    assert module.printed_name(printed) == name
    found = module.find(printed)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("cover", "want", "why"),
    [
        ("港の例を集め、徳島市役所と鳴門市の施設で配る。", "徳島市", "its office is named"),
        ("申請先は、徳島市長とする。", "徳島市", "its mayor is named"),
        ("鳴門市や徳島市の例を集めた。", None, "towns that others are compared with"),
        ("北海道は9か所、東京都は12か所である。", None, "a list of the nation's prefectures"),
        ("今村", None, "a surname"),
        ("田園都市構想の実現", None, "no town"),
    ],
)
def test_where_no_title_names_one(cover: str, want: str | None, why: str) -> None:
    found = module.find("港の手引き", cover)
    assert (found.name if found else None) == want, why
    assert module.printed_name(cover) is None, why


@given(st.sampled_from(module.municipalities()), st.sampled_from(TITLES))
def test_every_municipality_is_found_in_its_title(one: module.Municipality, title: str) -> None:
    full = one.name if one.name == one.prefecture else one.prefecture + one.name
    assert module.find(title.format(full)) == one


@given(st.text(alphabet="市町村区都道府県南国徳島川 \n計画第2次「", max_size=16) | st.text(max_size=10))
def test_any_text_is_answered(any_text: str) -> None:
    name = module.printed_name(any_text)
    assert name is None or name[-1] in "市町村区都道府県"
    found = module.find(any_text)
    assert found is None or found in module.municipalities()
