//! Compression of what goes into files.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Compresses bytes of one file. A higher level takes half as much time again for a hundredth of the size.
pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    // Its tables are large, so it is used again.
    thread_local!(static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), true)));
    COMPRESSOR.with_borrow_mut(|compressor| compress(compressor, content))
}

/// Compresses bytes of many files, such as fonts, as far as it goes.
pub(super) fn deflate_once(content: &[u8]) -> Vec<u8> {
    compress(&mut Compress::new(Compression::best(), true), content)
}

fn compress(compressor: &mut Compress, content: &[u8]) -> Vec<u8> {
    compressor.reset();
    // What cannot be compressed grows by a little.
    let mut deflated = Vec::with_capacity(content.len() + content.len() / 1000 + 64);
    loop {
        let rest = content.get(compressor.total_in() as usize..).unwrap_or_default();
        match compressor.compress_vec(rest, &mut deflated, FlushCompress::Finish) {
            Ok(Status::Ok | Status::BufError) => deflated.reserve(1024),
            // Nothing but a wrong order of calls is an error.
            Ok(Status::StreamEnd) | Err(_) => return deflated,
        }
    }
}
