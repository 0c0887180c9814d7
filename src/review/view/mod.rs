//! What can take the whole screen: one file for each view, one line in the table here. A view of lines has
//! its line in [`topics`] instead.

pub(crate) mod behaviour;
pub(crate) mod claim;
mod document_use;
pub mod document_view;
pub(crate) mod figures;
pub(crate) mod history;
pub mod layout;
pub(crate) mod ledger;
pub mod lines_view;
pub mod matrix;
pub mod matrix_view;
pub(crate) mod origins;
pub(crate) mod record_lines;
pub mod records_view;
pub(crate) mod timeline;
pub mod topics;

pub(crate) use crate::review::state::sheet;

use crate::review::view::behaviour::View;

macro_rules! views {
    ($($variant:ident($view:ty), $doc:literal;)+) => {
        /// The view that is open.
        #[derive(Debug)]
        pub enum AnyView { $(#[doc = $doc] $variant(Box<$view>)),+ }

        $(impl From<$view> for AnyView {
            fn from(view: $view) -> Self {
                Self::$variant(Box::new(view))
            }
        })+

        impl AnyView {
            pub(crate) fn get(&self) -> &dyn View {
                match self { $(Self::$variant(view) => &**view),+ }
            }

            pub(crate) fn get_mut(&mut self) -> &mut dyn View {
                match self { $(Self::$variant(view) => &mut **view),+ }
            }
        }
    };
}

views! {
    Lines(lines_view::LinesView), "Lines to go through.";
    Matrix(matrix_view::MatrixView), "Claims down, sources across.";
    Records(records_view::RecordsView), "Sources or parties, with what each has to do with.";
    Document(document_view::DocumentView), "The document of a source.";
}
