use tiermeter_pricing::{Instant, Refusal, RefusalCode};

use crate::command::Command;
use crate::describe::Status;

/// What is known of a service. It is only made by [`Service::new`], by [`Service::apply`], and by reading one of
/// those back, so that it never holds what these cannot lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Service {
    pub(crate) activation: Activation,
    pub(crate) overdue: bool,
    pub(crate) since: Option<Instant>,
    pub(crate) newest_command_at: Option<Instant>,
}

/// Whether the service was asked for, and what became of it. Only an activation that can have been ready says
/// whether it ever was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activation {
    /// Nobody ever enabled it.
    Never,
    /// It is to run.
    Enabled {
        /// It was ready at least once.
        created: bool,
    },
    /// Somebody switched it off.
    Disabled {
        /// It was ready at least once.
        created: bool,
    },
    /// It could not be created.
    Failed,
}

impl Service {
    /// A service that was never enabled; `overdue` if its account has overdue payment already (L6).
    #[must_use]
    pub const fn new(overdue: bool) -> Self {
        Self { activation: Activation::Never, overdue, since: None, newest_command_at: None }
    }

    /// Whether it was asked for, and what became of it.
    #[must_use]
    pub const fn activation(&self) -> Activation {
        self.activation
    }

    /// Whether the account has overdue payment.
    #[must_use]
    pub const fn overdue(&self) -> bool {
        self.overdue
    }

    /// When the status word last changed; `None` before the first change (L8).
    #[must_use]
    pub const fn since(&self) -> Option<Instant> {
        self.since
    }

    /// When the newest accepted command took effect.
    #[must_use]
    pub const fn newest_command_at(&self) -> Option<Instant> {
        self.newest_command_at
    }

    /// The service after `command` at `at`; refused if the command is older than the newest accepted one, if the
    /// account is overdue, or if this state does not take it, in this order (L8).
    pub fn apply(&self, command: Command, at: Instant) -> Result<Self, Refusal> {
        if let Some(newest) = self.newest_command_at
            && at < newest
        {
            let message = format!("the command is of {at}, older than the newest accepted one of {newest}");
            return Err(Refusal::new(RefusalCode::CommandOutOfOrder, "/at", message));
        }
        let (activation, overdue) = self.next(command)?;
        let mut next = Self { activation, overdue, newest_command_at: Some(at), ..*self };
        if next.status() != self.status() {
            next.since = Some(at);
        }
        Ok(next)
    }

    /// What `command` makes of activation and overdue payment: the whole table of L3 to L6, pair by pair.
    fn next(&self, command: Command) -> Result<(Activation, bool), Refusal> {
        use Activation::{Disabled, Enabled, Failed, Never};
        let overdue = self.overdue;
        let activation = match (self.activation, command) {
            (activation, Command::AccountOverdue) => return Ok((activation, true)),
            (activation, Command::AccountReplenished) => return Ok((activation, false)),

            (Never | Enabled { .. } | Disabled { .. } | Failed, Command::Enable) if overdue => {
                return Err(account_overdue());
            }
            (Never | Failed, Command::Enable) => Enabled { created: false },
            (Enabled { created } | Disabled { created }, Command::Enable) => Enabled { created },

            (Enabled { created: false }, Command::Created) if !overdue => Enabled { created: true },
            (Enabled { created: false }, Command::CreationFailed) if !overdue => Failed,
            (
                Never | Enabled { .. } | Disabled { .. } | Failed,
                Command::Created | Command::CreationFailed,
            )
            | (Never, Command::Disable) => return Err(self.invalid_transition(command)),

            (Enabled { created } | Disabled { created }, Command::Disable) => Disabled { created },
            (Failed, Command::Disable) => Disabled { created: false },
        };
        Ok((activation, overdue))
    }

    fn invalid_transition(&self, command: Command) -> Refusal {
        let allowed = match command {
            Command::Disable => "a service that was enabled before",
            _ => "a service that is creating",
        };
        let message = format!("{command} needs {allowed}; this one is {}", self.status());
        Refusal::new(RefusalCode::InvalidTransition, "/command", message)
    }

    /// The status word (L1).
    #[must_use]
    pub const fn status(&self) -> Status {
        match self.activation {
            Activation::Never => Status::NotEnabled,
            Activation::Disabled { .. } | Activation::Failed => Status::Stopped,
            Activation::Enabled { .. } if self.overdue => Status::Stopped,
            Activation::Enabled { created: true } => Status::Running,
            Activation::Enabled { created: false } => Status::Creating,
        }
    }
}

fn account_overdue() -> Refusal {
    let message =
        "enable is not possible while the account has overdue payment; top up first, then enable again";
    Refusal::new(RefusalCode::AccountOverdue, "/command", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Activation::{Disabled, Enabled, Failed, Never};
    use Command::{AccountOverdue, AccountReplenished, Created, CreationFailed, Disable, Enable};

    const NEW: Activation = Enabled { created: false };
    const MADE: Activation = Enabled { created: true };
    const OFF_NEW: Activation = Disabled { created: false };
    const OFF_MADE: Activation = Disabled { created: true };
    const OVERDUE: Result<(Activation, bool), RefusalCode> = Err(RefusalCode::AccountOverdue);
    const INVALID: Result<(Activation, bool), RefusalCode> = Err(RefusalCode::InvalidTransition);

    /// Every state, and what each command, in the order of [`Command::ALL`], makes of it.
    #[rustfmt::skip]
    #[expect(clippy::type_complexity, reason = "a table reads best as one value")]
    const TABLE: [((Activation, bool), [Result<(Activation, bool), RefusalCode>; 6]); 12] = [
        //                   enable              created             creation_failed       disable                account_overdue        account_replenished
        ((Never, false),    [Ok((NEW, false)),   INVALID,            INVALID,              INVALID,               Ok((Never, true)),     Ok((Never, false))]),
        ((Never, true),     [OVERDUE,            INVALID,            INVALID,              INVALID,               Ok((Never, true)),     Ok((Never, false))]),
        ((NEW, false),      [Ok((NEW, false)),   Ok((MADE, false)),  Ok((Failed, false)),  Ok((OFF_NEW, false)),  Ok((NEW, true)),       Ok((NEW, false))]),
        ((NEW, true),       [OVERDUE,            INVALID,            INVALID,              Ok((OFF_NEW, true)),   Ok((NEW, true)),       Ok((NEW, false))]),
        ((MADE, false),     [Ok((MADE, false)),  INVALID,            INVALID,              Ok((OFF_MADE, false)), Ok((MADE, true)),      Ok((MADE, false))]),
        ((MADE, true),      [OVERDUE,            INVALID,            INVALID,              Ok((OFF_MADE, true)),  Ok((MADE, true)),      Ok((MADE, false))]),
        ((OFF_NEW, false),  [Ok((NEW, false)),   INVALID,            INVALID,              Ok((OFF_NEW, false)),  Ok((OFF_NEW, true)),   Ok((OFF_NEW, false))]),
        ((OFF_NEW, true),   [OVERDUE,            INVALID,            INVALID,              Ok((OFF_NEW, true)),   Ok((OFF_NEW, true)),   Ok((OFF_NEW, false))]),
        ((OFF_MADE, false), [Ok((MADE, false)),  INVALID,            INVALID,              Ok((OFF_MADE, false)), Ok((OFF_MADE, true)),  Ok((OFF_MADE, false))]),
        ((OFF_MADE, true),  [OVERDUE,            INVALID,            INVALID,              Ok((OFF_MADE, true)),  Ok((OFF_MADE, true)),  Ok((OFF_MADE, false))]),
        ((Failed, false),   [Ok((NEW, false)),   INVALID,            INVALID,              Ok((OFF_NEW, false)),  Ok((Failed, true)),    Ok((Failed, false))]),
        ((Failed, true),    [OVERDUE,            INVALID,            INVALID,              Ok((OFF_NEW, true)),   Ok((Failed, true)),    Ok((Failed, false))]),
    ];

    fn service((activation, overdue): (Activation, bool)) -> Service {
        let before = (activation != Never).then(|| Instant::from_unix_seconds(1).unwrap());
        Service { activation, overdue, since: before, newest_command_at: before }
    }

    #[test]
    fn every_state_takes_every_command_as_the_table_says() {
        let at = Instant::from_unix_seconds(2).unwrap();
        assert_eq!(
            Command::ALL,
            [Enable, Created, CreationFailed, Disable, AccountOverdue, AccountReplenished]
        );
        for (state, row) in TABLE {
            for (command, expected) in Command::ALL.into_iter().zip(row) {
                let before = service(state);
                let after = before.apply(command, at);
                let got = after
                    .as_ref()
                    .map(|next| (next.activation, next.overdue))
                    .map_err(|refusal| refusal.code);
                assert_eq!(got, expected, "{state:?} {command}");
                if let Ok(after) = after {
                    assert_eq!(after.newest_command_at, Some(at));
                    let changed = after.status() != before.status();
                    assert_eq!(
                        after.since,
                        if changed { Some(at) } else { before.since },
                        "{state:?} {command}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_table_has_every_state_that_commands_lead_to() {
        let at = Instant::from_unix_seconds(2).unwrap();
        let mut known = vec![Service::new(false), Service::new(true)];
        let mut next = 0;
        while next < known.len() {
            for command in Command::ALL {
                if let Ok(reached) = known[next].apply(command, at) {
                    let state = (reached.activation, reached.overdue);
                    if !known.iter().any(|service| (service.activation, service.overdue) == state) {
                        known.push(reached);
                    }
                }
            }
            next += 1;
        }
        assert_eq!(known.len(), TABLE.len());
        assert!(
            known.iter().all(|service| TABLE
                .iter()
                .any(|(state, _)| *state == (service.activation, service.overdue)))
        );
    }

    #[test]
    fn an_older_command_is_refused_before_anything_else() {
        let (one, two) = (Instant::from_unix_seconds(1).unwrap(), Instant::from_unix_seconds(2).unwrap());
        let overdue = Service::new(false).apply(AccountOverdue, two).unwrap();
        assert_eq!(overdue.apply(Enable, one).unwrap_err().code, RefusalCode::CommandOutOfOrder);
        assert_eq!(overdue.apply(Enable, two).unwrap_err().code, RefusalCode::AccountOverdue);
    }
}
