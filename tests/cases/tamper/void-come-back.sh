code=state-step
tamper() {
  edit_json "$THREE" '.state = "new" | .log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "state", from: "void", to: "new"}]'
  commit
}
