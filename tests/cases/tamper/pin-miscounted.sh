code=pin-statements
options=(--pin "$WORK/pin")
honest() {
  do_sms note "$TWO" "Pinned"
}
tamper() {
  edit_json "$WORK/pin" ".statements += 2"
}
