//! Which column holds what: the guess, to be changed.

use leptos::prelude::*;

use super::give::first_rows;
use super::use_state;
use crate::check::columns::{Choice, Role};
use crate::check::fault::Given;
use crate::check::state::Source;
use crate::check::words::Words;
use crate::erased::{dynamic, memo, typed};
use crate::site::use_words;

/// The values of a choice begin with what they are.
const COLUMN: &str = "column:";
const SAME: &str = "same:";

fn value_of(choice: &Choice) -> String {
    match choice {
        Choice::Column(name) => format!("{COLUMN}{name}"),
        Choice::Same(tier) => format!("{SAME}{tier}"),
        Choice::Nothing => String::new(),
    }
}

fn choice_of(value: &str) -> Choice {
    if let Some(name) = value.strip_prefix(COLUMN) {
        Choice::Column(name.to_owned())
    } else if let Some(tier) = value.strip_prefix(SAME) {
        Choice::Same(tier.to_owned())
    } else {
        Choice::Nothing
    }
}

/// A choice for each role, once the file's columns are known.
pub fn columns(given: Given) -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let source = state.source(given);
    // A choice changes the mapping and not the columns, so what is drawn stays as it is.
    let file = memo(move || {
        source.with(|source| {
            let Source { name, look } = source.as_ref()?;
            let roles: Vec<Role> = look.mapping.iter().map(|(role, _)| role).collect();
            Some((name.clone(), look.names.clone(), look.sample.clone(), roles))
        })
    });
    let fields = move || {
        let (name, names, sample, roles) = file.get()?;
        let fields = roles.into_iter().map(|role| role_field(given, role, &names)).collect_view();
        let fields = view! {
            <fieldset class="columns">
                <legend>{words.columns}</legend>
                {fields}
            </fieldset>
            {first_rows(&names, &sample, format!("{}: {name}", words.first_rows))}
        };
        Some(fields.into_any())
    };
    dynamic(fields).into_any()
}

/// The choice of the column of a role, out of the columns of the file.
fn role_field(given: Given, role: Role, names: &[String]) -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let source = state.source(given);
    let chosen = memo(move || {
        source.with(|source| {
            let choice = source.as_ref().map(|source| value_of(source.look.mapping.of(role)));
            choice.unwrap_or_default()
        })
    });
    let is_missing = memo(move || {
        source.with(|source| {
            let missing = source.as_ref().and_then(|source| source.look.mapping.missing());
            missing == Some(role)
        })
    });
    let id = format!("{}-{}", super::give::title_id(given), words.role(role).replace(' ', "-"));
    let option = move |(value, label): (String, String)| {
        let own = value.clone();
        let is_chosen = dynamic(move || chosen.with(|chosen| *chosen == own));
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.into_any()
    };
    let columns = names.iter().map(|name| option((format!("{COLUMN}{name}"), name.clone()))).collect_view();
    let same = move || {
        let tiers = if role == Role::Tier && given == Given::Log { state.tiers() } else { Vec::new() };
        let tiers = tiers.into_iter().map(|(code, name)| {
            let label = (words.every_row)(&code, &name);
            option((format!("{SAME}{code}"), label))
        });
        tiers.collect_view()
    };
    view! {
        <p class="entry">
            <label for=id.clone()>{words.role(role)}</label>
            <select
                id=id
                class="field"
                aria-invalid=move || is_missing.get().then_some("true")
                on:change=typed(move |value| state.choose(given, role, choice_of(&value)))
            >
                {option((String::new(), words.no_column.to_owned()))}
                {columns}
                {dynamic(same)}
            </select>
            <span class="fault">{move || is_missing.get().then_some(words.needed)}</span>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_pass_through_the_page_as_they_are() {
        for choice in [
            Choice::Column("started at".to_owned()),
            Choice::Column("same:A".to_owned()),
            Choice::Same("A".to_owned()),
            Choice::Nothing,
        ] {
            assert_eq!(choice_of(&value_of(&choice)), choice);
        }
    }
}
