//! How objects are written down. lopdf has this too, but only for whole files.

use std::io::Write;

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Appends text.
pub(super) fn text(bytes: &mut Vec<u8>, arguments: std::fmt::Arguments) {
    // Writing to memory does not fail.
    let _ = bytes.write_fmt(arguments);
}

/// Appends a number.
pub(super) fn integer(bytes: &mut Vec<u8>, value: u64) {
    bytes.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends an object.
pub(super) fn object(bytes: &mut Vec<u8>, value: &Object) {
    match value {
        Object::Null => bytes.extend_from_slice(b"null"),
        Object::Boolean(value) => text(bytes, format_args!("{value}")),
        Object::Integer(value) => text(bytes, format_args!("{value}")),
        Object::Real(value) => text(bytes, format_args!("{value}")),
        Object::Reference((number, generation)) => text(bytes, format_args!("{number} {generation} R")),
        Object::Name(value) => name(bytes, value),
        Object::String(value, StringFormat::Literal) => literal(bytes, value),
        // Text in UTF-16 is half as long when it is not written in digits.
        Object::String(value, _) if value.starts_with(b"\xfe\xff") => literal(bytes, value),
        Object::String(value, StringFormat::Hexadecimal) => hexadecimal(bytes, value),
        Object::Array(items) => {
            bytes.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    bytes.push(b' ');
                }
                object(bytes, item);
            }
            bytes.push(b']');
        }
        Object::Dictionary(entries) => dictionary(bytes, entries),
        Object::Stream(Stream { dict, content, .. }) => {
            dictionary(bytes, dict);
            bytes.extend_from_slice(b"stream\n");
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\nendstream");
        }
    }
}

/// Appends a dictionary.
pub(super) fn dictionary(bytes: &mut Vec<u8>, entries: &Dictionary) {
    bytes.extend_from_slice(b"<<");
    for (key, value) in entries {
        name(bytes, key);
        // What starts with a sign of its own needs no space before it.
        if !matches!(
            value,
            Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_)
        ) {
            bytes.push(b' ');
        }
        object(bytes, value);
    }
    bytes.extend_from_slice(b">>");
}

/// Appends a name.
pub(super) fn name(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.push(b'/');
    for byte in value {
        match byte {
            b'#' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => {
                text(bytes, format_args!("#{byte:02X}"));
            }
            b'!'..=b'~' => bytes.push(*byte),
            _ => text(bytes, format_args!("#{byte:02X}")),
        }
    }
}

/// Appends a string of bytes.
pub(super) fn literal(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.reserve(value.len() + 8);
    bytes.push(b'(');
    for byte in value {
        match byte {
            b'(' | b')' | b'\\' => bytes.extend_from_slice(&[b'\\', *byte]),
            // A line end within a string would be read as a line feed, whatever it was.
            b'\r' => bytes.extend_from_slice(b"\\r"),
            _ => bytes.push(*byte),
        }
    }
    bytes.push(b')');
}

fn hexadecimal(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.push(b'<');
    for byte in value {
        text(bytes, format_args!("{byte:02X}"));
    }
    bytes.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn written(value: impl Into<Object>) -> String {
        let mut bytes = Vec::new();
        object(&mut bytes, &value.into());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn objects_are_written_briefly_and_without_doubt() {
        let value = dictionary! {
            "Kids" => vec![Object::from((3, 0)), 7.into(), Object::Real(-1.5), true.into(), Object::Null],
            "A B#" => "Name (1)",
            "T" => Object::string_literal("a(b)\\c\rd"),
            "H" => Object::String(vec![0, 255], StringFormat::Hexadecimal),
            "N" => 1,
        };
        assert_eq!(
            written(value),
            r"<</Kids[3 0 R 7 -1.5 true null]/A#20B#23/Name#20#281#29/T(a\(b\)\\c\rd)/H<00FF>/N 1>>"
        );
    }

    #[test]
    fn text_beyond_ascii_is_not_written_in_digits() {
        let mut bytes = Vec::new();
        object(&mut bytes, &lopdf::text_string("A–("));
        assert_eq!(bytes, b"(\xfe\xff\0A \x13\0\\()");
    }
}
