//! SHA-256 as files and manifests are known by.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

/// A SHA-256; lower-case hexadecimal where it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// The hash of a file, whatever its size, and the size.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn of_file(path: &Path) -> io::Result<(Hash, u64)> {
        let mut hasher = Hasher::default();
        let bytes = io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok((hasher.finish(), bytes))
    }

    /// Its first half, which is enough to tell paths apart.
    pub fn half(self) -> [u8; 16] {
        std::array::from_fn(|index| self.0[index])
    }
}

/// Hashes what is written to it.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// The hash of all that was written.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default() as u8;
        let mut digits = [0; 64];
        for (place, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            place.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

/// A text that is no SHA-256 in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoHash;

impl fmt::Display for NoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("64 hexadecimal digits were expected")
    }
}

impl FromStr for Hash {
    type Err = NoHash;

    fn from_str(written: &str) -> Result<Hash, NoHash> {
        let mut hash = [0; 32];
        if written.len() != 64 || !written.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoHash);
        }
        for (index, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&written[2 * index..2 * index + 2], 16).map_err(|_| NoHash)?;
        }
        Ok(Hash(hash))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        let written = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        written.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_hash_is_hexadecimal_and_reads_back() {
        assert_eq!(Hash::of(b"").to_string(), EMPTY);
        assert_eq!(EMPTY.parse(), Ok(Hash::of(b"")));
        assert_eq!(Hash::of(b"").half()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
        for wrong in ["", "e3b0", &EMPTY.replace("e3", "+3"), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<Hash>(), Err(NoHash), "{wrong}");
        }
        let json = serde_json::to_string(&Hash::of(b"x")).unwrap();
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), Hash::of(b"x"));
    }

    #[test]
    fn a_file_has_the_hash_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "isi").unwrap();
        assert_eq!(Hash::of_file(&path).unwrap(), (Hash::of(b"isi"), 3));
        assert!(Hash::of_file(folder.path()).is_err());
    }
}
