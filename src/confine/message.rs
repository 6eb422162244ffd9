//! The messages between a process and its children: frames of a kind, a length and a body in postcard.

use super::fault::{Abort, Fault};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use tera::value::{Key, Map, ValueKind};
use tera::{Context, Value};

/// A frame with a [`Stored`], which gets no response.
pub(super) const STORE: u8 = 0;
/// A frame with a [`WorkerRequest`].
pub(super) const REQUEST: u8 = 1;
/// A frame with a [`Response`] or a [`Fault`].
pub(super) const RESPONSE: u8 = 2;

/// What a child stores for later requests.
#[derive(Serialize, Deserialize)]
pub(super) enum Stored<'m, V> {
    /// Templates to parse.
    Templates {
        /// The id of the set in requests.
        id: u64,
        /// Name of the configuration of Tera.
        setup: &'m str,
        /// Names and texts.
        #[serde(borrow)]
        texts: Vec<(&'m str, &'m str)>,
    },
    /// Variables that many renderings share.
    Variables {
        /// Their id in requests.
        id: u64,
        /// Names and values.
        values: Vec<(&'m str, V)>,
    },
}

/// A request to a child.
#[derive(Serialize, Deserialize)]
pub(super) enum WorkerRequest<'m, V> {
    /// Whether templates parse.
    Parse {
        /// Id of the templates.
        set: u64,
    },
    /// The variables that a template reads.
    Names {
        /// Id of the templates.
        set: u64,
        /// Name of the template.
        name: &'m str,
    },
    /// A template, rendered.
    Render {
        /// Id of the templates.
        set: u64,
        /// Name of the template.
        name: &'m str,
        /// Id of the shared variables.
        shared: u64,
        /// Further variables.
        own: Vec<(&'m str, V)>,
        /// The most bytes of output.
        most: usize,
    },
}

/// A child's response; fields that were not asked for are empty.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Response {
    /// The rendered text.
    pub(super) text: String,
    /// Names of variables.
    pub(super) names: BTreeSet<String>,
}

/// A value in a message. JSON would lose digits of numbers, and which strings are safe.
#[derive(Serialize, Deserialize)]
enum WireValue<'m, V> {
    Undefined,
    None,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    /// Beyond 64 bits.
    Large(i128),
    Float(f64),
    Text(&'m str),
    /// Text that is not escaped.
    Safe(&'m str),
    Bytes(&'m [u8]),
    List(Vec<V>),
    #[serde(borrow)]
    Map(Vec<(WireKey<'m>, V)>),
}

/// The key of a map in a message.
#[derive(Serialize, Deserialize)]
enum WireKey<'m> {
    Bool(bool),
    Number(i128),
    Text(&'m str),
}

/// A value to encode.
pub(super) struct SentValue<'v>(pub(super) &'v Value);

/// A decoded value, borrowed from its message.
#[derive(Deserialize)]
pub(super) struct ReceivedValue<'m>(#[serde(borrow)] WireValue<'m, ReceivedValue<'m>>);

impl Serialize for SentValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SentValue(value) = self;
        let text = value.as_str().unwrap_or_default();
        let wire = match value.kind() {
            ValueKind::Bool => WireValue::Bool(value.as_bool().unwrap_or_default()),
            ValueKind::U64 => WireValue::Unsigned(value.as_u64().unwrap_or_default()),
            ValueKind::I64 => WireValue::Signed(value.as_i64().unwrap_or_default()),
            ValueKind::I128 | ValueKind::U128 => WireValue::Large(value.as_i128().unwrap_or(i128::MAX)),
            ValueKind::F64 => WireValue::Float(value.as_f64().unwrap_or_default()),
            ValueKind::String if value.is_safe() => WireValue::Safe(text),
            ValueKind::String => WireValue::Text(text),
            ValueKind::Bytes => WireValue::Bytes(value.as_bytes().unwrap_or_default()),
            ValueKind::Array => WireValue::List(value.as_array().unwrap_or_default().iter().map(SentValue).collect()),
            ValueKind::Map => {
                let pairs = value.as_map().into_iter().flatten();
                WireValue::Map(pairs.map(|(key, value)| (WireKey::of(key), SentValue(value))).collect())
            }
            ValueKind::None => WireValue::None,
            _ => WireValue::Undefined,
        };
        wire.serialize(serializer)
    }
}

impl From<ReceivedValue<'_>> for Value {
    fn from(ReceivedValue(wire): ReceivedValue<'_>) -> Self {
        match wire {
            WireValue::Undefined => Value::undefined(),
            WireValue::None => Value::none(),
            WireValue::Bool(is) => Value::from(is),
            WireValue::Unsigned(number) => Value::from(number),
            WireValue::Signed(number) => Value::from(number),
            WireValue::Large(number) => Value::from(number),
            WireValue::Float(number) => Value::from(number),
            WireValue::Text(text) => Value::normal_string(text),
            WireValue::Safe(text) => Value::safe_string(text),
            WireValue::Bytes(bytes) => Value::bytes(bytes),
            WireValue::List(items) => Value::from(items.into_iter().map(Value::from).collect::<Vec<_>>()),
            WireValue::Map(pairs) => {
                Value::from(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect::<Map>())
            }
        }
    }
}

impl<'k> WireKey<'k> {
    fn of(key: &'k Key<'_>) -> WireKey<'k> {
        match key {
            Key::Bool(is) => WireKey::Bool(*is),
            Key::U64(number) => WireKey::Number((*number).into()),
            Key::I64(number) => WireKey::Number((*number).into()),
            key => WireKey::Text(key.as_str().unwrap_or_default()),
        }
    }
}

impl From<WireKey<'_>> for Key<'static> {
    fn from(name: WireKey<'_>) -> Self {
        match name {
            WireKey::Bool(is) => Key::Bool(is),
            WireKey::Number(number) => u64::try_from(number).map_or_else(|_| Key::I128(number), Key::U64),
            WireKey::Text(text) => Key::String(text.into()),
        }
    }
}

/// Variables to encode.
pub(super) fn wire<'v>(values: &'v [(&'static str, Value)]) -> Vec<(&'v str, SentValue<'v>)> {
    values.iter().map(|(name, value)| (*name, SentValue(value))).collect()
}

/// A context with decoded variables.
pub(super) fn with(mut context: Context, values: Vec<(&str, ReceivedValue<'_>)>) -> Context {
    for (name, value) in values {
        context.insert_value(name.to_owned(), value.into());
    }
    context
}

/// A message as bytes.
pub(super) fn encode(message: &impl Serialize) -> Result<Vec<u8>, Fault> {
    postcard::to_stdvec(message).map_err(|error| Fault::Aborted(Abort::NoProcess(error.to_string())))
}

/// A message from bytes.
pub(super) fn decode<'m, T: Deserialize<'m>>(bytes: &'m [u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

/// Writes a frame without flushing.
pub(super) fn write(to: &mut impl Write, kind: u8, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(io::Error::other)?;
    to.write_all(&[kind])?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)
}

/// Reads a frame of at most `most` bytes: its kind and its message.
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
        let bytes = encode(&SentValue(value)).unwrap();
        decode::<ReceivedValue>(&bytes).unwrap().into()
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
        write(&mut bytes, REQUEST, b"abc").unwrap();
        assert_eq!(read(&mut bytes.as_slice(), 3).unwrap(), (REQUEST, b"abc".to_vec()));
        assert!(read(&mut bytes.as_slice(), 2).is_err());
        assert!(read(&mut &bytes[..7], 3).is_err());
        assert!(read(&mut [REQUEST, 255, 255, 255, 255].as_slice(), usize::MAX).is_err());
    }
}
