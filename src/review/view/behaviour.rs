//! What every view does.

use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::{Action, Context};
use crate::review::protocol::effect::Ticket;
use crate::review::protocol::msg::Answer;
use crate::review::state::workspace::Workspace;

/// Something that takes the whole screen in the place of the panes, and the keys while no prompt is open
/// over it. It holds what it shows, and follows the selection of the workspace.
pub(crate) trait View {
    /// The table in which its keys are looked up.
    fn context(&self) -> Context {
        Context::View
    }

    /// Acts on a key that has this action in a view, if any.
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next;

    /// What the line in use is about, where it is about anything else than what is selected in the panes.
    fn subject(&self, _workspace: &Workspace) -> Option<Subject> {
        None
    }

    /// The keys worth showing, most useful first.
    fn hints(&self) -> &'static [Action];

    /// Brings what it shows in line with the selection and the size of the screen.
    fn follow(&mut self, workspace: &mut Workspace);

    /// What it shows may have changed in the case; and with it the `order` of the claims.
    fn went_stale(&mut self, order: bool);

    /// Asks again for what may have changed.
    fn ask_again(&mut self, workspace: &mut Workspace);

    /// Whether it has nothing to show yet.
    fn is_waiting(&self) -> bool;

    /// Takes in an answer to a question it asked; one to an older question changes nothing.
    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer);

    /// What comes of it that a question was refused, where the question is its own.
    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> Option<Next>;
}
