//! Made-up cases, for tests that need one of some size.

#[path = "../../examples/made_up_case/generator/mod.rs"]
pub mod generator;

use crate::desk::Desk;
use generator::Shape;
use std::fs::File;
use std::io::BufWriter;

/// Makes a case file of this many pieces of evidence, and beside it the `.json` it is imported from.
pub fn made_up_case(desk: &Desk, case: &str, evidence: u64) {
    let json = write_made_up(desk, case, evidence);
    desk.run(&["import", case, &json]).done();
}

/// Writes the file that a made-up case is imported from; returns its name.
pub fn write_made_up(desk: &Desk, case: &str, evidence: u64) -> String {
    let json = case.replace(".corrob", ".json");
    let file = BufWriter::new(File::create(desk.path(&json)).unwrap());
    generator::write(Shape::of(evidence, 1), file).unwrap();
    json
}
