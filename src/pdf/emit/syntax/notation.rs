//! Serialises objects. lopdf does too, but only whole files.

use std::io::Write;

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Appends text.
pub(crate) fn text(bytes: &mut Vec<u8>, arguments: std::fmt::Arguments) {
    // Writing to a `Vec` does not fail.
    let _ = bytes.write_fmt(arguments);
}

/// Appends an integer.
pub(crate) fn integer(bytes: &mut Vec<u8>, value: impl itoa::Integer) {
    bytes.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a real number in the fewest digits that give the same `f32`; negative zero as zero.
pub(crate) fn real(bytes: &mut Vec<u8>, value: f32) {
    // Nearly all have two decimals at most.
    let hundredths = (value * 100.0).round();
    if hundredths.abs() > 1e6 || hundredths / 100.0 != value {
        return text(bytes, format_args!("{value}"));
    }
    if value < 0.0 {
        bytes.push(b'-');
    }
    let hundredths = hundredths.abs() as u64;
    integer(bytes, hundredths / 100);
    let decimals = hundredths % 100;
    if decimals > 0 {
        bytes.extend_from_slice(&[b'.', b'0' + (decimals / 10) as u8]);
    }
    if !decimals.is_multiple_of(10) {
        bytes.push(b'0' + (decimals % 10) as u8);
    }
}

/// A length rounded to hundredths of a point, finer than any printer; 0 for NaN and infinity.
pub(crate) fn rounded(value: f32) -> f32 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}

/// Appends an object.
pub(crate) fn object(bytes: &mut Vec<u8>, value: &Object) {
    match value {
        Object::Null => bytes.extend_from_slice(b"null"),
        Object::Boolean(value) => text(bytes, format_args!("{value}")),
        Object::Integer(value) => integer(bytes, *value),
        Object::Real(value) => real(bytes, *value),
        Object::Reference((number, generation)) => text(bytes, format_args!("{number} {generation} R")),
        Object::Name(value) => name(bytes, value),
        Object::String(value, StringFormat::Literal) => literal(bytes, value),
        // UTF-16 as a literal is half as long as in hexadecimal.
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
pub(crate) fn dictionary(bytes: &mut Vec<u8>, value: &Dictionary) {
    bytes.extend_from_slice(b"<<");
    entries(bytes, value);
    bytes.extend_from_slice(b">>");
}

/// Appends the entries of a dictionary, without brackets.
pub(crate) fn entries(bytes: &mut Vec<u8>, dictionary: &Dictionary) {
    for (key, value) in dictionary {
        name(bytes, key);
        // A value that starts with a delimiter needs no space before it.
        if !matches!(
            value,
            Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_)
        ) {
            bytes.push(b' ');
        }
        object(bytes, value);
    }
}

/// Appends a name.
pub(crate) fn name(bytes: &mut Vec<u8>, value: &[u8]) {
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

/// Appends a literal string.
pub(crate) fn literal(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.reserve(value.len() + 8);
    bytes.push(b'(');
    let mut rest = value;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'(' | b')' | b'\\' | b'\r')) {
        bytes.extend_from_slice(&rest[..at]);
        // Readers take any unescaped line end for a line feed.
        bytes.extend_from_slice(&[b'\\', if rest[at] == b'\r' { b'r' } else { rest[at] }]);
        rest = &rest[at + 1..];
    }
    bytes.extend_from_slice(rest);
    bytes.push(b')');
}

/// Appends a hexadecimal string.
pub(crate) fn hexadecimal(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.push(b'<');
    for byte in value {
        bytes.extend([byte >> 4, byte & 15].map(|digit| b"0123456789ABCDEF"[usize::from(digit)]));
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
    fn numbers_are_as_short_as_they_can_be() {
        let hundredths = (-150_000..=150_000).map(|hundredths| hundredths as f32 / 100.0);
        let others = [-0.0, 0.005, -0.001, 1.0 / 3.0, 123_456.79, 1e9, f32::MAX, f32::MIN_POSITIVE];
        for value in hundredths.chain(others) {
            let mut bytes = Vec::new();
            real(&mut bytes, value);
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("{}", value + 0.0));
        }
    }

    #[test]
    fn text_beyond_ascii_is_not_written_in_digits() {
        let mut bytes = Vec::new();
        object(&mut bytes, &lopdf::text_string("A–("));
        assert_eq!(bytes, b"(\xfe\xff\0A \x13\0\\()");
    }
}
