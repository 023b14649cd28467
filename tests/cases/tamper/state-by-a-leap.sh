code=state-step
tamper() {
  edit_json "$TWO" '.state = "closed" | .log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "state", from: "new", to: "closed"}]'
  commit
}
