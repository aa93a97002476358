//! Which column of a file holds what: guessed from the names, and chosen where the guess is wrong.

use serde::{Deserialize, Serialize};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The service.
    Service,
    /// The instance.
    Instance,
    /// The GPU tier.
    Tier,
    /// When a run started.
    Start,
    /// When a run stopped.
    Stop,
    /// The month of a line of the invoice.
    Month,
    /// What a line bills.
    Item,
    /// How many seconds it bills.
    Quantity,
    /// The price of a second.
    UnitPrice,
    /// What it charges.
    Amount,
}

impl Role {
    /// What a log has, in the order in which columns are looked for.
    pub const OF_LOG: [Self; 5] = [Self::Start, Self::Stop, Self::Tier, Self::Instance, Self::Service];
    /// What an invoice has, in the order in which columns are looked for.
    pub const OF_INVOICE: [Self; 7] =
        [Self::Month, Self::Amount, Self::UnitPrice, Self::Quantity, Self::Tier, Self::Service, Self::Item];

    /// Whether nothing can be read without it.
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Start | Self::Stop | Self::Tier | Self::Month | Self::Amount)
    }

    /// Whether the invoice needs it: a tier may be missing there.
    const fn is_needed_in(self, roles: &[Self]) -> bool {
        self.is_needed() && !(matches!(self, Self::Tier) && roles.len() == Self::OF_INVOICE.len())
    }

    /// Names that columns of it often have, in small letters and without what parts words, the best first.
    const fn usual_names(self) -> &'static str {
        match self {
            Self::Service => "service servicename serviceid deployment endpoint model app 服务 服务名称",
            Self::Instance => {
                "instance instanceid instancename replica pod podname worker container node host 实例 实例id"
            }
            Self::Tier => "tier gputier gpu gputype sku instancetype machinetype class 档位 规格",
            Self::Start => {
                "startedat start starttime started startat begin from launchedat createdat 开始时间 启动时间"
            }
            Self::Stop => {
                "stoppedat stop stoptime stopped stopat end endtime endedat finishedat terminatedat until to 结束时间 停止时间"
            }
            Self::Month => {
                "month billingmonth invoicemonth period billingperiod billingperiodstart 月份 账期"
            }
            Self::Item => "item xitem chargetype category description 项目",
            Self::Quantity => {
                "quantity billedseconds seconds pricingquantity consumedquantity usage units 数量 计费秒数"
            }
            Self::UnitPrice => "unitprice listunitprice contractedunitprice price rate 单价",
            Self::Amount => "amount billedcost cost total charge effectivecost subtotal payable 金额 费用",
        }
    }
}

/// What is taken for a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The column of that name.
    Column(String),
    /// The same for every row.
    Same(String),
    /// There is none.
    Nothing,
}

/// What is taken for each role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    choices: Vec<(Role, Choice)>,
}

impl Mapping {
    /// What the names of the columns suggest.
    pub fn guess(roles: &[Role], names: &[String]) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let mut taken = vec![false; names.len()];
        let choices = roles.iter().map(|role| {
            let position = role
                .usual_names()
                .split(' ')
                .find_map(|usual| plain.iter().zip(&taken).position(|(name, taken)| !taken && name == usual));
            let choice = position.and_then(|position| {
                taken[position] = true;
                names.get(position).cloned().map(Choice::Column)
            });
            (*role, choice.unwrap_or(Choice::Nothing))
        });
        Self { choices: choices.collect() }
    }

    /// The roles, with what is taken for each.
    pub fn iter(&self) -> impl Iterator<Item = (Role, &Choice)> {
        self.choices.iter().map(|(role, choice)| (*role, choice))
    }

    /// What is taken for a role.
    pub fn of(&self, role: Role) -> &Choice {
        let found = self.choices.iter().find(|(known, _)| *known == role);
        found.map_or(&Choice::Nothing, |(_, choice)| choice)
    }

    /// Takes something else for a role.
    pub fn set(&mut self, role: Role, choice: Choice) {
        if let Some((_, taken)) = self.choices.iter_mut().find(|(known, _)| *known == role) {
            *taken = choice;
        }
    }

    /// The first role that is needed and has nothing.
    pub fn missing(&self) -> Option<Role> {
        let roles: Vec<Role> = self.choices.iter().map(|(role, _)| *role).collect();
        let missing =
            |(role, choice): &&(Role, Choice)| *choice == Choice::Nothing && role.is_needed_in(&roles);
        self.choices.iter().find(missing).map(|(role, _)| *role)
    }

    /// Where a role's column stands among the names; `None` where it has none.
    pub fn position(&self, role: Role, names: &[String]) -> Option<usize> {
        match self.of(role) {
            Choice::Column(column) => names.iter().position(|name| name == column),
            Choice::Same(_) | Choice::Nothing => None,
        }
    }
}

/// A name in small letters, without what parts words.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(roles: &[Role], line: &str, expected: &[(Role, &str)], missing: Option<Role>) {
        let mapping = Mapping::guess(roles, &names(line));
        let found: Vec<(Role, &str)> = mapping
            .iter()
            .filter_map(|(role, choice)| match choice {
                Choice::Column(column) => Some((role, column.as_str())),
                Choice::Same(_) | Choice::Nothing => None,
            })
            .collect();
        assert_eq!(found, expected, "{line}");
        assert_eq!(mapping.missing(), missing, "{line}");
    }

    #[test]
    fn columns_are_guessed_from_their_names() {
        use Role::{Amount, Instance, Item, Month, Quantity, Service, Start, Stop, Tier, UnitPrice};
        check(
            &Role::OF_LOG,
            "service,instance,tier,started_at,stopped_at",
            &[
                (Start, "started_at"),
                (Stop, "stopped_at"),
                (Tier, "tier"),
                (Instance, "instance"),
                (Service, "service"),
            ],
            None,
        );
        check(
            &Role::OF_LOG,
            "Pod Name,GPU-Type,Start Time,End Time,zone",
            &[(Start, "Start Time"), (Stop, "End Time"), (Tier, "GPU-Type"), (Instance, "Pod Name")],
            None,
        );
        check(&Role::OF_LOG, "a,b", &[], Some(Start));
        check(&Role::OF_LOG, "start,end", &[(Start, "start"), (Stop, "end")], Some(Tier));
        check(
            &Role::OF_INVOICE,
            "month,service,item,tier,model,unit_price,per,quantity,amount,currency,illustrative,adjusts",
            &[
                (Month, "month"),
                (Amount, "amount"),
                (UnitPrice, "unit_price"),
                (Quantity, "quantity"),
                (Tier, "tier"),
                (Service, "service"),
                (Item, "item"),
            ],
            None,
        );
        check(&Role::OF_INVOICE, "账期,金额", &[(Month, "账期"), (Amount, "金额")], None);
        check(&Role::OF_INVOICE, "month,tier", &[(Month, "month"), (Tier, "tier")], Some(Amount));
    }

    #[test]
    fn what_is_chosen_counts() {
        let columns = names("a,b,c");
        let mut mapping = Mapping::guess(&Role::OF_LOG, &columns);
        mapping.set(Role::Start, Choice::Column("b".to_owned()));
        mapping.set(Role::Tier, Choice::Same("A".to_owned()));
        assert_eq!(mapping.position(Role::Start, &columns), Some(1));
        assert_eq!(mapping.position(Role::Tier, &columns), None);
        assert_eq!(mapping.missing(), Some(Role::Stop));
    }
}
