//! Bodies of requests to the backend. Which of them go with which service is the backend's affair.

use std::collections::BTreeMap;

use tiermeter_pricing::read::{self, AtLeastOne, FreeText, Input, Name, Place, Read, Unread};
use tiermeter_pricing::{Instant, Refusal, object};
use tiermeter_service::{BillingMode, Command, ServiceScaling};

/// How a service is metered, as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeteringWord {
    /// By seconds of instances.
    GpuSeconds,
    /// By tokens.
    Tokens,
}

impl Read<()> for MeteringWord {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &[("gpu_seconds", Self::GpuSeconds), ("tokens", Self::Tokens)])
    }
}

/// Free texts by name.
#[derive(Debug, Clone, Default)]
pub struct Labels(pub BTreeMap<String, String>);

impl Read<()> for Labels {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let labels = read::by_name::<FreeText>(place, input, "an object of texts")?;
        Ok(Self(labels.into_iter().map(|(name, text)| (name, text.0)).collect()))
    }
}

object! {
    /// The body of `POST /services`.
    #[derive(Debug, Clone)]
    pub struct NewServiceRequest reads with () {
        /// The name for people.
        pub name: Name,
        /// The model that it serves.
        pub model: Name,
        /// How it is metered.
        pub metering: MeteringWord,
        /// The billing mode that it is configured for.
        pub billing_mode: BillingMode,
        ;
        /// The GPU tier, where it is metered by seconds.
        pub tier: Name,
        /// The scaling, where it is metered by seconds.
        pub scaling: ServiceScaling,
        /// Free texts by name.
        pub labels: Labels,
    }
}

object! {
    /// The body of `PATCH /services/{id}`.
    #[derive(Debug, Clone)]
    pub struct ServicePatch reads with () {
        ;
        /// Another name.
        pub name: Name,
        /// Other labels.
        pub labels: Labels,
    }
}

object! {
    /// The body of `PUT /services/{id}/billing-mode`.
    #[derive(Debug, Clone)]
    pub struct BillingModeRequest reads with () {
        /// The mode.
        pub billing_mode: BillingMode,
    }
}

object! {
    /// The body of `PUT /services/{id}/reservations`.
    #[derive(Debug, Clone)]
    pub struct ReservationRequest reads with () {
        /// Tokens per minute.
        pub tpm: AtLeastOne,
        /// Until when; open where it is null.
        pub until: Option<Instant>,
        ;
        /// The service's model, where it is said.
        pub model: Name,
        /// From when; now where it is not said.
        pub from: Instant,
    }
}

object! {
    /// The body of `POST /services/{id}/preview`.
    #[derive(Debug, Clone)]
    pub struct PreviewRequest reads with () {
        ;
        /// A command.
        pub command: Command,
        /// Another scaling.
        pub scaling: ServiceScaling,
    }
}

object! {
    /// The body of `POST /account/top-ups`.
    #[derive(Debug, Clone)]
    pub struct TopUpRequest reads with () {
        /// How much, as a decimal string.
        pub amount: FreeText,
        /// In which currency.
        pub currency: FreeText,
    }
}

object! {
    /// The body of `POST /api-keys`.
    #[derive(Debug, Clone)]
    pub struct NewKeyRequest reads with () {
        /// The name for people.
        pub name: Name,
    }
}

object! {
    /// The body of `POST /session`.
    #[derive(Debug, Clone)]
    pub struct SignInRequest reads with () {
        /// The secret of a sign-in link.
        pub token: FreeText,
    }
}

object! {
    /// The body of `POST /test-clock`.
    #[derive(Debug, Clone)]
    pub struct TestClockRequest reads with () {
        /// The instant to move to.
        pub now: Instant,
    }
}

/// Reads and checks a body.
pub fn request<T: Read<()>>(json: &[u8]) -> Result<T, Refusal> {
    read::from_json_slice(&mut (), json)
}
