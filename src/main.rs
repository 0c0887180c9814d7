//! The program `corrob`.

use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {at}")).unwrap_or_default();
        eprintln!(
            "corrob: something went wrong inside corrob{place}; what you decided before is saved; please report this"
        );
    }));
    std::panic::catch_unwind(|| corrob::cli::main(std::env::args_os())).unwrap_or(ExitCode::from(2))
}
