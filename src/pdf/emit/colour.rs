//! The colour space that the numbers of all colours mean: sRGB, as a profile made here.

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use moxcms::{ColorProfile, adaption_matrix_d, white_point_d50, white_point_d65};

use super::compress::deflate;
use super::objects::{Objects, Part};
use crate::diag::{Code, Diagnostic};

const NAME: &str = "sRGB IEC61966-2.1";

/// Bytes of a profile's head that tell when it was made, and what to put there so that they are the same in every run:
/// the first of January 2000, as six numbers.
const MADE: std::ops::Range<usize> = 24..36;
const ALWAYS: [u8; 12] = [7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];

/// The profile as an object of this number.
pub(super) fn part(number: u32) -> Result<Part, Diagnostic> {
    let mut objects = Objects::numbered_from(number);
    objects.stream(dictionary! { "N" => 3 }, &profile()?);
    Ok(objects.finish(deflate))
}

fn profile() -> Result<Vec<u8>, Diagnostic> {
    let mut profile = ColorProfile::new_srgb();
    // As version 4 of the format wants it: the white of the profile's own space, and how it was reached from daylight.
    let (daylight, white) = (white_point_d65().to_xyz(), white_point_d50().to_xyz());
    profile.chromatic_adaptation = Some(adaption_matrix_d(daylight, white));
    profile.media_white_point = Some(white_point_d50().to_xyzd());
    // A tag younger than the versions that PDF/A-2 knows.
    profile.cicp = None;
    let broken = |error| Diagnostic::error(Code::PdfNotWritten, format!("cannot make the colour profile: {error}"));
    let mut bytes = profile.encode().map_err(broken)?;
    if let Some(made) = bytes.get_mut(MADE) {
        made.copy_from_slice(&ALWAYS);
    }
    Ok(bytes)
}

/// What the catalog says of the profile.
pub(super) fn output_intent(profile: ObjectId) -> Dictionary {
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

    #[test]
    fn the_profile_reads_back_as_srgb_and_is_always_the_same() {
        let bytes = profile().unwrap();
        let read = ColorProfile::new_from_slice(&bytes).unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 0.0005;
        assert!(near(read.red_colorant.x, 0.4361) && near(read.blue_colorant.z, 0.7141));
        assert!(near(read.chromatic_adaptation.unwrap().v[0][0], 1.0479));
        assert_eq!(&bytes[MADE], ALWAYS);
        assert_eq!(bytes, profile().unwrap());
    }
}
