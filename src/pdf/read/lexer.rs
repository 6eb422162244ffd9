//! The syntax of PDF, shared by objects, content streams and `ToUnicode` maps.
//!
//! Written by hand, since libraries read and decode a whole file before limits can be applied.

/// The deepest nesting of arrays and dictionaries; ours have a fifth of it.
const DEEPEST: usize = 48;

/// The most values in an object.
const MOST_VALUES: usize = 400_000;

/// An object or operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PdfValue {
    /// An integer or real number.
    Number(f64),
    /// `/Name`
    Name(Vec<u8>),
    /// `(text)` or `<74657874>`
    Text(Vec<u8>),
    /// `[1 2]`
    Array(Vec<PdfValue>),
    /// `<< /Key 1 >>`
    Dict(Dict),
    /// `12 0 R`: the number of an object.
    Ref(u32),
    /// Any other word: an operator, `true`, `null`.
    Word(Vec<u8>),
}

/// The entries of a dictionary in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dict(Vec<(Vec<u8>, PdfValue)>);

impl Dict {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&PdfValue> {
        self.0.iter().find(|(known, _)| known == key.as_bytes()).map(|(_, value)| value)
    }

    /// Whether the value of a key is this name.
    pub(super) fn is(&self, key: &str, name: &str) -> bool {
        self.get(key).and_then(PdfValue::name) == Some(name.as_bytes())
    }

    /// All entries.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Vec<u8>, PdfValue)> {
        self.0.iter()
    }
}

impl PdfValue {
    /// A nonnegative integer.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            PdfValue::Number(number) if (0.0..4e9).contains(number) && number.fract() == 0.0 => Some(*number as usize),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let PdfValue::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        if let PdfValue::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn dict(&self) -> Option<&Dict> {
        if let PdfValue::Dict(dict) = self { Some(dict) } else { None }
    }

    pub(super) fn reference(&self) -> Option<u32> {
        if let PdfValue::Ref(number) = self { Some(*number) } else { None }
    }

    /// The items of an array; of any other value, itself.
    pub(super) fn each(&self) -> &[PdfValue] {
        if let PdfValue::Array(parts) = self { parts } else { std::slice::from_ref(self) }
    }
}

/// Reads values from bytes.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    /// The offset of the next value or the white space before it.
    pub(super) at: usize,
    /// How many more values the current one may have.
    pub(super) left: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'b> Lexer<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Lexer { bytes, at, left: MOST_VALUES }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space and comments.
    pub(super) fn skip_spaces(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next value; `None` at the end and beyond the limits.
    pub(super) fn value(&mut self) -> Option<PdfValue> {
        self.value_of(MOST_VALUES)
    }

    /// The next value, with a limit of values in it.
    pub(super) fn value_of(&mut self, most: usize) -> Option<PdfValue> {
        self.left = most;
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<PdfValue> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        self.skip_spaces();
        let rest = self.bytes.get(self.at..)?;
        match rest {
            [] => None,
            [b'<', b'<', ..] => self.dict(depth),
            [b'<', ..] => Some(PdfValue::Text(self.hex())),
            [b'(', ..] => Some(PdfValue::Text(self.literal())),
            [b'/', ..] => Some(PdfValue::Name(self.name())),
            [b'[', ..] => self.array(depth),
            [byte, ..] if is_regular(*byte) => Some(self.word()),
            [byte, ..] => {
                self.at += 1;
                Some(PdfValue::Word(vec![*byte]))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<PdfValue> {
        self.at += 1;
        let mut parts = Vec::new();
        loop {
            match self.nested(depth + 1)? {
                PdfValue::Word(word) if word == b"]" => return Some(PdfValue::Array(parts)),
                PdfValue::Word(word) if word == b"endobj" => return None,
                part => parts.push(part),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<PdfValue> {
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            self.skip_spaces();
            if self.bytes.get(self.at..)?.starts_with(b">>") {
                self.at += 2;
                return Some(PdfValue::Dict(Dict(entries)));
            }
            match self.nested(depth + 1)? {
                PdfValue::Name(key) => entries.push((key, self.nested(depth + 1)?)),
                PdfValue::Word(word) if word == b"endobj" => return None,
                _ => {}
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.regular();
        if !raw.contains(&b'#') {
            return raw.to_vec();
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, after @ ..] = rest {
            let code = (*first == b'#').then(|| Some(digit(*after.first()?)? * 16 + digit(*after.get(1)?)?)).flatten();
            name.push(code.unwrap_or(*first));
            rest = if code.is_some() { &after[2..] } else { after };
        }
        name
    }

    fn regular(&mut self) -> &'b [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Reads a number, a reference or another word.
    fn word(&mut self) -> PdfValue {
        let word = self.regular();
        let number = std::str::from_utf8(word)
            .ok()
            .filter(|_| word.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+')));
        let Some(number) = number.and_then(|word| word.parse::<f64>().ok()) else {
            return PdfValue::Word(word.to_vec());
        };
        if word.iter().all(u8::is_ascii_digit) && number < 4e9 && self.is_reference() {
            return PdfValue::Ref(number as u32);
        }
        PdfValue::Number(number)
    }

    /// Skips `0 R` after a number, if it is there.
    fn is_reference(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let spaces = |from: &[u8]| from.iter().take(8).take_while(|byte| is_space(**byte)).count();
        let before = spaces(rest);
        let digits = rest[before..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
        let after = before + digits;
        let between = spaces(&rest[after..]);
        let end = after + between;
        let ends = rest.get(end + 1).is_none_or(|byte| !is_regular(*byte));
        let is_reference = before > 0 && digits > 0 && between > 0 && rest.get(end) == Some(&b'R') && ends;
        self.at += if is_reference { end + 1 } else { 0 };
        is_reference
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += length + 1;
        let mut digits = rest[..length].iter().filter_map(|byte| digit(*byte));
        let mut bytes = Vec::with_capacity(length / 2);
        while let Some(high) = digits.next() {
            bytes.push(high * 16 + digits.next().unwrap_or(0));
        }
        bytes
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut bytes, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escaped(&mut bytes),
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
            if byte != b'\\' {
                bytes.push(byte);
            }
        }
        bytes
    }

    /// Decodes an escape sequence.
    fn escaped(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                bytes.push((code & 0xff) as u8);
            }
            other => bytes.push(other),
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<PdfValue> {
        Lexer::new(text.as_bytes(), 0).value()
    }

    #[test]
    fn values_are_read_as_they_are_written() {
        let Some(PdfValue::Dict(dict)) = read("<</A 12 0 R/B[1 -.5 (a\\(\\051\\n(b))<4 142>]% x\n/C#20D true>>") else {
            panic!("no dictionary")
        };
        assert_eq!(dict.get("A"), Some(&PdfValue::Ref(12)));
        let texts = [b"a()\n(b)".to_vec(), vec![0x41, 0x42]].map(PdfValue::Text);
        let [first, second] = texts;
        assert_eq!(
            dict.get("B"),
            Some(&PdfValue::Array(vec![PdfValue::Number(1.0), PdfValue::Number(-0.5), first, second]))
        );
        assert_eq!(dict.get("C D"), Some(&PdfValue::Word(b"true".to_vec())));
        assert_eq!(read("1 0 Rg"), Some(PdfValue::Number(1.0)));
        assert_eq!(read(" % nothing"), None);
    }

    #[test]
    fn what_is_nested_too_deep_has_no_end_or_too_many_parts_is_no_value() {
        assert_eq!(read(&"[".repeat(1_000_000)), None);
        assert_eq!(read("<< /A [1 2"), None);
        assert_eq!(read(&format!("[{}]", "1 ".repeat(MOST_VALUES))), None);
        assert_eq!(read("(open"), Some(PdfValue::Text(b"open".to_vec())));
    }
}
