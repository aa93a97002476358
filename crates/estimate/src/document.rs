//! The estimate as a document: reading checks the form (E7), writing gives back the same document.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | how the document, its lines and their load are read |
//! | `scaling` | how the scaling of a line is read: steps, a week, or automatic |
//! | `write` | how all of it is written |

mod scaling;
mod write;

use tiermeter_pricing::read::{self, Fault, Input, Name, Place, Read, Unread};
use tiermeter_pricing::{Month, Refusal, RefusalCode, TokenCount, object};

pub use self::scaling::MOST_STEPS_OR_WINDOWS;
use crate::estimate::{Estimate, EstimateLine, Rate, ReservedTokens, Scaling, TokenLoad, TokenWork, Work};

const SCHEMA: &str = "tiermeter.estimate/1";
/// The most lines of an estimate (E7).
pub const MOST_LINES: usize = 100;
/// The most minutes whose requests come together (E7).
pub const MOST_BURST_MINUTES: u64 = 60;
/// The first and the last month of estimates: their instants are in range at every offset (E7).
pub const MONTHS: (Month, Month) = (Month { year: 1970, month: 2 }, Month { year: 2199, month: 11 });

impl Estimate {
    /// Reads and checks an estimate of JSON text.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }
}

object! {
    struct EstimateDocument reads with () {
        schema: SchemaWord,
        month: EstimateMonth,
        lines: Vec<EstimateLine>,
    }
}

struct SchemaWord;

impl Read<()> for SchemaWord {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &[(SCHEMA, ())]).map(|()| Self)
    }
}

struct EstimateMonth(Month);

impl Read<()> for EstimateMonth {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let (first, last) = MONTHS;
        read::text(place, input, "a month as text", |text| {
            let month = Month::parse(text).filter(|month| (first..=last).contains(month));
            month.map(Self).ok_or_else(|| {
                Fault::malformed(format!("{} is not a month from {first} to {last}", read::quoted(text)))
            })
        })
    }
}

impl<C> Read<C> for Estimate {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = EstimateDocument::read(&mut (), place, input)?;
        at_most(&place.key("lines"), document.lines.len(), MOST_LINES, "lines")?;
        Ok(Self { month: document.month.0, lines: document.lines })
    }
}

fn at_most(place: &Place<'_>, count: usize, most: usize, what: &str) -> Result<(), Unread> {
    if count > most {
        return Err(place.refuse(RefusalCode::OutOfRange, format!("{count} {what}; at most {most}")));
    }
    Ok(())
}

/// The fields of another kind or mode, which are unknown here, each with whether it is there.
fn none_of(place: &Place<'_>, of: &str, fields: &[(&str, bool)]) -> Result<(), Unread> {
    match fields.iter().find(|(_, is_there)| *is_there) {
        None => Ok(()),
        Some((field, _)) => {
            let message = format!("the field {} is unknown for {of}", read::in_quotes(field));
            Err(place.key(field).malformed(message))
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    GpuSeconds,
    Tokens,
}

impl Read<()> for Kind {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &[("gpu_seconds", Self::GpuSeconds), ("tokens", Self::Tokens)])
    }
}

object! {
    /// A line of either kind: which fields must be there is known when all are read.
    struct LineDocument reads with () {
        name: Name,
        kind: Kind,
        ;
        tier: Name,
        scaling: Scaling,
        model: Name,
        load: TokenLoadDocument,
        reservation: Option<ReservationDocument>,
        free_quota: bool,
    }
}

object! {
    struct ReservationDocument reads with () {
        tpm: TokenCount,
    }
}

object! {
    struct TokenLoadDocument reads with () {
        requests_per_minute: Rates,
        input: TokenCount,
        cached_input: TokenCount,
        output: TokenCount,
        burst_minutes: BurstMinutes,
    }
}

impl Read<()> for EstimateLine {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let line = LineDocument::read(context, place, input)?;
        let work = match line.kind {
            Kind::GpuSeconds => {
                let others = [
                    ("model", line.model.is_some()),
                    ("load", line.load.is_some()),
                    ("reservation", line.reservation.is_some()),
                    ("free_quota", line.free_quota.is_some()),
                ];
                none_of(place, "a line of kind gpu_seconds", &others)?;
                Work::GpuSeconds {
                    tier: read::required(place, "tier", line.tier)?.0,
                    scaling: read::required(place, "scaling", line.scaling)?,
                }
            }
            Kind::Tokens => {
                let others = [("tier", line.tier.is_some()), ("scaling", line.scaling.is_some())];
                none_of(place, "a line of kind tokens", &others)?;
                let load = read::required(place, "load", line.load)?;
                let reservation = read::required(place, "reservation", line.reservation)?;
                Work::Tokens(TokenWork {
                    model: read::required(place, "model", line.model)?.0,
                    load: TokenLoad {
                        requests_per_minute: load.requests_per_minute.0,
                        input: load.input,
                        cached_input: load.cached_input,
                        output: load.output,
                        burst_minutes: load.burst_minutes.0,
                    },
                    reservation: reservation.map(|reservation| ReservedTokens { tpm: reservation.tpm }),
                    free_quota: read::required(place, "free_quota", line.free_quota)?,
                })
            }
        };
        Ok(Self { name: line.name.0, work })
    }
}

struct BurstMinutes(u32);

impl Read<()> for BurstMinutes {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let value = read::whole_number(place, input)?;
        u32::try_from(value)
            .ok()
            .filter(|_| (1..=MOST_BURST_MINUTES).contains(&value))
            .map(Self)
            .ok_or_else(|| place.malformed(format!("{value} minutes; from 1 to {MOST_BURST_MINUTES}")))
    }
}

impl Read<()> for Rate {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        const FORM: &str = "a decimal string from \"0\" to \"1000000\" with up to 12 decimals and no exponent, such as \"0.5\"";
        read::text(place, input, FORM, |text| {
            Self::parse(text).ok_or_else(|| Fault::malformed(format!("{} is not {FORM}", read::quoted(text))))
        })
    }
}

/// Rates of a day or of a week, by the hour.
struct Rates(Vec<Rate>);

impl Read<()> for Rates {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let rates = Vec::<Rate>::read(context, place, input)?;
        if rates.len() != 24 && rates.len() != 168 {
            let message = format!("{} rates; 24 for a day or 168 for a week are needed", rates.len());
            return Err(place.malformed(message));
        }
        Ok(Self(rates))
    }
}
