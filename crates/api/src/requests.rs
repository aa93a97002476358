use tiermeter_estimate::Estimate;
use tiermeter_pricing::read;
use tiermeter_pricing::{PriceBook, Refusal, Usage, object};

object! {
    /// The body of `POST /settlements`: usage, and a price book where it is not the server's own.
    #[derive(Debug, Clone)]
    pub struct SettlementRequest reads with () {
        /// What happened.
        pub usage: Usage,
        ;
        /// The prices to use.
        pub price_book: PriceBook,
    }
}

object! {
    /// The body of `POST /estimates`: an estimate, and a price book where it is not the server's own.
    #[derive(Debug, Clone)]
    pub struct EstimateRequest reads with () {
        /// What is estimated.
        pub estimate: Estimate,
        ;
        /// The prices to use.
        pub price_book: PriceBook,
    }
}

impl SettlementRequest {
    /// Reads and checks the body; paths of refusals begin with `/usage` or `/price_book`.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }
}

impl EstimateRequest {
    /// Reads and checks the body; paths of refusals begin with `/estimate` or `/price_book`.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }
}
