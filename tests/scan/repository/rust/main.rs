use hf_hub::Repo;

fn main() {
    let repo = Repo::model("mistralai/Mistral-7B-v0.1".to_string());
    let kind = "text/plain";
}
