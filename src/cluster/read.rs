//! Files to articles, and what came twice.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::row::{Row, bucket_of_article, sortable, sortable_number};
use super::{Job, Step};
use crate::error::{Error, SetAside};
use crate::ingest::{
    ArticleId, Census, Place, Settled, Witness, Witnesses, parse_bytes, parse_file,
};

/// Reads files. A row's key is the name under which the run knows the file; the blob of an `input` is where this machine finds it, that of
/// a `fetched` one its bytes.
pub(super) struct Read {
    job: Job,
    met: Vec<(Witnesses, Vec<Met>)>,
    bytes: u64,
}

/// An article, where it was met, and the number of what it adds to what all settle together.
type Met = (ArticleId, Place, u32);

impl Read {
    pub(super) fn new(job: Job) -> Self {
        let met = (0..job.buckets).map(|_| Default::default()).collect();
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
            let (witnesses, met) = &mut self.met[bucket as usize];
            let witness = witnesses.number(Witness::of(&article));
            met.push((article.id, article.place.clone(), witness));
            out.push(Row::of_article("article", article.id, &article));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        for (bucket, (witnesses, met)) in std::mem::take(&mut self.met).into_iter().enumerate() {
            if !met.is_empty() {
                out.push(Row::new("met", bucket as u64, Vec::new(), &(witnesses.all, met)));
            }
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

/// Of every article that was met several times: the places that do not count, and the first, which does. What the articles add to what
/// all settle together, each once.
#[derive(Default)]
pub(super) struct Repeats {
    met: FxHashMap<ArticleId, Vec<(Place, u32)>>,
    witnesses: Witnesses,
}

impl Step for Repeats {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        let (witnesses, met): (Vec<Witness>, Vec<Met>) = row.value()?;
        let numbers: Vec<u32> =
            witnesses.into_iter().map(|witness| self.witnesses.number(witness)).collect();
        for (id, place, witness) in met {
            let number =
                numbers.get(witness as usize).ok_or_else(|| super::row::damaged(row.kind))?;
            self.met.entry(id).or_default().push((place, *number));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut met: Vec<(ArticleId, Vec<(Place, u32)>)> = self.met.drain().collect();
        met.sort_unstable_by_key(|(id, _)| *id);
        let mut census = Census::default();
        for (id, mut places) in met {
            places.sort_unstable();
            if let Some((first, witness)) = places.first() {
                census.add(&self.witnesses.all[*witness as usize], first);
            }
            if places.len() > 1 {
                let places: Vec<Place> = places.into_iter().map(|(place, _)| place).collect();
                out.push(Row::of_article("repeat", id, &places));
            }
        }
        out.push(Row::new("witness", 0, Vec::new(), &census));
        Ok(())
    }
}

/// What takes all articles: what each outlet is called, and whether dates have the day or the month first.
#[derive(Default)]
pub(super) struct Settle(Census);

impl Step for Settle {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.0.merge(row.value()?);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        out.push(Row::new("settled", 0, Vec::new(), &Settled::of(&self.0)));
        Ok(())
    }
}
