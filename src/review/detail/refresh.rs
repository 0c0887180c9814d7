//! Keeping the detail pane in line with the selection.

use crate::domain::Target;
use crate::domain::records::Kind;
use crate::review::detail::build::claim;
use crate::review::detail::evidence::evidence;
use crate::review::state::detail::{Detail, DetailLine};
use crate::review::state::pane::Pane;
use crate::review::state::spot::Aim;
use crate::review::state::workspace::Workspace;

/// Makes the detail of the item selected, unless it is that already.
pub(crate) fn refresh(workspace: &mut Workspace) {
    let height = workspace.rows_of(Pane::Detail);
    let width = height.min(1) * workspace.places().detail.rows.width;
    // Where a side has no evidence, there is still the claim to be read.
    let claim = || workspace.claims.selected().map(|claim| Target::claim(claim.id));
    let Some(target) = workspace.target().or_else(claim) else {
        workspace.memory.detail_of = None;
        workspace.detail = Detail::default();
        return;
    };
    let wanted = Some((target, width, workspace.memory.revision));
    if workspace.memory.detail_of == wanted {
        return aim(workspace, height);
    }
    let same = workspace.memory.detail_of.is_some_and(|(shown, ..)| shown == target);
    // A pane that is not on the screen keeps its place for when it is.
    if width == 0 && same {
        return;
    }
    let scroll = if same { workspace.detail.scroll } else { 0 };
    workspace.detail =
        Detail { title: workspace.key_of(target), lines: lines(workspace, target, width), scroll };
    workspace.detail.scroll_by(0, height);
    workspace.memory.detail_of = wanted;
    aim(workspace, height);
}

/// Scrolls to what is to be in view.
fn aim(workspace: &mut Workspace, height: u16) {
    let detail = &mut workspace.detail;
    match &workspace.memory.aim {
        Some(Aim::Line(line)) => detail.scroll = *line,
        Some(Aim::Found(found)) => {
            let seen = detail.scroll..detail.scroll + usize::from(height);
            if let Some(at) = detail.line_of(found).filter(|at| !seen.contains(at)) {
                detail.scroll = at;
            }
        }
        None => return,
    }
    detail.scroll_by(0, height);
}

fn lines(workspace: &Workspace, target: Target, width: u16) -> Vec<DetailLine> {
    let parts = match (workspace.shown(), target.kind) {
        (None, _) => Vec::new(),
        (Some(open), Kind::Claim) => claim(&open.head),
        (Some(open), _) => match open.evidence(target.item) {
            Some(line) => evidence(line, &open.head.detail.figures),
            None => Vec::new(),
        },
    };
    parts.iter().flat_map(|part| part.wrapped(usize::from(width.max(20)))).collect()
}
