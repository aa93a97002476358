//! What FOCUS wants to know beyond a settlement.

use std::collections::BTreeMap;

use tiermeter_pricing::{Month, UtcOffset};

/// Who bills whom, and what a settlement calls by an id only. An empty text stands for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusContext {
    /// The account that is billed.
    pub billing_account_id: String,
    /// The account's name for people.
    pub billing_account_name: String,
    /// Who offers the services and issues the invoices.
    pub issuer_name: String,
    /// The offset at which the months of the bills are calendar months (P4).
    pub utc_offset: UtcOffset,
    /// The invoice of each month that has one.
    pub invoice_ids: BTreeMap<Month, String>,
    /// What is known of services, by their ids; one that is not here has neither name nor labels.
    pub services: BTreeMap<String, FocusService>,
}

/// What people gave a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FocusService {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its labels, which become the tags of its charges.
    pub labels: BTreeMap<String, String>,
}
