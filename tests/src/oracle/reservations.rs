//! TPM reservations, hour by hour (P10 to P12).

use std::collections::BTreeMap;

use serde_json::Value;

use super::bills::{Bills, Item, LineKey};
use super::book::{Book, in_force, prices};
use super::calendar::{HOUR, Month};
use super::decimal::{AMOUNT_PLACES, parse};
use super::document::{instant, instant_or_null, list, text, whole};
use crate::answer::Fault;

/// A reservation that covers records.
#[derive(Debug)]
pub(super) struct Reservation<'a> {
    pub(super) service: &'a str,
    pub(super) model: &'a str,
    pub(super) tpm: i128,
    pub(super) from: i64,
    pub(super) until: i64,
    /// The tokens it covered, by UTC minute.
    pub(super) covered: BTreeMap<i64, i128>,
}

/// Charges every reservation and returns them in the order in which they cover: the earlier one first,
/// then list order (P10).
pub(super) fn charge<'a>(
    usage: &'a Value,
    book: &Book<'a>,
    as_of: Option<i64>,
    bills: &mut Bills<'a>,
    faults: &mut Vec<Fault>,
) -> Vec<Reservation<'a>> {
    let mut reservations = Vec::new();
    for (index, document) in list(usage, "reservations").iter().enumerate() {
        let path = format!("/reservations/{index}");
        let offer = match offer(document, book, &path) {
            Ok(offer) => Some(offer),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        match read(document, as_of, &path) {
            Ok(reservation) => {
                if let Some(offer) = offer
                    && !charge_hours(&reservation, offer, book, bills)
                {
                    faults.push(Fault::new("no_price_in_force", path));
                }
                reservations.push(reservation);
            }
            Err(fault) => faults.push(fault),
        }
    }
    reservations.sort_by_key(|reservation| reservation.from);
    reservations
}

/// What the price book offers for this reservation, or why it does not (P12).
fn offer<'a>(document: &'a Value, book: &Book<'a>, path: &str) -> Result<&'a Value, Fault> {
    let Some(model) = book.model(text(document, "model")) else {
        return Err(Fault::new("unknown_model", format!("{path}/model")));
    };
    let offer = &model["tpm_reservation"];
    if offer.is_null() {
        return Err(Fault::new("reservation_not_offered", format!("{path}/model")));
    }
    let (tpm, minimum) = (whole(document, "tpm"), whole(offer, "minimum_tpm"));
    if tpm < minimum {
        return Err(Fault::new("reservation_below_minimum", format!("{path}/tpm")));
    }
    if (tpm - minimum) % whole(offer, "step_tpm") != 0 {
        return Err(Fault::new("reservation_off_step", format!("{path}/tpm")));
    }
    Ok(offer)
}

fn read<'a>(document: &'a Value, as_of: Option<i64>, path: &str) -> Result<Reservation<'a>, Fault> {
    let from = instant(document, "from");
    // P10: an open one reaches to `as_of`.
    let Some(until) = instant_or_null(document, "until").or(as_of) else {
        return Err(Fault::new("as_of_required", format!("{path}/until")));
    };
    if until < from {
        return Err(Fault::new("reservation_ends_before_start", format!("{path}/until")));
    }
    Ok(Reservation {
        service: text(document, "service"),
        model: text(document, "model"),
        tpm: whole(document, "tpm"),
        from,
        until,
        covered: BTreeMap::new(),
    })
}

/// P11: hour k begins at `from` plus k hours, and price and month are those of that instant; there are as
/// many hours as begin before the end, and there is always the first. False, where an hour has no price.
fn charge_hours<'a>(
    reservation: &Reservation<'a>,
    offer: &'a Value,
    book: &Book<'a>,
    bills: &mut Bills<'a>,
) -> bool {
    let prices = prices(offer);
    let mut begins_at = reservation.from;
    loop {
        let Some(price) = in_force(&prices, begins_at) else {
            return false;
        };
        let key = LineKey {
            month: Month::containing(begins_at, book.offset_seconds),
            service: reservation.service,
            item: Item::TpmReservation,
            tier_or_model: reservation.model,
            price_from: price.from,
        };
        let unit_price = text(price.entry, "per_ktpm_hour");
        // The quantity of one hour is tpm thousandths of a kTPM-hour; a price has twelve decimals at most,
        // so a thousandth of it is whole in units of 10^-18.
        let amount = parse(unit_price, AMOUNT_PLACES) / 1000 * reservation.tpm;
        bills.add(key, unit_price, reservation.tpm, amount);
        begins_at += HOUR;
        if begins_at >= reservation.until {
            return true;
        }
    }
}
