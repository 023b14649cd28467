code=author-differs
options=(--strict)
honest() {
  as anna
  edit_json "$TWO" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Anna says"}]'
  commit
}
tamper() {
  as bruno
  edit_json "$TWO" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Anna says"}]'
  commit
}
