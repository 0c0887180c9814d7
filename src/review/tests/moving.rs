use crate::domain::rows::Side;
use crate::review::state::geometry::{MIN_HEIGHT, MIN_WIDTH, places};
use crate::review::state::pane::Pane;
use crate::review::tests::fake::{Fake, claim_id};
use crate::review::tests::world::World;
use crate::review::{Effect, Msg, Read};

#[test]
fn panes_and_lines() {
    let mut world = World::new(&[(3, 1), (1, 0)]);
    world.press("Tab");
    assert_eq!((world.review.focus, world.at().as_str()), (Pane::Supporting, "E-1"));
    world.press("j j j");
    assert_eq!(world.at(), "E-3");
    world.press("l");
    assert_eq!(world.at(), "E-4");
    world.press("l");
    assert_eq!(
        (world.review.focus, world.at().as_str()),
        (Pane::Detail, "E-4"),
        "the detail of what was last"
    );
    world.press("h h g");
    assert_eq!(world.at(), "E-1");
    world.press("Enter");
    assert!(world.review.zoomed && world.review.focus == Pane::Detail);
    world.press("Esc");
    assert!(!world.review.zoomed && world.review.focus == Pane::Supporting);
    world.press("Esc j");
    assert_eq!(world.at(), "C-2");
    world.press("k Enter z");
    assert!(world.review.zoomed);
    world.press("z");
    assert!(!world.review.zoomed);
}

#[test]
fn a_claim_disputed_only_opens_on_that_side() {
    let mut world = World::new(&[(0, 2)]);
    world.press("Enter");
    assert_eq!((world.review.focus, world.at().as_str()), (Pane::Disputing, "E-1"));
}

#[test]
fn a_long_list_is_held_in_part_and_fetched_ahead() {
    let mut world = World::new(&vec![(1, 0); 1000]);
    assert!(world.review.claims.rows().len() < 200);
    assert_eq!(world.review.claims.total(), 1000);
    for n in 2..=300 {
        world.type_ahead("j");
        assert!(world.review.claims.selected().is_some());
        assert_eq!(world.review.claims.cursor(), n - 1, "moving never waits while rows come in time");
        world.settle();
    }
    world.press("G");
    assert_eq!(world.at(), "C-1000");
    world.press("PgUp PgUp PgUp Ctrl-u Ctrl-d PgDn");
    assert!(world.review.claims.cursor() < 999);
    world.press("g");
    assert_eq!(world.at(), "C-1");
    // Faster than the rows come: what is not held is waited for.
    world.type_ahead(&"PgDn ".repeat(20));
    world.settle();
    let page = u64::from(world.review.places().claims.rows.height) - 1;
    assert_eq!(world.review.claims.cursor(), 20 * page);
}

#[test]
fn so_is_a_long_pane_of_evidence() {
    let mut world = World::new(&[(900, 0), (1, 0)]);
    world.press("Enter");
    let held = |world: &World| world.review.shown().unwrap().side(Side::Supporting).rows().len();
    assert!(held(&world) < 200);
    world.press("G");
    assert_eq!(world.at(), "E-900");
    assert!(held(&world) < 200);
    world.press("g");
    for _ in 0..200 {
        world.press("j");
    }
    assert_eq!(world.at(), "E-201");
    world.press("g Space G V");
    assert_eq!(world.review.marks.len(), 900);
    world.press("Esc g T w");
    assert!(world.case.of(1).is_decided());
}

#[test]
fn prefetch_asks_once() {
    let mut world = World::new(&vec![(0, 0); 1000]);
    for _ in 0..60 {
        world.type_ahead("j");
    }
    let asked = world.reads().iter().filter(|read| matches!(read, Read::Claims { .. })).count();
    assert_eq!(asked, 1);
    // A refusal is not asked again for ever.
    let Some(at) = world.held.iter().position(|e| matches!(e, Effect::Read(_, Read::Claims { .. }))) else {
        panic!()
    };
    let Some(Effect::Read(ticket, _)) = world.held.remove(at) else { panic!() };
    world.msg(Msg::Refused(ticket, "the case cannot be read".into()));
    assert!(!world.reads().iter().any(|read| matches!(read, Read::Claims { .. })));
    world.settle();
    world.press("j");
    assert_eq!(world.review.claims.cursor(), 61);
}

#[test]
fn resizing_keeps_the_selection_in_view() {
    let mut world = World::new(&vec![(2, 2); 200]);
    world.press(&"j ".repeat(70));
    for size in [(80, 24), (40, 10), (200, 60), (99, 16), (100, 10), (300, 100)] {
        world.msg(Msg::Resize(size.0, size.1));
        world.settle();
        assert_eq!(world.at(), "C-71");
        let height = world.review.places().claims.rows.height;
        assert!(height >= 1);
        assert!(world.review.claims.visible(height).any(|(on, _)| on), "{size:?}");
        let shown = world.review.claims.visible(height).count();
        assert_eq!(shown, usize::from(height), "{size:?}: no empty rows above or below");
    }
}

#[test]
fn below_40_by_10_no_key_decides() {
    let mut world = World::new(&[(3, 0)]);
    world.press("Enter");
    for size in [(39, 24), (120, 9), (0, 0), (1, 1)] {
        world.msg(Msg::Resize(size.0, size.1));
        assert!(world.review.too_small());
        world.press("r w j a u Space");
        assert!(world.case.said.is_empty());
        assert_eq!((world.at().as_str(), world.mode()), ("E-1", "review"));
    }
    world.press("Ctrl-z q");
    assert!(world.outside.contains(&Effect::Suspend) && world.outside.contains(&Effect::Quit));
    world.msg(Msg::Resize(MIN_WIDTH, MIN_HEIGHT));
    world.press("r");
    assert!(world.case.of(1).is_decided());
}

#[test]
fn every_size_has_room_for_every_pane() {
    let all = Pane::ALL.into_iter().flat_map(|pane| [(pane, false, 2), (pane, true, 2), (pane, false, 900)]);
    for width in (0..45).chain(95..105).chain([140, 200, 219]) {
        for height in (0..26).chain([40, 69]) {
            for (focus, zoomed, claim) in all.clone() {
                let places = places((width, height), focus, zoomed, claim);
                let mut used = vec![0_u8; usize::from(width) * usize::from(height)];
                let areas = [
                    places.header,
                    places.hints,
                    places.divider,
                    places.split,
                    places.claims.title,
                    places.claims.rows,
                    places.head.title,
                    places.head.rows,
                    places.supporting.title,
                    places.supporting.rows,
                    places.disputing.title,
                    places.disputing.rows,
                    places.detail.title,
                    places.detail.rows,
                ];
                for area in areas {
                    for y in area.top()..area.bottom() {
                        for x in area.left()..area.right() {
                            assert!(x < width && y < height, "{width}×{height} {area:?}");
                            let cell = &mut used[usize::from(y) * usize::from(width) + usize::from(x)];
                            *cell += 1;
                            assert_eq!(*cell, 1, "{width}×{height}: two things on one cell");
                        }
                    }
                }
                if width >= MIN_WIDTH && height >= MIN_HEIGHT {
                    let rows = places.pane(focus).rows;
                    assert!(rows.height >= 1 && rows.width >= 20, "{width}×{height} {focus:?}");
                    // What is said of evidence is never without its claim.
                    let of_evidence = focus != Pane::Claims && !(zoomed && focus != Pane::Detail);
                    let claim = places.head.rows.height + places.claims.rows.height;
                    assert!(!of_evidence || claim > 0, "{width}×{height} {focus:?}");
                    let detail = places.detail.rows.height;
                    assert!(zoomed || focus == Pane::Claims || detail > 0, "{width}×{height} {focus:?}");
                }
            }
        }
    }
}

#[test]
fn the_detail_scrolls_and_ends_at_its_end() {
    let mut case = Fake::new(&[(1, 0)]);
    case.evidence[0].record.paraphrase = "words ".repeat(2000);
    let mut world = World::with(case, None, Ok(()), (80, 24));
    world.press("Enter Enter");
    assert_eq!(world.review.detail.title.as_str(), "E-1");
    let height = usize::from(world.review.places().detail.rows.height);
    world.press("PgDn");
    assert_eq!(world.review.detail.scroll, height - 1);
    world.press("G j j");
    assert_eq!(world.review.detail.scroll, world.review.detail.lines.len() - height);
    let width = usize::from(world.review.places().detail.rows.width);
    assert!(world.review.detail.lines.iter().all(|line| line.text.width() <= width));
    world.press("g");
    assert_eq!(world.review.detail.scroll, 0);
}

#[test]
fn undecided_from_a_claim_begins_with_its_own() {
    let mut world = World::new(&[(1, 0), (1, 1), (1, 0)]);
    world.press("j ]");
    assert_eq!(world.at(), "E-2");
    world.press("r ]");
    assert_eq!(world.at(), "E-4");
    world.press("]");
    assert_eq!(world.at(), "E-1");
    assert_eq!(world.status(), "from the first claim again");
    world.press("[");
    assert_eq!(world.at(), "E-4");
    assert_eq!(world.review.claims.selected().unwrap().id, claim_id(3));
}

#[test]
fn a_claim_without_evidence_has_its_place_too() {
    let mut world = World::new(&[(1, 0), (0, 0), (1, 0)]);
    world.press("j ]");
    assert_eq!(world.at(), "E-2");
    world.press("Esc k [");
    assert_eq!(world.at(), "E-1");
}

#[test]
fn where_a_side_has_no_evidence_the_claim_can_still_be_read() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Tab Tab");
    assert!(world.review.target().is_none());
    assert_eq!(world.review.detail.title.as_str(), "C-1");
    assert!(!world.review.detail.lines.is_empty());
}

#[test]
fn what_the_reviewer_says_stands_right_after_what_the_evidence_says() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter T w a");
    world.text("asked in vain");
    world.press("Esc");
    let lines: Vec<String> =
        world.review.detail.lines.iter().map(|line| format!("{} {}", line.label, line.text)).collect();
    assert_eq!(lines[3..5], ["your tag withheld", "your note asked in vain"]);
}
