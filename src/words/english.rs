//! The words in English.

use super::{Words, ways};
use crate::text;

/// The words in English.
pub const ENGLISH: Words = Words {
    // Dates and counts
    month_title: text::month_title,
    day_and_month: |day, month| format!("{day} {}", text::short_month(month)),
    date: |year, month, day| format!("{day} {} {year}", text::short_month(month)),
    clock_line: |time, month, day, days| {
        format!("{time} UTC, {month} is the running month, day {day} of {days}")
    },
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    days: |count| text::counted(count, "day"),
    runs: |count| format!("{}.", text::counted(count, "run")),
    instances: |count| text::counted(count, "instance"),
    stretches: |count| format!("{} {}", text::count(count), if count == 1 { "stretch" } else { "stretches" }),
    billed_seconds: |count| text::counted(count, "billed second"),
    tokens: |count| format!("{count} tokens"),
    more_instances: |count| format!("and {}", text::counted(count, "more instance")),
    more_runs: |count| format!("and {}", text::counted(count, "more run")),
    hours_minutes_seconds: |hours, minutes, seconds| format!("{hours} h {minutes} min {seconds} s"),
    from_to: |lowest, highest| format!("{lowest} to {highest}"),
    up_to: |most| format!("up to {most}"),
    local_time: |time| format!("local {time}"),
    local_later: |first, last| format!("{first}, later {last}"),
    local_clock: |zone| format!("Your clock is at {zone}."),
    on_the_day_before: |time| format!("{time}, the day before"),
    on_the_day_after: |time| format!("{time}, the day after"),
    // The page
    document_title: "Tiermeter: what inference costs, to the second",
    skip: "Skip to the calculator",
    title: "What will inference cost, to the second?",
    lead: "Billed per instance and per second while it runs, rounded up to a whole second, settled monthly. Edge inference needs an Enterprise plan and a place on the beta allowlist.",
    pages: "Pages",
    page_pricing: "Pricing",
    page_rules: "How it is billed",
    page_check: "Check a bill",
    page_embed: "Embed",
    page_console: "Console",
    language: "Language",
    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    gpu_tiers: "GPU tiers",
    a_second: |currency| format!("{currency} / second"),
    hour_and_30_days: |hour, days| format!("{hour} an hour · {days} in 30 days"),
    no_price_today: "No price in force today.",
    price_book_line: |name, id, currency| format!("Price book: {name} ({id}), in {currency}."),
    footer_exact: "Amounts are exact decimals, rounded once for each bill. Nothing leaves this page.",
    // The reader's own prices
    prices: "Prices",
    prices_list: |name, id| format!("List prices: {name} ({id})."),
    prices_own: |name, id| format!("Your own prices: {name} ({id}), loaded on this device only."),
    prices_not_kept: "The browser does not keep them: they are gone when this page is closed.",
    prices_back: "Back to list prices",
    prices_download: "Download these prices",
    prices_use_own: "Use prices of your own",
    prices_lead: "A negotiated price book, as JSON. It stays on this device and is sent nowhere; every amount of this page follows it.",
    prices_drop: "Drop a price book here, or ",
    prices_choose: "Choose a price book",
    prices_paste: "Or paste a price book",
    prices_take: "Use these prices",
    prices_put_away: "Put this text away",
    prices_refused: |name| format!("{name} is no price book that can be used. The prices stay as they were."),
    prices_kept_refused: "The price book that this browser kept is not valid any more. The list prices are used.",
    // Scenarios
    scenarios: "Scenarios",
    scenario: "Scenario",
    scenario_name: |number| format!("Scenario {number}"),
    scenario_shown: "Scenario shown",
    name_of_scenario: "Name of the scenario",
    duplicate_scenario: "Duplicate as a scenario",
    delete_scenario: "Delete this scenario",
    bring_back: |name| format!("Bring back {name}"),
    most_scenarios: "Four scenarios are the most; delete one to add another.",
    side_by_side: "Scenarios side by side",
    side_by_side_lead: |currency| {
        format!("Amounts of the month in {currency}. Differences are between payable amounts.")
    },
    figures: "Figures of the scenarios",
    difference_to_first: "Difference to the first",
    difference_in_percent: "In percent",
    hour_on_average: "An hour on average",
    day_on_average: "A day on average",
    instances_at_most: "Instances at most",
    scenarios_stale: |names| {
        format!("Not all fields of {names} are right; its amounts are of its last valid entry.")
    },
    share_of_shown: |name| format!("The link, the files and the print hold the scenario shown: {name}."),
    // The calculator
    calculator: "Calculator",
    month: "Month",
    undo: "Undo",
    redo: "Redo",
    no_amount: "No amount yet: the marked field keeps it from being priced.",
    fix_marked: "Fix the marked field; the amounts below are of the last valid entry.",
    no_lines: "No lines yet. Add one of seconds or of tokens; the total follows.",
    add_line: "Add a line",
    new_line_name: |number| format!("Line {number}"),
    copy_name: |name| format!("{}, copy", name.chars().take(190).collect::<String>()),
    put_away: "Close",
    name: "Name",
    kind_of_line: "Kind of line",
    kind_steps: "Steps",
    kind_weekly: "Weekly hours",
    kind_automatic: "Automatic",
    kind_tokens: "Tokens",
    gpu_tier: "GPU tier",
    tier_tag: |tier| format!("tier {tier}"),
    sample_price: "sample price",
    an_hour: |amount| format!("{amount} an hour while it runs"),
    a_day: |amount| format!("{amount} a day on average"),
    line_actions: "What to do with the line",
    move_up: "Up",
    move_down: "Down",
    duplicate: "Duplicate",
    delete: "Delete",
    remove: "Remove",
    // Steps
    from: "From",
    until: "Until",
    end_of_month: "end of the month",
    add_step: "Add a step",
    from_of_step: |number| format!("From, step {number}"),
    instances_of_step: |number| format!("Instances, step {number}"),
    remove_step: |number| format!("Remove step {number}"),
    instance: "instance",
    instances_unit: "instances",
    hint_utc: "Instants in UTC; the edges of the bars can be dragged, or moved with the arrow keys.",
    hint_enter: " adds a step; ",
    hint_and: " and ",
    hint_minute: " move an instant by a minute, with ",
    hint_hour: " by an hour.",
    note_before_month: |month| {
        format!("Only {month} is counted here. What is in force when it begins counts from there.")
    },
    note_after_month: |month, later| {
        format!("Only {month} is counted here. After its end: {}.", text::counted(later, "step"))
    },
    note_open_end: |month| format!("The last step has no end, so it runs to the end of {month}."),
    // Weekly hours
    at_all_times: "At all times",
    add_window: "Add a window",
    window_number: |number| format!("Window {number}"),
    from_of_window: |number| format!("From, window {number}"),
    until_of_window: |number| format!("Until, window {number}"),
    instances_of_window: |number| format!("Instances, window {number}"),
    remove_window: |number| format!("Remove window {number}"),
    hint_offset: |offset| format!("Days and hours are those of the price book, at {offset}."),
    // Automatic scaling and loads
    requests_per_second: "Requests a second",
    requests_per_minute: "Requests a minute",
    load_span: "Length of the load",
    one_day: "24 hours",
    one_week: "168 hours",
    load_as_numbers: "The load as numbers",
    load_numbers_hint: "24 numbers from midnight on, or 168 from Monday midnight on, with blanks, commas or line breaks between them.",
    minimum: "Minimum",
    maximum: "Maximum",
    concurrency: "Concurrency",
    concurrency_unit: "requests an instance",
    seconds_per_request: "Time of a request",
    scale_in_delay: "Scale-in delay",
    add_policy: "Add a scheduled minimum",
    policy_number: |number| format!("Scheduled minimum {number}"),
    cron: "Cron",
    for_seconds: "for",
    at_least: "at least",
    cron_of_policy: |number| format!("Cron, scheduled minimum {number}"),
    duration_of_policy: |number| format!("Seconds, scheduled minimum {number}"),
    minimum_of_policy: |number| format!("Instances, scheduled minimum {number}"),
    remove_policy: |number| format!("Remove scheduled minimum {number}"),
    // Tokens
    model: "Model",
    sample_suffix: " (sample prices)",
    input_tokens: "Input",
    cached_input_tokens: "Cached input",
    output_tokens: "Output",
    tokens_a_request: "tokens a request",
    burst_minutes: "Bursts of",
    minutes_unit: "minutes",
    reserved_tpm: "TPM reservation",
    tpm_unit: "tokens a minute",
    none: "none",
    free_quota: "Use the model's free quota",
    no_free_quota: "This model has none.",
    free_quota_offer: |tokens, days| {
        format!("{tokens} tokens, valid for {days} days from the first of the month.")
    },
    // Pictures
    now: "now",
    nothing_runs: "No instance runs in this month.",
    bars_said: |most, from, until| {
        format!("{} at most, from {from} until {until} UTC", text::counted(most, "instance"))
    },
    bar_title: |instance, stretch, seconds| format!("instance {instance}: {stretch}, {seconds} billed"),
    bars_as_table: "The bars as a table",
    instances_table: "Instances",
    instance_column: "Instance",
    runs_column: "Runs",
    from_utc: "From, UTC",
    until_utc: "Until, UTC",
    true_seconds: "True seconds",
    billed_seconds_column: "Billed seconds",
    rounding_adds: "Rounding adds",
    // Formula
    formula: "How the amount comes about",
    true_and_rounding: |seconds, added| format!("{seconds} true · rounding adds {added}"),
    per_million: |quantity, price| format!("{quantity} × {price} per million"),
    ktpm_hours: |quantity, price| format!("{quantity} kTPM-hours × {price}"),
    item_gpu_seconds: "GPU seconds",
    item_tpm_reservation: "TPM reservation",
    item_input_tokens: "Input tokens",
    item_cached_input_tokens: "Cached input tokens",
    item_output_tokens: "Output tokens",
    item_reserved_tokens: "Reserved tokens",
    item_free_tokens: "Free tokens",
    rules_steps: "Rules: steps count from their instants on (E3), the newest instance stops first (S3); each run is rounded up to a whole second by itself (P1, P2), at the price in force when each second begins (P3).",
    rules_weekly: "Rules: inside a window at least its instances (E4), the newest instance stops first (S3); each run is rounded up to a whole second by itself (P1, P2), at the price in force when each second begins (P3).",
    rules_automatic: "Rules: as many instances as the load needs, out at once, in only when the lower need has lasted (S2, E5); each run is rounded up to a whole second by itself (P1, P2), at the price in force when each second begins (P3).",
    rules_tokens: "Rules: each minute's requests make one record (E6); a reservation covers what it can, then free quota, and the rest is billed by class (P9); reservations by started hours (P11).",
    rules_in_short: "Seconds are rounded up for each run (P1, P2), the exact total is rounded once (P15).",
    // Comparisons
    every_tier: "The same work on every tier",
    own_tier: "chosen",
    the_same: "the same",
    in_the_month: "In the month",
    difference: "Difference",
    delay_costs: |seconds, amount, currency| {
        format!("The scale-in delay of {seconds} s costs {amount} {currency} in this month.")
    },
    delay_costs_nothing: |seconds| format!("The scale-in delay of {seconds} s costs nothing in this month."),
    shorter_delays: "With a shorter scale-in delay",
    pay_as_you_go: "pay as you go",
    reservation_sizes: "Pay as you go against a TPM reservation",
    reservation_computing: "Working out the sizes …",
    reservation_none_cheaper: "At this load no reservation is cheaper than pay as you go.",
    reservation_cheapest: |tpm, saved, currency| {
        format!(
            "Cheapest of these: {tpm} tokens a minute reserved, {saved} {currency} less than pay as you go."
        )
    },
    reservation_not_offered: "This model offers no TPM reservation.",
    reservation_never: "For this mix of tokens a reservation never pays off: reserved tokens cost at least as much, even when all of them are used.",
    reservation_breaks_even: |percent, minimum, tokens| {
        format!(
            "For this mix a reservation pays off once {percent} % of it is used: of {minimum} tokens a minute, at {tokens}. Free quota is left out of this."
        )
    },
    budget_title: "What a budget buys",
    budget_lead: "Backwards: how long instances of each tier run for an amount, at the prices in force now, to the whole second.",
    budget: "Budget",
    budget_fault: "Write an amount from 0 to 1,000,000, such as 100 or 99.50.",
    at_a_time: "At a time",
    runs_for: "Each runs for",
    costs_exactly: "Costs exactly",
    // The break-even, the same work three ways, and the pictures
    ways: &ways::ENGLISH,
    // Total
    total: "Total",
    month_and_days: |month, days| format!("{month}, {days}"),
    running_month: "running month",
    payable_exact: |currency, exact, rounding| format!("{currency} payable · exact {exact}, {rounding}"),
    nothing_to_round: "nothing to round",
    rounded_once_by: |rounding| format!("rounded once by {rounding}"),
    total_spoken: |month, payable, exact, currency| {
        format!("Total for {month}: {payable} {currency} payable, {exact} {currency} exactly.")
    },
    of_last_valid: "Of the last valid entry.",
    sample_note: "Prices per token and of TPM reservations are not published. Those used here are sample prices.",
    cost_by_line: "Cost by line",
    seconds_by_line: "Cost and seconds by line",
    line: "Line",
    cost_over_month: "How the cost grows over the month",
    cost_by_day: "Cost by day",
    day: "Day",
    on_the_day: "On the day",
    up_to_then: "Up to then",
    source_read: |title, currency, day| format!("{title}, {currency}, read {day}."),
    source_read_on: |title, day| format!("{title}, read {day}"),
    source_list: "Published list prices",
    source_samples: "Sample model prices",
    exact_and_local: "Amounts are exact; nothing leaves this page.",
    sources_and_remarks: "Sources and remarks",
    // Share, save, print
    create_service: "Create this service",
    copy_link: "Copy link",
    link: "The link",
    link_copied: "The link is on the clipboard. It holds the whole estimate.",
    link_to_copy: "The browser does not let this page copy; take the link from the field.",
    print: "Print",
    open_estimate: "Open a file",
    as_code: "As code",
    download_usage: "Download the usage (usage.json)",
    not_downloaded: "The browser does not let this page offer a file.",
    pasted_text: "The pasted text",
    link_mangled: "The link is cut or changed and cannot be opened. What was here stays.",
    link_newer: "The link was made by a later version of this page and cannot be opened here. What was here stays.",
    link_no_compression: "The link is compressed, and this browser cannot read that. What was here stays.",
    not_opened: |name, why, place| {
        format!("{name} is no estimate that can be opened: {why} (at {place}). What was here stays.")
    },
    whole_document: "the whole document",
    file_too_large: |name| format!("{name} is larger than 4 MiB and is not opened. What was here stays."),
    file_unread: |name| format!("{name} could not be read by the browser."),
    opened_with_faults: |book| {
        format!("Opened, but it does not go with the price book {book}: see the marked fields.")
    },
    price_changed: |old_book, old, new_book, new, change| {
        format!(
            "It was written with the price book {old_book}: {old}. With {new_book} it is {new}: {change}."
        )
    },
    not_comparable: "in another currency",
    assumptions: "What this assumes",
    plan_needed: "Edge inference needs an Enterprise plan and a place on the beta allowlist.",
    printed_seconds: |billed, seconds, added| {
        format!("{billed} billed seconds, {seconds} true seconds; rounding adds {added}.")
    },
    // Faults
    fault_no_instant: "write an instant, such as 2026-03-03 10:00:00",
    fault_not_instant: |text| {
        format!("“{text}” is not an instant, such as 2026-03-03 10:00:00 or 2026-03-03T18:00:00+08:00")
    },
    fault_instant_out_of_range: |text| format!("“{text}” is out of range: from 1970 to 2199"),
    fault_not_later: |before| format!("must be later than {before}, where the step before it begins"),
    fault_no_month: "choose a month, such as 2026-03",
    fault_not_month: |text| format!("“{text}” is not a month, such as 2026-03"),
    fault_month_out_of_range: |text| format!("“{text}” is out of range: from 1970-02 to 2199-11"),
    fault_no_whole: |lowest, highest| format!("write a whole number from {lowest} to {highest}"),
    fault_not_whole: |text, lowest, highest| {
        format!("“{text}” is not a whole number from {lowest} to {highest}")
    },
    fault_whole_out_of_range: |text, lowest, highest| {
        format!("“{text}” is out of range: from {lowest} to {highest}")
    },
    fault_not_decimal: |text| {
        format!("“{text}” is not a number from 0 to 1,000,000 with up to 12 decimals, such as 0.5")
    },
    fault_load_length: |count| format!("{count} numbers; 24 for a day or 168 for a week are needed"),
    fault_not_time: |text| {
        format!("“{text}” is not a time of day, such as 09:00; a window ends at 24:00 at the latest")
    },
    fault_window_backwards: "must be later than the beginning of the window, up to 24:00",
    fault_no_days: "choose at least one day",
    fault_not_cron: |why| format!("not a cron expression: {why}"),
    fault_above_maximum: |maximum| format!("is above the maximum, {maximum}"),
    fault_name_length: "a name has 1 to 200 characters",
    // The reader's own usage
    own_title: "Price your own usage",
    own_lead: |book| {
        format!(
            "A usage file, or a CSV of runs, becomes its settlement: bill by bill, line by line, priced by {book}. It is read and priced in this page; nothing leaves it."
        )
    },
    own_long: "A long text. “Price this text” prices it as it stands.",
    own_reading: |name| format!("Reading {name} …"),
    own_empty: "Nothing here yet. A CSV has a row for each run of an instance, under a header row; an empty stopped_at is refused, for then nothing says up to when it counts. JSON is a usage document with runs, tokens, reservations and free_quotas.",
    own_example: "Example of a CSV",
    own_try: "Try an example",
    own_refusal: "Refusal",
    own_place: "Place",
    own_code: "Code",
    own_drop: "Drop a file here, or ",
    own_choose: "Choose a file",
    own_limit: " of up to 64 MiB.",
    own_paste: "Or paste JSON or CSV",
    own_price: "Price this text",
    own_clear: "Clear",
    own_samples: "Lines marked “sample price” use illustrative prices: prices per token and of TPM reservations are not published.",
    own_nothing_billed: "Nothing in it is billed.",
    own_bill_of: |month| format!("Bill of {month}"),
    own_service: "Service",
    own_item: "Item",
    own_tier_or_model: "Tier or model",
    own_quantity: "Quantity",
    own_unit_price: "Unit price",
    own_per: "Per",
    own_amount: "Amount",
    own_exact_total: "Exact total",
    own_rounding: "Rounding, once",
    own_payable: "Payable",
    own_second: "second",
    own_ktpm_hour: "kTPM-hour",
    own_run_count: |count| text::counted(count, "run"),
    own_record_count: |count| text::counted(count, "token record"),
    own_bill_count: |count| text::counted(count, "bill"),
    own_priced: |name, counts, book| format!("{name}: {counts}, priced by {book}"),
    own_more_bills: |count| {
        format!("and {} more; the command line prints them all", text::counted(count, "bill"))
    },
    own_more_lines: |count| format!("and {}", text::counted(count, "more line")),
    own_too_large: |name, size, limit| {
        format!(
            "{name} has {size} bytes; this page reads up to {limit} bytes (64 MiB). The command tiermeter price takes files up to 1 GiB."
        )
    },
    own_refused: |name, format| format!("{name} was refused, taken for {format}; nothing of it was priced."),
    own_row: |number| format!("Row {number}"),
};
