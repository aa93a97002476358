//! The words of the view of bills.

use crate::console::words::{Language, Localized};

/// The words of the view of bills.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// The column of months.
    pub month: &'static str,
    /// The column of states.
    pub state: &'static str,
    /// The exact sum.
    pub exact_total: &'static str,
    /// What the one rounding added.
    pub rounding: &'static str,
    /// What is to be paid.
    pub payable: &'static str,
    /// When it was issued.
    pub issued: &'static str,
    /// When it is due.
    pub due: &'static str,
    /// The running month's bill.
    pub running: &'static str,
    /// A bill that counts on.
    pub so_far: &'static str,
    /// A bill whose month has ended, and which is not issued yet.
    pub month_over: &'static str,
    /// What is issued and not paid.
    pub unpaid: &'static str,
    /// How many bills, and how many of them are overdue.
    pub of_bills: fn(usize, usize) -> String,
    /// When the next one is due.
    pub next_due: &'static str,
    /// Nothing is due.
    pub nothing_due: &'static str,
    /// There are none.
    pub none: &'static str,
    /// When there will be.
    pub none_text: &'static str,
    /// Where a sum has more digits than are counted.
    pub too_many_digits: &'static str,
    /// How months become bills.
    pub rule: fn(u64, u64) -> String,
}

const ENGLISH: Words = Words {
    title: "Bills",
    month: "Month",
    state: "State",
    exact_total: "Exact total",
    rounding: "Rounding",
    payable: "Payable",
    issued: "Issued",
    due: "Due",
    running: "This month's bill so far",
    so_far: "so far",
    month_over: "month over, not issued yet",
    unpaid: "Not paid yet",
    of_bills: |count, overdue| match (count, overdue) {
        (0, _) => "no bill".to_owned(),
        (1, 0) => "1 bill".to_owned(),
        (count, 0) => format!("{count} bills"),
        (1, _) => "1 bill, overdue".to_owned(),
        (count, overdue) => format!("{count} bills, {overdue} of them overdue"),
    },
    next_due: "Next due",
    nothing_due: "nothing",
    none: "There are no bills yet",
    none_text: "A month gets its bill as soon as something is used in it.",
    too_many_digits: "more digits than are counted exactly",
    rule: |grace_hours, payment_days| {
        format!(
            "A month is closed {grace_hours} hours after its end and its bill issued, due {payment_days} days later. A closed bill never changes: what comes late stands on the next open one."
        )
    },
};

const CHINESE: Words = Words {
    title: "账单",
    month: "月份",
    state: "状态",
    exact_total: "精确合计",
    rounding: "舍入",
    payable: "应付",
    issued: "出账时间",
    due: "到期时间",
    running: "本月至今账单",
    so_far: "至今",
    month_over: "月份已结束，尚未出账",
    unpaid: "未支付",
    of_bills: |count, overdue| match (count, overdue) {
        (0, _) => "无账单".to_owned(),
        (count, 0) => format!("{count} 张账单"),
        (count, overdue) => format!("{count} 张账单，其中 {overdue} 张逾期"),
    },
    next_due: "下次到期",
    nothing_due: "无",
    none: "还没有账单",
    none_text: "某个月一旦有用量，就会产生该月账单。",
    too_many_digits: "位数超出可精确计算的范围",
    rule: |grace_hours, payment_days| {
        format!(
            "月末之后 {grace_hours} 小时关账并出账，出账后 {payment_days} 天到期。已关账的账单不再变动，迟到的用量计入下一张未结账单。"
        )
    },
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
