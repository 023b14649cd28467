code=time-order
honest() {
  approve bruno $OLD
}
tamper() {
  file=$(newest $OLD)
  edit_json "$file" '.at = "2026-01-01T10:00:00Z"'
  sign bruno "$file"
  clock "2026-01-01 10:00"
  git commit -q -a --amend -m approve
}
