"""Lists drawn row by row, of which the cells tell what the labels leave open; invented, as PyMuPDF takes them out."""

from __future__ import annotations

from extract.model import Table
from tests.extract.dumped import dump

Rows = list[dict[str, str]]


def read(printed: str) -> Rows:
    """The rows of the only table, by the label of their column; cells that span rows stand in the first of them."""
    [table] = [block for block in dump("plan.txt", printed.encode()).blocks if isinstance(block, Table)]
    depth = 1 + max(cell.row for cell in table.cells if cell.filled)
    labels = {cell.col: cell.text for cell in table.cells if cell.filled and cell.row + cell.rowspan == depth}
    return [
        {labels.get(c.col, ""): c.text.replace("\n", "") for c in table.cells if c.row == n and c.text}
        for n in range(depth, table.n_rows)
    ]


WORDS = """番号
取組名
取組内容
目標・効果
KPI（現状値→目標値）
担当課
1
港の台帳の公開
港の台帳を整理し、だ
れでも見られるように
する。
港の利用を増やす。
・公開した台帳の数：12件（R6）
→30件（R11）
港湾課
2
里山の手入れの支援
里山の手入れを担う団
体に苗木を貸す。
里山を守る担い手を育て
る。
・支援した団体の数：4団体（R6）→9
団体（R11）
・苗木の本数：310本（R6）→900本（R11）
農林課
3
窓口の混雑の表示
窓口の混雑を求め、表
示する。
待ち時間を短くする。
・表示した窓口の数：2窓口（R6）
→8窓口（R11）
市民課
"""


def test_lines_that_state_figures_are_of_the_column_of_indicators() -> None:
    rows = read(WORDS)
    assert [row["目標・効果"] for row in rows] == [
        "港の利用を増やす。",
        "里山を守る担い手を育てる。",
        "待ち時間を短くする。",
    ]
    assert rows[0]["KPI（現状値→目標値）"] == "・公開した台帳の数：12件（R6）→30件（R11）"


TRENDS = """実績
番号
施策名
指標名
単位
改善の方向
基準年度（R3）
最終目標（R8）
達成度（R6）
主管課
R4
R5
R6
公開した台帳の数
件
↗
4
6
9
12
30
★★
公開した図面の数
枚
↗
10
30
50
80
90
★★★
01
港を守る
港湾課
点検した岸壁の数
箇所
↗
2
3
5
6
8
★
支援した団体の数
団体
↗
1
2
3
4
9
★★
苗木の本数
本
↗
310
400
520
640
900
★★
02
里山を守る
農林課、市民課
捕獲した獣の数
頭
↘
90
81
76
70
40
★
待ち時間
分
↘
30
25
21
18
10
★★
取り扱う手続の数
手続
↗
21
35
40
50
60
★★★
03
窓口を変える
市民課
対応した窓口の数
窓口
↗
4
8
12
14
19
★
"""


def test_a_label_nobody_knows_may_head_signs_and_one_drawn_first_stands_over_the_years() -> None:
    rows = read(TRENDS)
    assert [row["改善の方向"] for row in rows] == ["↗", "↗", "↗", "↗", "↗", "↘", "↘", "↗", "↗"]
    assert [[row[year] for year in ("R4", "R5", "R6")] for row in rows][:3] == [
        ["6", "9", "12"],
        ["30", "50", "80"],
        ["3", "5", "6"],
    ]
    assert "実績" not in rows[0]


STAGES = """番号
取組
実施内容
令和8
年度
令和9
年度
令和10
年度
担当部署
Ⅰ 港を守る取組
Ⅰ-1
港の台帳の公開
港湾課
台帳の整理
検討
実施
実施
Ⅰ-2
岸壁の点検
港湾課
点検の委託
準備
実施
拡充
Ⅱ 里山を守る取組
Ⅱ-1
里山の手入れの支援
農林課
苗木の貸出し
試行
実施
実施
Ⅱ-2
獣害の防止
農林課
柵の設置
検討
検討
実施
"""


def test_a_year_drawn_with_its_neighbour_and_bands_that_begin_with_a_number() -> None:
    rows = read(STAGES)
    assert [list(row.values()) for row in rows if len(row) == 1] == [["Ⅰ 港を守る取組"], ["Ⅱ 里山を守る取組"]]
    own = [row for row in rows if len(row) > 1]
    assert [row["番号"] for row in own] == ["Ⅰ-1", "Ⅰ-2", "Ⅱ-1", "Ⅱ-2"]
    assert [row["担当部署"] for row in own] == ["港湾課", "港湾課", "農林課", "農林課"]
    assert [row["令和10年度"] for row in own] == ["実施", "拡充", "実施", "実施"]


MARKS = """No
アクション
所管部署
実施項目
R7
R8
R9
R10
R11
台帳の対象と時期の整理
○
●
→
1-1
港の台帳の公開
港湾課
台帳の対象と時期の公開
○
●
機器の対象と時期の選定
○
●
●
1-2
岸壁の点検
港湾課、会計課
点検の対象と時期の委託
○
●
苗木の対象と時期の選定
○
●
→
2-1
里山の手入れ
農林課
苗木の対象と時期の貸出し
○
●
柵の対象と時期の選定
○
●
●
2-2
獣害の防止
農林課、会計課
柵の対象と時期の設置
○
→
"""


def test_numbers_are_no_stages_where_years_hold_stages() -> None:
    rows = read(MARKS)
    assert [row["No"] for row in rows if "No" in row] == ["1-1", "1-2", "2-1", "2-2"]
    assert [row["アクション"] for row in rows if "アクション" in row] == [
        "港の台帳の公開",
        "岸壁の点検",
        "里山の手入れ",
        "獣害の防止",
    ]
    assert rows[0][""] == "○ ● →"  # of five years: nobody knows which
    assert {row[year] for row in rows for year in ("R7", "R8", "R9", "R10", "R11") if year in row} <= {"○", "●", "→"}


MATRIX = """目標値
実績値
番号
施策名
指標
単位
担当課
R7
R8
R9
R7
R8
01
港の台帳の公開
公開した台帳の数
件
12
20
30
14
19
港湾課
02
里山の手入れの支援
支援した団体の数
団体
4
6
9
3
7
農林課
03
窓口の混雑の表示
表示した窓口の数
窓口
2
4
8
2
5
市民課
"""


def test_years_that_come_again_stand_under_the_next_label() -> None:
    [table] = [block for block in dump("plan.txt", MATRIX.encode()).blocks if isinstance(block, Table)]
    over = {cell.text: (cell.col, cell.colspan) for cell in table.cells if cell.row == 0 and cell.colspan > 1}
    assert over == {"目標値": (4, 3), "実績値": (7, 2)}


UPRIGHT = """番号
施策名
概要
指標
目標値
担当課
01
港の台帳の公開
港の台帳を整理し、だれでも見られるようにする。
公開した台帳の数
12件
港湾課
第
1
章
海
と
生
き
る
02
里山の手入れの支援
里山の手入れを担う団体に苗木を貸す。
支援した団体の数
4団体
農林課
03
窓口の混雑の表示
平成28 年4 月から置いた機器で混雑を表示する。
表示した窓口の数
2窓口
市民課
"""


def test_a_text_set_from_top_to_bottom_is_one_cell() -> None:
    document = dump("plan.txt", UPRIGHT.encode())
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    texts = ["".join(cell.text.split()) for cell in table.cells]
    assert sum("海と生きる" in text for text in texts) == 1
    assert {"港湾課", "農林課", "市民課"} <= {*texts} or "港湾課第1章海と生きる" in texts
    assert "平成28年4月から置いた機器で混雑を表示する。" in texts
