code=revision-open
options=(--strict)
tamper() {
  as anna
  do_sms move $POL draft
  echo 'More.' >>documents/$POL.md
  commit
}
