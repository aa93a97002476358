use std::fmt;

/// What can happen to a service (L2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Somebody switches the service on.
    Enable,
    /// The service reports that it is ready.
    Created,
    /// The service could not be made ready.
    CreationFailed,
    /// Somebody switches the service off.
    Disable,
    /// The account has overdue payment from now on.
    AccountOverdue,
    /// The account has no overdue payment any more.
    AccountReplenished,
}

impl Command {
    /// Every command.
    pub const ALL: [Self; 6] = [
        Self::Enable,
        Self::Created,
        Self::CreationFailed,
        Self::Disable,
        Self::AccountOverdue,
        Self::AccountReplenished,
    ];

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enable => "enable",
            Self::Created => "created",
            Self::CreationFailed => "creation_failed",
            Self::Disable => "disable",
            Self::AccountOverdue => "account_overdue",
            Self::AccountReplenished => "account_replenished",
        }
    }

    /// The command of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.as_str() == word)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
