code=state-unlogged
honest() {
  as anna
  do_sms move "$TWO" in-progress
}
afresh=1
tamper() {
  edit_json "$TWO" '.state = "in-progress"'
  commit
}
