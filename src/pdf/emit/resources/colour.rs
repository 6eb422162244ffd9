//! The sRGB colour profile that every file embeds as its output intent (ISO 19005-2, 6.2.3), written from its
//! definition: a matrix and tone curve profile of ICC version 4 (ISO 15076-1, 8.4.2).

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::deflate;
use crate::pdf::emit::syntax::objects::Objects;

const NAME: &str = "sRGB IEC61966-2.1";

/// Length of the profile header and of an entry of the tag table, in bytes.
const HEADER: usize = 128;
const TAG_ENTRY: usize = 12;

/// The white point D50 of the profile connection space, in XYZ.
const D50: [f64; 3] = [0.96391, 1.0, 0.82475];

/// The primaries of sRGB (ITU-R BT.709) in XYZ, adapted from D65 to D50.
const RED: [f64; 3] = [0.43584, 0.22237, 0.01393];
const GREEN: [f64; 3] = [0.38531, 0.71703, 0.09715];
const BLUE: [f64; 3] = [0.14307, 0.0606, 0.7141];

/// The Bradford matrix that adapts D65 to D50, row by row.
const ADAPTATION: [f64; 9] = [1.0478, 0.02289, -0.05013, 0.02954, 0.9905, -0.01704, -0.00923, 0.01505, 0.75209];

/// The parameters g, a, b, c, d of the tone curve (IEC 61966-2-1): (ax + b)^g from d on, cx below.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

/// The date of the profile, always the first of January 2000, so that it is the same in every run: six 16-bit numbers.
const CREATED: [u8; 12] = [7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];

/// The profile as a stream object with this number.
pub(crate) fn chunk(number: u32) -> Chunk {
    let mut objects = Objects::numbered_from(number);
    objects.stream(dictionary! { "N" => 3 }, &profile());
    objects.finish(deflate)
}

/// The bytes of the profile: header, tag table, tag data.
fn profile() -> Vec<u8> {
    let curve = || [&b"para\0\0\0\0\0\x03\0\0"[..], &fixed(CURVE)].concat();
    let tags = [
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"chad", [&b"sf32\0\0\0\0"[..], &fixed(ADAPTATION)].concat()),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
        (b"bTRC", curve()),
        (b"wtpt", xyz(D50)),
        (b"desc", text(NAME)),
        (b"cprt", text("Public Domain")),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = HEADER + table.len() + TAG_ENTRY * tags.len();
    for (name, value) in &tags {
        table.extend_from_slice(*name);
        table.extend([start + data.len(), value.len()].map(|number| (number as u32).to_be_bytes()).concat());
        data.extend_from_slice(value);
    }
    let mut profile = ((start + data.len()) as u32).to_be_bytes().to_vec();
    // No preferred module, version 4.4, a profile of displays, from RGB to XYZ.
    profile.extend_from_slice(b"\0\0\0\0\x04\x40\0\0mntrRGB XYZ ");
    profile.extend_from_slice(&CREATED);
    profile.extend_from_slice(b"acsp");
    // No platform, flags, device or attributes; perceptual intent.
    profile.resize(68, 0);
    profile.extend(fixed(D50));
    profile.resize(HEADER, 0);
    [profile, table, data].concat()
}

/// A tag of one colour in XYZ.
fn xyz(color: [f64; 3]) -> Vec<u8> {
    [&b"XYZ \0\0\0\0"[..], &fixed(color)].concat()
}

/// A tag of text, in one language (`mluc`): one record of 12 bytes, then UTF-16.
fn text(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = (utf16.len() as u32).to_be_bytes();
    [&b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS"[..], &length, &[0, 0, 0, 28], &utf16].concat()
}

/// Numbers as ICC writes them: signed, 16 bits before the point and 16 after it.
fn fixed<const N: usize>(numbers: [f64; N]) -> Vec<u8> {
    numbers.iter().flat_map(|number| ((number * 65536.0).round() as i32).to_be_bytes()).collect()
}

/// The output intent in the catalog.
pub(crate) fn output_intent(profile: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal(NAME),
        "Info" => Object::string_literal(NAME),
        "DestOutputProfile" => profile,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_profile_is_the_one_that_files_always_had() {
        let bytes = profile();
        assert_eq!(bytes.len(), 588);
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "9e2b4c53f92e8757bb72ac3b36204921ea8be222c65c979b5ff1fce2cc471455");
    }

    #[test]
    fn the_tag_table_leads_to_each_tag() {
        let bytes = profile();
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), bytes.len());
        let kinds: Vec<&[u8]> = (0..number(HEADER))
            .map(|index| number(HEADER + 4 + TAG_ENTRY * index + 4))
            .map(|start| &bytes[start..start + 4])
            .collect();
        let expected = ["XYZ ", "XYZ ", "XYZ ", "sf32", "para", "para", "para", "XYZ ", "mluc", "mluc"];
        assert_eq!(kinds, expected.map(str::as_bytes));
    }
}
