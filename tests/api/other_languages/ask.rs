// Asks as a program in Rust does, with ureq and serde_json. ask ADDRESS TEXT
use serde_json::{json, Value};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let body = json!({
        "comment": {"text": arguments[2]},
        "languages": ["en"],
        "requestedAttributes": {"TOXICITY": {}},
    });
    let url = format!("{}/v1alpha1/comments:analyze?key=any", arguments[1]);
    let empty = ureq::post(&url).send_json(json!({"comment": {"text": ""}}));
    let Err(ureq::Error::Status(400, refused)) = empty else { panic!("it was not refused") };
    let refused: Value = refused.into_json().unwrap();
    assert_eq!(refused["error"]["details"][0]["errorType"], "COMMENT_EMPTY");
    let answer: Value = ureq::post(&url).send_json(body).unwrap().into_json().unwrap();
    print!("{}", answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"]);
}
