code=bulk-entry
options=(--strict --bulk 15)
honest() {
  as anna
  edit_json "$TWO" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Now"}]'
  commit
}
tamper() {
  for file in records/*/*.json records/*/*/*/*.json; do edit_json "$file" '.log += [{at: "2026-06-01T00:30:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Now"}]'; done
  commit
}
