//! The colours of the style sheet, for files that have none, and for checks.

/// The one place where colours are chosen.
const TOKENS: &str = include_str!("../../../style/tokens.css");

/// A colour of the light palette by its name in the style sheet, without the dashes: `high`.
pub fn light(name: &str) -> Option<&'static str> {
    find(TOKENS.split("@media").next()?, name)
}

/// A colour of the dark palette.
#[cfg(test)]
fn dark(name: &str) -> Option<&'static str> {
    find(TOKENS.split(":root[data-theme=dark]").nth(1)?, name)
}

fn find(block: &'static str, name: &str) -> Option<&'static str> {
    let start = block.find(&format!("--{name}:"))? + name.len() + 3;
    let rest = &block[start..];
    rest.get(..rest.find([';', '\n', '}'])?)
}

/// A style sheet with each `var(--name)` replaced by the light palette's colour.
pub fn resolved(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut pieces = style.split("var(--");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once(')').unwrap_or((piece, ""));
        out.push_str(light(name).unwrap_or("#000"));
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::many_single_char_names,
        reason = "colour spaces name their axes so"
    )]

    use super::*;

    type Rgb = [f64; 3];

    fn rgb(hex: &str) -> Rgb {
        let hex = hex.trim_start_matches('#');
        let hex: String = if hex.len() == 3 {
            hex.chars().flat_map(|c| [c, c]).collect()
        } else {
            hex.to_owned()
        };
        [0, 2, 4].map(|at| {
            let channel = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn luminance([r, g, b]: Rgb) -> f64 {
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>
    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    fn times(matrix: [[f64; 3]; 3], [r, g, b]: Rgb) -> Rgb {
        matrix.map(|row| (row[0] * r + row[1] * g + row[2] * b).clamp(0.0, 1.0))
    }

    /// Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
    const COLOUR_VISION: [(&str, [[f64; 3]; 3]); 4] = [
        (
            "everyone",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanopes",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopes",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopes",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// CIE L*a*b* distance (1976); about 2.3 is just noticeable.
    fn distance(a: Rgb, b: Rgb) -> f64 {
        let lab = |c: Rgb| {
            let xyz = times_free(
                [
                    [0.4124, 0.3576, 0.1805],
                    [0.2126, 0.7152, 0.0722],
                    [0.0193, 0.1192, 0.9505],
                ],
                c,
            );
            let f = |t: f64| {
                if t > 0.008_856 {
                    t.cbrt()
                } else {
                    7.787 * t + 16.0 / 116.0
                }
            };
            let [x, y, z] = [f(xyz[0] / 0.950_47), f(xyz[1]), f(xyz[2] / 1.088_83)];
            [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
        };
        let (a, b) = (lab(a), lab(b));
        (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
    }

    fn times_free(matrix: [[f64; 3]; 3], [r, g, b]: Rgb) -> Rgb {
        matrix.map(|row| row[0] * r + row[1] * g + row[2] * b)
    }

    type Palette = fn(&str) -> Option<&'static str>;

    const PALETTES: [(&str, Palette); 2] = [("light", light), ("dark", dark)];

    #[test]
    fn high_and_low_differ_for_everyone_and_stand_out_from_the_page() {
        for (palette, color) in PALETTES {
            let of = |name: &str| rgb(color(name).unwrap());
            for (who, matrix) in COLOUR_VISION {
                let (high, low) = (times(matrix, of("high")), times(matrix, of("low")));
                let apart = distance(high, low);
                assert!(apart > 20.0, "{palette}, {who}: {apart:.1}");
            }
            for name in [
                "high",
                "low",
                "pending",
                "not-reviewable",
                "no-data",
                "unstated",
            ] {
                assert!(contrast(of(name), of("paper")) >= 4.5, "{palette} {name}");
            }
        }
    }

    #[test]
    fn steps_of_heat_grow_for_everyone_and_carry_their_numbers() {
        for (palette, color) in PALETTES {
            let of = |name: String| rgb(color(&name).unwrap_or_else(|| panic!("{palette} {name}")));
            for (who, matrix) in COLOUR_VISION {
                let lights: Vec<f64> = (1..=5)
                    .map(|step| luminance(times(matrix, of(format!("heat-{step}")))))
                    .collect();
                let falls = lights.windows(2).all(|pair| pair[0] > pair[1] * 1.2);
                let grows = lights.windows(2).all(|pair| pair[1] > pair[0] * 1.2);
                assert!(falls || grows, "{palette}, {who}: {lights:?}");
            }
            for step in 1..=5 {
                let text = if step <= 3 {
                    "on-heat-pale"
                } else {
                    "on-heat-deep"
                };
                let ratio = contrast(of(format!("heat-{step}")), of(text.to_owned()));
                assert!(ratio >= 4.5, "{palette} {step}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn a_style_sheet_is_resolved() {
        assert_eq!(resolved(".a{fill:var(--paper)}"), ".a{fill:#fff}");
        for piece in super::super::card::STYLE.split("var(--").skip(1) {
            let name = piece.split(')').next().unwrap();
            assert!(
                light(name).is_some(),
                "{name} is no colour of the style sheet"
            );
        }
    }
}
