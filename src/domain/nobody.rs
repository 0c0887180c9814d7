//! Words that stand where a name should, and name nobody.

use super::grounds;
use super::query::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Such words, in the languages that files come in.
const NOBODY: &str = "\
n/a|na|n.a.|n.a|#n/a|none|null|nil|empty|tba|tbd|tbc|undefined|unspecified|unknown|unnamed|\
unidentified|undisclosed|unattributed|not applicable|not available|not known|not disclosed|not given|\
not identified|not named|not provided|not recorded|not specified|not stated|no name|no name given|\
name unknown|name withheld|name redacted|name not given|name removed|names withheld|withheld|redacted|\
removed|deleted|confidential|private|anon|anon.|anonymous|anonymised|anonymized|author unknown|\
unknown author|unknown person|private individual|private citizen|\
k.a.|k. a.|keine angabe|keine angaben|ohne angabe|o. a.|unbekannt|nicht bekannt|nicht genannt|\
nicht verfugbar|anonym|anonymisiert|geschwarzt|entfallt|vertraulich|\
inconnu|inconnue|anonyme|non renseigne|non communique|non precise|non disponible|sans objet|caviarde|\
desconocido|desconocida|anonimo|anonima|no disponible|no consta|no aplica|sin datos|sin nombre|s/d|\
testado|reservado|confidencial|\
desconhecido|desconhecida|nao informado|nao disponivel|nao identificado|nao se aplica|sem informacao|\
sem nome|sconosciuto|sconosciuta|ignoto|ignota|non noto|non disponibile|non applicabile|n.d.|omissis|\
onbekend|anoniem|niet bekend|n.v.t.|nvt|niet van toepassing|\
nieznany|nieznana|nieznane|anonimowy|anonimowa|anonim|brak danych|brak|nie dotyczy|\
bilinmiyor|bilinmeyen|belirtilmemis|isimsiz|okand|ukendt|ukjent|tuntematon|nimeton|neznamy|neznama|\
anonymni|ismeretlen|nevtelen|necunoscut|anonim|nepoznat|nepoznato|tidak diketahui|an danh|khong ro|\
неизвестно|неизвестный|неизвестен|неизвестная|аноним|анонимно|анонимный|нет данных|не указано|не указан|\
невідомо|невідомий|анонімно|анонім|немає даних|\
άγνωστος|άγνωστο|ανώνυμος|مجهول|غير معروف|غير متوفر|לא ידוע|אלמוני|अज्ञात|अनाम|\
匿名|不详|不詳|未知|不明|无|無|佚名|非公開|なし|該当なし|미상|익명|해당 없음|없음";

/// The same as they are looked up: an import asks of every name in a file.
static FOLDED: LazyLock<HashSet<String>> = LazyLock::new(|| NOBODY.split('|').map(fold).collect());

/// Whether a text in the place of a name names nobody: `N/A`, `-`, `REDACTED`, `anonymous`, a row of
/// X or of black boxes, the exemption on which a name was struck out.
#[must_use]
pub fn names_nobody(text: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || "[](){}<>\"'“”*_.,:;".contains(c);
    let inner = text.trim_matches(marks);
    if !inner.chars().any(char::is_alphanumeric) {
        return true;
    }
    let struck = inner.chars().count() > 2 && inner.chars().all(|c| c == 'x' || c == 'X');
    // So programs write a number that is none; Nan is a name.
    let is_no_number = matches!(inner, "nan" | "NaN");
    let is_code = || text.contains('(') && grounds::parse(text.trim()).is_some();
    let folded = |text: &str| {
        let words = fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
        FOLDED.contains(&words)
    };
    struck || is_no_number || folded(inner) || folded(text.trim()) || is_code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_nobody_is_told_from_names() {
        for nobody in [
            "N/A",
            "n/a.",
            "-",
            "--",
            "?",
            "***",
            "█████",
            "XXXXX",
            "REDACTED",
            "[Redacted]",
            "(redacted)",
            "<name withheld>",
            "Unknown",
            "anonymous",
            "Anon.",
            "(b)(6)",
            "(b)(6), (b)(7)(C)",
            "unbekannt",
            "k. A.",
            "Geschwärzt",
            "Anónimo",
            "não informado",
            "неизвестный",
            "Неизвестно",
            "匿名",
            "不明",
            "Non précisé",
            "NULL",
            "#N/A",
            "N.A.",
            "None",
        ] {
            assert!(names_nobody(nobody), "{nobody}");
        }
        for somebody in [
            "A. Marrow",
            "Nan Goldberg",
            "Nan",
            "Anonymous Content LLC",
            "Unknown Soldier Museum",
            "X",
            "XX",
            "X Corp.",
            "NASA",
            "Noor",
            "李",
            "The Redacted Press",
            "7 News",
            "Private Eye",
            "Nobody Ltd",
        ] {
            assert!(!names_nobody(somebody), "{somebody}");
        }
    }
}
