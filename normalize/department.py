"""Text of a cell of departments -> the departments, as printed and in order."""

from __future__ import annotations

import re

from normalize.quantity import is_blank
from normalize.text import display, mend

# What a department's name ends in, by its rank: a bureau (1) holds sections and institutions (2), they hold teams (3).
_RANKS = {
    1: "部局?|局|本部|委員会|議会|病院|企業庁|庁",
    2: "課|室|所|署|館|園|院|会|校|センター|クリーンランド|プラザ|ホーム|ステーション|公社|財団|組合|機構|隊|団|法人",
    3: "係|班|担当|グループ|チーム|分室|主幹",
}
LONGEST = 2_000
"""Characters of a list of departments: fifty have 400; what is longer is prose, and one name."""
_MINISTRIES = "(?:環境|総務|法務|外務|財務|防衛|文部科学|厚生労働|農林水産|経済産業|国土交通)省|内閣(?:府|官房)"
_WHOLE_NAMES = f"職員|全職員|所属長|各所属|全所属|全庁|市|町|村|県|国|事業者|関係機関|関係団体|各種団体|{_MINISTRIES}"
_TAIL = r"(?:長|職員|等|など|ほか|他)?(?:\([^()]*\))?$"
_ENDS = re.compile(rf"(?:{'|'.join(_RANKS.values())}|{_WHOLE_NAMES}){_TAIL}")
_RANK = {rank: re.compile(rf"(?:{endings}){_TAIL}") for rank, endings in _RANKS.items()}
_UNDER_BUREAU = re.compile(rf"(?:{_RANKS[1]}).+(?:{_RANKS[2]}){_TAIL}")

# Bureaus whose sections are often printed on the line below, and the words such a section's name starts with.
_SECTIONS = (
    ("教育委員会", "学校|教育|生涯|社会|文化|図書|スポーツ|青少年|公民|給食|学務|総務|庶務|指導|施設"),
    ("消防局|消防本部", "警防|予防|総務|指令|救急|通信|企画"),
    ("水道局|企業局|水道部", "水道|下水|経営|総務|管理|工務|施設|営業|浄水|料金|給水"),
    ("議会事務局", "庶務|議事|総務|調査"),
    ("病院局|病院", "医事|経営|事務|総務|医療|管理"),
    ("交通局", "総務|経営|運輸|営業|企画|自動車"),
    ("学校|高校", "事務"),
    ("課", ".+(?<!関)(?:係|班|担当)$"),
    ("部", ".+(?:課|室|係|班|センター|所)$"),
)
_SECTION_BELOW = re.compile(
    "|".join(rf"(?:{bureau})\n(?:{words})(?=.*(?:課|室|係|班|所|局)|$)" for bureau, words in _SECTIONS)
)

_ROLE = re.compile(
    r"[(〈＜<【\[](?:主担当課?|副担当課?|主管課?|主|副|正|関係課?|関連課?|統括|総括|所管|担当|協力)[)〉＞>】\]][:]?|[◎○●◇◆■□☆★]"
    r"|(?:主担当課?|副担当課?|主管課?|担当課?|所管課?|関係課|関連課|協力課|主|副)[:]|(?<![^\n])[・※]"
    r"|[\u2460-\u2473]|(?<![^\n])[0-9]{1,2}[. ](?=[^0-9])"
)
_BEHIND = re.compile(r"(?P<name>.+?)[(【〔\[〈](?P<owners>[^()【】〔〕\[\]〈〉]+)[)】〕\]〉]")
_AND = r"(?<=[課室部局係所署館園校])\s*(?:及び|および|並びに|ならびに|と|[+＋&＆])\s*(?=[^\s課])"
# No section is part of a section: where a conversion has lost the line break between two, it stood behind the first.
_GLUED = r"(?<=[^\s・]課)(?=(?!題|税の|長|等|内|各|ほか|他|別|員|関係|担当|及び|並びに|と)[^\s、・()]{1,12}課(?!題))"
_SEPARATOR = re.compile(rf"(?:[、，,;；/|｜\x00]|{_AND}|{_GLUED})(?![^()]*\))")
_BRACKETED = re.compile(r"\(([^()]+)\)")


def departments(text: str) -> tuple[str, ...]:
    """The departments of a cell. A bureau with its section (総務部・情報政策課) is one; a wrapped name is joined.

    >>> departments("上下水道局水道維\\n持課、総務部・情報政策課\\n関係各課")
    ('上下水道局水道維持課', '総務部・情報政策課', '関係各課')
    >>> departments("（主）総務課　（副）企画課")
    ('総務課', '企画課')
    >>> departments("総務部総務課及び企画課"), departments("政策部企画課・財政部財政課")
    (('総務部総務課', '企画課'), ('政策部企画課', '財政部財政課'))
    >>> departments("市民課税務課"), departments("地域課題対策課")
    (('市民課', '税務課'), ('地域課題対策課',))
    >>> departments("総務課・企画課"), departments("議会事務局庶務課・議事調査課")
    (('総務課', '企画課'), ('議会事務局庶務課・議事調査課',))
    """
    if len(text) > LONGEST:
        return (display(text),)
    listed = _ROLE.sub("\x00", mend(text))
    listed = _SEPARATOR.sub("\x00", listed)
    parts = (part for piece in listed.split("\x00") for line in _names(piece) for part in _same_rank(line))
    named = (_BRACKETED.sub(r"\1", text) if _BRACKETED.fullmatch(text) else text for text in map(_trimmed, parts))
    return tuple(name for name in named if name and not is_blank(name))


def owned(name: str) -> tuple[str, tuple[str, ...]]:
    """A name without the departments printed in brackets behind it, and these.

    >>> owned("屋根を使った太陽光発電(環境政策課・財産管理課)"), owned("窓口の改善(市民課窓口)")
    (('屋根を使った太陽光発電', ('環境政策課', '財産管理課')), ('窓口の改善(市民課窓口)', ()))
    >>> owned("港の清掃【水産課】"), owned("港の清掃【新規】")
    (('港の清掃', ('水産課',)), ('港の清掃【新規】', ()))
    """
    found = _BEHIND.fullmatch(name)
    listed = departments(found["owners"]) if found else ()
    known = all(map(_ENDS.search, listed)) and any(d[-1] in "課室係局部" for d in listed)
    return (found["name"], listed) if found and known else (name, ())


def ends_as_department(name: str) -> bool:
    """Whether a name ends as the names of departments do.

    >>> ends_as_department("市民課長"), ends_as_department("窓口の改善")
    (True, False)
    """
    return _ENDS.search(name) is not None


def _trimmed(part: str) -> str:
    return display(part).strip("・ :")


def _names(piece: str) -> list[str]:
    """Cut where a name ends before a line break or space; a break inside a name, or below its bureau, joins."""
    words = re.split(r"([ \n]+)", piece.strip(" \n"))
    names = [words[0]]
    for gap, word in zip(words[1::2], words[2::2], strict=True):
        below = _SECTION_BELOW.search(names[-1] + "\n" + word) or (_rank(word) == 3 and _rank(names[-1]) in (1, 2))
        if _ENDS.search(names[-1]) and not word.startswith(("(", "・")) and _starts_anew(word, gap) and not below:
            names.append(word)
        else:
            names[-1] += word
    return names


def _starts_anew(word: str, gap: str) -> bool:
    """A space sets names apart only where both are whole: `こども 未来課` is spaced out, `総務課 企画課` two names."""
    return "\n" in gap or _ENDS.search(word) is not None


def _same_rank(name: str) -> list[str]:
    """`総務課・企画課` are two; `総務部・情報政策課` is one, named from its bureau on."""
    parts = re.split(r"・(?![^()]*\))", name)
    split = [parts[0]]
    for part in parts[1:]:
        above, here = _rank(split[-1]), _rank(part)
        own_bureau = _UNDER_BUREAU.search(part) or not _UNDER_BUREAU.search(split[-1])
        if above and here and above >= here and own_bureau:
            split.append(part)
        else:
            split[-1] += "・" + part
    return split


def _rank(name: str) -> int | None:
    return next((rank for rank, ending in _RANK.items() if ending.search(name)), None)
