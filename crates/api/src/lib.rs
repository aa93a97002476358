//! What travels over REST (docs/rules.md, section 9): the bodies of requests, and the form of errors. Where it is
//! served, and with which status, is the server's affair.

mod backend;
mod problem;
mod requests;

pub use backend::{
    BillingModeRequest, Labels, MeteringWord, NewKeyRequest, NewServiceRequest, PreviewRequest,
    ReservationRequest, ServicePatch, SignInRequest, TestClockRequest, TopUpRequest, request,
};
pub use problem::{Problem, ProblemError};
pub use requests::{EstimateRequest, SettlementRequest};
