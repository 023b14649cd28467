code=statement-late
options=(--strict)
honest() {
  approve bruno $OLD
}
tamper() {
  as bruno
  do_sms approve $OLD --yes --key "$WORK/bruno"
  file=$(newest $OLD)
  edit_json "$file" '.at = "2026-01-02T00:00:00Z"'
  sign bruno "$file"
  tick && git add -A && git commit -q --amend -m approve
}
