//! Where links may lead.

use crate::diag::{Message, say};

/// A link target that is safe and well-formed, percent-encoded where a URL needs it.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn checked(target: &str) -> Result<String, Message> {
    let (scheme, rest) = target.split_once(':').unwrap_or(("", target));
    let well_formed = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|host| host.starts_with(char::is_alphanumeric)),
        "mailto" => rest.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()),
        _ => return Err(say!("tautan ke `{}`", "a link to `{}`", shortened(target))),
    };
    if !well_formed {
        return Err(say!("`{}` bukan alamat yang lengkap", "`{}` is not a complete address", shortened(target)));
    }
    Ok(encoded(target))
}

/// Encodes what may not stand in a URL; what is encoded already stays.
fn encoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let mut href = String::with_capacity(target.len());
    let mut in_fragment = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let allowed = match byte {
            b'%' => bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            b'#' => !std::mem::replace(&mut in_fragment, true),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if allowed {
            href.push(char::from(byte));
        } else {
            href.push_str(&format!("%{byte:02X}"));
        }
    }
    href
}

/// The beginning of a target, for a message.
fn shortened(target: &str) -> String {
    let mut short: String = target.chars().take(40).collect();
    if short.len() < target.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_and_mail_addresses_pass() {
        assert_eq!(checked("https://bawaslu.go.id/a?b=c#d"), Ok("https://bawaslu.go.id/a?b=c#d".to_owned()));
        assert_eq!(checked("HTTP://example.org"), Ok("HTTP://example.org".to_owned()));
        assert_eq!(checked("mailto:a@example.org"), Ok("mailto:a@example.org".to_owned()));
    }

    #[test]
    fn everything_else_is_refused() {
        for target in [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "file:///etc",
            "a.html",
            "",
            "//x.org",
            "\tjavascript:x",
        ] {
            assert!(checked(target).is_err(), "{target}");
        }
        for target in ["http:", "https://", "https:x", "mailto:", "mailto:@", "http:// x"] {
            assert!(checked(target).is_err(), "{target}");
        }
    }

    #[test]
    fn what_a_url_may_not_hold_is_encoded_once() {
        assert_eq!(checked("http://a/ü b\"<%20%zz#x#y").as_deref(), Ok("http://a/%C3%BC%20b%22%3C%20%25zz#x%23y"));
    }
}
