//! The sections of findings, each on or off.

use crate::error::Error;

/// One section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Facts that several origins state.
    Agreed,
    /// Figures that differ.
    Differ,
    /// What was said, and how it is worded.
    Quotes,
    /// What one origin alone reports.
    OnlyHere,
    /// Dated sentences.
    Timeline,
    /// What each article holds.
    Coverage,
    /// Stories in other languages that tell the same event.
    OtherLanguages,
    /// Lines and inputs that were left out, behind the stories; the JSON always has them.
    SetAside,
}

impl Section {
    /// All of them, in the order of the page.
    pub const ALL: [Section; 8] = [
        Section::Agreed,
        Section::Differ,
        Section::Quotes,
        Section::OnlyHere,
        Section::Timeline,
        Section::Coverage,
        Section::OtherLanguages,
        Section::SetAside,
    ];

    /// Its name in flags and settings.
    pub fn name(self) -> &'static str {
        match self {
            Section::Agreed => "agreed",
            Section::Differ => "differ",
            Section::Quotes => "quotes",
            Section::OnlyHere => "only-here",
            Section::Timeline => "timeline",
            Section::Coverage => "coverage",
            Section::OtherLanguages => "other-languages",
            Section::SetAside => "set-aside",
        }
    }
}

/// Which sections are looked for, and whether the page shows them one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sections {
    sections: Vec<Section>,
    brief: bool,
}

/// All of them are looked for, and the page is a short one: what an editor reads in a minute.
impl Default for Sections {
    fn default() -> Self {
        Self { sections: Section::ALL.to_vec(), brief: true }
    }
}

const BRIEF: &str = "brief";
const FULL: &str = "full";

impl Sections {
    /// Those that a list names: `brief`, `full` (or `all`), `none`, or names with commas between.
    ///
    /// # Errors
    /// A name that is none.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let mut sections = Vec::new();
        let mut brief = false;
        for name in names.into_iter().flat_map(|list| list.split(',')).map(str::trim) {
            match name {
                BRIEF => brief = true,
                FULL | "all" => sections.extend(Section::ALL),
                "none" | "" => {}
                _ => {
                    let known = Section::ALL.iter().find(|s| s.name() == name);
                    let groups = [BRIEF, FULL].into_iter();
                    let names: Vec<&str> =
                        groups.chain(Section::ALL.iter().map(|s| s.name())).collect();
                    sections.push(*known.ok_or_else(|| Error::unknown("section", name, &names))?);
                }
            }
        }
        sections.sort_unstable();
        sections.dedup();
        // Whoever names a section wants to see it.
        Ok(if brief && sections.is_empty() {
            Self::default()
        } else {
            Self { sections, brief: false }
        })
    }

    /// Whether the Markdown page is the short one; the JSON has all that is looked for.
    pub fn is_brief(&self) -> bool {
        self.brief
    }

    /// Whether a section is among them.
    pub fn has(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// Their names, in the order of the page, or that of their group.
    pub fn names(&self) -> Vec<&'static str> {
        if self.brief {
            return vec![BRIEF];
        }
        self.sections.iter().map(|s| s.name()).collect()
    }
}
