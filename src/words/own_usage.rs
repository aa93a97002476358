//! What the page says of the reader's own usage and of its settlement, in each language.

use crate::text;

/// These words, in one language. Sentences with something in them are functions.
#[derive(Debug)]
pub struct OwnUsageWords {
    pub title: &'static str,
    pub lead: fn(&str) -> String,
    pub long: &'static str,
    pub reading: fn(&str) -> String,
    pub empty: &'static str,
    pub example: &'static str,
    pub try_example: &'static str,
    pub refusal: &'static str,
    pub place: &'static str,
    pub code: &'static str,
    pub drop: &'static str,
    pub choose: &'static str,
    pub limit: &'static str,
    pub paste: &'static str,
    pub price: &'static str,
    pub clear: &'static str,
    pub samples: &'static str,
    pub nothing_billed: &'static str,
    pub bill_of: fn(&str) -> String,
    pub service: &'static str,
    pub item: &'static str,
    pub tier_or_model: &'static str,
    pub quantity: &'static str,
    pub unit_price: &'static str,
    pub per: &'static str,
    pub amount: &'static str,
    pub exact_total: &'static str,
    pub rounding: &'static str,
    pub payable: &'static str,
    pub second: &'static str,
    pub ktpm_hour: &'static str,
    pub run_count: fn(u64) -> String,
    pub record_count: fn(u64) -> String,
    pub bill_count: fn(u64) -> String,
    pub priced: fn(&str, &str, &str) -> String,
    pub more_bills: fn(u64) -> String,
    pub more_lines: fn(u64) -> String,
    pub too_large: fn(&str, &str, &str) -> String,
    pub refused: fn(&str, &str) -> String,
    pub row: fn(usize) -> String,
}

/// The words in English.
pub const ENGLISH: OwnUsageWords = OwnUsageWords {
    title: "Price your own usage",
    lead: |book| {
        format!(
            "A usage file, or a CSV of runs, becomes its settlement: bill by bill, line by line, priced by {book}. It is read and priced in this page; nothing leaves it."
        )
    },
    long: "A long text. “Price this text” prices it as it stands.",
    reading: |name| format!("Reading {name} …"),
    empty: "Nothing here yet. A CSV has a row for each run of an instance, under a header row; an empty stopped_at is refused, for then nothing says up to when it counts. JSON is a usage document with runs, tokens, reservations and free_quotas.",
    example: "Example of a CSV",
    try_example: "Try an example",
    refusal: "Refusal",
    place: "Place",
    code: "Code",
    drop: "Drop a file here, or ",
    choose: "Choose a file",
    limit: " of up to 64 MiB.",
    paste: "Or paste JSON or CSV",
    price: "Price this text",
    clear: "Clear",
    samples: "Lines marked “sample price” use illustrative prices: prices per token and of TPM reservations are not published.",
    nothing_billed: "Nothing in it is billed.",
    bill_of: |month| format!("Bill of {month}"),
    service: "Service",
    item: "Item",
    tier_or_model: "Tier or model",
    quantity: "Quantity",
    unit_price: "Unit price",
    per: "Per",
    amount: "Amount",
    exact_total: "Exact total",
    rounding: "Rounding, once",
    payable: "Payable",
    second: "second",
    ktpm_hour: "kTPM-hour",
    run_count: |count| text::counted(count, "run"),
    record_count: |count| text::counted(count, "token record"),
    bill_count: |count| text::counted(count, "bill"),
    priced: |name, counts, book| format!("{name}: {counts}, priced by {book}"),
    more_bills: |count| {
        format!("and {} more; the command line prints them all", text::counted(count, "bill"))
    },
    more_lines: |count| format!("and {}", text::counted(count, "more line")),
    too_large: |name, size, limit| {
        format!(
            "{name} has {size} bytes; this page reads up to {limit} bytes (64 MiB). The command tiermeter price takes files up to 1 GiB."
        )
    },
    refused: |name, format| format!("{name} was refused, taken for {format}; nothing of it was priced."),
    row: |number| format!("Row {number}"),
};

/// The words in Simplified Chinese.
pub const CHINESE: OwnUsageWords = OwnUsageWords {
    title: "为自己的用量计价",
    lead: |book| {
        format!(
            "用量文件或运行记录 CSV 会变成结算单：逐张账单、逐行列出，按 {book} 计价。读取与计价都在本页面内完成，数据不会离开。"
        )
    },
    long: "文本较长。点击“为此文本计价”即可计价。",
    reading: |name| format!("正在读取 {name}……"),
    empty: "这里还没有内容。CSV 在标题行之下，每次实例运行占一行；stopped_at 为空会被拒绝，因为无从得知计到何时。JSON 是含 runs、tokens、reservations 和 free_quotas 的用量文档。",
    example: "CSV 示例",
    try_example: "试用示例",
    refusal: "拒绝",
    place: "位置",
    code: "代码",
    drop: "将文件拖到这里，或",
    choose: "选择文件",
    limit: "，最大 64 MiB。",
    paste: "或粘贴 JSON 或 CSV",
    price: "为此文本计价",
    clear: "清空",
    samples: "标有“示例价格”的行使用示例价格：词元价格与 TPM 预留价格尚未公布。",
    nothing_billed: "其中没有产生费用的内容。",
    bill_of: |month| format!("{month}账单"),
    service: "服务",
    item: "项目",
    tier_or_model: "档位或模型",
    quantity: "数量",
    unit_price: "单价",
    per: "每",
    amount: "金额",
    exact_total: "精确合计",
    rounding: "舍入（一次）",
    payable: "应付",
    second: "秒",
    ktpm_hour: "kTPM 小时",
    run_count: |count| format!("{} 次运行", text::count(count)),
    record_count: |count| format!("{} 条词元记录", text::count(count)),
    bill_count: |count| format!("{} 张账单", text::count(count)),
    priced: |name, counts, book| format!("{name}：{counts}，按 {book} 计价"),
    more_bills: |count| format!("另有 {count} 张账单；命令行可全部列出"),
    more_lines: |count| format!("另有 {} 行", text::count(count)),
    too_large: |name, size, limit| {
        format!(
            "{name} 有 {size} 字节；本页面最多读取 {limit} 字节（64 MiB）。命令 tiermeter price 可处理 1 GiB 以内的文件。"
        )
    },
    refused: |name, format| format!("{name} 被拒绝（按 {format} 读取）；其中任何内容都未计价。"),
    row: |number| format!("第 {number} 行"),
};
