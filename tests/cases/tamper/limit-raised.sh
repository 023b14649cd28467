code=rules-weakened
honest() {
  as anna
  edit_json sms.json '.limits.backdating = "P1D" | .limits.bulk_commit_records = 40'
  commit 'stricter limits'
}
tamper() {
  edit_json sms.json '.limits.backdating = "P30D"'
  commit 'settings'
}
