code=pin-history
options=(--pin "$WORK/pin")
honest() {
  do_sms note "$TWO" "Pinned"
}
tamper() {
  git reset -q --hard HEAD~1
}
