//! Serialises printpdf's operations for text.
//!
//! Personal content is a few words, drawn anew for each of thousands of people. printpdf serialises operations only as
//! pages of a document, which costs several times as much as the operations themselves; so those for text are
//! serialised here, by the same rules. A test compares both.

use crate::pdf::emit::syntax::notation;
use printpdf::{Color, DictItem, Op};

/// The content of these operations, each on a line; `None` where one of them is not for text.
pub(crate) fn content(ops: &[Op]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(32 * ops.len());
    for op in ops {
        match op {
            Op::StartTextSection => bytes.extend_from_slice(b"BT"),
            Op::EndTextSection => bytes.extend_from_slice(b"ET"),
            Op::EndMarkedContent => bytes.extend_from_slice(b"EMC"),
            Op::SetFont { font, size } => {
                notation::name(&mut bytes, font.get_resource_name().as_bytes());
                bytes.push(b' ');
                operands(&mut bytes, [size.0], " Tf");
            }
            Op::SetTextCursor { pos } => operands(&mut bytes, [pos.x.0, pos.y.0], " Td"),
            Op::SetLineOffset { multiplier } => operands(&mut bytes, [*multiplier], " Ts"),
            Op::SetFillColor { col: Color::Rgb(color) } => operands(&mut bytes, [color.r, color.g, color.b], " rg"),
            Op::BeginMarkedContentWithProperties { tag, properties } => {
                notation::name(&mut bytes, tag.as_bytes());
                bytes.push(b' ');
                operand(&mut bytes, properties);
                bytes.extend_from_slice(b" BDC");
            }
            Op::Unknown { key, value } if matches!(key.as_str(), "Tj" | "TJ") => {
                value.iter().for_each(|value| operand(&mut bytes, value));
                bytes.push(b' ');
                bytes.extend_from_slice(key.as_bytes());
            }
            _ => return None,
        }
        bytes.push(b'\n');
    }
    Some(bytes)
}

/// Numbers, then their operator.
fn operands<const N: usize>(bytes: &mut Vec<u8>, numbers: [f32; N], operator: &str) {
    for (index, number) in numbers.into_iter().enumerate() {
        bytes.extend_from_slice(if index > 0 { b" " } else { b"" });
        notation::real(bytes, number);
    }
    bytes.extend_from_slice(operator.as_bytes());
}

/// An operand; numbers with a space before them.
fn operand(bytes: &mut Vec<u8>, value: &DictItem) {
    match value {
        DictItem::String { data, literal: true } => notation::literal(bytes, data),
        DictItem::Real(value) => {
            bytes.push(b' ');
            notation::real(bytes, *value);
        }
        DictItem::Dict { map } => {
            bytes.extend_from_slice(b"<<");
            for (key, value) in map {
                notation::name(bytes, key.as_bytes());
                operand(bytes, value);
            }
            bytes.extend_from_slice(b">>");
        }
        DictItem::Array(items) => {
            bytes.push(b'[');
            items.iter().for_each(|item| operand(bytes, item));
            bytes.push(b']');
        }
        other => {
            bytes.push(b' ');
            notation::object(bytes, &other.to_lopdf());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::emit::content::drawing::print;
    use lopdf::content::Content;
    use printpdf::{FontId, Greyscale, PdfFontHandle, Point, Pt, Rgb};
    use std::collections::BTreeMap;

    fn string(data: &[u8], literal: bool) -> DictItem {
        DictItem::String { data: data.to_vec(), literal }
    }

    fn marked(tag: &str, key: &str, value: DictItem) -> Op {
        let map = BTreeMap::from([(key.to_owned(), value)]);
        Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
    }

    #[test]
    fn type_is_written_as_printpdf_writes_it() {
        let shown = vec![string(b"\0(\r\\)\n", true), DictItem::Real(-34.25), string(b"\xff", true)];
        let ops = vec![
            Op::StartTextSection,
            marked("LBody", "MCID", DictItem::Int(17)),
            Op::SetFillColor { col: Color::Rgb(Rgb { r: 0.11, g: 0.0, b: 1.0, icc_profile: None }) },
            Op::SetFont { font: PdfFontHandle::External(FontId("FR".to_owned())), size: Pt(10.5) },
            Op::SetTextCursor { pos: Point { x: Pt(-3.25), y: Pt(700.0) } },
            Op::SetLineOffset { multiplier: 3.5 },
            marked("Span", "ActualText", string(&[0xfe, 0xff, 0, 0x41], true)),
            Op::Unknown { key: "Tj".to_owned(), value: vec![string(b"\0A", true)] },
            Op::EndMarkedContent,
            Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(shown)] },
            Op::EndMarkedContent,
            Op::EndTextSection,
        ];
        let ours = Content::decode(&content(&ops).unwrap()).unwrap();
        let theirs = Content::decode(&print(vec![ops])[0]).unwrap();
        assert_eq!(ours.operations.len(), 12);
        assert_eq!(format!("{:?}", ours.operations), format!("{:?}", theirs.operations));
    }

    #[test]
    fn what_is_no_type_is_left_to_printpdf() {
        let grey = Color::Greyscale(Greyscale { percent: 0.5, icc_profile: None });
        assert_eq!(content(&[Op::StartTextSection, Op::SaveGraphicsState]), None);
        assert_eq!(content(&[Op::SetFillColor { col: grey }]), None);
        assert_eq!(content(&[]), Some(Vec::new()));
    }
}
