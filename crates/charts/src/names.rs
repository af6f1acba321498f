//! Names of filter values in a language.

use catalogue::{Facet, NamedValue};
use domain::Lang;
use i18n::facets::{filter_value, in_order};

/// The values of a facet with their names, in the order of the language.
pub fn in_language(lang: Lang, facet: &Facet) -> &[NamedValue] {
    facet.named(lang, |values| {
        let named = values.iter().enumerate().map(|(index, value)| NamedValue {
            index,
            name: filter_value(lang, facet.filter, &value.slug, &value.label),
        });
        in_order(lang, facet.filter, named.collect(), |named| {
            (&named.name, values[named.index].depth)
        })
    })
}
