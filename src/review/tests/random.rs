use crate::domain::Target;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::protocol::msg::Answer;
use crate::review::state::list::{HasId, List};
use crate::review::tests::fake::{self, Fake, evidence_id};
use crate::review::tests::world::{World, pressed};
use crate::review::{Msg, Ticket};
use proptest::prelude::*;

const KEYS: &[&str] = &[
    "j",
    "k",
    "g",
    "G",
    "Ctrl-d",
    "Ctrl-u",
    "PgDn",
    "PgUp",
    "Tab",
    "h",
    "l",
    "Enter",
    "Esc",
    "z",
    "]",
    "[",
    "t",
    "/",
    "n",
    "N",
    "f",
    "1",
    "9",
    "r",
    "w",
    "d",
    "e",
    "x",
    "i",
    ".",
    "*",
    "v",
    "s",
    "Space",
    "V",
    "T",
    "u",
    "Ctrl-r",
    "a",
    "A",
    "y",
    "O",
    "E",
    "I",
    "q",
    "Ctrl-c",
    "?",
    ":",
    "2",
    "3",
    "4",
    "0",
    "m",
    "Ctrl-s",
    "Ctrl-p",
    "Ctrl-x",
    "Down",
    "Up",
    "Left",
    "Right",
    "Backspace",
    "Ctrl-w",
    "C",
    "-",
    "Q",
    "Ctrl-z",
    "Enter",
    "Esc",
    "Esc",
    "j",
    "r",
    "]",
    "M",
    "c",
    "PgDn",
    "Shift-Tab",
    "Ctrl-o",
    "R",
];

#[derive(Debug, Clone)]
enum Step {
    Key(usize),
    Deliver,
    Drop,
    Refuse(bool),
    Resize(u16, u16),
    Changed,
    Remove(usize),
    Paste(String),
    Stray(u64),
    Timer(u64),
    Importing(bool),
    Imported(u8),
}

/// Few, for every day; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let usual = asked.cases == 256;
    ProptestConfig { cases: if usual { 48 } else { asked.cases }, ..asked }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..KEYS.len()).prop_map(Step::Key),
        8 => Just(Step::Deliver),
        1 => Just(Step::Drop),
        1 => any::<bool>().prop_map(Step::Refuse),
        1 => (0_u16..200, 0_u16..60).prop_map(|(w, h)| Step::Resize(w, h)),
        1 => Just(Step::Changed),
        1 => (0_usize..8).prop_map(Step::Remove),
        1 => "\\PC{0,8}".prop_map(Step::Paste),
        1 => (0_u64..40).prop_map(Step::Stray),
        1 => (0_u64..60).prop_map(Step::Timer),
        1 => any::<bool>().prop_map(Step::Importing),
        1 => (0_u8..3).prop_map(Step::Imported),
    ]
}

fn holds<T: HasId>(list: &List<T>) {
    assert!(list.is_empty() || list.selected().is_some());
    assert!(list.end() <= list.total());
    assert!(list.top() <= list.cursor());
}

fn sound(world: &World) {
    holds(&world.review.claims);
    if let Some(open) = &world.review.open {
        holds(&open.supporting);
        holds(&open.disputing);
    }
    let _ = (world.review.hints(), world.review.place(), world.review.target());
    let detail = &world.review.detail;
    assert!(detail.scroll <= detail.lines.len());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_sequence_of_messages_breaks_the_review(
        shape in prop::collection::vec((0_u64..60, 0_u64..5), 0..60),
        steps in prop::collection::vec(step(), 0..250),
    ) {
        let mut world = World::with(Fake::new(&shape), None, Ok(()), (100, 24));
        for step in steps {
            match step {
                Step::Key(at) => world.msg(Msg::Key(pressed(KEYS[at]))),
                Step::Deliver => { world.deliver(); }
                Step::Drop => {
                    // What was asked or to be written is refused.
                    use crate::review::Effect;
                    if let Some(
                        Effect::Read(ticket, _)
                        | Effect::Write(ticket, _)
                        | Effect::ProposeExports(ticket)
                        | Effect::Export(ticket, _),
                    ) = world.held.pop_front()
                    {
                        world.msg(Msg::Refused(ticket, "no".into()));
                    }
                }
                Step::Refuse(refuse) => world.case.refuse_writes = refuse,
                Step::Resize(w, h) => world.msg(Msg::Resize(w, h)),
                Step::Changed => world.msg(Msg::Changed(world.case.progress())),
                Step::Remove(at) => {
                    if at < world.case.claims.len() {
                        let gone = world.case.claims.remove(at).id;
                        world.case.evidence.retain(|e| e.claim != gone);
                    }
                }
                Step::Paste(text) => world.msg(Msg::Paste(text)),
                Step::Stray(ticket) => world.msg(Msg::Answer(Ticket(ticket), Answer::Undecided(None))),
                Step::Importing(closing) => {
                    world.msg(Msg::Importing(ImportProgress { records: 64, closing, ..ImportProgress::default() }));
                }
                Step::Imported(how) => world.msg(Msg::Imported(match how {
                    0 => ImportEnd::Stopped,
                    1 => ImportEnd::Failed("no".into()),
                    _ => ImportEnd::Done {
                        says: "done".into(),
                        refused: false,
                        progress: world.case.progress(),
                    },
                })),
                Step::Timer(ticket) => world.msg(Msg::Timer(Ticket(ticket))),
            }
            sound(&world);
        }
        world.case.refuse_writes = false;
        world.settle();
        sound(&world);
        prop_assert!(!world.review.is_waiting(), "an answer is waited for that nobody was asked for");
        prop_assert_eq!(world.review.writing(), 0);
    }

    /// However late the case answers, fast typing acts on the pieces it would have acted on had
    /// every answer come at once.
    #[test]
    fn late_answers_change_nothing(
        mut shape in prop::collection::vec((1_u64..4, 0_u64..3), 1..6),
        keys in prop::collection::vec(0_usize..12, 1..40),
        delays in prop::collection::vec(0_usize..4, 40),
    ) {
        const FAST: [&str; 12] = ["r", "w", "d", "e", "]", "u", "Enter", "Esc", "[", "2", "Esc", "]"];
        // There always is something undecided, and something to undo: what is typed ahead of a step
        // that is not made is forgotten, which is another promise.
        shape.push((50, 0));
        let undo = fake::Step { targets: vec![Target::evidence(evidence_id(1))], ..fake::Step::default() };
        let mut worlds = [World::new(&shape), World::new(&shape)];
        for world in &mut worlds {
            world.case.undo = vec![undo.clone(); 40];
        }
        let [mut prompt, mut late] = worlds;
        for (at, key) in keys.iter().enumerate() {
            prompt.press(FAST[*key]);
            late.type_ahead(FAST[*key]);
            for _ in 0..delays[at] {
                late.deliver();
            }
        }
        late.settle();
        prop_assert_eq!(&prompt.case.said, &late.case.said);
        prop_assert_eq!(prompt.at(), late.at());
    }
}
