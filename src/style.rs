//! `style.yaml`: how PDF sheets look, as data.
//!
//! What the file leaves out stays as it is without it. A font, a size, a margin or a colour that cannot be used is a
//! finding at its line; all of them are found at once.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::layout::{Colors, FontFile, Margins, Settings, Sizes};
use crate::yaml::{self, Located, Path};

/// The file as it is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Written {
    fonts: Option<WrittenFonts>,
    sizes: WrittenSizes,
    margins: WrittenMargins,
    colors: WrittenColors,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenFonts {
    regular: String,
    bold: String,
    italic: String,
    bold_italic: String,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct WrittenSizes {
    body: Option<f32>,
    table: Option<f32>,
    small: Option<f32>,
    read_aloud: Option<f32>,
    title: Option<f32>,
    letterhead: Option<f32>,
    agency: Option<f32>,
    heading_1: Option<f32>,
    heading_2: Option<f32>,
    heading_3: Option<f32>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenMargins {
    top: Option<f32>,
    right: Option<f32>,
    bottom: Option<f32>,
    left: Option<f32>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenColors {
    text: Option<String>,
    muted: Option<String>,
    accent: Option<String>,
}

/// Reads a style. `open` gives the bytes of a font by the path that the file names, or says why it cannot.
///
/// # Errors
/// Every finding in the file and in the fonts.
pub fn read(file: &str, text: &str, open: impl Fn(&str) -> Result<Vec<u8>, Message>) -> Result<Settings, Diagnostics> {
    let located = yaml::load::<Written>(file, text)?;
    let mut reader = Reader { located: &located, findings: Diagnostics::new() };
    let settings = Settings {
        fonts: reader.fonts(open),
        sizes: reader.sizes(),
        margins: reader.margins(),
        colors: reader.colors(),
    };
    reader.findings.sort();
    if reader.findings.is_empty() { Ok(settings) } else { Err(reader.findings) }
}

/// The fonts that a style names, by the paths that the file has for them.
pub fn fonts(file: &str, text: &str) -> Vec<String> {
    let written = yaml::read::<Written>(file, text).0.and_then(|located| located.value.fonts);
    written.map_or_else(Vec::new, |fonts| vec![fonts.regular, fonts.bold, fonts.italic, fonts.bold_italic])
}

struct Reader<'a> {
    located: &'a Located<Written>,
    findings: Diagnostics,
}

impl Reader<'_> {
    fn fonts(&mut self, open: impl Fn(&str) -> Result<Vec<u8>, Message>) -> Option<[FontFile; 4]> {
        let fonts = self.located.value.fonts.as_ref()?;
        let mut font = |key, path: &str| match open(path).and_then(FontFile::read) {
            Ok(font) => Some(font),
            Err(reason) => {
                self.refuse("fonts", key, Code::StyleFont, say!("`{path}`: {reason}", "`{path}`: {reason}"; reason))
            }
        };
        let read = [
            font("regular", &fonts.regular),
            font("bold", &fonts.bold),
            font("italic", &fonts.italic),
            font("bold-italic", &fonts.bold_italic),
        ];
        let [Some(regular), Some(bold), Some(italic), Some(bold_italic)] = read else { return None };
        Some([regular, bold, italic, bold_italic])
    }

    fn sizes(&mut self) -> Sizes {
        let (written, usual) = (&self.located.value.sizes, Sizes::default());
        let mut size =
            |key, value, usual| self.length(("sizes", key), (value, usual), (5.0, 48.0), say!("poin", "points"));
        Sizes {
            body: size("body", written.body, usual.body),
            table: size("table", written.table, usual.table),
            small: size("small", written.small, usual.small),
            read_aloud: size("read-aloud", written.read_aloud, usual.read_aloud),
            title: size("title", written.title, usual.title),
            letterhead: size("letterhead", written.letterhead, usual.letterhead),
            agency: size("agency", written.agency, usual.agency),
            headings: [
                size("heading-1", written.heading_1, usual.headings[0]),
                size("heading-2", written.heading_2, usual.headings[1]),
                size("heading-3", written.heading_3, usual.headings[2]),
            ],
        }
    }

    fn margins(&mut self) -> Margins {
        let (written, usual) = (&self.located.value.margins, Margins::default());
        let mut margin = |key, value, usual, least| {
            self.length(("margins", key), (value, usual), (least, 60.0), say!("milimeter", "millimetres"))
        };
        Margins {
            top: margin("top", written.top, usual.top, 8.0),
            right: margin("right", written.right, usual.right, 8.0),
            // The foot of the page has its line there.
            bottom: margin("bottom", written.bottom, usual.bottom, 20.0),
            left: margin("left", written.left, usual.left, 8.0),
        }
    }

    fn colors(&mut self) -> Colors {
        let (written, usual) = (&self.located.value.colors, Colors::default());
        let mut color =
            |key, value: &Option<String>, usual| match value.as_deref().map(|text| (text, parse_color(text))) {
                None => usual,
                Some((_, Some(color))) => color,
                Some((text, None)) => {
                    let message = say!(
                        "`{text}` bukan warna; tulis seperti `#1d3c5e`, dalam tanda kutip",
                        "`{text}` is no colour; write it as `#1d3c5e`, in quotation marks"
                    );
                    self.refuse("colors", key, Code::StyleColor, message).unwrap_or(usual)
                }
            };
        Colors {
            text: color("text", &written.text, usual.text),
            muted: color("muted", &written.muted, usual.muted),
            accent: color("accent", &written.accent, usual.accent),
        }
    }

    /// A length within limits.
    fn length(
        &mut self,
        (group, key): (&str, &str),
        (value, usual): (Option<f32>, f32),
        (least, most): (f32, f32),
        unit: Message,
    ) -> f32 {
        match value {
            Some(value) if !(least..=most).contains(&value) => {
                let message = say!(
                    "nilai `{key}` adalah {value}; batasnya dari {least} sampai {most} {unit}",
                    "`{key}` is {value}; it goes from {least} to {most} {unit}"; unit
                );
                self.refuse(group, key, Code::StyleRange, message).unwrap_or(usual)
            }
            value => value.unwrap_or(usual),
        }
    }

    /// Reports the value of a key; there is none to use.
    fn refuse<T>(&mut self, group: &str, key: &str, code: Code, message: Message) -> Option<T> {
        let origin = self.located.origin(&Path::Root.key(group).key(key));
        self.findings.push(Diagnostic::error(code, message).at(origin));
        None
    }
}

/// `#1d3c5e`.
fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex { Some([part(0)?, part(2)?, part(4)?]) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_file(_: &str) -> Result<Vec<u8>, Message> {
        Err(say!("tidak ada berkas itu", "there is no such file"))
    }

    #[test]
    fn the_built_in_style_says_what_holds_without_it() {
        let built_in = include_str!("../templates/style.yaml");
        assert_eq!(read("style.yaml", built_in, no_file), Ok(Settings::default()));
        assert_eq!(read("style.yaml", "{}", no_file), Ok(Settings::default()));
    }

    #[test]
    fn values_are_taken() {
        let text = "sizes: { body: 12, heading-1: 20 }\nmargins: { left: 40 }\ncolors: { accent: '#000A10' }\n";
        let settings = read("style.yaml", text, no_file).unwrap();
        assert_eq!(
            (settings.sizes.body, settings.sizes.headings, settings.margins.left),
            (12.0, [20.0, 12.5, 11.0], 40.0)
        );
        assert_eq!(settings.colors.accent, [0, 10, 16]);
    }

    #[test]
    fn every_wrong_value_is_a_finding_at_its_line() {
        let text = "fonts:\n  regular: a.ttf\n  bold: b.ttf\n  italic: c.ttf\n  bold-italic: d.ttf\nsizes:\n  body: 300\nmargins:\n  bottom: 5\ncolors:\n  text: blue\n";
        let findings = read("style.yaml", text, no_file).unwrap_err();
        let told: Vec<_> =
            findings.iter().map(|d| (d.code.as_str(), d.origin.as_ref().map_or(0, |at| at.line))).collect();
        let fonts = [2, 3, 4, 5].map(|line| ("style-font", line));
        assert_eq!(told, [&fonts[..], &[("style-range", 7), ("style-range", 9), ("style-color", 11)]].concat());
    }

    #[test]
    fn an_unknown_key_and_a_missing_face_are_findings() {
        let findings = read("style.yaml", "fonts: { regular: a.ttf }\nsise: 3\n", no_file).unwrap_err();
        assert_eq!(findings.len(), 4);
    }
}
