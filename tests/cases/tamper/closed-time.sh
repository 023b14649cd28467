code=closed-edited
honest() {
  as anna
  do_sms move "$ONE" in-progress --note 'It came back'
  do_sms set "$ONE" 'description=It came back'
}
afresh=1
tamper() {
  edit_json "$ONE" '.closed_at = "2026-01-01T20:00:00Z"'
  commit
}
