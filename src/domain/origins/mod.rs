//! Origins: where evidence comes from in the end, and how many voices that makes.

pub mod graph;
