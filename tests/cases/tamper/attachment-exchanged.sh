code=attachment-changed
honest() {
  as anna
  echo 'What was seen' >"$WORK/evidence.txt"
  do_sms attach "$TWO_ID" "$WORK/evidence.txt"
  echo 'What was seen, and then some' >"$WORK/evidence.txt"
  do_sms attach "$TWO_ID" "$WORK/evidence.txt"
}
tamper() {
  echo 'What suits better' >"attachments/$TWO_ID/evidence.txt"
  commit
}
