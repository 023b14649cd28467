code=key-self-added
options=(--strict)
honest() {
  as anna
  do_sms key add "$WORK/mallory.pub" --person mallory
}
afresh=1
tamper() {
  as mallory
  do_sms key add "$WORK/mallory.pub"
}
