code=late-entry
options=(--strict)
honest() {
  as anna
  edit_json sms.json '.limits.backdating = "P2D"'
  edit_json "$TWO" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Now"}]'
  commit 'a stricter limit'
}
tamper() {
  edit_json sms.json '.limits.backdating = "P300D"'
  edit_json "$TWO" '.log += [{at: "2026-02-01T00:00:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Long ago"}]'
  commit 'settings'
}
