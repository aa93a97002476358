//! The columns of the table: which are chosen, and which of them a table of some width has room for.

/// A column, named as in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name, and what it is.
    Service,
    /// The status with its reasons.
    Status,
    /// How it is billed.
    Billing,
    /// How many instances run, of how many that are wanted.
    Instances,
    /// What is left of the model's free quota.
    Quota,
    /// What an hour costs.
    PerHour,
    /// What the running month came to.
    Month,
    /// Texts by name.
    Labels,
    /// When the status last changed.
    Since,
}

/// What the column of the checkboxes takes, in tenths of a rem.
const CHECKBOX_TENTHS: i64 = 25;

impl Column {
    /// Every column, from left to right.
    pub const ALL: [Self; 9] = [
        Self::Service,
        Self::Status,
        Self::Billing,
        Self::Instances,
        Self::Quota,
        Self::PerHour,
        Self::Month,
        Self::Labels,
        Self::Since,
    ];

    /// Those that may be left out, the first to go first where there is no room.
    const LEAVING: [Self; 7] =
        [Self::Since, Self::Labels, Self::Quota, Self::Instances, Self::Billing, Self::PerHour, Self::Month];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Service => "name",
            Self::Status => "status",
            Self::Billing => "billing",
            Self::Instances => "instances",
            Self::Quota => "quota",
            Self::PerHour => "hour",
            Self::Month => "month",
            Self::Labels => "labels",
            Self::Since => "since",
        }
    }

    /// The column of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }

    /// The class of its cells.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Service => "services-cell services-in-name",
            Self::Status => "services-cell services-in-status",
            Self::Instances => "services-cell number",
            Self::PerHour => "services-cell number services-in-hour",
            Self::Month => "services-cell number services-in-month",
            Self::Billing => "services-cell services-in-billing",
            Self::Quota | Self::Labels | Self::Since => "services-cell",
        }
    }

    /// Whether numbers stand in it, of which the largest are looked for first.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Instances | Self::PerHour | Self::Month)
    }

    /// Whether it can be left out.
    pub const fn is_optional(self) -> bool {
        !matches!(self, Self::Service | Self::Status)
    }

    /// The least width, in tenths of a rem.
    const fn least_tenths(self) -> i64 {
        match self {
            Self::Service => 120,
            Self::Status | Self::Quota => 90,
            Self::Billing => 100,
            Self::Instances => 60,
            Self::PerHour => 65,
            Self::Month => 83,
            Self::Labels => 88,
            Self::Since => 75,
        }
    }

    /// How much of the room that is left it takes, beside the others.
    const fn share(self) -> i64 {
        match self {
            Self::Service => 24,
            Self::Status | Self::Labels => 12,
            Self::Billing | Self::Quota => 10,
            Self::Instances => 6,
            Self::PerHour => 8,
            Self::Month | Self::Since => 9,
        }
    }

    /// The track of the grid: never below the least width, by which columns leave.
    fn track(self) -> String {
        let least = self.least_tenths();
        format!("minmax({}.{}rem, {}fr)", least / 10, least % 10, self.share())
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of columns. Service and status are always in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns(u16);

impl Default for Columns {
    /// All but the instant of the last change, whose age stands under the status already.
    fn default() -> Self {
        Self::all().with(Column::Since, false)
    }
}

impl Columns {
    /// The cards of a narrow screen. How it is billed stands there with everything else, in one line.
    pub fn of_card() -> Self {
        Self::of(&[Column::Service, Column::Status, Column::Billing, Column::PerHour, Column::Month])
    }

    fn all() -> Self {
        Self::of(&Column::ALL)
    }

    fn of(columns: &[Column]) -> Self {
        let always = Column::Service.bit() | Column::Status.bit();
        Self(columns.iter().fold(always, |bits, column| bits | column.bit()))
    }

    /// Whether a column is among them.
    pub const fn has(self, column: Column) -> bool {
        self.0 & column.bit() != 0
    }

    /// The same with a column put in or taken out.
    pub const fn with(self, column: Column, shown: bool) -> Self {
        if shown {
            Self(self.0 | column.bit())
        } else if column.is_optional() {
            Self(self.0 & !column.bit())
        } else {
            self
        }
    }

    /// The columns, from left to right.
    pub fn iter(self) -> impl Iterator<Item = Column> {
        Column::ALL.into_iter().filter(move |column| self.has(*column))
    }

    /// How many there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The words of the columns, to be kept.
    pub fn words(self) -> String {
        let words: Vec<&str> = self.iter().map(Column::word).collect();
        words.join(",")
    }

    /// The columns of such words; those that are not known are passed over.
    pub fn of_words(words: &str) -> Self {
        let columns: Vec<Column> = words.split(',').filter_map(Column::of_word).collect();
        Self::of(&columns)
    }

    /// Those that a table of this width has room for, the less important ones left out first.
    pub fn fitting(self, width_tenths: i64) -> Self {
        let mut fitting = self;
        for column in Column::LEAVING {
            let needed: i64 = fitting.iter().map(Column::least_tenths).sum();
            if needed + CHECKBOX_TENTHS <= width_tenths {
                break;
            }
            fitting = fitting.with(column, false);
        }
        fitting
    }

    /// The tracks of the grid, with that of the checkboxes.
    pub fn tracks(self) -> String {
        let tracks: Vec<String> = self.iter().map(Column::track).collect();
        format!("2.5rem {}", tracks.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_less_important_ones_leave_first() {
        for (width_tenths, expected) in [
            (10_000, "name,status,billing,instances,quota,hour,month,labels"),
            (721, "name,status,billing,instances,quota,hour,month,labels"),
            (720, "name,status,billing,instances,quota,hour,month"),
            (633, "name,status,billing,instances,quota,hour,month"),
            (632, "name,status,billing,instances,hour,month"),
            (500, "name,status,billing,hour,month"),
            (400, "name,status,hour,month"),
            (330, "name,status,month"),
            (0, "name,status"),
        ] {
            assert_eq!(Columns::default().fitting(width_tenths).words(), expected, "{width_tenths}");
        }
        let few = Columns::of_words("month");
        assert_eq!(few.fitting(10_000), few);
    }

    /// What a list of tracks takes at least, in tenths of a rem.
    fn least_of(tracks: &str) -> i64 {
        let leasts = tracks.split(' ').filter_map(|part| {
            part.trim_start_matches("minmax(").strip_suffix(',').or(part.strip_suffix("rem"))
        });
        let tenths = |least: &str| {
            let (whole, tenth) = least.trim_end_matches("rem").split_once('.').unwrap();
            whole.parse::<i64>().unwrap() * 10 + tenth.parse::<i64>().unwrap()
        };
        leasts.map(tenths).sum()
    }

    #[test]
    fn the_tracks_are_never_wider_than_the_table() {
        assert_eq!(least_of(&Columns::of_words("hour").tracks()), 25 + 120 + 90 + 65);
        for columns in [Columns::default(), Columns::all(), Columns::of_words("labels,since")] {
            // Narrower tables have cards.
            for width_tenths in 420..1_200 {
                let tracks = columns.fitting(width_tenths).tracks();
                assert!(least_of(&tracks) <= width_tenths, "{width_tenths}: {tracks}");
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for (words, expected) in [
            ("", "name,status"),
            ("labels,hour,unknown", "name,status,hour,labels"),
            ("since", "name,status,since"),
        ] {
            let columns = Columns::of_words(words);
            assert_eq!(columns.words(), expected);
            assert_eq!(Columns::of_words(&columns.words()), columns);
        }
        assert_eq!(Columns::default().with(Column::Status, false), Columns::default());
        assert_eq!(Columns::of_words("hour").tracks().split(' ').next(), Some("2.5rem"));
        assert_eq!(Columns::of_words("hour").count(), 3);
    }

    #[test]
    fn every_column_leaves_or_stays() {
        for column in Column::ALL {
            assert_eq!(Column::of_word(column.word()), Some(column));
            assert_eq!(Column::LEAVING.contains(&column), column.is_optional());
        }
    }
}
