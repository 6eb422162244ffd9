//! Compression of what goes into files.

use std::cell::RefCell;
use std::thread::LocalKey;

use libdeflater::{CompressionLvl, Compressor};

/// Compresses bytes of one file. A higher level takes half as much time again for a hundredth of the size.
pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    thread_local!(static USUAL: RefCell<Compressor> = RefCell::new(Compressor::default()));
    again(&USUAL, content)
}

/// Compresses bytes in which what is alike stands close together: looking further takes several times as long and gains a
/// tenth.
pub(crate) fn deflate_alike(content: &[u8]) -> Vec<u8> {
    thread_local!(static QUICK: RefCell<Compressor> = RefCell::new(Compressor::new(level(2))));
    again(&QUICK, content)
}

/// Compresses what is short, or so regular that it gets short in any way.
pub(crate) fn deflate_few(content: &[u8]) -> Vec<u8> {
    thread_local!(static QUICKEST: RefCell<Compressor> = RefCell::new(Compressor::new(level(1))));
    again(&QUICKEST, content)
}

/// With a compressor that was made before, since its tables are large.
fn again(compressor: &'static LocalKey<RefCell<Compressor>>, content: &[u8]) -> Vec<u8> {
    compressor.with_borrow_mut(|compressor| compress(compressor, content))
}

/// Compresses bytes of many files, such as fonts, harder. Beyond this level the tables alone would take nine megabytes.
pub(crate) fn deflate_once(content: &[u8]) -> Vec<u8> {
    compress(&mut Compressor::new(level(9)), content)
}

fn level(level: i32) -> CompressionLvl {
    CompressionLvl::new(level).unwrap_or_default()
}

fn compress(compressor: &mut Compressor, content: &[u8]) -> Vec<u8> {
    let mut deflated = vec![0; compressor.zlib_compress_bound(content.len())];
    // The only error is too little room, and there is always enough.
    let length = compressor.zlib_compress(content, &mut deflated);
    deflated.truncate(length.unwrap_or_default());
    deflated
}
