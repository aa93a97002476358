//! `GET /healthz`: the process answers.

/// Says that the process is there.
pub(super) async fn get() -> &'static str {
    "ok\n"
}
