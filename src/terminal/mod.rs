//! The reviewer at a terminal: the event loop, the device, the programs it starts, and the threads
//! between the screen and the case.

mod device;
mod host;
mod programs;
mod run;
mod store;
mod summary;
mod timers;

pub use host::{HostServices, ImportStage, PendingExport};
pub use programs::editor::{Editor, EditorError};
pub use run::{OpenMode, RunError, Setup, run};
pub use summary::ExitSummary;
