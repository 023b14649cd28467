code=attachment-changed
honest() {
  as anna
  echo 'What was seen' >"$WORK/evidence.txt"
  do_sms attach "$TWO_ID" "$WORK/evidence.txt"
}
tamper() {
  git rm -qr attachments
  commit
}
