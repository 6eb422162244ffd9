//! Deflate, at levels chosen for what is compressed.

use std::cell::RefCell;
use std::thread::LocalKey;

use libdeflater::{CompressionLvl, Compressor};

/// Compresses content of one file. The next level takes half as much time again for one percent of the size.
pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    thread_local!(static USUAL: RefCell<Compressor> = RefCell::new(Compressor::default()));
    again(&USUAL, content)
}

/// Compresses bytes whose repetitions are close together: higher levels take several times as long for a tenth of the
/// size.
pub(crate) fn deflate_alike(content: &[u8]) -> Vec<u8> {
    thread_local!(static QUICK: RefCell<Compressor> = RefCell::new(Compressor::new(level(2))));
    again(&QUICK, content)
}

/// Compresses short or very regular bytes, where the level hardly matters.
pub(crate) fn deflate_few(content: &[u8]) -> Vec<u8> {
    thread_local!(static QUICKEST: RefCell<Compressor> = RefCell::new(Compressor::new(level(1))));
    again(&QUICKEST, content)
}

/// Uses the compressor of this thread again, since its tables are large.
fn again(compressor: &'static LocalKey<RefCell<Compressor>>, content: &[u8]) -> Vec<u8> {
    compressor.with_borrow_mut(|compressor| compress(compressor, content))
}

/// Compresses bytes that go into many files, such as fonts. Beyond this level the tables take nine megabytes.
pub(crate) fn deflate_once(content: &[u8]) -> Vec<u8> {
    compress(&mut Compressor::new(level(9)), content)
}

fn level(level: i32) -> CompressionLvl {
    CompressionLvl::new(level).unwrap_or_default()
}

fn compress(compressor: &mut Compressor, content: &[u8]) -> Vec<u8> {
    let mut deflated = vec![0; compressor.zlib_compress_bound(content.len())];
    // The only error is lack of room, and the bound is always enough.
    let length = compressor.zlib_compress(content, &mut deflated);
    deflated.truncate(length.unwrap_or_default());
    deflated
}
