//! What the page says at a field whose entry is not right, in each language.

/// These words, in one language. Those with something in them are functions.
#[derive(Debug)]
pub struct FaultWords {
    pub no_instant: &'static str,
    pub not_instant: fn(&str) -> String,
    pub instant_out_of_range: fn(&str) -> String,
    pub not_later: fn(&str) -> String,
    pub no_month: &'static str,
    pub not_month: fn(&str) -> String,
    pub month_out_of_range: fn(&str) -> String,
    pub no_whole: fn(&str, &str) -> String,
    pub not_whole: fn(&str, &str, &str) -> String,
    pub whole_out_of_range: fn(&str, &str, &str) -> String,
    pub not_decimal: fn(&str) -> String,
    pub load_length: fn(usize) -> String,
    pub not_time: fn(&str) -> String,
    pub window_backwards: &'static str,
    pub no_days: &'static str,
    pub not_cron: fn(&str) -> String,
    pub above_maximum: fn(u32) -> String,
    pub name_length: &'static str,
}

/// The words in English.
pub const ENGLISH: FaultWords = FaultWords {
    no_instant: "write an instant, such as 2026-03-03 10:00:00",
    not_instant: |text| {
        format!("“{text}” is not an instant, such as 2026-03-03 10:00:00 or 2026-03-03T18:00:00+08:00")
    },
    instant_out_of_range: |text| format!("“{text}” is out of range: from 1970 to 2199"),
    not_later: |before| format!("must be later than {before}, where the step before it begins"),
    no_month: "choose a month, such as 2026-03",
    not_month: |text| format!("“{text}” is not a month, such as 2026-03"),
    month_out_of_range: |text| format!("“{text}” is out of range: from 1970-02 to 2199-11"),
    no_whole: |lowest, highest| format!("write a whole number from {lowest} to {highest}"),
    not_whole: |text, lowest, highest| format!("“{text}” is not a whole number from {lowest} to {highest}"),
    whole_out_of_range: |text, lowest, highest| {
        format!("“{text}” is out of range: from {lowest} to {highest}")
    },
    not_decimal: |text| {
        format!("“{text}” is not a number from 0 to 1,000,000 with up to 12 decimals, such as 0.5")
    },
    load_length: |count| format!("{count} numbers; 24 for a day or 168 for a week are needed"),
    not_time: |text| {
        format!("“{text}” is not a time of day, such as 09:00; a window ends at 24:00 at the latest")
    },
    window_backwards: "must be later than the beginning of the window, up to 24:00",
    no_days: "choose at least one day",
    not_cron: |why| format!("not a cron expression: {why}"),
    above_maximum: |maximum| format!("is above the maximum, {maximum}"),
    name_length: "a name has 1 to 200 characters",
};

/// The words in Simplified Chinese.
pub const CHINESE: FaultWords = FaultWords {
    no_instant: "请输入时刻，例如 2026-03-03 10:00:00",
    not_instant: |text| format!("“{text}”不是时刻，例如 2026-03-03 10:00:00 或 2026-03-03T18:00:00+08:00"),
    instant_out_of_range: |text| format!("“{text}”超出范围：1970 年至 2199 年"),
    not_later: |before| format!("须晚于上一段开始的 {before}"),
    no_month: "请选择月份，例如 2026-03",
    not_month: |text| format!("“{text}”不是月份，例如 2026-03"),
    month_out_of_range: |text| format!("“{text}”超出范围：1970-02 至 2199-11"),
    no_whole: |lowest, highest| format!("请输入 {lowest} 到 {highest} 的整数"),
    not_whole: |text, lowest, highest| format!("“{text}”不是 {lowest} 到 {highest} 的整数"),
    whole_out_of_range: |text, lowest, highest| format!("“{text}”超出范围：{lowest} 到 {highest}"),
    not_decimal: |text| format!("“{text}”不是 0 到 1,000,000、最多 12 位小数的数，例如 0.5"),
    load_length: |count| format!("有 {count} 个数；需要 24 个（一天）或 168 个（一周）"),
    not_time: |text| format!("“{text}”不是时间，例如 09:00；时段最晚到 24:00"),
    window_backwards: "须晚于时段开始，最晚 24:00",
    no_days: "请至少选择一天",
    not_cron: |why| format!("不是 cron 表达式：{why}"),
    above_maximum: |maximum| format!("大于最多实例数 {maximum}"),
    name_length: "名称为 1 到 200 个字符",
};
