//! In English.

use super::{ExplanationWords, FaultWords, FindingWords, GiveWords, Words};

fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("One {one}") } else { format!("{count} {many}") }
}

pub(super) const ENGLISH: Words = Words {
    document_title: "Check a GPU inference bill in your browser – Tiermeter",
    give: [
        GiveWords {
            title: "1. The log of starts and stops",
            hint: "CSV with a header row, or JSON: a list of runs, or a usage document. A row for each run of an instance; an empty stop is a run that goes on.",
        },
        GiveWords {
            title: "2. The invoice, if you have it",
            hint: "CSV or JSON with an amount for each month, and where there is one for each tier or service; bills and exports of Tiermeter too.",
        },
    ],
    choose_file: "Choose a file",
    drop_here: "Drop a file here, or ",
    remove: "Remove",
    try_example: "Try an example",
    columns: "Columns",
    no_column: "none",
    every_row: |code, name| format!("every row is tier {code} {name}"),
    needed: "needed",
    first_rows: "First rows",
    as_of: "Open runs count until",
    as_of_hint: "in UTC, or with an offset such as +08:00",
    prices: "Prices",
    bundled_prices: "Published list prices",
    choose_book: "Use a price book of your own",
    forget_book: "Back to the list prices",
    check: "Check",
    cancel: "Cancel",
    looking: "Looking at the file …",
    reading: |percent| format!("Reading the log: {percent} %"),
    pricing: "Pricing the runs …",
    comparing: "Comparing …",
    progress: "Progress of the check",
    refusal: "Refusal",
    stays: "What was there before is still there.",
    row: |row| format!("Row {row}"),
    column: "Column",
    results: "What came of it",
    of_runs: |log, runs, book| {
        let plural = if runs == "1" { "" } else { "s" };
        format!("{log}: {runs} run{plural}, priced by {book}.")
    },
    differing: |differing, lines| match differing {
        1 => format!("One of {lines} lines differs from the invoice."),
        _ => format!("{differing} of {lines} lines differ from the invoice."),
    },
    all_agree: |lines| match lines {
        1 => "The one line agrees with the invoice.".to_owned(),
        _ => format!("All {lines} lines agree with the invoice."),
    },
    save: "Save all lines as CSV",
    months: "Months",
    lines: "Lines",
    more: |more| format!("Show {more} more"),
    only_in_file: |lines| format!("{lines} more lines are in the CSV."),
    findings: "Worth knowing",
    month_columns: ["Month", "Exact total", "Rounding, once", "Payable", "Invoice"],
    line_columns: [
        "Month",
        "Service",
        "Tier",
        "Billed seconds",
        "By the rules",
        "Invoice",
        "Difference",
        "What explains it",
    ],
    all: "all",
    roles: [
        "Service",
        "Instance",
        "GPU tier",
        "Started at",
        "Stopped at",
        "Month",
        "Item",
        "Seconds",
        "Price of a second",
        "Amount",
    ],
    given: ["log", "invoice", "price book"],
    kinds: [
        "a picture",
        "a PDF; export the table as CSV",
        "a spreadsheet or an archive; save the sheet as CSV",
        "compressed; unpack it first",
        "text in UTF-16; save it as UTF-8",
        "a database or Parquet file; export it as CSV",
        "no text",
    ],
    ways: [
        "counts true seconds and rounds no run up to a whole second (rule P1)",
        "rounds the sum of all seconds up, not each run by itself (rule P2)",
        "counts started minutes in place of seconds (rule P1)",
        "counts started hours in place of seconds (rule P1)",
        "books a run over the end of a month wholly in the month in which it starts (rule P3)",
        "books a run over the end of a month wholly in the month in which it stops (rule P3)",
        "counts repeated rows of the log again",
        "leaves out the runs that have not stopped (rule P5)",
    ],
    faults: FaultWords {
        was_refused: |name, given| format!("{name} was refused as {given}; nothing of it was counted."),
        other_kind: |kind| format!("The file is {kind}. CSV or JSON is needed."),
        empty: "The file is empty.",
        not_text: "A cell is not UTF-8.",
        delimiter: |mark| format!("The cells are parted by “{mark}”. Save the file with commas."),
        csv: |sentence| format!("It is no CSV: {sentence}."),
        json: |sentence| format!("It is no JSON of that form: {sentence}."),
        no_list: "There is no list of runs in it, as “runs”, “data” or the whole document.",
        cells: |cells, header| format!("The row has {cells} cells; the header has {header}."),
        no_column: |role| format!("No column is chosen for “{role}”."),
        no_instant: |text| {
            format!(
                "“{text}” is no instant such as 2026-03-03T10:00:00Z, and no count of seconds since 1970."
            )
        },
        no_tier: |text, known| format!("“{text}” is no tier of the price book; it has {known}."),
        no_month: |text| format!("“{text}” is no month such as 2026-03."),
        no_number: |text| format!("“{text}” is no number."),
        too_many: |most| {
            format!(
                "There are more rows than the {most} that are read here. The command tiermeter price takes more."
            )
        },
        too_large: |most| format!("The file is larger than the {most} that are read here."),
        refused: |sentence| format!("It cannot be priced: {sentence}."),
        unreadable: |reason| format!("The browser could not read it. {reason}"),
        stopped: |reason| format!("The browser ended the work. {reason}"),
        as_of: |text| format!("“{text}” is no instant such as 2026-03-31 00:00:00."),
    },
    explanations: ExplanationWords {
        same: "Agrees.",
        rounded: |decimals| {
            format!(
                "Agrees, rounded to {decimals} decimals. The rules round once for the bill, not each line (rule P15)."
            )
        },
        not_on_invoice: "The log has it, the invoice does not.",
        month_not_on_invoice: "The invoice has nothing of this month.",
        not_in_log: "The invoice has it, the log does not.",
        counted: |way| format!("The invoice {way}."),
        other_price: |price| format!("The same seconds at another price: {price} a second."),
        tier_price: |price, tier| format!("The same seconds at the price of tier {tier}: {price} a second."),
        seconds: |more, seconds| {
            format!("The invoice bills {seconds} seconds {}", if more { "more" } else { "fewer" })
        },
        span: |least, most| format!("between {least} and {most}"),
        one_run: |more, run| {
            let cause = if more { "may be billed twice" } else { "may be missing on it" };
            format!(": as many as {run} has, which {cause}.")
        },
        one_of_runs: |more, run, runs| {
            let cause = if more { "may be billed twice" } else { "may be missing on it" };
            format!(": as many as {runs} runs have, the first of them {run}; one of them {cause}.")
        },
        full_stop: ".",
        lacking_run: ". No run of the log has so many: the log may lack one.",
        run: |instance, service, start| format!("the run of {instance} of {service} from {start}"),
        in_row: |row| format!(" (row {row})"),
        unexplained: "Nothing that is tried here explains it.",
    },
    finding: FindingWords {
        rounding: |measured, billed, amount| {
            format!(
                "{measured} true seconds are billed as {billed}: rounding each run up to a whole second adds {amount}."
            )
        },
        repeated: |rows| {
            counted(
                rows,
                "row of the log stood there before; it counts once.",
                "rows of the log stood there before; they count once.",
            )
        },
        open: |runs, as_of| {
            format!("{} not stopped, counted until {as_of}.", counted(runs, "run has", "runs have"))
        },
        over_months: |runs| {
            format!("{} over the end of a month, cut there.", counted(runs, "run goes", "runs go"))
        },
        no_length: |runs| {
            format!("{} no length, billed one second each.", counted(runs, "run has", "runs have"))
        },
        without_offset: |instants| {
            format!("{} no offset, taken for UTC.", counted(instants, "instant has", "instants have"))
        },
        other_items: |rows| {
            counted(
                rows,
                "row of the invoice is about something else than GPU seconds, and not checked.",
                "rows of the invoice are about something else than GPU seconds, and not checked.",
            )
        },
        invoice_rounding: |amount| format!("The invoice's own rows of rounding add {amount}."),
    },
};
