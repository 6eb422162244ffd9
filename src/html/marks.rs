//! The marks of lists with a role. They differ in shape and do not depend on colour: a solid disc
//! with a cross, a ring with a tick, a solid arrow, a triangle with a question mark.

use std::collections::BTreeSet;

use crate::document::ListRole;

/// The shape of each mark on a square of 16 by 16.
fn shape(role: ListRole) -> &'static str {
    match role {
        ListRole::Plain | ListRole::ReadAloud => "",
        ListRole::Obligation => r#"<path fill="currentColor" d="M1 5.3h7V1.4L15 8l-7 6.6v-3.9H1z"/>"#,
        ListRole::Prohibition => {
            r#"<path fill="currentColor" fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM5.5 4.2 4.2 5.5 6.7 8l-2.5 2.5 1.3 1.3L8 9.3l2.5 2.5 1.3-1.3L9.3 8l2.5-2.5-1.3-1.3L8 6.7z"/>"#
        }
        ListRole::Permission => {
            r#"<circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.3"/><path fill="none" stroke="currentColor" stroke-width="1.9" d="m4.8 8.2 2.4 2.5 4.1-5.2"/>"#
        }
        ListRole::Contested => {
            r#"<path fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" d="M8 1.2 15.2 14H.8z"/><path fill="none" stroke="currentColor" stroke-width="1.3" d="M6.2 7c0-2.4 3.7-2.4 3.6 0-.1 1.4-1.8 1.2-1.8 3"/><circle cx="8" cy="11.9" r=".85" fill="currentColor"/>"#
        }
    }
}

/// The shapes of these roles, drawn nowhere, for [`mark`] to refer to.
pub(super) fn sprite(roles: &BTreeSet<ListRole>) -> String {
    if roles.is_empty() {
        return String::new();
    }
    let symbol = |role: &ListRole| {
        let id = role.name().unwrap_or_default();
        format!(r#"<symbol id="mark:{id}" viewBox="0 0 16 16">{}</symbol>"#, shape(*role))
    };
    let symbols: String = roles.iter().map(symbol).collect();
    format!(r#"<svg class="marks" aria-hidden="true">{symbols}</svg>"#)
}

/// The mark of a role in front of an item.
pub(super) fn mark(role: ListRole) -> String {
    role.name().map_or_else(String::new, |id| {
        format!(r##"<svg class="mark" aria-hidden="true"><use href="#mark:{id}"/></svg>"##)
    })
}
