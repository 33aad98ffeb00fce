//! `--template`: a digest in a form of the user's own, or in one that comes along. A template sees what `digest.json` holds and opens no file.

use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};
use newsfold::Digest;
use newsfold::render::SourceText;
use newsfold::text::link_target;

use crate::Usage;

/// Templates that are known by a name alone.
const SHIPPED: [(&str, &str, &str); 3] = [
    ("plain", "plain.md.j2", include_str!("../../../templates/plain.md.j2")),
    ("obsidian", "obsidian.md.j2", include_str!("../../../templates/obsidian.md.j2")),
    ("slack", "slack.mrkdwn.j2", include_str!("../../../templates/slack.mrkdwn.j2")),
];

/// Endings of templates; what stands before them is the name of what they make.
const ENDINGS: [&str; 3] = [".j2", ".jinja2", ".jinja"];

/// Steps of a template, beyond which it is taken to be endless: some seconds. A digest of 30,000 stories takes a tenth of them.
const MOST_STEPS: u64 = 200_000_000;

/// Loops and macros inside one another.
const MOST_DEPTH: usize = 200;

/// A template that has been read.
pub(crate) struct Template {
    environment: Environment<'static>,
    /// As the user named it.
    name: String,
}

impl Template {
    /// Reads a template: one that comes along where a bare name is given, else a file.
    ///
    /// # Errors
    /// A file that cannot be read, or is no template.
    pub(crate) fn open(named: &Path) -> Result<Self, Usage> {
        let bare = named.to_str().filter(|name| !name.contains(['/', '\\', '.']));
        let shipped = SHIPPED.iter().find(|(name, ..)| bare == Some(name));
        let (name, source) = match shipped {
            Some((_, name, source)) => ((*name).to_owned(), (*source).to_owned()),
            None => (named.display().to_string(), read(named)?),
        };
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        environment.set_syntax(syntax.unwrap_or_default());
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(MOST_STEPS));
        environment.set_recursion_limit(MOST_DEPTH);
        environment.set_auto_escape_callback(|name| escape_of(made_by(name)));
        environment.set_formatter(print);
        environment.add_filter("link", link);
        environment.add_filter("markdown", |text: &str| {
            Value::from_safe_string(SourceText::new(text).markdown().to_string())
        });
        environment.add_filter("yaml", |text: &str| {
            Value::from_safe_string(SourceText::new(text).yaml().to_string())
        });
        let added = environment.add_template_owned(name.clone(), source);
        added.map_err(|error| said(&name, &error))?;
        Ok(Self { environment, name })
    }

    /// The name of the file that it makes.
    pub(crate) fn file_name(&self) -> String {
        let name = Path::new(&self.name).file_name().unwrap_or_default().to_string_lossy();
        made_by(&name).to_owned()
    }

    /// The digest in its form.
    ///
    /// # Errors
    /// What the template asks for and is not there; a template without end.
    pub(crate) fn render(&self, digest: &Digest) -> Result<String, Usage> {
        let template = self.environment.get_template(&self.name);
        let rendered = template.and_then(|t| t.render(Serde(digest)));
        rendered.map_err(|error| said(&self.name, &error))
    }
}

fn read(path: &Path) -> Result<String, Usage> {
    std::fs::read_to_string(path).map_err(|error| {
        let names: Vec<&str> = SHIPPED.iter().map(|(name, ..)| *name).collect();
        let names = names.join(", ");
        let shown = path.display();
        Usage(format!(
            "cannot read the template {shown}: {error} (without a file there are {names})"
        ))
    })
}

/// A template's name without the ending of templates.
fn made_by(name: &str) -> &str {
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// How values are escaped in a file of this name.
fn escape_of(name: &str) -> AutoEscape {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" | "htm" | "xml" | "atom" => AutoEscape::Html,
        "md" | "markdown" => AutoEscape::Custom("markdown".into()),
        "mrkdwn" => AutoEscape::Custom("slack".into()),
        "json" => AutoEscape::Json,
        _ => AutoEscape::None,
    }
}

/// Prints a value as the place asks; what is not known is nothing.
fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let is_markup = value.is_safe() || matches!(value.kind(), ValueKind::Number | ValueKind::Bool);
    match state.auto_escape() {
        AutoEscape::Json => return minijinja::escape_formatter(out, state, value),
        _ if value.is_none() || value.is_undefined() => {}
        AutoEscape::None => write!(out, "{value}")?,
        _ if is_markup => write!(out, "{value}")?,
        escape => out.write_str(&escaped(escape, &value.to_string()))?,
    }
    Ok(())
}

fn escaped(escape: &AutoEscape, text: &str) -> String {
    let text = SourceText::new(text);
    match escape {
        AutoEscape::Custom(form) if form == "markdown" => text.markdown().to_string(),
        AutoEscape::Custom(form) if form == "slack" => text.slack().to_string(),
        _ => text.html().to_string(),
    }
}

/// An address as the target of a link, escaped for the place; nothing where it is none of the web.
fn link(state: &State<'_, '_>, address: &Value) -> Value {
    let target = address.as_str().and_then(link_target).unwrap_or_default();
    match state.auto_escape() {
        AutoEscape::None | AutoEscape::Json => target.into(),
        // In angle brackets nothing is left that could end it.
        AutoEscape::Custom(form) if form == "markdown" => Value::from_safe_string(target),
        escape => Value::from_safe_string(escaped(escape, &target)),
    }
}

/// What is wrong with a template, and on which line.
fn said(name: &str, error: &Error) -> Usage {
    let line = error.line().map_or(String::new(), |line| format!(", line {line}"));
    let mut said = format!("in the template {name}{line}: {}", error.kind());
    if let Some(detail) = error.detail() {
        said.push_str(&format!(": {detail}"));
    }
    if said.contains("unknown statement") {
        said.push_str(" (a template opens no other file: there is no include, import or extends)");
    }
    Usage(said)
}
