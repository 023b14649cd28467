code=content-changed
honest() {
  as anna
  do_sms move $POL published audience=staff next_review=2026-12-01
}
tamper() {
  edit_json documents/$POL.json '.title = "Changes"'
  commit
}
