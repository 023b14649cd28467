code=closed-edited
honest() {
  as anna
  do_sms move $POL withdrawn
}
tamper() {
  echo More >>documents/$POL.md
  commit
}
