//! A ZIP archive, written from the first byte to the last: as much of the format (PKWARE's APPNOTE 6.3) as a book asks for. No time, no
//! owner, no comment: the same files are the same bytes.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1 January 1980, the first day of the format.
const DAY: u16 = (1 << 5) | 1;

/// Version of the format that a reader must know: the one with deflated files.
const VERSION: u16 = 20;

/// Names are UTF-8.
const UTF8: u16 = 1 << 11;

/// An archive under way.
pub(super) struct Zip<'a> {
    out: &'a mut dyn Write,
    /// Bytes written.
    at: usize,
    directory: Vec<u8>,
    files: usize,
}

impl<'a> Zip<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, at: 0, directory: Vec::new(), files: 0 }
    }

    /// Adds a file as it is.
    pub(super) fn store(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.add(name, 0, content, content)
    }

    /// Adds a file, made smaller.
    pub(super) fn deflate(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content)?;
        self.add(name, 8, content, &encoder.finish()?)
    }

    fn add(&mut self, name: &str, method: u16, content: &[u8], packed: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(content);
        // What both headers of a file say.
        let mut facts = Vec::new();
        for field in [VERSION, UTF8, method, 0, DAY] {
            facts.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), number(packed.len())?, number(content.len())?] {
            facts.extend(field.to_le_bytes());
        }
        for field in [number::<u16>(name.len())?, 0] {
            facts.extend(field.to_le_bytes());
        }
        self.directory.extend(*b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&facts);
        // Comment, disk and attributes: none.
        self.directory.extend([0; 10]);
        self.directory.extend(number::<u32>(self.at)?.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.files += 1;
        self.write(b"PK\x03\x04")?;
        self.write(&facts)?;
        self.write(name.as_bytes())?;
        self.write(packed)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len();
        self.out.write_all(bytes)
    }

    /// Closes the archive.
    pub(super) fn finish(self) -> io::Result<()> {
        let files: u16 = number(self.files)?;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend(files.to_le_bytes());
        end.extend(files.to_le_bytes());
        end.extend(number::<u32>(self.directory.len())?.to_le_bytes());
        end.extend(number::<u32>(self.at)?.to_le_bytes());
        end.extend([0; 2]);
        self.out.write_all(&self.directory)?;
        self.out.write_all(&end)
    }
}

/// A number in the width that the format has for it.
fn number<T: TryFrom<usize>>(number: usize) -> io::Result<T> {
    T::try_from(number).map_err(|_| {
        io::Error::other(
            "a book holds at most 65,535 files and 4 GiB; take fewer stories with --top",
        )
    })
}
