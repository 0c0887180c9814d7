//! Several people, each with a home of their own, at one case.

use crate::desk::Desk;
use std::os::unix::fs::PermissionsExt;

/// What a command says of who one is.
fn id(desk: &Desk) -> String {
    desk.run(&["identity", "--json"]).done().json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn one_person_on_two_devices_is_one_reviewer_and_two_people_of_one_name_are_two() {
    let (desk, laptop) = (Desk::new(), Desk::new());
    assert_ne!(id(&desk), id(&laptop), "one name, two people");
    assert_eq!(id(&desk), id(&desk));
    let said = desk.run(&["identity", "--export", "me.txt"]).done();
    assert!(said.out.is_empty() && said.err.contains("--import"), "{said:?}");
    let file = desk.path("me.txt");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read(&file).unwrap();
    assert_eq!(desk.run(&["identity", "--export", "-"]).done().out.as_bytes(), text);
    assert!(desk.run(&["identity", "--export", "me.txt"]).refused().contains("exists already"));
    let moved = laptop.run_with(&["identity", "--import", "-"], &text).done();
    assert!(moved.err.contains("was another reviewer on this device"), "{moved:?}");
    assert_eq!(id(&laptop), id(&desk));
    assert!(laptop.run_with(&["identity", "--import", "-"], b"hello").refused().contains("no identity"));
    assert!(desk.run(&["identity", "--import", "me.txt", "--read-only"]).refused().contains("--read-only"));
}
