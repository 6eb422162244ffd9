//! Messages of Tera in Indonesian.
//!
//! Tera formats its messages in English. They are recognised by their patterns; one of a newer Tera that is not in the list
//! stays English.

use crate::diag::Message;
use crate::lang::Lang;

/// Stands between the English and the Indonesian text of a message that a filter of ours raises: Tera hands on a single
/// string.
const BETWEEN: char = '\u{1e}';

/// Patterns of messages, `{}` for any text, each with the same in Indonesian.
const MESSAGES: &[(&str, &str)] = &[
    // Names.
    ("Variable `{}` is not defined. Available variables: {}", "variabel `{}` tidak ada. Variabel yang ada: {}"),
    ("Variable `{}` is not defined", "variabel `{}` tidak ada"),
    ("Variable `{}` exists but its value is undefined", "variabel `{}` ada, tetapi tanpa nilai"),
    ("Field `{}` is not defined. Available fields: {}", "bidang `{}` tidak ada. Bidang yang ada: {}"),
    ("Field `{}` is not defined", "bidang `{}` tidak ada"),
    ("Unknown filter `{}`", "tidak ada filter `{}`"),
    ("Unknown function `{}`", "tidak ada fungsi `{}`"),
    ("Unknown test `{}`", "tidak ada uji `{}`"),
    ("Unknown component `{}`", "tidak ada komponen `{}`"),
    ("Unknown template `{}`", "tidak ada templat `{}`"),
    ("Template '{}' not found", "templat '{}' tidak ditemukan"),
    ("Block `{}` is not defined in any parent template", "blok `{}` tidak ada dalam templat induk mana pun"),
    ("Component `{}` is defined in both `{}` and `{}`", "komponen `{}` dibuat dalam `{}` dan juga dalam `{}`"),
    // Rendering.
    ("Tried to render a variable that is undefined", "variabel yang dicetak tidak bernilai"),
    ("Tried to escape an undefined value", "nilai yang dicetak tidak ada"),
    ("Cannot index into an undefined value", "nilai yang dirujuk isinya tidak ada"),
    ("Index expression is undefined", "indeksnya tidak bernilai"),
    ("Cannot slice an undefined value", "nilai yang dipotong tidak ada"),
    ("Slice start is undefined", "awal potongan tidak bernilai"),
    ("Slice end is undefined", "akhir potongan tidak bernilai"),
    ("Slice step is undefined", "langkah potongan tidak bernilai"),
    ("Slice start must be an integer, got `{}`", "awal potongan harus bilangan bulat, bukan `{}`"),
    ("Slice end must be an integer, got `{}`", "akhir potongan harus bilangan bulat, bukan `{}`"),
    ("Slice step must be an integer, got `{}`", "langkah potongan harus bilangan bulat, bukan `{}`"),
    ("Slicing step cannot be 0", "langkah potongan tidak boleh 0"),
    ("Cannot compare `{}` with `{}`", "`{}` tidak dapat dibandingkan dengan `{}`"),
    ("Iteration not possible on type `{}`", "nilai berjenis `{}` tidak dapat diulang satu per satu"),
    (
        "Key/value iteration is not possible on type `{}`, only on maps",
        "pengulangan kunci dan nilai hanya dapat pada peta, bukan pada `{}`",
    ),
    ("Math operations can only be done on numbers, found `{}`", "hitungan hanya dapat dengan bilangan, bukan `{}`"),
    (
        "`+` requires both operands to be numbers, found `{}` and `{}`",
        "`+` hanya dapat dengan bilangan di kedua sisinya, bukan `{}` dan `{}`",
    ),
    ("Unable to perform {}", "tidak dapat menghitung {}"),
    ("Cannot divide by 0", "pembagian dengan 0"),
    ("Spread operator requires a map, found `{}`", "tanda `...` di sini memerlukan peta, bukan `{}`"),
    ("Spread operator requires an array, found `{}`", "tanda `...` di sini memerlukan larik, bukan `{}`"),
    ("Tried to use super() in the top level block", "super() dipakai dalam blok paling atas"),
    ("super() called outside of a block", "super() dipakai di luar blok"),
    ("Invalid type for the value, expected `{}` but got `{}`", "jenis nilainya salah: seharusnya `{}`, tetapi `{}`"),
    ("Missing keyword argument `{}`", "argumen `{}` tidak diberikan"),
    ("Value `{}` is out of range for `{}`", "nilai `{}` di luar jangkauan `{}`"),
    ("Value of type {} has no length", "nilai berjenis {} tidak mempunyai panjang"),
    ("Value of type {} cannot be reversed", "nilai berjenis {} tidak dapat dibalik"),
    ("Value of type {} cannot be converted to {}", "nilai berjenis {} tidak dapat dijadikan {}"),
    ("The string `{}` cannot be converted to {}", "teks `{}` tidak dapat dijadikan {}"),
    ("The float {} cannot be converted to {}", "bilangan {} tidak dapat dijadikan {}"),
    (
        "Map does not have a key {} and no default values were defined",
        "peta tidak mempunyai kunci {}, dan nilai baku tidak diberikan",
    ),
    ("Cannot sort: `{}` and `{}` are not comparable", "tidak dapat diurutkan: `{}` dan `{}` tidak dapat dibandingkan"),
    ("This filter can only be used on a number, received `{}`", "filter ini hanya untuk bilangan, bukan `{}`"),
    ("Only numbers can be negated. This is a `{}`", "hanya bilangan yang dapat diberi tanda minus, bukan `{}`"),
    ("Only numbers can be used in arithmetic. This is a `{}`", "hitungan hanya dapat dengan bilangan, bukan `{}`"),
    (
        "Slicing can only be used on arrays or strings, not on `{}`",
        "hanya larik dan teks yang dapat dipotong, bukan `{}`",
    ),
    ("{} index must be an integer, got `{}`", "indeks {} harus bilangan bulat, bukan `{}`"),
    (
        "`in` cannot be used on a container of type `{}`. It can only be used on arrays, strings and map/structs",
        "`in` hanya untuk larik, teks, dan peta, bukan `{}`",
    ),
    (
        "Function `range` would produce {} elements, which exceeds the limit of {}",
        "`range` akan menghasilkan {} unsur; batasnya {}",
    ),
    // Syntax.
    ("Unexpected end of input", "templat berakhir sebelum selesai"),
    ("Unexpected character", "karakter tidak dikenal di sini"),
    ("Unknown tag", "perintah `{% … %}` ini tidak dikenal"),
    ("Found {} but expected one of: {}", "ada {}, padahal seharusnya salah satu dari: {}"),
    ("Found {} but was expecting {}", "ada {}, padahal seharusnya {}"),
    ("Found {} but expected {}", "ada {}, padahal seharusnya {}"),
    ("String opened with `{}` is missing its closing `{}`", "teks yang dibuka dengan `{}` tidak ditutup dengan `{}`"),
    ("Closing comment tag `{}` not found", "penutup komentar `{}` tidak ada"),
    ("Invalid float", "bilangan desimal salah tulis"),
    ("Invalid Integer", "bilangan bulat salah tulis"),
    ("The expression is too complex", "ungkapan ini terlalu rumit"),
    ("The template nesting is too deep", "templat ini bersarang terlalu dalam"),
    ("Identifiers can only have up to {} nested brackets", "nama hanya boleh bersarang sampai {} kurung siku"),
    ("Arrays can have a maximum of {} dimensions", "larik paling banyak {} dimensi"),
    (
        "Found invalid field of `loop`: {}. Only `index`, `index0`, `first`, `last` and `length` exist",
        "`loop` tidak mempunyai bidang {}; yang ada `index`, `index0`, `first`, `last`, dan `length`",
    ),
    (
        "Function calls are only allowed at the first element of a chain",
        "fungsi hanya boleh dipanggil di awal rangkaian",
    ),
    ("Keyword argument `{}` is defined more than once", "argumen `{}` diberikan lebih dari sekali"),
    (
        "{} is a reserved keyword of Tera, it cannot be assigned to",
        "{} adalah kata khusus Tera dan tidak dapat diberi nilai",
    ),
    (
        "Invalid syntax for `set`: expecting an `=` followed by an expression or a `%}`",
        "`set` salah tulis: sesudah namanya harus ada `=` dengan ungkapan, atau `%}`",
    ),
    ("`-` and `not` cannot be used consecutively", "`-` dan `not` tidak boleh berurutan"),
    ("`not` is only valid here as part of `not in`", "`not` di sini hanya boleh sebagai bagian dari `not in`"),
    ("`{}` is not allowed after `~`", "`{}` tidak boleh sesudah `~`"),
    ("{} can only be used in a for loop", "{} hanya boleh di dalam pengulangan `for`"),
    ("`{}` cannot be used inside a {}", "`{}` tidak boleh di dalam {}"),
    ("Template is already extending `{}`", "templat ini sudah meneruskan `{}`"),
    ("`extends` needs to be the first tag of the template", "`extends` harus menjadi perintah pertama templat"),
    ("`extends` cannot be nested in other tags", "`extends` tidak boleh di dalam perintah lain"),
    ("Blocks cannot be written inside a {}", "blok tidak boleh di dalam {}"),
    ("Template already contains a block named `{}`", "blok `{}` sudah ada dalam templat ini"),
    ("Template already contains a component named `{}`", "komponen `{}` sudah ada dalam templat ini"),
    (
        "This content would be ignored: only `extends`, `block` and `component` are allowed at the top level of a child template",
        "isi ini akan diabaikan: pada tingkat teratas templat turunan hanya boleh ada `extends`, `block`, dan `component`",
    ),
];

/// The text by which a filter raises a message of ours, for [`translated`].
pub(crate) fn bilingual(message: &Message) -> String {
    format!("{}{BETWEEN}{}", message.get(Lang::En), message.get(Lang::Id))
}

/// A message of Tera, or of a filter of ours, in both languages.
pub(crate) fn translated(message: &str) -> Message {
    if let Some((english, indonesian)) = message.split_once(BETWEEN) {
        return Message::new(indonesian, english);
    }
    let trimmed = message.trim_end_matches('.');
    let found = MESSAGES.iter().find_map(|(pattern, indonesian)| Some(filled(indonesian, &gaps(pattern, trimmed)?)));
    Message::new(found.unwrap_or_else(|| message.to_owned()), message)
}

/// What stands in a message where its pattern has `{}`; `None` where it does not have this pattern.
fn gaps<'m>(pattern: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut parts = pattern.split("{}");
    let mut rest = message.strip_prefix(parts.next()?)?;
    let mut parts = parts.peekable();
    let mut found = Vec::new();
    while let Some(part) = parts.next() {
        let at = match parts.peek() {
            Some(_) => rest.find(part)?,
            None => rest.strip_suffix(part)?.len(),
        };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}

/// A pattern with these texts in place of its `{}`.
fn filled(pattern: &str, texts: &[&str]) -> String {
    let mut texts = texts.iter();
    let mut filled = String::new();
    for (number, part) in pattern.split("{}").enumerate() {
        if number > 0 {
            filled.push_str(texts.next().unwrap_or(&""));
        }
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::super::fault::Fault;
    use super::*;
    use crate::diag::say;
    use tera::{Context, Tera};

    #[test]
    fn both_languages_have_the_same_gaps() {
        for (english, indonesian) in MESSAGES {
            assert_eq!(english.matches("{}").count(), indonesian.matches("{}").count(), "{english}");
            assert!(!english.ends_with('.') && !indonesian.ends_with('.'), "{english}");
        }
    }

    #[test]
    fn a_message_keeps_what_it_names() {
        for (english, indonesian) in [
            (
                "Variable `a` is not defined. Available variables: b, c",
                "variabel `a` tidak ada. Variabel yang ada: b, c",
            ),
            ("Found IDENT(x) but expected `%}`.", "ada IDENT(x), padahal seharusnya `%}`"),
            ("Something new in `x`", "Something new in `x`"),
        ] {
            let message = translated(english);
            assert_eq!((message.get(Lang::Id), message.en()), (indonesian, english));
        }
    }

    #[test]
    fn a_message_of_a_filter_of_ours_has_both_languages() {
        let message = say!("bukan tanggal", "no date");
        assert_eq!(translated(&bilingual(&message)), message);
    }

    /// What Tera itself says; a new version may say it otherwise.
    #[test]
    fn messages_of_tera_are_known() {
        for template in [
            "{{ a }}",
            "{{ m.x }}",
            "{{ a | nope }}",
            "{{ a | length }}",
            "{% if %}",
            "{{",
            "{{ 'a",
            "{# a",
            "{% nope %}",
            "{% for a in 1 %}{% endfor %}",
            "{{ 1 + 'a' }}",
            "{{ 1 / 0 }}",
            "{% extends 'x' %}",
            "{% include 'x' %}",
            "{{ nope() }}",
            "{{ l[1:'a'] }}",
            "{% break %}",
            "{% if a is nope %}{% endif %}",
            "{% set true = 1 %}",
        ] {
            let mut tera = Tera::default();
            let mut context = Context::new();
            context.insert("m", &std::collections::BTreeMap::from([("a", 1)]));
            context.insert("l", &[1]);
            let error = match tera.add_raw_template("a", template) {
                Ok(()) => tera.render("a", &context).unwrap_err(),
                Err(error) => error,
            };
            let message = match Fault::from(error) {
                Fault::Syntax(error) | Fault::Rendering(error) => error.message,
                Fault::Message(message) => {
                    message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
                }
                _ => continue,
            };
            let said = translated(&message);
            assert_ne!(said.get(Lang::Id), said.en(), "{template}");
        }
    }
}
