//! GIFT, Moodle's text format: `::name::[plain]question {=right#feedback ~wrong#feedback ####general feedback}`.

use super::bank::{Bank, category, plain};
use crate::quiz::{Item, ItemOption};

/// The questions, each under its category, in the order of the quiz.
pub(super) fn write(bank: &Bank) -> String {
    let mut gift = String::new();
    let mut before = String::new();
    for item in &bank.items {
        let category = category(bank, item);
        if category != before {
            gift.push_str(&format!("$CATEGORY: {category}\n\n"));
            before = category;
        }
        gift.push_str(&question(item));
    }
    gift
}

fn question(item: &Item) -> String {
    let options: String = item.options.iter().map(option).collect();
    let (id, prompt, feedback) = (escaped(&item.id), escaped(&item.prompt()), escaped(&item.explanation()));
    format!("::{id}::[plain]{prompt} {{\n{options}\t####{feedback}\n}}\n\n")
}

fn option(option: &ItemOption) -> String {
    let (text, feedback) = (escaped(&option.text), escaped(&option.feedback));
    let mark = match option.right {
        true => "=",
        // What begins with a percent sign would be taken for a weight.
        false if text.starts_with('%') => "~%0%",
        false => "~",
    };
    format!("\t{mark}{text}#{feedback}\n")
}

/// A text none of whose characters means anything to GIFT.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in plain(text).chars() {
        if matches!(c, '~' | '=' | '#' | '{' | '}' | ':' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
