code=rules-weakened
honest() {
  as anna
  edit_json sms.json 'del(.limits)'
  commit 'limits as they are where nothing is said'
  edit_json sms.json '.limits.bulk_commit_records = 10'
  commit 'a stricter limit'
}
tamper() {
  edit_json sms.json 'del(.limits)'
  commit 'settings'
}
