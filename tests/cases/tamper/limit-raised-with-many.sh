code=bulk-entry
options=(--strict)
honest() {
  as anna
  edit_json sms.json '.limits.bulk_commit_records = 15'
  edit_json "$TWO" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Now"}]'
  commit 'a stricter limit'
}
tamper() {
  edit_json sms.json '.limits.bulk_commit_records = 1000'
  for file in records/*/*.json records/*/*/*/*.json; do edit_json "$file" '.log += [{at: "2026-06-01T01:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Now"}]'; done
  commit 'settings'
}
