//! Reading what carriers bring: everything that comes of it, and the shapes.

// Each test file uses its own part of this.
#![allow(dead_code)]

use corrob::formats::carrier::{
    Carried, Header, JsonShape, Limits, Record, Shape, Table, decoded, read, sniff,
};
use corrob::formats::{Refusal, Warning};
use serde_json::Value;
use std::convert::Infallible;
use std::io::{self, BufRead, Read, Write};

#[derive(Debug, Default)]
pub struct All {
    pub records: Vec<Record>,
    pub refused: Vec<Refusal>,
    pub warned: Vec<Warning>,
    pub failed: Option<String>,
}

impl All {
    pub fn values(&self) -> Vec<Value> {
        self.records.iter().map(|record| record.value.clone()).collect()
    }

    pub fn lines(&self) -> Vec<u64> {
        self.records.iter().map(|record| record.line).collect()
    }

    /// The refusals, as sentences.
    pub fn said(&self) -> Vec<String> {
        self.refused.iter().map(ToString::to_string).collect()
    }

    pub fn warnings(&self) -> Vec<String> {
        self.warned.iter().map(ToString::to_string).collect()
    }

    pub fn clean(self) -> Vec<Value> {
        assert_eq!((self.said(), self.warnings(), &self.failed), (vec![], vec![], &None));
        self.values()
    }
}

pub fn all_within(input: impl BufRead, shape: &Shape, limits: Limits) -> All {
    let mut all = All::default();
    let ended = read(input, shape, limits, &mut |carried| {
        match carried {
            Carried::Record(record) => all.records.push(record),
            Carried::Refused(refusal) => all.refused.push(refusal),
            Carried::Warned(warning) => all.warned.push(warning),
        }
        Ok::<(), Infallible>(())
    });
    all.failed = ended.err().map(|error| error.to_string());
    all
}

pub fn all(input: impl BufRead, shape: &Shape) -> All {
    all_within(input, shape, Limits::default())
}

pub fn lines() -> Shape {
    Shape::Json(JsonShape::Lines)
}

pub fn array(path: &[&str]) -> Shape {
    Shape::Json(JsonShape::Array(path.iter().map(ToString::to_string).collect()))
}

pub fn members(path: &[&str]) -> Shape {
    Shape::Json(JsonShape::Members(path.iter().map(ToString::to_string).collect()))
}

pub fn table(delimiter: u8) -> Shape {
    Shape::Csv(Table::new(delimiter, Header::Row))
}

pub fn sniffed(text: &str) -> Shape {
    sniff(text.as_bytes(), true).unwrap().shape
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

pub fn text_of(bytes: &[u8], encoding: Option<&str>) -> (String, String, Option<String>, Option<io::Error>) {
    let (mut input, decoding) = decoded(bytes, encoding).unwrap();
    let mut text = Vec::new();
    let error = input.read_to_end(&mut text).err();
    let warning = decoding.warning().map(|warning| warning.to_string());
    (String::from_utf8_lossy(&text).into_owned(), decoding.to_string(), warning, error)
}
