//! A made-up dispute over a town's water contract, in which a careless program says what is false: a leak
//! that only the claimant has seen, a mayor who denies a charge against his own town, a councillor borne out
//! by the minutes of her council, a remark of unknown place, a request that answers for material of two
//! claims and is overdue, a paraphrase without material, and figures that say one sum in other words.

use crate::desk::Desk;

/// The case as native JSON. It has no as-of date.
pub const WATER: &str = r#"{"format":"corrob-case","version":1,
"case":{"dataset":"water","title":"The water contract","question":"Did the town pay twice?"},
"parties":[
{"id":"council","name":"Millbrook Council","is":"organization","naming":"named"},
{"id":"town","name":"Town of Millbrook","short":"Millbrook","is":"organization","naming":"named"},
{"id":"price","name":"Dana Price","role":"councillor","is":"person","naming":"named","of":"council"},
{"id":"mayor","name":"Ray Okafor","role":"mayor","is":"person","naming":"named","of":"town","speaks_for":true},
{"id":"aqua","name":"AquaPure","is":"organization","naming":"named"},
{"id":"driver","name":"a former driver","is":"person","naming":"role-only"},
{"id":"post","name":"The Millbrook Post","short":"Post","is":"organization","naming":"named"}
],
"sources":[
{"id":"letter","title":"Letter of Dana Price to the Post","short":"Price letter","kind":"letter","party":"price","publisher":"The Millbrook Post","published":"2024-04-20"},
{"id":"invoice","title":"AquaPure invoice 0017","kind":"internal-record","party":"aqua"},
{"id":"statement","title":"The mayor's statement of 5 March","kind":"official-statement","party":"mayor","publisher":"Town of Millbrook","published":"2024-03-05"},
{"id":"minutes","title":"Council minutes of 3 March","kind":"record","party":"council","url":"https://example.org/minutes","published":"2024-03-10"},
{"id":"report","title":"Water bill to rise","kind":"news-report","publisher":"The Millbrook Post","published":"2024-03-06"},
{"id":"remark","title":"Remark of a former driver","kind":"expert-comment","party":"driver","about":"Where it was made is not recorded."}
],
"claims":[
{"id":"twice","text":"The town paid AquaPure twice for May.","claimant":"price","concerns":["town"],"nature":"fact"},
{"id":"unread","text":"The council voted without reading the other offer.","claimant":"price","nature":"fact"},
{"id":"saves","text":"The town will save 1.2 million dollars.","claimant":"mayor","nature":"prediction"}
],
"evidence":[
{"id":"leak","claim":"twice","source":"letter","stance":"supports","paraphrase":"Price cites an invoice for May that bears the number of one already paid.","kind":"document","material":"AquaPure invoice 0017","requests":["invoices"],"availability":{"says":"withheld","holder":"aqua","ground":"(b)(4)","basis":"invoked"},"via":{"origin":"invoice"}},
{"id":"sums","claim":"twice","source":"letter","stance":"supports","paraphrase":"Price adds the payments up.","kind":"analysis","material":"Price's own calculation","availability":{"says":"not-shown","holder":"price"},"via":{"party":"price"}},
{"id":"denial","claim":"twice","source":"statement","stance":"disputes","paraphrase":"The mayor says that nothing was paid twice."},
{"id":"remark","claim":"twice","source":"remark","stance":"disputes","paraphrase":"A former driver says that the second payment was for June."},
{"id":"minutes","claim":"unread","source":"minutes","stance":"supports","paraphrase":"The minutes record the vote before the offer was read out."},
{"id":"quoted","claim":"saves","source":"report","stance":"repeats","paraphrase":"Quotes the mayor: the town will save 1.2 million.","via":{"party":"mayor"}},
{"id":"doubt","claim":"saves","source":"report","stance":"disputes","paraphrase":"The Post counts 600,000 at most.","via":{"party":"post"}}
],
"figures":[
{"id":"sum","claim":"saves","asserted_by":"mayor","measures":"savings of the contract","quantity":"savings","population":"the town","low":1200000,"unit":"USD","qualifier":"exact"},
{"id":"same","claim":"saves","asserted_by":"council","measures":"what the contract saves","quantity":"savings","population":"the town","low":1200000,"unit":"USD","qualifier":"about"},
{"id":"most","claim":"saves","evidence":"doubt","asserted_by":"post","measures":"savings of the contract","quantity":"savings","population":"the town","high":600000,"unit":"USD","qualifier":"up-to"},
{"id":"least","claim":"saves","asserted_by":"aqua","measures":"savings of the contract","quantity":"savings","population":"the town","low":300000,"unit":"USD","qualifier":"at-least"},
{"id":"once","claim":"saves","asserted_by":"aqua","measures":"savings in the first year","quantity":"savings","population":"the town","period":"the first year","low":90000,"unit":"USD","qualifier":"exact"},
{"id":"homes","claim":"saves","asserted_by":"aqua","measures":"homes supplied","low":4100,"unit":"homes","qualifier":"exact"}
],
"requests":[
{"id":"invoices","by":"price","to":"aqua","what":"all AquaPure invoices of 2024","kind":"record","claim":"twice","made":"2024-04-01","due":"2024-05-01","outcome":"no-response"}
],
"gaps":[
{"id":"invoice","claim":"twice","material":"AquaPure invoice 0017","state":"withheld","holder":"aqua"},
{"id":"elsewhere","claim":"saves","material":"aquapure  invoice 0017","state":"withheld","holder":"aqua"},
{"id":"offer","claim":"unread","material":"the other offer","state":"not-shown"}
]}
"#;

impl Desk {
    /// The made-up dispute over a water contract.
    pub fn water(&self, name: &str) {
        self.write("water.json", WATER);
        self.run(&["import", name, "water.json"]).done();
    }
}
