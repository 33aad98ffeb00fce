//! Files to articles, and what came twice.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::row::{Row, bucket_of_article, sortable, sortable_number};
use super::{Job, Step};
use crate::error::{Error, SetAside};
use crate::ingest::{ArticleId, Place, parse_bytes, parse_file};

/// Reads files. A row's key is the name under which the run knows the file; the blob of an `input` is where this machine finds it, that of
/// a `fetched` one its bytes.
pub(super) struct Read {
    job: Job,
    met: Vec<Vec<(ArticleId, Place)>>,
    bytes: u64,
}

impl Read {
    pub(super) fn new(job: Job) -> Self {
        let met = vec![Vec::new(); job.buckets as usize];
        Self { job, met, bytes: 0 }
    }
}

impl Step for Read {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        let name = String::from_utf8_lossy(&row.key);
        let settings = self.job.settings.ingest();
        let (articles, set_aside) = if row.kind == "fetched" {
            parse_bytes(&name, &row.blob, &settings)
        } else {
            let file = PathBuf::from(String::from_utf8_lossy(&row.blob).into_owned());
            parse_file(&name, &file, &settings)?
        };
        out.extend(set_aside.iter().map(aside));
        for article in articles {
            self.bytes += article.text.len() as u64;
            let bucket = bucket_of_article(article.id, self.job.buckets);
            self.met[bucket as usize].push((article.id, article.place.clone()));
            out.push(Row::of_article("article", article.id, &article));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        for (bucket, met) in self.met.iter_mut().enumerate().filter(|(_, met)| !met.is_empty()) {
            out.push(Row::new("met", bucket as u64, Vec::new(), &std::mem::take(met)));
        }
        out.push(Row::new("read", self.bytes, Vec::new(), &()));
        Ok(())
    }
}

/// What is not in the digest, as a row.
pub(super) fn aside(set_aside: &SetAside) -> Row {
    // As they are sorted.
    let mut key = sortable(set_aside.path.raw());
    for number in [set_aside.record, set_aside.element, set_aside.doc] {
        key.extend(sortable_number(number));
    }
    key.extend(sortable(set_aside.reason.raw()));
    key.push(u8::from(set_aside.fault));
    Row::new("aside", 0, key, set_aside)
}

/// Of every article that was met several times: the places that do not count, and the first, which does.
#[derive(Default)]
pub(super) struct Repeats {
    met: FxHashMap<ArticleId, Vec<Place>>,
}

impl Step for Repeats {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        for (id, place) in row.value::<Vec<(ArticleId, Place)>>()? {
            self.met.entry(id).or_default().push(place);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut repeated: Vec<(ArticleId, Vec<Place>)> =
            self.met.drain().filter(|(_, places)| places.len() > 1).collect();
        repeated.sort_unstable_by_key(|(id, _)| *id);
        for (id, mut places) in repeated {
            places.sort_unstable();
            out.push(Row::of_article("repeat", id, &places));
        }
        Ok(())
    }
}
