//! What Leptos would make anew for every closure that it is given, made once.
//!
//! It is generic: a memo, an effect, a list or the handler of an event is another one in the program for every closure, of
//! 0.3 to 4.5 KB each, and what makes it is copied to every place that wants one (`cargo xtask size` prints what the
//! pages come to). Here a closure is put into a box first. So there is one of each for every type of value, and what makes
//! it stands in the program once. That costs an allocation, and a call through a pointer.
//!
//! `view!` does the same to closures that are written inside of it, where it is compiled for the pages. Those that have a
//! name, or come from a function, are given to [`dynamic`]. What they return should be of few types as well: a text, an
//! [`AnyView`], an option or a list of those.

use std::hash::Hash;
use std::sync::{Arc, Mutex};

use leptos::attr::AttributeValue;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::attr::custom::custom_attribute;
use leptos::ev::{DragEvent, Event, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

/// What a memo works out, of what it worked out last.
type Work<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// A signal that holds a value.
#[inline(never)]
#[cfg_attr(debug_assertions, track_caller)]
pub fn signal_of<T: Send + Sync + 'static>(value: T) -> RwSignal<T> {
    RwSignal::new(value)
}

/// A value that nobody is told of when it changes.
#[inline(never)]
#[cfg_attr(debug_assertions, track_caller)]
pub fn stored<T: Send + Sync + 'static>(value: T) -> StoredValue<T> {
    StoredValue::new(value)
}

/// What is worked out anew when something that it was worked out of changes, and tells of it only where it is another
/// value then.
#[cfg_attr(debug_assertions, track_caller)]
pub fn memo<T>(work_out: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed_memo(Box::new(move |_: Option<&T>| work_out()))
}

/// A memo that knows what it was last.
#[cfg_attr(debug_assertions, track_caller)]
pub fn memo_of_last<T>(work_out: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed_memo(Box::new(work_out))
}

#[inline(never)]
#[cfg_attr(debug_assertions, track_caller)]
fn boxed_memo<T>(work_out: Work<T>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(work_out)
}

/// Follows a memo whose value is of no use. `track` would follow nothing: a memo that nobody reads works nothing out, and
/// so knows of no change.
pub fn follow<T: Send + Sync + 'static>(memo: Memo<T>) {
    memo.with(|_| ());
}

/// A signal that is worked out whenever it is read.
#[cfg_attr(debug_assertions, track_caller)]
pub fn derived<T>(work_out: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    boxed_derived(Box::new(work_out))
}

#[inline(never)]
#[cfg_attr(debug_assertions, track_caller)]
fn boxed_derived<T>(work_out: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    Signal::derive(work_out)
}

/// What is done with a value.
#[cfg_attr(debug_assertions, track_caller)]
pub fn callback<T: 'static, R: 'static>(act: impl Fn(T) -> R + Send + Sync + 'static) -> Callback<T, R> {
    boxed_callback(Box::new(act))
}

#[inline(never)]
#[cfg_attr(debug_assertions, track_caller)]
fn boxed_callback<T: 'static, R: 'static>(act: Box<dyn Fn(T) -> R + Send + Sync>) -> Callback<T, R> {
    Callback::new(act)
}

/// What is done at once, and again whenever something that it read has changed.
pub fn effect(mut act: impl FnMut() + 'static) {
    boxed_effect(Box::new(move |_| act()));
}

/// An effect that is given what it returned last.
pub fn effect_of_last<T: 'static>(mut act: impl FnMut(Option<T>) -> T + 'static) {
    let mut last = None;
    boxed_effect(Box::new(move |_| last = Some(act(last.take()))));
}

/// An effect that is told whether it was done before.
pub fn effect_again(act: impl FnMut(bool) + 'static) {
    boxed_effect(Box::new(act));
}

#[inline(never)]
fn boxed_effect(mut act: Box<dyn FnMut(bool)>) {
    Effect::new(move |before: Option<()>| act(before.is_some()));
}

/// A part of a view, or the value of an attribute, that follows the signals it is made of.
pub fn dynamic<T: 'static>(make: impl FnMut() -> T + Send + 'static) -> SharedReactiveFunction<T> {
    Arc::new(Mutex::new(make))
}

/// A part that is there while something is so. It is made anew only when that changes.
pub fn shown_while(
    is_so: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    boxed_part(memo(is_so), Box::new(part))
}

#[inline(never)]
fn boxed_part(is_so: Memo<bool>, part: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    dynamic(move || is_so.get().then(&part)).into_any()
}

/// A part for each key, in the order of the keys. Those of keys that stay are kept as they are.
pub fn keyed<K>(
    keys: impl Fn() -> Vec<K> + Send + 'static,
    make: impl Fn(K) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    K: Clone + Eq + Hash + Send + 'static,
{
    boxed_list(Box::new(keys), Arc::new(make))
}

#[inline(never)]
fn boxed_list<K>(
    keys: Box<dyn Fn() -> Vec<K> + Send>,
    make: Arc<dyn Fn(K) -> AnyView + Send + Sync>,
) -> AnyView
where
    K: Clone + Eq + Hash + Send + 'static,
{
    view! { <For each=keys key=K::clone children=move |key: K| make(key) /> }.into_any()
}

/// The handler of a click.
pub fn clicked(act: impl FnMut(MouseEvent) + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(act)
}

/// The handler of a key.
pub fn key_pressed(act: impl FnMut(KeyboardEvent) + 'static) -> Box<dyn FnMut(KeyboardEvent)> {
    Box::new(act)
}

/// The handler of what a pointer does.
pub fn pointed(act: impl FnMut(PointerEvent) + 'static) -> Box<dyn FnMut(PointerEvent)> {
    Box::new(act)
}

/// The handler of what is done with something that is dragged.
pub fn dragged(act: impl FnMut(DragEvent) + 'static) -> Box<dyn FnMut(DragEvent)> {
    Box::new(act)
}

/// The handler of any other event.
pub fn happened(act: impl FnMut(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(act)
}

/// The handler of an `input` or a `change`: it is given the text that is there then.
pub fn typed(mut take: impl FnMut(String) + 'static) -> Box<dyn FnMut(Event)> {
    happened(move |event| take(event_target_value(&event)))
}

/// An attribute by its name. Leptos has a type for each name that it knows, and code for each of those.
pub fn attribute<V: AttributeValue>(name: &'static str, value: V) -> AnyAttribute {
    custom_attribute(name, value).into_any_attr()
}

/// Attributes that never change.
#[inline(never)]
pub fn fixed(attributes: &[(&'static str, &'static str)]) -> Vec<AnyAttribute> {
    attributes.iter().map(|&(name, value)| attribute(name, value)).collect()
}
