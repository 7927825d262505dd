//! Colours by lightness, colourfulness and hue, as eyes see them (OKLCH): darkening a brand colour here keeps its hue,
//! where scaling its red, green and blue would muddy it.

use super::branding::Colour;

#[derive(Clone, Copy, Debug)]
pub struct Oklch {
    pub lightness: f64,
    chroma: f64,
    hue: f64,
}

impl From<Colour> for Oklch {
    fn from(colour: Colour) -> Oklch {
        let [r, g, b] = [colour.0, colour.1, colour.2].map(to_linear);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl Oklch {
    /// The nearest colour a screen can show: where lightness leaves no room for that much colourfulness, that yields.
    pub fn colour(self) -> Colour {
        let mut chroma = self.chroma;
        for _ in 0..24 {
            let linear = self.linear(chroma);
            if linear.iter().all(|part| (-0.000_1..=1.000_1).contains(part)) {
                return bytes(linear);
            }
            chroma *= 0.85;
        }
        bytes(self.linear(0.0))
    }

    fn linear(self, chroma: f64) -> [f64; 3] {
        let lightness = self.lightness.clamp(0.0, 1.0);
        let (a, b) = (chroma * self.hue.cos(), chroma * self.hue.sin());
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }
}

fn bytes(linear: [f64; 3]) -> Colour {
    let [r, g, b] = linear.map(to_byte);
    Colour(r, g, b)
}

fn to_linear(byte: u8) -> f64 {
    let part = f64::from(byte) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn to_byte(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let part = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    // In range by the clamp above, so the cast only drops the fraction.
    (part * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_comes_back_as_it_went() {
        for colour in
            [Colour(0, 0, 0), Colour(255, 255, 255), Colour(255, 209, 0), Colour(18, 53, 91), Colour(118, 118, 118)]
        {
            assert_eq!(Oklch::from(colour).colour(), colour);
        }
    }
}
