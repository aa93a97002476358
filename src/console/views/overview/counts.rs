//! How many services run, are being made ready, are stopped, are late: each count leads to just those.

use leptos::prelude::*;
use tiermeter_service::Status;

use super::SoFar;
use super::words::Words;
use crate::console::frame::address::services;
use crate::console::live::{Totals, use_live};
use crate::console::parts::{CurlButton, StatusWord};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::memo;

/// The address of the services that one of their chips shows.
pub fn only(show: &str) -> String {
    format!("{}?show={show}", services())
}

/// The counts.
#[component]
pub fn Counts() -> impl IntoView {
    let (live, words, common) = (use_live(), use_words::<Words>(), use_words::<Common>());
    let count = move |of: fn(&Totals) -> usize| memo(move || live.totals.with(of));
    let entry = move |show: &'static str, status: Status, of: fn(&Totals) -> usize| {
        let count = count(of);
        view! {
            <li>
                <a href=only(show)>
                    <b>{move || count.get()}</b>
                    <StatusWord status=status />
                </a>
            </li>
        }
    };
    let (all, late) = (count(|totals| totals.services), count(|totals| totals.late));
    view! {
        <section class="panel" aria-labelledby="overview-services">
            <div class="panel-head">
                <h2 id="overview-services">{words.services}</h2>
                <SoFar />
                <a href=services()>{move || (words.all_services)(all.get())}</a>
                <CurlButton request=Request::services() />
            </div>
            <ul class="overview-counts">
                {entry("running", Status::Running, |totals| totals.running)}
                {entry("creating", Status::Creating, |totals| totals.creating)}
                {entry("stopped", Status::Stopped, |totals| totals.stopped)}
                {entry("not_enabled", Status::NotEnabled, |totals| totals.not_enabled)}
                <li>
                    <a href=only("late") class:overview-late=move || late.get().gt(&0)>
                        <b>{move || late.get()}</b>
                        <span class="status">
                            <span class="overview-clock" aria-hidden="true"></span>
                            {common.late}
                        </span>
                    </a>
                </li>
            </ul>
        </section>
    }
}
