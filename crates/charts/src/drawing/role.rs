//! Roles of what is drawn, such as a bar or an axis.
//!
//! `plotters` hands nothing but colours to its backend, while our colours are the style sheet's: each
//! role is a made-up colour, which the backend turns into the role's class.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;

/// Every role with its class in the style sheet.
pub const ALL: &[(RGBColor, &str)] = &[
    (LABEL, ""),
    (BESIDE_GLYPH, ""),
    (HEADING, "head"),
    (SOFT, "soft"),
    (TRACK, "track"),
    (BAR, "bar"),
    (HIT, "hit"),
    (AXIS, "axis"),
    (SCALE_CHANGE, "broken"),
    (LINE, "line"),
    (POINT, "dot"),
    (VALUE, "value"),
    (FEW_RATINGS_POINT, "dot few"),
];

/// Ordinary text.
pub const LABEL: RGBColor = RGBColor(1, 0, 0);
/// Text after a glyph.
pub const BESIDE_GLYPH: RGBColor = RGBColor(2, 0, 0);
/// The ground of a bar: the whole of which it is a part.
pub const TRACK: RGBColor = RGBColor(3, 0, 0);
/// A bar; its colour is that of its mark.
pub const BAR: RGBColor = RGBColor(4, 0, 0);
/// The area that answers to a pointer.
pub const HIT: RGBColor = RGBColor(5, 0, 0);
/// The heading of a group.
pub const HEADING: RGBColor = RGBColor(6, 0, 0);
/// Muted text.
pub const SOFT: RGBColor = RGBColor(7, 0, 0);
/// Axes and their steps.
pub const AXIS: RGBColor = RGBColor(8, 0, 0);
/// Where the scale changed.
pub const SCALE_CHANGE: RGBColor = RGBColor(9, 0, 0);
/// Line between points of a trend.
pub const LINE: RGBColor = RGBColor(10, 0, 0);
/// Point of a trend.
pub const POINT: RGBColor = RGBColor(12, 0, 0);
/// A figure that may lie over a line.
pub const VALUE: RGBColor = RGBColor(14, 0, 0);
/// Point based on few ratings.
pub const FEW_RATINGS_POINT: RGBColor = RGBColor(13, 0, 0);

/// The role that a colour stands for.
pub const fn of_color(color: BackendColor) -> RGBColor {
    RGBColor(color.rgb.0, color.rgb.1, color.rgb.2)
}

/// The class of the role that a colour stands for.
pub fn class_of(color: BackendColor) -> &'static str {
    let color = of_color(color);
    ALL.iter()
        .find(|(role, _)| *role == color)
        .map_or("", |(_, class)| class)
}
