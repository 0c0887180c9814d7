//! The program `corrob`.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {at}")).unwrap_or_default();
        let _ = writeln!(
            std::io::stderr(),
            "corrob: something went wrong inside corrob{place}; what you decided before is saved; please report this"
        );
        // Whichever thread it was: what is committed is safe, nothing else can be trusted, and a
        // core dump would put the case's text in a file that nobody asked for.
        std::process::exit(2);
    }));
    corrob::cli::main(std::env::args_os())
}
