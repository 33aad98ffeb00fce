//! Other names for the fields of records.

use std::collections::BTreeMap;

use crate::error::Error;

/// Other names for the fields of JSON records and the columns of tables: role (`text`, `title`, `source`, `date`, `url`, `id`, `lang`)
/// to field name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

/// Roles that a field can have.
const ROLES: &[&str] = &["text", "title", "source", "date", "url", "id", "lang"];

impl Fields {
    /// Adds one `ROLE=NAME`.
    ///
    /// # Errors
    /// Not of that form, or no such role.
    pub fn add(&mut self, mapping: &str) -> Result<(), Error> {
        let parts = mapping.split_once('=').filter(|(_, name)| !name.is_empty());
        let Some((role, name)) = parts else {
            return Err(Error::Settings(format!(
                "expected ROLE=NAME such as text=story, found `{mapping}`"
            )));
        };
        if !ROLES.contains(&role) {
            return Err(Error::unknown("field role", role, ROLES));
        }
        self.0.insert(role.to_owned(), name.to_owned());
        Ok(())
    }

    /// The field that was named for a role.
    pub(super) fn name_of(&self, role: &str) -> Option<&str> {
        self.0.get(role).map(String::as_str)
    }

    /// Every mapping as `ROLE=NAME`, by role.
    pub fn mappings(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|(role, name)| format!("{role}={name}"))
    }
}
