"""Names in a title -> the municipality a document is about, with its code (全国地方公共団体コード).

tables/municipalities.csv: 47 prefectures, 1,741 municipalities (792 cities, 743 towns, 183 villages, 23 special
wards), the state since 2019-05-01 (丹波篠山市, the last change of a name), taken over in November 2026. Facts of public
record, compared between two independent lists; every code's check digit is computed in the tests.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from normalize.doc_class import of_title
from normalize.text import display, mend


class Municipality(NamedTuple):
    """A municipality or prefecture. code: six digits, the last one the check digit."""

    code: str
    prefecture: str
    name: str


# Characters that names are printed with in more than one form: 龍ケ崎市/龍ヶ崎市, 檮原町/梼原町.
_VARIANTS = str.maketrans("ヶ﨑髙檮曾龍鰺諌桧籔薮濵濱塚葛", "ケ崎高梼曽竜鯵諫檜藪藪浜浜塚葛")
_KINDS = "市町村区都道府県"
_LONGEST_NAME, _SHORTEST_ALONE = 8, 3
"""今村 on a line of its own is a surname, 汐見町 is a town."""
# What may stand before a name: a prefecture or district, a year, a bracket, a particle. `大津市` is not `津市`.
_BEFORE = re.compile(r"(?:^|[^一-鿿々ァ-ヶーぁ-ん]|[県都府道郡度年版]|[はがのをにでとやも]|第[0-9]+[次期])$")


def check_digit(code5: str) -> str:
    """The sixth digit of a code.

    >>> check_digit("36201")
    '8'
    """
    total = sum(int(digit) * weight for digit, weight in zip(code5, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All municipalities and prefectures, by code.

    >>> len(municipalities())
    1788
    """
    rows = csv.DictReader((files("normalize") / "tables" / "municipalities.csv").read_text("utf-8").splitlines())
    return tuple(Municipality(row["code"], row["prefecture"], row["name"]) for row in rows)


def _key(name: str) -> str:
    return name.translate(_VARIANTS)


@cache
def _named() -> dict[str, tuple[Municipality, ...]]:
    named: dict[str, tuple[Municipality, ...]] = {}
    for one in municipalities():
        named[_key(one.name)] = (*named.get(_key(one.name), ()), one)
    return named


@cache
def _prefectures() -> frozenset[str]:
    return frozenset(one.prefecture for one in municipalities())


def by_name(name: str, prefecture: str | None = None) -> Municipality | None:
    """The municipality of that name; None where there is none, or more than one and the prefecture is not named.

    >>> by_name("南国市").code, by_name("高知県南国市").code, by_name("府中市"), by_name("府中市", "広島県").code
    ('392049', '392049', None, '342084')
    """
    shown = display(name)
    for named_prefecture in _prefectures():
        if shown.startswith(named_prefecture) and shown != named_prefecture:
            shown, prefecture = shown.removeprefix(named_prefecture), named_prefecture
            break
    found = _named().get(_key(shown), ())
    if prefecture is not None:
        found = tuple(one for one in found if one.prefecture == prefecture)
    return found[0] if len(found) == 1 else None


def find(title: str, cover: str = "") -> Municipality | None:
    """The municipality that a title, or the first lines of its document, are about.

    It is the one a line is printed with, or the title names; else the one whose mayor or office is named. A list of
    the nation's prefectures is of none. None too for a name that no municipality bears, and for one that several bear
    where no prefecture is named.

    >>> find("令和８年度　南国市ＤＸ推進方針").code, find("補助金の手引き", "鳴門市にならい、徳島市役所で配る。").code
    ('392049', '362018')
    >>> find("星見原市第2次国土強靱化地域計画"), find("都道府県別の状況", "北海道は9か所である。")
    (None, None)
    """
    text = f"{title}\n{cover}"
    prefecture = _prefecture_in(text)
    if name := printed_name(text):
        return by_name(name, prefecture) or by_name(name)
    offices = (name for name, rest in _mentions(mend(text)) if _BODY.match(rest))
    titled = (name for name, _ in _mentions(mend(title)))
    for name, _ in (*Counter(titled).most_common(), *Counter(offices).most_common()):
        if one := by_name(name, prefecture) or by_name(name):
            return one
    return None


def _prefecture_in(text: str) -> str | None:
    """The prefecture named first, if any."""
    shown = display(text)
    places = {shown.find(name): name for name in _prefectures() if name in shown}
    return places[min(places)] if places else None


def _mentions(text: str) -> Iterator[tuple[str, str]]:
    """The names of municipalities in the text, each with what follows; a prefecture only where no other follows."""
    keyed = _key(text)
    for end in (place + 1 for place, char in enumerate(keyed) if char in _KINDS):
        for start in range(max(0, end - _LONGEST_NAME), end - 1):
            name = keyed[start:end]
            if name in _named() and _BEFORE.search(keyed[max(0, start - 4) : start]):
                if not (text[start:end] in _prefectures() and _next_is_municipality(keyed[end:])):
                    yield text[start:end], text[end : end + _LONGEST_NAME]
                break


def _next_is_municipality(rest: str) -> bool:
    return any(rest[:length] in _named() for length in range(2, _LONGEST_NAME))


# A title or cover line: the name alone, or before words that plans are called by.
_LEAD = re.compile(
    r"^[\s「『【(〈《]*(?:(?:(?:令和|平成|[RH])(?:元|[0-9]+)|[0-9]{4})年度?版?|第[0-9一二三四五六七八九十]+[次期]|\(案\)|\(仮称\)"
    r"|(?:別[表紙冊添]|資料|様式|参考(?:資料)?)第?[0-9]*号?)?[\s「『【)】:]*"
)
_TITLE = re.compile(
    "計画|プラン|戦略|方針|ビジョン|大綱|構想|報告|評価|実績|進捗|取組|概要|一覧|事業|予算|指針|プログラム|ロードマップ|マニフェスト"
    "|工程表|推進|資料|状況|総合|白書|条例|マニュアル|基本"
)
_OFFICE = "役所|役場|議会|教育委員会|庁舎|長$"
_BODY = re.compile(f"{_OFFICE[:-1]}|知事|庁|公式|ホームページ")
# 都市計画, 市町村合併, 中心市街地, 町内会, 本市: none of these is a name.
_NO_NAME = re.compile(
    "^(?:[本当各他同両全新旧大小近都下港]|市町|市区町|近隣|関係|構成|周辺|中心|中核|政令|国内|全国|城下|門前|田園|学園)?[市町村]"
)
_INVENTED = re.compile(r"^([一-鿿々ぁ-んァ-ヶー]{1,6}?[市町村])(?![民街場制税道有内区町村並外域井田]|産(?!業))")


def printed_name(text: str) -> str | None:
    """The municipality's name as its title or cover prints it, known to the tables or not.

    >>> printed_name("若竹町第3期高齢者保健福祉計画（案）"), printed_name("旭　川　市\\n令和8年3月")
    ('若竹町', '旭川市')
    >>> printed_name("都市計画マスタープラン") is None
    True
    """
    for line in text.split("\n"):
        shown = _LEAD.sub("", display(line))
        name = _known_start(shown) or _invented_start(shown)
        if name:
            rest = shown[len(name) :]
            if not rest or _TITLE.search(rest) or of_title(rest) or re.match(_OFFICE, rest):
                return name.removeprefix(_own_prefecture(name))
    return None


def _own_prefecture(name: str) -> str:
    return next((one for one in _prefectures() if name.startswith(one) and name != one), "")


def _known_start(line: str) -> str | None:
    """The longest known name the line starts with, its prefecture before it or not."""
    head = next((one for one in _prefectures() if line.startswith(one)), "")
    rest = _key(line[len(head) :])
    for length in range(min(_LONGEST_NAME, len(rest)), 1, -1):
        if rest[:length] in _named():
            return line[: len(head) + length]
    return head or None


def _invented_start(line: str) -> str | None:
    match = _INVENTED.match(line)
    alone = match is not None and match[0] == line and len(line) < _SHORTEST_ALONE
    return match[1] if match and not (alone or _NO_NAME.match(line) or match[1].endswith("都市")) else None
