//! Writes a made-up case with the shape of real ones, as native JSON, for trying corrob at any size:
//!
//! ```text
//! cargo run --release --example made_up_case 1000000 > big.json
//! corrob import big.corrob big.json
//! ```

mod generator;

use generator::Shape;
use std::io::{self, BufWriter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<u64>());
    let evidence = numbers.next().ok_or("say how many pieces of evidence the case has")??;
    let seed = numbers.next().transpose()?.unwrap_or(1);
    generator::write(Shape::of(evidence, seed), BufWriter::new(io::stdout().lock()))?;
    Ok(())
}
