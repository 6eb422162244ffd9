//! Pictures: PNG files, scaled down so that every sheet can embed them.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};
use resize::Pixel;
use resize::px::RGBA;
use sha2::{Digest, Sha256};

use crate::diag::{Message, say};

/// How every PNG file begins.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The longest side that is accepted, in pixels.
const LONGEST: u32 = 4000;
/// The longest side after scaling, in pixels: the coat of arms of a letterhead is printed at most 24 mm high, at 300 dpi.
const KEPT: u32 = 284;
/// Memory limit of decoding in bytes: twice the largest picture at 16 bits.
const MEMORY: usize = 16 * (LONGEST * LONGEST) as usize;

/// A picture of at most 284 × 284 pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// Red, green, blue, opacity of each pixel.
    pixels: Vec<u8>,
    png: Vec<u8>,
    digest: [u8; 32],
}

impl Picture {
    /// Files of more bytes are not read.
    pub const MAX_BYTES: u64 = 2 << 20;

    /// Reads a PNG file and scales it down if needed.
    ///
    /// # Errors
    /// It is no PNG file, too large, or damaged.
    pub fn read(file: &[u8]) -> Result<Picture, Message> {
        if !file.starts_with(SIGNATURE) {
            return Err(say!("ini bukan gambar PNG", "this is no PNG picture"));
        }
        if file.len() as u64 > Picture::MAX_BYTES {
            return Err(say!(
                "gambar ini lebih besar dari {} MB",
                "this picture is larger than {} MB",
                Picture::MAX_BYTES >> 20
            ));
        }
        let (width, height, pixels) = decode(file)?;
        let (width, height, pixels) = shrink(width, height, pixels)?;
        let png = encode(width, height, &pixels).map_err(|error| damaged(&error))?;
        let digest = Sha256::digest(&png).into();
        Ok(Picture { width, height, pixels, png, digest })
    }

    /// Its width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Its height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The picture as a PNG file, without the metadata of the original.
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// SHA-256 of [`png`](Self::png).
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Red, green and blue of each pixel, composed on white.
    pub fn on_white(&self) -> Vec<u8> {
        let shade = |pixel: &[u8]| {
            let opacity = u32::from(pixel[3]);
            [pixel[0], pixel[1], pixel[2]].map(|part| ((u32::from(part) * opacity + 255 * (255 - opacity)) / 255) as u8)
        };
        self.pixels.chunks_exact(4).flat_map(shade).collect()
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Message {
    say!("gambar ini tidak dapat dibaca: {error}", "this picture cannot be read: {error}")
}

/// The pixels of a file, with opacity.
fn decode(file: &[u8]) -> Result<(u32, u32, Vec<u8>), Message> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: MEMORY });
    // Unused, and they may inflate to hundreds of megabytes.
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let info = decoder.read_header_info().map_err(|error| damaged(&error))?;
    if info.width.max(info.height) > LONGEST {
        return Err(say!(
            "gambar ini {} × {} piksel; paling besar {LONGEST} × {LONGEST} yang dibaca",
            "this picture has {} × {} pixels; at most {LONGEST} × {LONGEST} are read",
            info.width,
            info.height
        ));
    }
    let mut reader = decoder.read_info().map_err(|error| damaged(&error))?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let frame = reader.next_frame(&mut pixels).map_err(|error| damaged(&error))?;
    pixels.truncate(frame.buffer_size());
    if frame.color_type == ColorType::GrayscaleAlpha {
        pixels = pixels.chunks_exact(2).flat_map(|gray| [gray[0], gray[0], gray[0], gray[1]]).collect();
    }
    Ok((frame.width, frame.height, pixels))
}

/// A picture with sides of at most [`KEPT`] pixels.
fn shrink(width: u32, height: u32, pixels: Vec<u8>) -> Result<(u32, u32, Vec<u8>), Message> {
    let longest = width.max(height);
    if longest <= KEPT {
        return Ok((width, height, pixels));
    }
    let kept = |side: u32| (u64::from(side) * u64::from(KEPT)).div_ceil(u64::from(longest)) as u32;
    let (w, h) = (kept(width), kept(height));
    let from: Vec<RGBA<u8>> = pixels.chunks_exact(4).map(|p| RGBA::new(p[0], p[1], p[2], p[3])).collect();
    let mut to = vec![RGBA::new(0, 0, 0, 0); (w * h) as usize];
    let sides = |side: u32| side as usize;
    resize::new(sides(width), sides(height), sides(w), sides(h), Pixel::RGBA8P, resize::Type::Catrom)
        .and_then(|mut resizer| resizer.resize(&from, &mut to))
        .map_err(|error| damaged(&error))?;
    Ok((w, h, to.into_iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b, pixel.a]).collect()))
}

fn encode(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A shield of no region: red above blue, with nothing around its point.
    pub(crate) fn shield(width: u32, height: u32) -> Vec<u8> {
        let inside = |x: u32, y: u32| 2 * x.abs_diff(width / 2) * height <= width * (2 * (height - y)).min(height);
        let pixel = |x: u32, y: u32| match (inside(x, y), 2 * y < height) {
            (false, _) => [0, 0, 0, 0],
            (true, true) => [200, 16, 46, 255],
            (true, false) => [0, 56, 168, 255],
        };
        let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
        encode(width, height, &pixels).unwrap()
    }

    #[test]
    fn a_picture_is_kept_as_it_is_or_made_smaller() {
        let small = Picture::read(&shield(60, 80)).unwrap();
        assert_eq!((small.width(), small.height()), (60, 80));
        assert_eq!(Picture::read(small.png()).unwrap(), small);
        let large = Picture::read(&shield(900, 1200)).unwrap();
        assert_eq!((large.width(), large.height()), (213, 284));
        assert!(large.png().len() < 16_000, "{}", large.png().len());
    }

    #[test]
    fn what_is_clear_is_white_on_paper_and_edges_have_no_halo() {
        let picture = Picture::read(&shield(900, 1200)).unwrap();
        let pixels = picture.on_white();
        assert_eq!(pixels.len(), 213 * 284 * 3);
        let last = pixels.len() - 3;
        assert_eq!(pixels[last..], [255, 255, 255]);
        // An edge between the shield and nothing is lighter than the shield, never darker.
        assert!(pixels[..pixels.len() / 2 - 6000].chunks_exact(3).all(|pixel| pixel[0] >= 198), "a dark seam");
    }

    #[test]
    fn any_kind_of_png_can_be_read() {
        for (color, bytes) in [(ColorType::Grayscale, 1), (ColorType::Rgb, 3), (ColorType::GrayscaleAlpha, 2)] {
            let mut file = Vec::new();
            let mut encoder = Encoder::new(&mut file, 2, 2);
            encoder.set_color(color);
            encoder.set_depth(BitDepth::Sixteen);
            encoder.write_header().unwrap().write_image_data(&vec![255; 2 * 2 * 2 * bytes]).unwrap();
            assert_eq!(Picture::read(&file).unwrap().on_white(), [255; 12], "{color:?}");
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let refused = |file: &[u8]| Picture::read(file).unwrap_err().en().to_owned();
        assert_eq!(refused(b"GIF89a"), "this is no PNG picture");
        let whole = shield(60, 80);
        assert!(refused(&whole[..200]).starts_with("this picture cannot be read: "));
        assert!(refused(&whole[..SIGNATURE.len()]).starts_with("this picture cannot be read: "));
        assert!(refused(&[whole.clone(), vec![0; 2 << 20]].concat()).contains("larger than 2 MB"));
        assert!(refused(&shield(4001, 1)).contains("4001 × 1 pixels"));
        let mut flipped = whole;
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x55;
        assert!(refused(&flipped).starts_with("this picture cannot be read: "));
    }
}
