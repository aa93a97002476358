//! Which models the server can run, and how: the models file of the operator, and the built-in sample model for
//! those of the price book.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use tiermeter_api::request;
use tiermeter_backend::services::KnownModels;
use tiermeter_pricing::read::{self, FreeText, Input, Place, Read, Unread};
use tiermeter_pricing::{PriceBook, object};

/// How each configured model is started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Models {
    commands: BTreeMap<String, ModelCommand>,
}

/// How the instances of a model are started and asked whether they are ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ModelCommand {
    /// Program and arguments; `TIERMETER_INSTANCE_LISTEN` tells it where to listen.
    pub(crate) command: Vec<OsString>,
    /// Answers 200 once the instance is ready.
    pub(crate) health_path: String,
}

object! {
    struct ModelDocument reads with () {
        command: Vec<FreeText>,
        ;
        health_path: FreeText,
    }
}

/// The models by name.
struct ModelsByName(BTreeMap<String, ModelDocument>);

impl Read<()> for ModelsByName {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::by_name(place, input, "an object with a model for each name").map(Self)
    }
}

object! {
    struct ModelsDocument reads with () {
        models: ModelsByName,
    }
}

impl Models {
    /// Reads the operator's models file; the error is a sentence.
    pub(crate) fn from_file(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let bytes = std::fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
        let document: ModelsDocument = request(&bytes).map_err(|refusal| format!("{shown}: {refusal}"))?;
        let mut commands = BTreeMap::new();
        for (name, model) in document.models.0 {
            if model.command.is_empty() {
                return Err(format!("{shown}: the command of {} is empty", read::quoted(&name)));
            }
            let command = ModelCommand {
                command: model.command.into_iter().map(|part| part.0.into()).collect(),
                health_path: model.health_path.map_or_else(|| "/healthz".to_owned(), |path| path.0),
            };
            commands.insert(name, command);
        }
        Ok(Self { commands })
    }

    /// How an instance of a model is started: as configured, else the built-in sample model.
    pub(crate) fn command_of(&self, model: &str, book: &PriceBook) -> Option<ModelCommand> {
        if let Some(command) = self.commands.get(model) {
            return Some(command.clone());
        }
        book.model(model)?;
        let program = std::env::current_exe().ok()?;
        let command =
            vec![program.into_os_string(), "instance".into(), "--model".into(), OsString::from(model)];
        Some(ModelCommand { command, health_path: "/healthz".to_owned() })
    }
}

impl KnownModels for Models {
    fn is_configured(&self, model: &str) -> bool {
        self.commands.contains_key(model)
    }
}
