//! The keys of other keyboard layouts: which Latin letter is on the key that sends a letter of another script.

/// The keys of a Latin layout, from the upper left; each layout below names what it has in the same places.
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,./";

/// Russian, Ukrainian, Belarusian, Greek, Hebrew, Arabic, Persian, Georgian and Korean, as they are sold with a
/// keyboard. Where a layout has the Latin sign itself, or two characters on one key, there is a space.
const LAYOUTS: [&str; 9] = [
    "йцукенгшщзхъфывапролджэячсмитьбю ",
    "йцукенгшщзхїфівапролджєячсмитьбю ",
    "йцукенгшўзх фывапролджэячсмітьбю ",
    " ςερτυθιοπ  ασδφγηξκλ΄ ζχψωβνμ   ",
    "  קראטוןםפ  שדגכעיחלךף זסבהנמצתץ ",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ",
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو  ",
    "ქწერტყუიოპ  ასდფგჰჯკლ  ზხცვბნმ   ",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ  ㅁㄴㅇㄹㅎㅗㅓㅏㅣ  ㅋㅌㅊㅍㅠㅜㅡ   ",
];

/// The Latin keys in the places where layouts of another script have a character; most often one. A capital
/// letter has a capital one.
#[must_use]
pub fn latin_keys(typed: char) -> Vec<char> {
    if typed.is_ascii() {
        return Vec::new();
    }
    let small = typed.to_lowercase().next().unwrap_or(typed);
    let mut keys = Vec::new();
    for layout in LAYOUTS {
        for (there, latin) in layout.chars().zip(LATIN.chars()) {
            let latin = if small == typed { latin } else { latin.to_ascii_uppercase() };
            if there == small && !keys.contains(&latin) {
                keys.push(latin);
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latin_key_in_the_same_place() {
        for (typed, latin) in [
            ('ц', "w"),
            ('Ц', "W"),
            ('і', "sb"),
            ('ї', "]"),
            ('ў', "o"),
            ('ς', "w"),
            ('Δ', "D"),
            ('ק', "e"),
            ('ת', ","),
            ('ص', "w"),
            ('پ', "m"),
            ('د', "]n"),
            ('წ', "w"),
            ('ㄱ', "r"),
            ('w', ""),
            ('é', ""),
            ('日', ""),
            (' ', ""),
        ] {
            assert_eq!(latin_keys(typed).into_iter().collect::<String>(), latin, "{typed}");
        }
    }

    #[test]
    fn every_layout_has_a_place_for_every_key() {
        for layout in LAYOUTS {
            assert_eq!(layout.chars().count(), LATIN.chars().count(), "{layout}");
        }
    }
}
