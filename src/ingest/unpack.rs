//! Gzip and Zstandard, unpacked as a stream that stops as soon as it grows out of proportion.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::walk::plain_words;
use crate::limits::Limits;

/// How the bytes of an input are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// Gzip, of one member or many.
    Gzip,
    /// Zstandard, of one frame or many.
    Zstd,
    /// What HTTP calls `deflate`: zlib, or what is inside of it. Its first bytes do not tell it; an answer's headers do.
    Deflate,
}

impl Packing {
    /// By the first bytes.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            // A frame that decoders skip; archives made for random access open with one.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// The largest window that a Zstandard frame may ask for: 64 MiB. All levels but the `--ultra` ones ask for 8 MiB or less; a
/// decoder holds the window twice.
const MOST_WINDOW: u64 = 1 << 26;

/// Output up to which the ratio is not looked at: a short text of one letter is no bomb.
const FREE_BYTES: u64 = 1 << 20;

/// Bytes asked of the system at once.
const BUFFER: usize = 64 << 10;

/// A reader that knows how much it has read.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

type Source<R> = BufReader<Counted<R>>;

enum Stream<R: Read> {
    Plain(Source<R>),
    Gzip(Box<MultiGzDecoder<Source<R>>>),
    Zstd(Box<Frames<R>>),
    Zlib(Box<ZlibDecoder<Source<R>>>),
    Deflate(Box<DeflateDecoder<Source<R>>>),
}

/// The unpacked bytes of an input. Reading fails where the archive is damaged, or unpacks to more than the limits allow.
pub struct Unpacked<R: Read> {
    stream: Stream<R>,
    /// How it was packed.
    pub packing: Packing,
    given: u64,
    ratio: u64,
}

impl<R: Read> Unpacked<R> {
    /// Looks at the first bytes of `input`.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(input: R, limits: &Limits) -> io::Result<Self> {
        let mut source = BufReader::with_capacity(BUFFER, Counted { inner: input, count: 0 });
        let packing = Packing::of(source.fill_buf()?);
        Self::packed(source, packing, limits)
    }

    /// The same where the headers say that it is `deflate`.
    ///
    /// # Errors
    /// What the system says.
    pub fn deflated(input: R, limits: &Limits) -> io::Result<Self> {
        let source = BufReader::with_capacity(BUFFER, Counted { inner: input, count: 0 });
        Self::packed(source, Packing::Deflate, limits)
    }

    fn packed(mut source: Source<R>, packing: Packing, limits: &Limits) -> io::Result<Self> {
        let stream = match packing {
            Packing::Plain => Stream::Plain(source),
            // The header of zlib (RFC 1950, 2.2); some servers leave it out.
            Packing::Deflate => match source.fill_buf()? {
                [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0 => {
                    Stream::Zlib(Box::new(ZlibDecoder::new(source)))
                }
                _ => Stream::Deflate(Box::new(DeflateDecoder::new(source))),
            },
            Packing::Gzip => Stream::Gzip(Box::new(MultiGzDecoder::new(source))),
            Packing::Zstd => Stream::Zstd(Box::new(Frames::new(source))),
        };
        Ok(Self { stream, packing, given: 0, ratio: limits.ratio })
    }

    /// The first bytes, at most `most` of them.
    ///
    /// # Errors
    /// As [`Self::all_behind`].
    pub fn head(&mut self, most: u64) -> Result<Vec<u8>, String> {
        let mut head = Vec::new();
        self.take(most).read_to_end(&mut head).map_err(|e| plain_words(&e))?;
        Ok(head)
    }

    /// The first bytes and everything behind them, as long as that is not more than `most` bytes.
    ///
    /// # Errors
    /// A damaged archive, one that grows out of proportion, more than `most` bytes, an archive inside an archive; in words.
    pub fn all_behind(mut self, head: Vec<u8>, most: u64) -> Result<Vec<u8>, String> {
        let mut bytes = head;
        // One byte more tells.
        let open = most.saturating_add(1).saturating_sub(bytes.len() as u64);
        (&mut self).take(open).read_to_end(&mut bytes).map_err(|e| plain_words(&e))?;
        if bytes.len() as u64 > most {
            return Err(too_much(most));
        }
        if self.packing != Packing::Plain && Packing::of(&bytes) != Packing::Plain {
            return Err("an archive inside an archive".to_owned());
        }
        Ok(bytes)
    }

    /// Everything, up to where it breaks off, and whether it does.
    ///
    /// # Errors
    /// As [`Self::all_behind`], but for what breaks off.
    pub fn up_to_the_cut(mut self, most: u64) -> Result<(Vec<u8>, bool), String> {
        let mut bytes = Vec::new();
        let read = (&mut self).take(most.saturating_add(1)).read_to_end(&mut bytes);
        if read.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::UnexpectedEof)
            && !bytes.is_empty()
        {
            return Ok((bytes, true));
        }
        read.map_err(|e| plain_words(&e))?;
        self.all_behind(bytes, most).map(|bytes| (bytes, false))
    }

    fn taken(&self) -> u64 {
        match &self.stream {
            Stream::Plain(source) => source.get_ref().count,
            Stream::Gzip(decoder) => decoder.get_ref().get_ref().count,
            Stream::Zstd(frames) => frames.source.get_ref().count,
            Stream::Zlib(decoder) => decoder.get_ref().get_ref().count,
            Stream::Deflate(decoder) => decoder.get_ref().get_ref().count,
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged =
            |kind: &str, e: io::Error| io::Error::new(e.kind(), format!("damaged {kind}: {e}"));
        let read = match &mut self.stream {
            Stream::Plain(source) => return source.read(buffer),
            Stream::Gzip(decoder) => decoder.read(buffer).map_err(|e| damaged("gzip", e))?,
            Stream::Zstd(frames) => frames.read(buffer).map_err(|e| damaged("zstd", e))?,
            Stream::Zlib(decoder) => decoder.read(buffer).map_err(|e| damaged("deflate", e))?,
            Stream::Deflate(decoder) => decoder.read(buffer).map_err(|e| damaged("deflate", e))?,
        };
        self.given += read as u64;
        if self.given > FREE_BYTES && self.given / self.ratio > self.taken() {
            let reason =
                format!("an archive that unpacks to more than {} times its size", self.ratio);
            return Err(io::Error::other(reason));
        }
        Ok(read)
    }
}

/// What is said of an input that is more than the run may still take.
pub(super) fn too_much(most: u64) -> String {
    format!("more than the {most} bytes that the run has left (see --max-run-bytes)")
}

/// Frame after frame of a Zstandard file.
struct Frames<R: Read> {
    source: Source<R>,
    decoder: FrameDecoder,
    /// Whether a frame is open.
    open: bool,
}

impl<R: Read> Frames<R> {
    fn new(source: Source<R>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MOST_WINDOW);
        Self { source, decoder, open: false }
    }

    /// Opens the next frame; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error.to_string())),
            }
        }
        Ok(false)
    }

    /// The library computes a frame's checksum and leaves it to us to compare.
    fn check(&self) -> io::Result<()> {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(written), Some(found)) if written != found => {
                Err(io::Error::other("its checksum is another"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.open || self.next_frame()? {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|e| io::Error::other(e.to_string()))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.check()?;
            self.open = false;
        }
        Ok(0)
    }
}
