//! Texts of made-up words, common and rare as in real ones, some in other scripts.

use super::dice::Dice;

// The numbers are measured over the claims, texts and titles of the large set; see the module
// above. The words are our own.

/// Words in a claim, in steps of a tenth, and the last twentieth, fiftieth, hundredth, thousandth.
const CLAIM_WORDS: [u64; 15] = [5, 8, 9, 10, 11, 12, 13, 15, 16, 19, 22, 26, 29, 40, 82];
/// Words in the text of a piece of evidence, in the same steps.
const TEXT_WORDS: [u64; 15] = [5, 8, 11, 14, 17, 20, 23, 26, 30, 37, 45, 56, 70, 109, 474];
/// Words in the title of a source, in the same steps.
const TITLE_WORDS: [u64; 15] = [1, 1, 2, 3, 4, 4, 5, 6, 7, 8, 10, 12, 13, 17, 27];
/// Where those steps begin, in thousandths.
const STEPS: [u64; 15] = [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980, 990, 999, 1000];
/// Texts with any character beyond ASCII, in thousandths.
const BEYOND_ASCII: u64 = 53;
/// Texts in a script other than Latin, in thousandths.
const OTHER_SCRIPT: u64 = 6;
/// How many different words. The commonest is 8.6 % of all words; Zipf's law over this many comes to
/// 9.4 %.
const VOCABULARY: usize = 25_000;

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "the", "of", "in", "a", "and", "was", "to", "is", "by", "for", "on", "that", "with", "as", "from", "at",
    "were", "not", "has", "it", "no", "had", "said", "than", "more", "after", "an", "be", "are", "which",
    "first", "its", "record", "report", "office", "year", "city", "document", "letter", "official",
    "number", "public", "state", "statement", "agency", "page", "case", "court", "people", "between",
    "before", "data", "review", "claim", "file", "water", "table", "match", "money", "bank", "payment",
    "road", "school", "hospital", "village", "border", "ship", "harbour", "train", "bridge", "survey",
    "sample", "measure", "share", "total", "rate", "month", "week", "witness", "account", "contract",
    "permit", "licence", "tender", "budget", "audit", "minister", "council", "company", "factory", "mine",
    "forest", "river", "coast", "island", "north", "south", "east", "west", "northern", "southern",
    "photograph", "video", "recording", "map", "satellite", "image", "register", "ledger", "invoice",
    "receipt", "delivery", "order", "warehouse", "vehicle", "aircraft", "engine", "vessel", "cargo",
    "weapon", "shipment", "hearing", "judgment", "appeal", "complaint", "inquiry", "answer", "question",
    "denied", "confirmed", "published", "withheld", "released", "removed", "corrected", "signed", "dated",
    "found", "counted", "moved", "paid", "built", "closed", "opened", "named", "called", "large", "small",
    "new", "old", "late", "early", "only", "about", "every", "several", "none", "one", "two", "three",
    "four",
];
#[rustfmt::skip]
const ACCENTED: &[&str] = &[
    "café", "señor", "naïve", "Gdańsk", "über", "São", "Ångström", "façade", "Müller", "crème", "Dvořák",
    "–", "“so”", "№", "📄", "⚖️",
];
#[rustfmt::skip]
const ARABIC: &[&str] = &[
    "الوثيقة", "التقرير", "قال", "المسؤول", "في", "من", "المدينة", "المحكمة", "السجل", "لم", "تنشر",
    "الحدود",
];
#[rustfmt::skip]
const CHINESE: &[&str] = &[
    "文件", "报告", "官员", "表示", "没有", "公布", "记录", "法院", "城市", "证据", "声明", "边境",
];
#[rustfmt::skip]
const CYRILLIC: &[&str] = &[
    "документ", "отчёт", "сказал", "чиновник", "в", "не", "город", "суд", "запись", "граница",
    "опубликован", "был",
];
#[rustfmt::skip]
const HINDI: &[&str] = &[
    "दस्तावेज़", "रिपोर्ट", "अधिकारी", "ने", "कहा", "नहीं", "शहर", "अदालत", "सीमा", "प्रकाशित",
];
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "fa", "fe", "fi", "fo", "ga", "go", "ha",
    "he", "ka", "ke", "ki", "ko", "ku", "la", "le", "li", "lo", "lu", "ma", "me", "mi", "mo", "mu", "na",
    "ne", "ni", "no", "nu", "pa", "pe", "po", "ra", "re", "ri", "ro", "ru", "sa", "se", "si", "so", "su",
    "ta", "te", "ti", "to", "tu", "va", "ve", "vi", "zo",
];

/// Makes texts.
pub(super) struct Texts {
    /// The rank of a word for each of so many equal shares of all words.
    ranks: Vec<u32>,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { ranks: zipf() }
    }

    /// The text of a claim.
    pub(super) fn claim(&self, dice: &mut Dice) -> String {
        let words = dice.size(&STEPS, &CLAIM_WORDS);
        self.text(dice, words)
    }

    /// The text of a piece of evidence.
    pub(super) fn evidence(&self, dice: &mut Dice) -> String {
        let words = dice.size(&STEPS, &TEXT_WORDS);
        self.text(dice, words)
    }

    /// The title of a source.
    pub(super) fn title(&self, dice: &mut Dice) -> String {
        let words = dice.size(&STEPS, &TITLE_WORDS);
        let mut title = self.text(dice, words);
        if title.ends_with('.') {
            title.pop();
        }
        title
    }

    /// A made-up name.
    pub(super) fn name(&self, dice: &mut Dice) -> String {
        let mut name = String::new();
        let rare = WORDS.len() as u64 + 3000;
        push_word(&mut name, usize::try_from(rare + dice.below(20_000)).unwrap_or(0));
        capital(&mut name, 0);
        name
    }

    /// A text of so many words.
    pub(super) fn text(&self, dice: &mut Dice, words: u64) -> String {
        let mut text = String::with_capacity(usize::try_from(words).unwrap_or(0) * 7);
        let script = dice.below(1000);
        if script < OTHER_SCRIPT {
            self.foreign(dice, words, &mut text);
            return text;
        }
        let accent = if script < BEYOND_ASCII { dice.below(words) } else { u64::MAX };
        for at in 0..words {
            if at > 0 {
                text.push(' ');
            }
            if at == accent {
                text.push_str(dice.one_of(ACCENTED, "café"));
            } else {
                self.word(dice, &mut text);
            }
        }
        capital(&mut text, 0);
        text.push('.');
        text
    }

    fn foreign(&self, dice: &mut Dice, words: u64, text: &mut String) {
        let (list, gap): (&[&str], &str) = match dice.below(4) {
            0 => (ARABIC, " "),
            1 => (CHINESE, ""),
            2 => (CYRILLIC, " "),
            _ => (HINDI, " "),
        };
        for at in 0..words {
            if at > 0 {
                text.push_str(gap);
            }
            text.push_str(dice.one_of(list, "№"));
        }
    }

    /// A word, common or rare by Zipf's law.
    fn word(&self, dice: &mut Dice, text: &mut String) {
        let share = usize::try_from(dice.below(SHARES as u64)).unwrap_or(0);
        let (from, to) = (self.ranks[share], self.ranks[share + 1]);
        let rank = u64::from(from) + dice.below(u64::from((to - from).max(1)));
        push_word(text, usize::try_from(rank).unwrap_or(0));
    }
}

const SHARES: usize = 1 << 13;

/// Ranks of words at equal shares of all words: the rank's inverse is its frequency.
#[allow(clippy::cast_precision_loss)]
fn zipf() -> Vec<u32> {
    let total: f64 = (1..=VOCABULARY).map(|rank| 1.0 / rank as f64).sum();
    let mut ranks = Vec::with_capacity(SHARES + 1);
    let mut below = 0.0;
    let mut rank = 0_u32;
    for share in 0..=SHARES {
        let wanted = total * share as f64 / SHARES as f64;
        while (rank as usize) < VOCABULARY && below + 1.0 / f64::from(rank + 1) <= wanted {
            rank += 1;
            below += 1.0 / f64::from(rank);
        }
        ranks.push(rank);
    }
    ranks
}

fn push_word(text: &mut String, rank: usize) {
    if let Some(word) = WORDS.get(rank) {
        text.push_str(word);
        return;
    }
    let mut rest = rank - WORDS.len() + SYLLABLES.len();
    while rest > 0 {
        text.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
}

fn capital(text: &mut str, at: usize) {
    if let Some(first) = text.get_mut(at..=at) {
        first.make_ascii_uppercase();
    }
}

/// A common word, other than the very commonest.
pub(super) fn topic(dice: &mut Dice) -> &'static str {
    dice.one_of(&WORDS[32..], "record")
}
