//! Sentences of what is data: faults, explanations, findings.

use super::Words;
use crate::check::fault::Fault;
use crate::check::report::{Explanation, Finding, SecondsApart};
use crate::check::state::Refused;
use crate::text;

impl Words {
    /// What was refused.
    pub fn refused_title(&self, refused: &Refused) -> String {
        match refused {
            Refused::File(given, name, _) => (self.faults.was_refused)(name, self.given(*given)),
            Refused::AsOf(_) => self.as_of.to_owned(),
            Refused::Stopped(_) => self.check.to_owned(),
        }
    }

    /// Why it was refused.
    pub fn refused_reason(&self, refused: &Refused) -> String {
        match refused {
            Refused::File(_, _, trouble) => self.fault(&trouble.fault),
            Refused::AsOf(text) => (self.faults.as_of)(text),
            Refused::Stopped(reason) => (self.faults.stopped)(reason),
        }
    }

    /// What is wrong with a file.
    pub fn fault(&self, fault: &Fault) -> String {
        let words = &self.faults;
        match fault {
            Fault::OtherKind(kind) => (words.other_kind)(self.kind(*kind)),
            Fault::Empty | Fault::Enough => words.empty.to_owned(),
            Fault::NotText => words.not_text.to_owned(),
            Fault::Delimiter('\t') => (words.delimiter)("Tab"),
            Fault::Delimiter(delimiter) => (words.delimiter)(&delimiter.to_string()),
            Fault::Csv(sentence) => (words.csv)(sentence),
            Fault::Json(sentence) => (words.json)(sentence),
            Fault::NoList => words.no_list.to_owned(),
            Fault::Cells { cells, header } => (words.cells)(*cells, *header),
            Fault::NoColumn(role) => (words.no_column)(self.role(*role)),
            Fault::NoInstant(text) => (words.no_instant)(text),
            Fault::NoTier(text, known) => (words.no_tier)(text, known),
            Fault::NoMonth(text) => (words.no_month)(text),
            Fault::NoNumber(text) => (words.no_number)(text),
            Fault::TooMany(most) => (words.too_many)(&text::grouped(&most.to_string())),
            Fault::TooLarge(most) => (words.too_large)(&size(*most)),
            Fault::Refused(sentence) => (words.refused)(sentence),
            Fault::Unreadable(reason) => (words.unreadable)(reason),
        }
    }

    /// What explains a line.
    pub fn explanation(&self, explanation: &Explanation) -> String {
        let words = &self.explanations;
        match explanation {
            Explanation::Same => words.same.to_owned(),
            Explanation::RoundedLine { decimals } => (words.rounded)(*decimals),
            Explanation::NotOnInvoice => words.not_on_invoice.to_owned(),
            Explanation::MonthNotOnInvoice => words.month_not_on_invoice.to_owned(),
            Explanation::NotInLog => words.not_in_log.to_owned(),
            Explanation::Counted(way) => (words.counted)(self.way(*way)),
            Explanation::OtherPrice { unit_price, tier: None } => (words.other_price)(unit_price),
            Explanation::OtherPrice { unit_price, tier: Some(tier) } => (words.tier_price)(unit_price, tier),
            Explanation::Seconds(apart) => self.seconds_apart(apart),
            Explanation::Unexplained => words.unexplained.to_owned(),
        }
    }

    fn seconds_apart(&self, apart: &SecondsApart) -> String {
        let words = &self.explanations;
        let [least, most] = [apart.least, apart.most].map(|seconds| text::grouped(&seconds.to_string()));
        let seconds = if least == most { least } else { (words.span)(&least, &most) };
        let sentence = (words.seconds)(apart.more, &seconds);
        let cause = match (&apart.example, apart.candidates) {
            (Some(run), candidates) => {
                let mut name = (words.run)(&run.instance, &run.service, &run.started_at);
                if let Some(row) = run.row {
                    name.push_str(&(words.in_row)(row));
                }
                if candidates == 1 {
                    (words.one_run)(apart.more, &name)
                } else {
                    (words.one_of_runs)(apart.more, &name, candidates)
                }
            }
            (None, _) if apart.more => words.lacking_run.to_owned(),
            (None, _) => words.full_stop.to_owned(),
        };
        format!("{sentence}{cause}")
    }

    /// Something that is worth knowing; `currency` stands behind amounts.
    pub fn finding(&self, finding: &Finding, currency: &str) -> String {
        let words = &self.finding;
        let money = |amount: &str| format!("{amount} {currency}");
        match finding {
            Finding::Rounding { true_seconds, seconds, amount } => {
                (words.rounding)(true_seconds, seconds, &money(amount))
            }
            Finding::Repeated(rows) => (words.repeated)(*rows),
            Finding::Open(runs, as_of) => (words.open)(*runs, as_of),
            Finding::OverMonths(runs) => (words.over_months)(*runs),
            Finding::NoLength(runs) => (words.no_length)(*runs),
            Finding::WithoutOffset(instants) => (words.without_offset)(*instants),
            Finding::OtherItems(rows) => (words.other_items)(*rows),
            Finding::InvoiceRounding(amount) => (words.invoice_rounding)(&money(amount)),
        }
    }
}

/// A limit of bytes; limits are whole numbers of these units.
fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE { format!("{} MiB", bytes / MEBIBYTE) } else { format!("{} KiB", bytes / 1024) }
}

#[cfg(test)]
mod tests {
    use crate::check::columns::Role;
    use crate::check::report::{Explanation, RunShown, SecondsApart};
    use crate::check::words::Words;
    use crate::site::{Language, Localized};

    #[test]
    fn seconds_apart_are_told_with_the_run_that_has_so_many() {
        let run = RunShown {
            service: "chat".to_owned(),
            instance: "i-2".to_owned(),
            started_at: "2026-03-03T11:00:00Z".to_owned(),
            row: Some(3),
        };
        let apart = |more, least, most, candidates, example| {
            let apart = SecondsApart { more, least, most, candidates, example };
            Words::of(Language::English).explanation(&Explanation::Seconds(apart))
        };
        assert_eq!(
            apart(false, 3_600, 3_600, 1, Some(run.clone())),
            "The invoice bills 3,600 seconds fewer: as many as the run of i-2 of chat from 2026-03-03T11:00:00Z (row 3) has, which may be missing on it."
        );
        assert_eq!(
            apart(true, 975, 1_020, 2, Some(run)),
            "The invoice bills between 975 and 1,020 seconds more: as many as 2 runs have, the first of them the run of i-2 of chat from 2026-03-03T11:00:00Z (row 3); one of them may be billed twice."
        );
        assert_eq!(
            apart(true, 60, 60, 0, None),
            "The invoice bills 60 seconds more. No run of the log has so many: the log may lack one."
        );
        assert_eq!(apart(false, 60, 60, 0, None), "The invoice bills 60 seconds fewer.");
    }

    #[test]
    fn every_role_has_its_own_words() {
        for language in Language::ALL {
            let words = Words::of(language);
            let mut names: Vec<&str> =
                Role::OF_LOG.into_iter().chain(Role::OF_INVOICE).map(|role| words.role(role)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), 10, "{names:?}");
        }
    }
}
