"""What the schedule of 霧ヶ浜市 prints."""

from __future__ import annotations

from .plan import MERGED, Initiative, Plan, Series

M = MERGED
P1 = ("Ⅰ 温室効果ガスの排出削減",)
P2 = ("Ⅱ 気候変動への適応",)
P3 = ("Ⅲ 環境を学び伝える人づくり",)

INITIATIVES = (
    Initiative(
        "Ⅰ-1",
        "市有施設の照明のLED化",
        P1,
        ("財産管理課", "教育施設課"),
        series=(Series("庁舎・公民館", ("設計", "工事", M, "", "")), Series("小中学校", ("", "設計", "工事", M, M))),
    ),
    Initiative(
        "Ⅰ-2",
        "ゼロカーボンパーク構想の策定",
        P1,
        ("環境創造課",),
        series=(Series("構想の検討・策定", ("検討", M, "策定", "推進", M)),),
    ),
    Initiative(
        "Ⅰ-3",
        "住宅用蓄電池の設置補助",
        P1,
        ("環境創造課",),
        series=(
            Series("補助制度の運用", ("実施", M, M, M, M)),
            Series("補助額の見直し", ("", "検討", "見直し", "", "")),
        ),
    ),
    Initiative(
        "Ⅰ-4",
        "バイオマス発電所の誘致",
        P1,
        ("企業立地推進室", "農林水産課", "環境創造課"),
        is_new=True,
        series=(
            Series("事業者の公募", ("準備", "実施", "", "", "")),
            Series("燃料供給体制の構築", ("", "協議", M, "構築", M)),
        ),
    ),
    Initiative(
        "Ⅱ-1",
        "内水ハザードマップの改定",
        P2,
        ("下水道整備課", "防災課"),
        series=(
            Series("浸水想定の見直し", ("調査", M, "", "", "")),
            Series("マップの作成・配布", ("", "", "作成", "配布", "")),
        ),
    ),
    Initiative(
        "Ⅱ-2",
        "熱中症対策の推進",
        P2,
        ("健康増進課",),
        series=(
            Series("クーリングシェルターの指定", ("実施", M, M, M, M)),
            Series("見守り訪問", ("試行", "実施", M, M, M)),
        ),
    ),
    Initiative(
        "Ⅱ-3", "海岸林の再生", P2, ("農林水産課",), series=(Series("植樹及び下草刈り", ("実施", M, M, "評価", "拡充")),)
    ),
    Initiative(
        "Ⅲ-1",
        "環境学習プログラムの作成",
        P3,
        ("学校教育課", "環境創造課"),
        series=(
            Series("教材の開発", ("開発", M, "", "", "")),
            Series("モデル校での授業", ("", "試行", M, "", "")),
            Series("全校での授業", ("", "", "", "実施", M)),
        ),
    ),
    Initiative(
        "Ⅲ-2", "市民環境調査員制度", P3, ("環境創造課",), series=(Series("調査員の募集と調査", ("実施", M, M, M, M)),)
    ),
    Initiative(
        "Ⅲ-3",
        "エコツアーガイドの養成",
        P3,
        ("観光物産課", "環境創造課"),
        series=(
            Series("養成講座の開催", ("準備", "実施", M, M, "")),
            Series("ツアーの実施", ("", "", "試行", "本格実施", M)),
        ),
    ),
)

PLAN = Plan(
    municipality="霧ヶ浜市",
    title="霧ヶ浜市環境基本計画 実施スケジュール",
    doc_kind="plan",
    period=(2026, 2030),
    years=(2026, 2027, 2028, 2029, 2030),
    initiatives=INITIATIVES,
)
