code=statement-signature
honest() {
  as anna
  do_sms key revoke cleo
  approve bruno $OLD
}
tamper() {
  as cleo
  edit_json sms.json .
  file=approvals/$OLD/20260601T020000Z-cleo-roth.json
  edit_json "$(newest $OLD)" '.' && cp "$(newest $OLD)" "$file"
  edit_json "$file" '.signer = "PER-CLEO-ROTH" | .decision = "submit" | .at = "2026-06-01T02:00:00Z" | del(.role)'
  sign cleo "$file"
  commit
}
