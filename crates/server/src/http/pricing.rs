//! Pricing beside the serving: so many at once, on threads of their own.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse, Response};
use tiermeter_pricing::{Refusal, Settlement};

use super::Shared;
use super::problems::ApiError;

/// How long a request waits for its turn to be priced.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Shared {
    /// Prices on a thread of its own, so that a large request does not keep small ones waiting; so many at once.
    pub(super) async fn price(
        self: &Arc<Self>,
        price: impl FnOnce() -> Result<Settlement, Refusal> + Send + 'static,
    ) -> Result<Response, ApiError> {
        let turn = tokio::time::timeout(LONGEST_WAIT, self.pricing.acquire());
        let Ok(Ok(_turn)) = turn.await else {
            return Err(ApiError::Busy);
        };
        match tokio::task::spawn_blocking(price).await {
            Ok(settlement) => Ok(Json(settlement?).into_response()),
            Err(error) => {
                tracing::error!(%error, "pricing did not end");
                Err(ApiError::Internal)
            }
        }
    }
}
