//! What a process and those that render for it say to each other: frames of a kind, a length and a message.

use super::{Fault, Refusal, Values};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use tera::value::{Key, Map, ValueKind};
use tera::{Context, Value};

/// A frame of what is to be kept, which is not answered.
pub(super) const KEEP: u8 = 0;
/// A frame of what is asked.
pub(super) const ASK: u8 = 1;
/// A frame of an answer.
pub(super) const ANSWER: u8 = 2;

/// What a process keeps.
#[derive(Serialize, Deserialize)]
pub(super) enum Kept<'m, V> {
    /// Templates to parse.
    Templates {
        /// What they are called from then on.
        id: u64,
        /// How Tera is set up.
        flavour: &'m str,
        /// Names and texts.
        #[serde(borrow)]
        texts: Vec<(&'m str, &'m str)>,
    },
    /// Variables that many renderings share.
    Variables {
        /// What they are called from then on.
        id: u64,
        /// Names and values.
        values: Vec<(&'m str, V)>,
    },
}

/// What a process is asked.
#[derive(Serialize, Deserialize)]
pub(super) enum Request<'m, V> {
    /// Whether templates can be parsed.
    Try {
        /// The templates.
        set: u64,
    },
    /// The variables that a template names.
    Names {
        /// The templates.
        set: u64,
        /// Its name.
        name: &'m str,
    },
    /// A template, rendered.
    Render {
        /// The templates.
        set: u64,
        /// Its name.
        name: &'m str,
        /// The variables that it shares with others.
        shared: u64,
        /// Further variables.
        own: Vec<(&'m str, V)>,
        /// The most bytes of output.
        most: usize,
    },
}

/// What it answers; what was not asked for is empty.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Answer {
    /// What was rendered.
    pub(super) text: String,
    /// Names of variables.
    pub(super) names: BTreeSet<String>,
}

/// A value on its way; JSON would lose which texts the escape leaves alone, and some digits.
#[derive(Serialize, Deserialize)]
enum Shape<'m, V> {
    Undefined,
    None,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    /// Within 128 bits.
    Large(i128),
    Float(f64),
    Text(&'m str),
    /// Text that the escape leaves alone.
    Safe(&'m str),
    Bytes(&'m [u8]),
    List(Vec<V>),
    #[serde(borrow)]
    Map(Vec<(Name<'m>, V)>),
}

/// The key of a map on its way.
#[derive(Serialize, Deserialize)]
enum Name<'m> {
    Bool(bool),
    Number(i128),
    Text(&'m str),
}

/// A value on its way out.
pub(super) struct Sent<'v>(pub(super) &'v Value);

/// A value on its way in.
#[derive(Deserialize)]
pub(super) struct Received<'m>(#[serde(borrow)] Shape<'m, Received<'m>>);

impl Serialize for Sent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Sent(value) = self;
        let text = value.as_str().unwrap_or_default();
        let shape = match value.kind() {
            ValueKind::Bool => Shape::Bool(value.as_bool().unwrap_or_default()),
            ValueKind::U64 => Shape::Unsigned(value.as_u64().unwrap_or_default()),
            ValueKind::I64 => Shape::Signed(value.as_i64().unwrap_or_default()),
            ValueKind::I128 | ValueKind::U128 => Shape::Large(value.as_i128().unwrap_or(i128::MAX)),
            ValueKind::F64 => Shape::Float(value.as_f64().unwrap_or_default()),
            ValueKind::String if value.is_safe() => Shape::Safe(text),
            ValueKind::String => Shape::Text(text),
            ValueKind::Bytes => Shape::Bytes(value.as_bytes().unwrap_or_default()),
            ValueKind::Array => Shape::List(value.as_array().unwrap_or_default().iter().map(Sent).collect()),
            ValueKind::Map => {
                let pairs = value.as_map().into_iter().flatten();
                Shape::Map(pairs.map(|(key, value)| (Name::of(key), Sent(value))).collect())
            }
            ValueKind::None => Shape::None,
            _ => Shape::Undefined,
        };
        shape.serialize(serializer)
    }
}

impl From<Received<'_>> for Value {
    fn from(Received(shape): Received<'_>) -> Self {
        match shape {
            Shape::Undefined => Value::undefined(),
            Shape::None => Value::none(),
            Shape::Bool(is) => Value::from(is),
            Shape::Unsigned(number) => Value::from(number),
            Shape::Signed(number) => Value::from(number),
            Shape::Large(number) => Value::from(number),
            Shape::Float(number) => Value::from(number),
            Shape::Text(text) => Value::normal_string(text),
            Shape::Safe(text) => Value::safe_string(text),
            Shape::Bytes(bytes) => Value::bytes(bytes),
            Shape::List(items) => Value::from(items.into_iter().map(Value::from).collect::<Vec<_>>()),
            Shape::Map(pairs) => {
                Value::from(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect::<Map>())
            }
        }
    }
}

impl<'k> Name<'k> {
    fn of(key: &'k Key<'_>) -> Name<'k> {
        match key {
            Key::Bool(is) => Name::Bool(*is),
            Key::U64(number) => Name::Number((*number).into()),
            Key::I64(number) => Name::Number((*number).into()),
            key => Name::Text(key.as_str().unwrap_or_default()),
        }
    }
}

impl From<Name<'_>> for Key<'static> {
    fn from(name: Name<'_>) -> Self {
        match name {
            Name::Bool(is) => Key::Bool(is),
            Name::Number(number) => u64::try_from(number).map_or_else(|_| Key::I128(number), Key::U64),
            Name::Text(text) => Key::String(text.into()),
        }
    }
}

/// Values ready to be told.
pub(super) fn told(values: &Values) -> Vec<(&str, Sent<'_>)> {
    values.iter().map(|(name, value)| (*name, Sent(value))).collect()
}

/// Variables with those that were told.
pub(super) fn with(mut context: Context, values: Vec<(&str, Received<'_>)>) -> Context {
    for (name, value) in values {
        context.insert_value(name.to_owned(), value.into());
    }
    context
}

/// A message as bytes.
pub(super) fn encode(message: &impl Serialize) -> Result<Vec<u8>, Fault> {
    postcard::to_stdvec(message).map_err(|error| Fault::Refused(Refusal::NoProcess(error.to_string())))
}

/// A message from bytes.
pub(super) fn decode<'m, T: Deserialize<'m>>(bytes: &'m [u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

/// Writes a frame; it is for the caller to flush.
pub(super) fn write(to: &mut impl Write, kind: u8, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(io::Error::other)?;
    to.write_all(&[kind])?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)
}

/// Reads a frame of no more than so many bytes: its kind and its message.
pub(super) fn read(from: &mut impl Read, most: usize) -> io::Result<(u8, Vec<u8>)> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let [kind, length @ ..] = head;
    let length = u32::from_le_bytes(length) as usize;
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut message = Vec::new();
    from.take(length as u64).read_to_end(&mut message)?;
    if message.len() == length { Ok((kind, message)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrives of a value.
    fn sent(value: &Value) -> Value {
        let bytes = encode(&Sent(value)).unwrap();
        decode::<Received>(&bytes).unwrap().into()
    }

    #[test]
    fn every_value_arrives_as_it_was() {
        let map: Map = [
            (Key::Str("z"), Value::from(1_u64)),
            (Key::Str("a"), Value::safe_string("__")),
            (Key::U64(7), Value::none()),
        ]
        .into_iter()
        .collect();
        let values = vec![
            Value::undefined(),
            Value::none(),
            Value::from(true),
            Value::from(u64::MAX),
            Value::from(-1_i64),
            Value::from(i128::MIN),
            Value::from(0.1_f64 + 0.2),
            Value::from(f64::NAN),
            Value::from(-0.0_f64),
            Value::from("a\u{0}é\n"),
            Value::safe_string(&"_".repeat(100)),
            Value::bytes(vec![0, 255]),
            Value::from(map),
        ];
        let list = Value::from(values.clone());
        for value in values.iter().chain([&list]) {
            let arrived = sent(value);
            assert_eq!((arrived.kind(), arrived.is_safe()), (value.kind(), value.is_safe()));
            assert_eq!((&arrived, arrived.to_string()), (value, value.to_string()));
        }
    }

    #[test]
    fn a_frame_is_read_as_it_was_written_and_no_longer_than_it_may_be() {
        let mut bytes = Vec::new();
        write(&mut bytes, ASK, b"abc").unwrap();
        assert_eq!(read(&mut bytes.as_slice(), 3).unwrap(), (ASK, b"abc".to_vec()));
        assert!(read(&mut bytes.as_slice(), 2).is_err());
        assert!(read(&mut &bytes[..7], 3).is_err());
        assert!(read(&mut [ASK, 255, 255, 255, 255].as_slice(), usize::MAX).is_err());
    }
}
